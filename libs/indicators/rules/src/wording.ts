import type { ComparisonLabel } from './comparison.js';
import type { RecentTrend } from './recent-trend.js';
import type { Polarity, SeriesPoint } from './series-point.js';
import type { Forecast } from './forecast.js';
import { FIGURES_TO_TURN, type Turning } from './turning.js';

/**
 * Judgements in plain words: what is so, how sure, and in whole chances. "Expected" means the frozen baseline and nothing
 * else; "confident" goes with a chance under 2.5% on three figures or more, "fairly sure" with one under 10%.
 */
export interface Naming {
  /** A singular noun phrase: 'Smoking among adults'. */
  readonly shortName: string;
  /** As it is written after a figure: '%', 'per 100,000', 'years', or '' for a plain number. */
  readonly unit: string;
  readonly decimals: number;
  readonly polarity: Polarity;
}

interface Words {
  readonly answer: string;
  readonly why: string;
}

/** 2028 → '2,028'; 14.25 with one decimal and '%' → '14.3%'. Units other than the per cent sign stand apart. */
export function formatFigure(value: number, { unit, decimals }: Pick<Naming, 'unit' | 'decimals'>): string {
  const figure = formatNumber(value, decimals);
  if (unit === '') return figure;
  return unit === '%' ? `${figure}%` : `${figure} ${unit}`;
}

