import type { ImportBatch } from '@turnstone/contract';
import type { FileSummary, Figure, IndicatorReading } from '@turnstone/indicators-rules';
import type { BatchRow, Difference, FigureParts } from './import-batch.repository.js';

/** What a person reads about an import: plain sentences and figures as shown. */
type Reading = ImportBatch['reading'];

export const number = (n: number): string => n.toLocaleString('en-GB');
const rows = (n: number, what = 'row'): string => `${number(n)} ${what}${n === 1 ? '' : 's'}`;
const list = (words: readonly string[], most: number): string =>
  words.length <= most
    ? words.join('; ')
    : `${words.slice(0, most).join('; ')}; and ${number(words.length - most)} more`;

export function readingOf(of: {
  layout: { title: string; header: readonly string[] };
  headerRow: number;
  separator: string;
  letters: string;
  summary: FileSummary;
  /** The publisher's ids of the indicators that the place has already. */
  known: ReadonlySet<string>;
}): Reading {
  const { summary } = of;
  const reading: Reading = [
    { what: 'Layout', how: `${of.layout.title}, ${of.layout.header.filter((cell) => cell !== '').length} columns` },
    { what: 'Columns split by', how: of.separator },
    { what: 'Letters', how: of.letters === 'Windows-1252' ? 'Windows-1252, so £ and é are right' : of.letters },
    { what: 'Indicators', how: list(summary.indicators.map(named), 5) || 'None' },
  ];
  const fresh = summary.indicators.filter((indicator) => !of.known.has(indicator.publisherId));
  if (fresh.length > 0) {
    reading.push({
      what: 'New to this place',
      how: `${list(fresh.map(assumed), 5)}. Unit, kind and direction are read from the file: somebody should confirm them.`,
    });
  }
  const { suppressed, confidential, 'not available': missing } = summary.withheld;
  if (suppressed > 0) held('suppressed', suppressed);
  if (confidential > 0) held('confidential', confidential);
  if (missing > 0) held('not available', missing);
  function held(status: string, n: number): void {
    const what = status === 'not available' ? 'Without a figure' : 'Held back by the publisher';
    reading.push({ what, how: `${rows(n)} kept as ${status}, never as 0` });
  }

  const alone: string[] = [];
  if (of.headerRow > 1) alone.push(`${rows(of.headerRow - 1)} above the header`);
  if (summary.endRows.length > 0) {
    const which = summary.endRows.length === 1 ? 'row' : 'rows';
    alone.push(`a total or footnote at the end (${which} ${summary.endRows.join(', ')})`);
  }
  if (summary.blankRows > 0) alone.push(rows(summary.blankRows, 'blank row'));
  if (alone.length > 0) reading.push({ what: 'Left alone', how: alone.join(', ') });

  if (summary.areasFromFile.length > 0) {
    const kinds = new Map<string, number>();
    for (const { kind } of summary.areasFromFile) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const many = list(
      [...kinds].map(([kind, n]) => `${number(n)} of the kind ${kind}`),
      3,
    );
    reading.push({
      what: 'Areas named by the file',
      how: `${many}: our register does not list this kind, so the names in the file are taken`,
    });
  }
  if (summary.areasNotFound.length > 0) {
    reading.push({ what: 'Areas not found', how: list(summary.areasNotFound, 10) });
  }
  return reading;
}

const named = (indicator: IndicatorReading): string => `${indicator.name} (${rows(indicator.figures)})`;

const DIRECTIONS = { high: 'high is good', low: 'low is good', none: 'no direction' };
const assumed = (indicator: IndicatorReading): string =>
  `${indicator.name}: ${indicator.valueType}${indicator.unit === '' ? '' : `, ${indicator.unit}`}, ${DIRECTIONS[indicator.polarity]}`;

/** A figure with its unit, or the words of its status. */
function shown(figure: { status: string; value: number | null }, decimals: number | null, unit: string): string {
  if (figure.value === null) return figure.status;
  const digits =
    decimals === null
      ? String(figure.value)
      : figure.value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return unit === '%' ? `${digits}%` : unit.startsWith('£') ? `£${digits}` : digits;
}

const OTHER_PARTS: readonly (readonly [keyof FigureParts, string])[] = [
  ['lower95', 'lower limit'],
  ['upper95', 'upper limit'],
  ['lower998', 'lower 99.8% limit'],
  ['upper998', 'upper 99.8% limit'],
  ['count', 'count'],
  ['denominator', 'denominator'],
  ['note', 'note'],
];

/** Old and new in words that differ: where the figure itself looks the same, with the part that does not. */
export function changeInWords(
  difference: Difference,
  indicator: Pick<IndicatorReading, 'name' | 'decimals' | 'unit'>,
): ImportBatch['changes'][number] {
  const { old, new: now, row, area, period } = difference;
  const about = { row, indicator: indicator.name, area, period };
  for (const decimals of [indicator.decimals, null]) {
    const [a, b] = [shown(old, decimals, indicator.unit), shown(now, decimals, indicator.unit)];
    if (a !== b) return { ...about, old: a, new: b };
  }
  const part = OTHER_PARTS.find(([name]) => old[name] !== now[name]);
  const figure = shown(now, indicator.decimals, indicator.unit);
  const withPart = (from: FigureParts): string => {
    if (!part) return figure;
    const value = from[part[0]];
    const said = value === null || value === '' ? 'none' : typeof value === 'number' ? String(value) : `“${value}”`;
    return `${figure}, ${part[1]} ${said}`;
  };
  return { ...about, old: withPart(old), new: withPart(now) };
}

export const sampleHead = [
  'Row',
  'Indicator',
  'Area',
  'Sex',
  'Age',
  'Category',
  'Period',
  'Value',
  '95% limits',
  'Count',
  'Denominator',
  'Note',
];

export function sampleRow(figure: Figure): string[] {
  const text = (n: number | null) => (n === null ? '' : String(n));
  return [
    String(figure.row),
    figure.indicator,
    `${figure.areaName} (${figure.areaCode})`,
    figure.sex,
    figure.age,
    figure.category,
    figure.period.label,
    figure.value === null ? figure.status : String(figure.value),
    figure.lower95 === null && figure.upper95 === null ? '' : `${text(figure.lower95)} to ${text(figure.upper95)}`,
    text(figure.count),
    text(figure.denominator),
    figure.note,
  ];
}

export function batchAsAnswered(batch: BatchRow): ImportBatch {
  const { id, fileName, state, counts, reading, problem, refusals, changes, sample, withheld } = batch;
  return {
    id,
    fileName,
    state,
    counts,
    reading,
    problem,
    refusals,
    changes,
    sample,
    withheld,
    createdAt: batch.createdAt.toISOString(),
    appliedAt: batch.appliedAt?.toISOString() ?? null,
  };
}
