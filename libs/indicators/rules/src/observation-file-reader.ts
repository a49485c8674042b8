import { DirectionVotes, KindVotes, type ValueKind } from './observation-file-kind.js';
import {
  readRow,
  voteOf,
  type Figure,
  type Layout,
  type ObservationStatus,
  type Publisher,
  type Refusal,
  type Surroundings,
} from './observation-file.js';
import type { Polarity } from './series-point.js';

const ENGLAND = 'E92000001';

/** What a file says of an indicator, taken as its definition when we have none. */
export interface IndicatorReading extends ValueKind {
  readonly publisher: Publisher;
  readonly publisherId: string;
  readonly name: string;
  readonly polarity: Polarity;
  readonly decimals: number;
  readonly figures: number;
}

export interface AreaFromFile {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
}

export type RowOutcome =
  | { readonly is: 'figure'; readonly figure: Figure; readonly cells: readonly string[] }
  | {
      readonly is: 'refused';
      readonly row: number;
      readonly refusals: readonly Refusal[];
      readonly cells: readonly string[];
    };

export interface FileSummary {
  readonly indicators: readonly IndicatorReading[];
  readonly areasFromFile: readonly AreaFromFile[];
  /** Codes that no area has, in the order met. */
  readonly areasNotFound: readonly string[];
  readonly withheld: Readonly<Record<Exclude<ObservationStatus, 'given'>, number>>;
  readonly blankRows: number;
  /** Lines of totals and footnotes at the end. */
  readonly endRows: readonly number[];
}

interface Tally {
  readonly name: string;
  readonly inWords: ValueKind | null;
  readonly kinds: KindVotes;
  readonly directions: DirectionVotes;
  readonly decimals: Map<number, number>;
  figures: number;
}

/** More lines than this at the end are not a total and its footnotes, they are rows without a code. */
const MOST_END_ROWS = 10;

/**
 * Reads a file from its second line on. It keeps what the rows have in common (keys, indicators, areas) and no row
 * itself, so what it holds grows with the number of rows and not with their width.
 */
export class ObservationFileReader {
  private readonly tallies = new Map<string, Tally>();
  private readonly areas = new Map<string, AreaFromFile>();
  private readonly notFound = new Set<string>();
  private readonly held = { suppressed: 0, confidential: 0, 'not available': 0 };
  private readonly series = new Map<string, number>();
  private readonly periods = new Map<string, number>();
  private readonly firstRow = new Map<number, number>();
  /** By row: what stands there, NaN where no figure is given. */
  private readonly values: number[] = [];
  private ending: { row: number; cells: readonly string[] }[] = [];
  private blankRows = 0;
  private readonly around: Surroundings;

  constructor(
    private readonly layout: Layout,
    around: Omit<Surroundings, 'kindSoFar'>,
  ) {
    this.around = { ...around, kindSoFar: (publisherId) => this.tallies.get(publisherId)?.kinds.kind() ?? null };
  }

  /** Usually one outcome, none for a blank row; more when rows that might have been the end turn out not to be. */
  take(cells: readonly string[], row: number): RowOutcome[] {
    if (cells.every((cell) => cell.trim() === '')) {
      this.blankRows += 1;
      return [];
    }
    if (this.mayBeTheEnd(cells)) {
      this.ending.push({ row, cells });
      return this.ending.length > MOST_END_ROWS ? this.release() : [];
    }
    const before = this.release();
    before.push(this.readOne(cells, row));
    return before;
  }

  /** A file whose last rows were no totals after all has been told so by `take`; what still waits here is the end. */
  finish(): FileSummary {
    return {
      indicators: [...this.tallies].map(([publisherId, tally]) => this.readingOf(publisherId, tally)),
      areasFromFile: [...this.areas.values()],
      areasNotFound: [...this.notFound],
      withheld: { ...this.held },
      blankRows: this.blankRows,
      endRows: this.ending.map(({ row }) => row),
    };
  }

  private release(): RowOutcome[] {
    const waiting = this.ending;
    this.ending = [];
    return waiting.map(({ cells, row }) => this.readOne(cells, row));
  }

