import type { SeriesReading } from '@turnstone/contract';

const head = [
  'indicator',
  'area_code',
  'area',
  'sex',
  'age',
  'category',
  'period',
  'status',
  'value',
  'lower95',
  'upper95',
  'count',
  'denominator',
  'note',
  'source',
];

/** The figures of a series, a row an observation. A figure that is not given is blank, and its status says which kind of blank. */
export function figuresCsv(reading: SeriesReading): string {
  const rows = reading.observations.map((o) => [
    reading.name,
    reading.areaCode,
    reading.areaName,
    reading.sex,
    reading.age,
    reading.category,
    o.period,
    o.status,
    o.value,
    o.lower,
    o.upper,
    o.count,
    o.denominator,
    o.note,
    reading.source,
  ]);
  // The mark at the beginning lets a spreadsheet read the letters right.
  return '\uFEFF' + [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Numbers stay numbers; a text that a spreadsheet would take for a formula is held down with an apostrophe. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