export function formatNumber(value: number, decimals: number): string {
  // A figure that rounds to nothing keeps no minus sign.
  const rounded = Number(value.toFixed(decimals)) || 0;
  const [whole = '0', part] = Math.abs(rounded).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${rounded < 0 ? '\u2212' : ''}${grouped}${part === undefined ? '' : `.${part}`}`;
}

/** A difference between two percentages is in points, never in per cent. */
function differenceFigure(difference: number, { unit, decimals }: Naming): string {
  const size = formatNumber(Math.abs(difference), decimals);
  if (unit === '%') return `${size} ${size === '1' || size === '1.0' ? 'point' : 'points'}`;
  return size;
}

/** 0.0125 → 'about 1 time in 80'. Whole chances: rounded so that they claim no more than the sum can bear. */
export function chanceInWords(probability: number): string {
  if (probability >= 0.4) return 'about as often as not';
  const times = 1 / probability;
  if (times > 1_000) return 'less than 1 time in 1,000';
  const step = times < 25 ? 1 : times < 100 ? 5 : times < 250 ? 10 : 50;
  return `about 1 time in ${formatNumber(Math.round(times / step) * step, 0)}`;
}

const counts = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const countWord = (n: number): string => counts[n] ?? String(n);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const newFigures = (n: number): string => `${capital(countWord(n))} new ${n === 1 ? 'figure' : 'figures'}`;

/** ', which is better': said only where one way is. */
function verdictOn(up: boolean, polarity: Polarity): string {
  if (polarity === 'none') return '';
  return up === (polarity === 'high') ? ', which is better' : ', which is worse';
}

/** The verdict is about all new figures together; the latest alone may lie on the other side, and then the sentence says so. */
function apart(name: string, higher: boolean, latestIsHigher: boolean): string {
  const where = `${higher ? 'higher' : 'lower'} than we expected`;
  return higher === latestIsHigher
    ? `${name} is ${where}`
    : `${name} has been ${where}, though not in the latest figure`;
}

/** The sentence over the chart, how sure it is, and the words on the bracket between expected and latest. */
export function findingWords(
  of: Naming,
  judged: { turning: Turning | null; trend: RecentTrend; given: readonly SeriesPoint[] },
): { finding: string; howSure: string; difference: string | null } {
  const { turning, trend, given } = judged;
  const { shortName: name } = of;
  const latest = given.at(-1);
  if (!latest) return { finding: `${name}: no figures yet`, howSure: '', difference: null };
  if (turning?.latest) {
    const { difference } = turning.latest;
    const up = difference >= 0;
    const words = `${differenceFigure(difference, of)} ${up ? 'higher' : 'lower'}`;
    const said = {
      howSure: howSureWords(turning),
      difference: Number(formatNumber(Math.abs(difference), of.decimals).replaceAll(',', '')) === 0 ? null : words,
    };
    switch (turning.state) {
      case 'turned':
      case 'turning':
        return { ...said, finding: `${apart(name, of.polarity === 'high', up)}, which is better` };
      case 'worse than the baseline':
        return { ...said, finding: `${apart(name, of.polarity !== 'high', up)}, which is worse` };
      case 'on the baseline':
        return {
          ...said,
          finding: outside(turning)
            ? `${name} is ${up ? 'higher' : 'lower'} than we expected, but we cannot be sure yet`
            : `${name} is about where we expected`,
        };
      case 'too early to say':
        return { ...said, finding: `${name}: too early to say whether the curve is turning` };
      case null:
        return { ...said, finding: `${name} is ${up ? 'above' : 'below'} where we expected it; neither way is better` };
    }
  }
  if (turning)
    return {
      finding:
        turning.observations === 0
          ? `${name}: no figure since the baseline was frozen`
          : `${name}: the new figures cannot be set against the baseline`,
      howSure: howSureWords(turning),
      difference: null,
    };
  const first = given[0] ?? latest;
  const howSure = 'No baseline has been frozen yet, so we cannot say whether the curve is turning.';
  if (trend.direction === 'Increasing' || trend.direction === 'Decreasing') {
    const up = trend.direction === 'Increasing';
    return {
      finding: `${name} is ${up ? 'rising' : 'falling'}${verdictOn(up, of.polarity)}`,
      howSure,
      difference: null,
    };
  }
  if (trend.direction === 'No significant change')
    return { finding: `${name} shows no clear trend over five years`, howSure, difference: null };
  if (first === latest) return { finding: `${name}: one figure so far`, howSure, difference: null };
  const from = `${formatFigure(first.value ?? 0, of)} in ${first.period.label}`;
  const to = `${formatFigure(latest.value ?? 0, of)} in ${latest.period.label}`;
  return {
    finding: `${name} was ${from} and is ${to}`,
    howSure,
    difference: null,
  };
}

/** The drawn range takes the fitted model for certain, the verdict does not: on a short history they can part. */
function partedWords(turning: Turning): string {
  return turning.state === 'on the baseline' && outside(turning)
    ? ' The latest figure lies outside the likely range, but that range itself rests on too few figures to be sure.'
    : '';
}

const outside = ({ latest }: Turning): boolean =>
  latest !== null && (latest.value < latest.lower95 || latest.value > latest.upper95);

function howSureWords(turning: Turning): string {
  if (turning.state === null) return turning.reason === undefined ? '' : `${turning.reason}.`;
  if (turning.state === 'too early to say') {
    if (turning.observations === 0) return 'No figure has come since the baseline was frozen.';
    if (turning.observations === 1)
      return `One figure since the baseline. We need ${countWord(FIGURES_TO_TURN)} before we call a turn.`;
    return `${turning.reason ?? 'The baseline is too short'}.`;
  }
  if (turning.probability === null) return '';
  if (turning.state === 'on the baseline')
    return `${newFigures(turning.observations)}, neither better nor worse than chance would give.${partedWords(turning)}`;
  const run = turning.side === 'better' ? 'a run this good' : 'a run this poor';
  if (turning.certainty === 'confident') {
    return `Confident. If nothing had changed, ${run} would come up ${chanceInWords(turning.probability)}.`;
  }
  return `Fairly sure. ${capital(run)} would come up ${chanceInWords(turning.probability)} by chance.`;
}

/** `overlapping`: neighbouring figures share years, which the reader has to know before counting them. */
export function turningWords(of: Naming, turning: Turning | null, overlapping = false): Words {
  if (!turning)
    return {
      answer: 'No baseline yet',
      why: 'Nobody has frozen a baseline for this series, so there is nothing to turn from.',
    };
  const { latest, observations } = turning;
  if (turning.state === null) {
    return { answer: 'Not judged', why: `${turning.reason ?? 'The figures cannot be set against the baseline'}.` };
  }
  if (!latest) return { answer: capital(turning.state), why: howSureWords(turning) };
  const where =
    formatNumber(Math.abs(latest.difference), of.decimals) === formatNumber(0, of.decimals)
      ? 'On the baseline'
      : `${differenceFigure(latest.difference, of)} ${latest.difference > 0 ? 'above' : 'below'} the baseline`;
  const after = `${where} after ${countWord(observations)} ${observations === 1 ? 'figure' : 'figures'}.`;
  if (turning.state === 'too early to say')
    return { answer: 'Too early to say', why: `${after} ${howSureWords(turning)}` };
  const chance = turning.probability === null ? '' : ` By chance alone: ${chanceInWords(turning.probability)}.`;
  return {
    answer: capital(turning.state),
    why: `${after}${chance}${partedWords(turning)}${overlapping ? ' Neighbouring figures share years, so they count for less than they seem to; the chance allows for it.' : ''}`,
  };
}

/** The published reason, and what it means where its wording leaves that open. */
function whyNoTrend({ reason }: RecentTrend): string {
  if (reason === undefined) return 'The figures do not allow it.';
  const meant = reason.startsWith('Not enough data points with valid values')
    ? ' The method asks for a value, a count and a denominator for each of the latest five years.'
    : '';
  return `${capital(reason)}.${meant}`;
}

export function trendWords(of: Naming, trend: RecentTrend): Words {
  switch (trend.direction) {
    case 'Cannot be calculated':
      return { answer: 'Cannot be calculated', why: whyNoTrend(trend) };
    case 'No significant change':
      return {
        answer: 'No significant change',
        why: 'Over the latest five years the figure moves no more than chance would give.',
      };
    default: {
      const up = trend.direction === 'Increasing';
      const answer = `${up ? 'Rising' : 'Falling'}${verdictOn(up, of.polarity)}`;
      const each =
        trend.method === 'weighted-regression' && trend.slope !== null
          ? `About ${differenceFigure(trend.slope, of)} ${up ? 'more' : 'less'} each year. `
          : '';
      return { answer, why: `${each}Too steady a ${up ? 'rise' : 'fall'} to put down to chance.` };
    }
  }
}

export function comparisonWords(
  of: Naming,
  compared: {
    label: ComparisonLabel;
    newest: SeriesPoint | undefined;
    benchmark: string | undefined;
    beside: SeriesPoint | undefined;
    isBenchmark: boolean;
  },
): Words {
  const { label, newest, benchmark, beside } = compared;
  if (compared.isBenchmark) return { answer: 'Not compared', why: 'This is the benchmark itself.' };
  if (!benchmark) return { answer: 'Not compared', why: 'There is no figure for England to compare with.' };
  if (newest?.value == null) return { answer: 'Not compared', why: 'There is no latest figure to compare.' };
  if (beside?.value == null)
    return { answer: 'Not compared', why: `${benchmark} has no figure for ${newest.period.label}.` };
  const figures = `${formatFigure(newest.value, of)} here, ${formatFigure(beside.value, of)} in ${benchmark}.`;
  if (newest.lower95 == null || newest.upper95 == null) {
    return {
      answer: 'Not compared',
      why: `${figures} Our copy has no interval for the figure, so we cannot say whether the difference is real.`,
    };
  }
  const interval = `Our figure could lie between ${formatNumber(newest.lower95, of.decimals)} and ${formatNumber(newest.upper95, of.decimals)}`;
  if (label === 'Similar')
    return { answer: 'Similar', why: `${figures} ${interval}, so the difference may be chance.` };
  return { answer: label, why: `${figures} ${interval}, so the difference is real.` };
}

export function forecastWords(of: Naming, ahead: Forecast | { ok: false; reason: string }): Words {
  if (!ahead.ok) return { answer: 'No forecast', why: `${ahead.reason}.` };
  const last = ahead.forecast.at(-1);
  if (!last) return { answer: 'No forecast', why: 'The forecast has no length.' };
  const model = { simple: 'simple exponential smoothing', holt: "Holt's linear trend", damped: 'a damped trend' }[
    ahead.model
  ];
  return {
    answer: `${formatFigure(last.value, of)} in ${last.period.label}`,
    why: `If things go on as they have: between ${formatNumber(last.lower95, of.decimals)} and ${formatNumber(last.upper95, of.decimals)}, 19 times in 20. By ${model}.`,
  };
}