  /** No area and no period, and either the words of a total or a footnote, or a single cell. */
  private mayBeTheEnd(cells: readonly string[]): boolean {
    const { areaCode, period } = this.layout.at;
    const code = (cells[areaCode!] ?? '').trim();
    const when = (cells[period!] ?? '').trim();
    const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const says = filled.some((cell) => /^(grand )?totals?\b|^(sub-?total|sum|source|notes?|©|copyright)\b/i.test(cell));
    const isWordOfTotal = /^(grand )?totals?:?$/i.test(code) || /^(grand )?totals?:?$/i.test(when);
    if (isWordOfTotal) return true;
    // A lone number is what is left of a row that was cut off, no footnote.
    if (filled.length === 1) return (code === '' && when === '' && /[a-z©]/i.test(filled[0]!)) || says;
    return code === '' && when === '' && says;
  }

  private readOne(cells: readonly string[], row: number): RowOutcome {
    const read = readRow(this.layout, cells, row, this.around);
    if (!read.ok) {
      for (const refusal of read.refusals) {
        if (refusal.reason.startsWith('No area has this code')) this.notFound.add(refusal.found.trim());
      }
      return { is: 'refused', row, refusals: read.refusals, cells };
    }
    const { figure } = read;
    const repeated = this.repeated(figure);
    if (repeated) return { is: 'refused', row, refusals: [repeated], cells };
    this.remember(figure);
    return { is: 'figure', figure, cells };
  }

  private repeated(figure: Figure): Refusal | null {
    const cut = [
      figure.publisherId,
      figure.areaCode,
      figure.sex,
      figure.age,
      figure.categoryType,
      figure.category,
    ].join('\u0000');
    // Two small numbers instead of one long text: a file of 200,000 rows repeats the same few series and periods.
    const key = numberOf(this.series, cut) * 1_000_000 + numberOf(this.periods, figure.period.key);
    const first = this.firstRow.get(key);
    if (first === undefined) {
      this.firstRow.set(key, figure.row);
      this.values[figure.row] = figure.value ?? Number.NaN;
      return null;
    }
    const value = this.values[first]!;
    return {
      row: figure.row,
      column: '',
      cell: `A${figure.row}`,
      found: `${figure.areaCode}, ${figure.period.label}, ${figure.value ?? figure.status}`,
      reason: Object.is(value, figure.value ?? Number.NaN)
        ? `Repeats row ${first}: the same indicator, area, breakdown and period.`
        : `Row ${first} gives another figure (${Number.isNaN(value) ? 'none' : value}) for the same indicator, area, breakdown and period.`,
    };
  }

  private remember(figure: Figure): void {
    let tally = this.tallies.get(figure.publisherId);
    if (!tally) {
      tally = {
        name: figure.indicator,
        inWords: figure.kind,
        kinds: new KindVotes(),
        directions: new DirectionVotes(),
        decimals: new Map(),
        figures: 0,
      };
      this.tallies.set(figure.publisherId, tally);
    }
    tally.figures += 1;
    if (figure.status === 'given') {
      tally.decimals.set(figure.decimals, (tally.decimals.get(figure.decimals) ?? 0) + 1);
      if (!tally.inWords) {
        const vote = voteOf(figure);
        if (vote !== undefined) tally.kinds.vote(vote);
      }
      const cut = [figure.sex, figure.age, figure.categoryType, figure.category, figure.period.key].join('\u0000');
      tally.directions.vote(cut, figure.areaCode === ENGLAND, figure.value!, figure.compared);
    } else {
      this.held[figure.status] += 1;
    }
    if (!figure.areaRegistered && !this.areas.has(figure.areaCode)) {
      const kind = figure.areaKind === '' ? 'Other' : figure.areaKind;
      this.areas.set(figure.areaCode, { code: figure.areaCode, name: figure.areaName, kind });
    }
  }

  private readingOf(publisherId: string, tally: Tally): IndicatorReading {
    const kind = tally.inWords ?? tally.kinds.kind() ?? { valueType: 'index' as const, unit: '' };
    return {
      publisher: this.layout.publisher,
      publisherId,
      name: tally.name,
      ...kind,
      polarity: tally.directions.polarity(),
      decimals: decimalsOf(tally.decimals),
      figures: tally.figures,
    };
  }
}

function numberOf(known: Map<string, number>, text: string): number {
  let n = known.get(text);
  if (n === undefined) {
    n = known.size;
    known.set(text, n);
  }
  return n;
}

/** As published where that is two digits or fewer; figures given to the last bit of a computer are shown with one. */
function decimalsOf(seen: ReadonlyMap<number, number>): number {
  const most = Math.max(0, ...seen.keys());
  return most <= 2 ? most : 1;
}
