import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ImportBatch, RowRefusal } from '@turnstone/contract';
import {
  ObservationFileReader,
  recogniseLayout,
  type Figure,
  type FileSummary,
  type Layout,
  type RowOutcome,
  type Surroundings,
} from '@turnstone/indicators-rules';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit, type PlaceRow } from '@turnstone/places-server';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { FileRefused } from './decode.js';
import { ImportBatchRepository, type BatchRow, type Definition } from './import-batch.repository.js';
import { batchAsAnswered, changeInWords, number, readingOf, sampleHead, sampleRow } from './import-words.js';
import { CellReader, type Line } from './read-cells.js';

/** More rows than any published file of one topic has; a larger one is a whole database and wants another door. */
export const MOST_ROWS = 200_000;
/** Titles above the header: a spreadsheet has a few. */
const HEADER_WITHIN = 10;
const REFUSALS_SHOWN = 200;
const CHANGES_SHOWN = 50;
const SAMPLE_ROWS = 20;
/** Text handed to COPY at a time. */
const COPY_CHUNK = 64_000;

/** Reads a file and says what it would change. Nothing of it is in use until it is committed. */
@Injectable()
export class PreviewImport {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ImportBatchRepository) private readonly batches: ImportBatchRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The content is read once, as it comes, and never held as a whole. */
  async preview(actor: Actor, slug: string, fileName: string, content: AsyncIterable<Buffer>): Promise<ImportBatch> {
    const place = await this.door.admit(actor, slug, 'import figures');
    // The content comes in its own time: no transaction is left open over it.
    await this.database.pause();
    const empty: BatchRow = {
      id: randomUUID(),
      fileName: plainFileName(fileName),
      state: 'previewed',
      problem: null,
      publisher: null,
      header: [],
      reading: [],
      indicators: [],
      areas: [],
      counts: { rows: 0, new: 0, changed: 0, unchanged: 0, refused: 0 },
      withheld: { suppressed: 0, confidential: 0, notAvailable: 0 },
      refusals: [],
      changes: [],
      sample: { head: [], rows: [] },
      createdBy: actor.kind === 'member' ? actor.personId : null,
      createdAt: this.clock(),
      appliedAt: null,
    };
    const batch = await this.read(place, empty, content).catch(async (error: unknown) => {
      if (!(error instanceof FileRefused)) throw error;
      const refused: BatchRow = { ...empty, state: 'refused', problem: error.message };
      await this.database.transaction((client) => this.batches.add(client, place.id, refused));
      return refused;
    });
    await recordAudit(this.database, {
      placeId: place.id,
      personId: batch.createdBy,
      action: 'preview an import',
      subject: `import ${batch.id}`,
      before: null,
      after: { fileName: batch.fileName, state: batch.state, counts: batch.counts },
      at: batch.createdAt,
    });
    return batchAsAnswered(batch);
  }

  private async read(place: PlaceRow, empty: BatchRow, content: AsyncIterable<Buffer>): Promise<BatchRow> {
    const cells = new CellReader(content);
    const lines = cells.lines();
    const { layout, headerRow } = await findHeader(lines);
    const definitions = (await this.batches.definitions(place.id)).filter((d) => d.publisher === layout.publisher);
    const reader = new ObservationFileReader(layout, await this.surroundings(place, definitions));
    const file = new FileInRows(reader, lines);

    return this.database.transaction(async (client) => {
      await this.batches.forgetOldPreviews(client, place.id, empty.createdAt);
      await this.batches.copyIn(client, file.copyLines());
      if (file.rows === 0) throw new FileRefused('The file has a header and no figures below it.');
      const summary = reader.finish();
      const indicators = summary.indicators;
      const batch: BatchRow = {
        ...empty,
        publisher: layout.publisher,
        header: layout.header,
        indicators,
        areas: summary.areasFromFile,
        withheld: withheldOf(summary),
        refusals: file.refusals,
        sample: { head: sampleHead, rows: file.sample },
        reading: readingOf({
          layout,
          headerRow,
          separator: cells.separator,
          letters: cells.letters,
          summary,
          known: new Set(definitions.map((definition) => definition.publisherId)),
        }),
      };
      await this.batches.add(client, place.id, batch);
      const counts = {
        rows: file.rows,
        ...(await this.batches.keepIncoming(client, place.id, batch.id, layout.publisher)),
      };
      const differences = await this.batches.firstChanges(client, place.id, batch.id, layout.publisher, CHANGES_SHOWN);
      const byId = new Map(indicators.map((indicator) => [indicator.publisherId, indicator]));
      const changes = differences.map((one) => changeInWords(one, byId.get(one.publisherId)!));
      await this.batches.sayCounts(client, place.id, batch.id, counts, changes);
      return { ...batch, counts, changes };
    });
  }

  private async surroundings(place: PlaceRow, definitions: readonly Definition[]): Promise<Surroundings> {
    const areas = await this.batches.registeredAreas();
    const confirmed = new Map(
      definitions
        .filter((definition) => definition.confirmed)
        .map((d) => [d.publisherId, { splitYear: d.splitYear, kind: { valueType: d.valueType, unit: d.unit } }]),
    );
    return {
      knowsArea: (code) => areas.has(code),
      definitionOf: (publisherId) => confirmed.get(publisherId),
      ...(place.areaCode === null ? {} : { ownArea: { name: place.name, code: place.areaCode } }),
    };
  }
}

