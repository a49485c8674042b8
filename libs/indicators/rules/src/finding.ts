import type { ComparisonLabel } from './comparison.js';
import type { RecentTrend } from './recent-trend.js';
import type { Polarity } from './series-point.js';
import { FIGURES_TO_TURN, type Turning } from './turning.js';

/**
 * Judgements in plain words: what is so, how sure, in whole chances. "Expected" is said of the frozen baseline only,
 * percentage points are "points", and nothing is cheered.
 */

export interface Unit {
  /** As it stands after a number: `%`, `per 100,000`, `years`; blank for a bare number. */
  readonly text: string;
  readonly decimals: number;
}

/** 1862.4 → `1,862`; with thousands separators, a true minus, and no `-0`. */
export function formatNumber(value: number, decimals: number): string {
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.') as [string, string | undefined];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = part === undefined ? grouped : `${grouped}.${part}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** `12.4%`, `1,862 per 100,000`, `63.3 years`. */
export function formatFigure(value: number, unit: Unit): string {
  const number = formatNumber(value, unit.decimals);
  if (unit.text === '') return number;
  return unit.text === '%' ? `${number}%` : `${number} ${unit.text}`;
}

/** The size of a difference, without its direction: between percentages it is in points. */
export function formatDifference(difference: number, unit: Unit): string {
  const number = formatNumber(Math.abs(difference), unit.decimals);
  if (unit.text === '%') return `${number} ${Number(number) === 1 ? 'point' : 'points'}`;
  return formatFigure(Math.abs(difference), unit);
}

const NUMBER_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (n: number) => NUMBER_WORDS[n] ?? String(n);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `about 1 time in 80`. From a hundred on, to two figures: no chance is known better than that. */
export function inWholeChances(probability: number): string {
  if (probability >= 0.4) return 'about as often as not';
  if (probability < 0.001) return 'less than 1 time in 1,000';
  const times = 1 / probability;
  const size = times < 100 ? 1 : 10 ** (Math.floor(Math.log10(times)) - 1);
  return `about 1 time in ${formatNumber(Math.round(times / size) * size, 0)}`;
}

/** How sure the verdict is, and what would make it surer. */
export function howSure(turning: Turning): string {
  const { state, observations, probability, certainty } = turning;
  const run = state === 'worse than the baseline' ? 'bad' : 'good';
  if (certainty !== null && probability !== null) {
    const chances = inWholeChances(probability);
    return certainty === 'confident'
      ? `Confident. If nothing had changed, a run this ${run} would come up ${chances}.`
      : `Fairly sure. A run this ${run} would come up ${chances} by chance.`;
  }
  if (state === 'on the baseline') {
    return `${capital(inWords(observations))} new figures, neither better nor worse than chance would give.`;
  }
  if (state === 'too early to say' && observations < 2) {
    const figures = observations === 0 ? 'No figure since the baseline yet' : 'One figure since the baseline';
    return `${figures}. We need ${inWords(FIGURES_TO_TURN)} before we call a turn.`;
  }
  return turning.reason ? `${turning.reason}.` : 'Too early to say.';
}

const overYears = (trend: RecentTrend) =>
  trend.periods.length < 2 ? 'over the years given' : `over ${inWords(trend.periods.length)} years`;

/** The recent trend in a sentence. */
export function trendInWords(trend: RecentTrend, polarity: Polarity): string {
  if (trend.direction === 'Cannot be calculated') {
    return trend.reason ? `No trend can be given: ${uncapital(trend.reason)}.` : 'No trend can be given.';
  }
  if (trend.direction === 'No significant change') return `No clear trend ${overYears(trend)}.`;
  const way = trend.direction === 'Increasing' ? 'Rising' : 'Falling';
  return `${way} ${overYears(trend)}${judgement(trend.direction === 'Increasing', polarity)}.`;
}
const uncapital = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const judgement = (up: boolean, polarity: Polarity) =>
  polarity === 'none' ? '' : up === (polarity === 'high') ? ', which is better' : ', which is worse';

export interface FindingInput {
  /** The subject of the sentence, in the singular: `Smoking among adults`. */
  readonly name: string;
  readonly polarity: Polarity;
  /** Absent where no baseline has been frozen yet. */
  readonly turning?: Turning | null;
  readonly trend?: RecentTrend | null;
}

/** The finding that stands as a chart's title: one sentence, no full stop. */
export function takeaway({ name, polarity, turning, trend }: FindingInput): string {
  if (turning) {
    const { state, side } = turning;
    if (state === 'on the baseline') return `${name}: about where we expected`;
    if (state === 'too early to say') {
      if (turning.observations === 0) return `${name}: no new figure since the baseline`;
      if (turning.observations === 1) return `${name}: too early to say, with one new figure`;
      return `${name}: too early to say`;
    }
    if (state !== null && side !== null) {
      const lower = (side === 'better') === (polarity === 'low');
      return `${name} is ${lower ? 'lower' : 'higher'} than we expected, which is ${side}`;
    }
    if (polarity === 'none' && turning.latest) {
      const { difference, lower95, upper95, value } = turning.latest;
      if (value >= lower95 && value <= upper95) return `${name}: about where we expected`;
      return `${name} is ${difference < 0 ? 'lower' : 'higher'} than we expected`;
    }
  }
  if (trend && trend.direction !== 'Cannot be calculated') {
    if (trend.direction === 'No significant change') return `${name} has no clear trend ${overYears(trend)}`;
    const up = trend.direction === 'Increasing';
    return `${name} has ${up ? 'risen' : 'fallen'} ${overYears(trend)}${judgement(up, polarity)}`;
  }
  return `${name}: not enough figures yet to say where it is going`;
}

/** The comparison in a sentence, with both figures. */
export function comparisonInWords(input: {
  readonly label: ComparisonLabel;
  readonly value: number | null;
  readonly benchmark: number | null;
  /** `England`, `the region`, `our target`. */
  readonly benchmarkName: string;
  readonly unit: Unit;
}): string {
  const { label, value, benchmark, benchmarkName, unit } = input;
  if (label === 'Not compared' || value === null || benchmark === null) return `Not compared with ${benchmarkName}.`;
  const figures = `${formatFigure(value, unit)} here, ${formatFigure(benchmark, unit)} there`;
  if (label === 'Similar') {
    return `Similar to ${benchmarkName}: ${figures}, no further apart than chance would give.`;
  }
  return `${THAN[label]} than ${benchmarkName}: ${figures}, and the difference is real.`;
}
const THAN: Record<Exclude<ComparisonLabel, 'Similar' | 'Not compared'>, string> = {
  Better: 'Better',
  Best: 'Better',
  Worse: 'Worse',
  Worst: 'Worse',
  Higher: 'Higher',
  'Higher 99.8': 'Higher',
  Lower: 'Lower',
  'Lower 99.8': 'Lower',
};
