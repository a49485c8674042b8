import type { SeriesReading } from '@turnstone/contract';
import { CSV_MARK, csvLine } from '@turnstone/platform';

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
  return CSV_MARK + [head, ...rows].map(csvLine).join('');
}
