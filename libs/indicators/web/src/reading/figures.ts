import type { SeriesReading } from '@turnstone/contract/indicators/reading';

type Observation = SeriesReading['observations'][number];
export type Measured = Pick<SeriesReading, 'unit' | 'decimals'>;

/** A figure as people write it: '2,028', '14.2%'. A longer unit is said beside the figure, not in it. */
export function figureOf(measured: Measured, value: number): string {
  const digits = { minimumFractionDigits: measured.decimals, maximumFractionDigits: measured.decimals };
  return value.toLocaleString('en-GB', digits) + (measured.unit === '%' ? '%' : '');
}

/** A source as the last words of a line: its own full stop would stand before ours, and names of data sets lose their marks. */
export function sourceOf(source: string): string {
  return source.trim().replaceAll('`', '').replace(/\.$/, '');
}

/** Who counted, without edition and licence: for lists. The whole source stands on the page of the indicator. */
export function shortSourceOf(source: string): string {
  return source.split(/[,;.(]/)[0]?.trim() ?? source;
}

/** Suppressed, confidential, not available and zero are four different things, and each is said. */
export function figureOrStatusOf(measured: Measured, observation: Pick<Observation, 'status' | 'value'>): string {
  if (observation.status !== 'given') return capital(observation.status);
  return observation.value === null ? 'Not available' : figureOf(measured, observation.value);
}

export function intervalOf(measured: Measured, observation: Pick<Observation, 'lower' | 'upper'>): string {
  if (observation.lower === null || observation.upper === null) return '';
  return `${figureOf(measured, observation.lower)} to ${figureOf(measured, observation.upper)}`;
}

export const whichWayIsBetter: Record<SeriesReading['polarity'], string> = {
  high: 'Higher is better.',
  low: 'Lower is better.',
  none: 'Neither way is better by itself.',
};

/** What is measured, of whom, where and when: the line under a finding. */
export function measureLineOf(reading: SeriesReading): string {
  const unit =
    reading.unit === '%' || reading.unit === '' || reading.name.includes(reading.unit) ? '' : ` (${reading.unit})`;
  const group = groupOf(reading);
  const first = reading.observations[0]?.period;
  const last = reading.observations.at(-1)?.period;
  const when = first && last ? (first === last ? `, ${first}` : `, ${first} to ${last}`) : '';
  return `${reading.name}${unit}${group ? `, ${group}` : ''}, ${reading.areaName}${when}. ${whichWayIsBetter[reading.polarity]}`;
}

/** The part of the population, in words; empty for everybody. */
export function groupOf(of: { sex: string; age: string; category: string; name?: string }): string {
  const said = (of.name ?? '').toLowerCase();
  const sex = /^(persons|not applicable)?$/i.test(of.sex) ? '' : of.sex.toLowerCase();
  return [sex, agedOf(of.age, said), of.category]
    .filter((part) => part !== '' && !said.includes(part.toLowerCase()))
    .join(', ');
}

/** '65+ yrs' as people say it: 'aged 65 and over'. Empty for all ages, and when the name has said it. */
function agedOf(age: string, said: string): string {
  if (/^(all ages|all|not applicable)?$/i.test(age)) return '';
  const [from, to] = age.match(/\d+/g) ?? [];
  if (!from) return age.charAt(0).toLowerCase() + age.slice(1);
  if (new RegExp(`\\b${from}\\b`).test(said)) return '';
  if (to) return `aged ${from} to ${to}`;
  if (/<|under/i.test(age)) return `aged under ${from}`;
  return /\+|over/i.test(age) ? `aged ${from} and over` : `aged ${from}`;
}

/** A number without a unit, for counts and denominators. */
export function countOf(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