/** The header is the first row that fits a layout; a spreadsheet may have a title above it. */
async function findHeader(lines: AsyncGenerator<Line>): Promise<{ layout: Layout; headerRow: number }> {
  let problem: { reason: string; near: boolean } | undefined;
  for (let looked = 0; looked < HEADER_WITHIN;) {
    const next = await lines.next();
    if (next.done) break;
    const { row, cells } = next.value;
    if (cells.every((cell) => cell.trim() === '')) continue;
    looked += 1;
    const recognised = recogniseLayout(cells);
    if (recognised.ok) return { layout: recognised.layout, headerRow: row };
    const near = recognised.nearest !== null;
    if (!problem || (near && !problem.near)) problem = { reason: recognised.reason, near };
  }
  await lines.return(undefined);
  throw new FileRefused(problem?.reason ?? 'The file is empty.');
}

/** The rows of one file on their way into the database, with what has to be remembered of them. */
class FileInRows {
  rows = 0;
  readonly refusals: RowRefusal[] = [];
  readonly sample: string[][] = [];

  constructor(
    private readonly reader: ObservationFileReader,
    private readonly lines: AsyncGenerator<Line>,
  ) {}

  async *copyLines(): AsyncGenerator<string> {
    let chunk = '';
    for await (const { row, cells } of this.lines) {
      for (const outcome of this.reader.take(cells, row)) {
        this.rows += 1;
        if (this.rows > MOST_ROWS) {
          throw new FileRefused(
            `The file has more than ${number(MOST_ROWS)} rows of figures: divide it, for example by indicator.`,
          );
        }
        chunk += this.copyLine(outcome);
      }
      if (chunk.length > COPY_CHUNK) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  }

  private copyLine(outcome: RowOutcome): string {
    if (outcome.is === 'refused') {
      for (const refusal of outcome.refusals) {
        if (this.refusals.length < REFUSALS_SHOWN) this.refusals.push(refusal);
      }
      const cells = [outcome.row, true, JSON.stringify(outcome.cells), JSON.stringify(outcome.refusals)];
      return copyText([...cells, ...new Array<null>(20).fill(null)]);
    }
    const { figure } = outcome;
    if (this.sample.length < SAMPLE_ROWS) this.sample.push(sampleRow(figure));
    return copyText(figureCells(figure));
  }
}

/** In the order of the columns of `incoming`. */
function figureCells(f: Figure): (string | number | boolean | null)[] {
  return [
    f.row,
    false,
    null,
    null,
    f.publisherId,
    f.areaCode,
    f.sex,
    f.age,
    f.categoryType,
    f.category,
    f.period.key,
    f.period.label,
    f.period.kind,
    f.period.start,
    f.period.end,
    f.status,
    f.value,
    f.lower95,
    f.upper95,
    f.lower998,
    f.upper998,
    f.count,
    f.denominator,
    f.note,
  ];
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One line in the text format of COPY. */
function copyText(cells: readonly (string | number | boolean | null)[]): string {
  const written = cells.map((cell) =>
    cell === null ? '\\N' : typeof cell === 'string' ? cell.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]!) : String(cell),
  );
  return `${written.join('\t')}\n`;
}

function withheldOf({ withheld }: FileSummary): ImportBatch['withheld'] {
  return {
    suppressed: withheld.suppressed,
    confidential: withheld.confidential,
    notAvailable: withheld['not available'],
  };
}

/** A name and no path, without what a terminal or a page could take for a command. */
function plainFileName(name: string): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out
    /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    '',
  );
  return plain.trim().slice(0, 200) || 'file without a name';
}
