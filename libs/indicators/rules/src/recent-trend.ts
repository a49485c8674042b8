import { comparePeriods, monthsBetween, overlaps, periodMonths, type Period } from './period.js';
import { isGiven, type Polarity, type SeriesPoint, type ValueType } from './series-point.js';

/**
 * Recent trend, as published with public-health indicators in England: does the value move steadily over the latest five
 * yearly points, more than chance would give? Two readings:
 *
 * - `code` does what the publisher's program does, so that its labels are reproduced. It may rest on fewer than five
 *   points, because points without limits are passed over.
 * - `guidance` does what the publisher writes: the five latest years, none missing, none overlapping, each with what the
 *   test needs. It gives fewer answers and never one that `code` refuses.
 */
export const RECENT_TREND_VERSION = 'recent-trend/1';

export type TrendReading = 'code' | 'guidance';
export type TrendMethod = 'weighted-regression' | 'proportion-chi-square';
export type TrendDirection = 'Increasing' | 'Decreasing' | 'No significant change' | 'Cannot be calculated';

export interface RecentTrend {
  /** The published wording. */
  readonly label: string;
  readonly direction: TrendDirection;
  /** Why it cannot be calculated; absent when it can. */
  readonly reason?: string;
  readonly chiSquare: number | null;
  /** Per year: value units for the regression, log-odds for the proportion method. */
  readonly slope: number | null;
  readonly reading: TrendReading;
  readonly method: TrendMethod;
  /** The periods that the statistic rests on, oldest first. */
  readonly periods: readonly Period[];
}

/** Chi-square, one degree of freedom, 99.8%. */
export const TREND_CRITICAL_VALUE = 9.54953570608324;
const POINTS = 5;
const TREND_VALUE_TYPES: readonly ValueType[] = ['proportion', 'rate', 'standardised rate'];

export interface TrendStatistic {
  /** Null where the numbers admit none: fewer than two points, or limits of no width. */
  readonly chiSquare: number | null;
  readonly slope: number | null;
  /** The slope keeps its sign when any one of the points is left out. */
  readonly stable: boolean;
}

interface LinePoint {
  readonly t: number;
  readonly y: number;
  readonly weight: number;
}

/** Weighted least squares of y on t: the slope, and D = Σw·Σwt² − (Σwt)². NaN for fewer than two points. */
function line(points: readonly LinePoint[]): { slope: number; d: number; weight: number } {
  if (points.length < 2) return { slope: NaN, d: NaN, weight: NaN };
  let w = 0;
  let wt = 0;
  let wtt = 0;
  let wy = 0;
  let wty = 0;
  for (const p of points) {
    w += p.weight;
    wt += p.weight * p.t;
    wtt += p.weight * p.t * p.t;
    wy += p.weight * p.y;
    wty += p.weight * p.t * p.y;
  }
  const d = w * wtt - wt * wt;
  return { slope: (w * wty - wt * wy) / d, d, weight: w };
}

/** All slopes negative, or none: with all the points, and with each left out. A slope that can't be had agrees with none. */
function signHolds(points: readonly LinePoint[]): boolean {
  const slopes = [line(points).slope, ...points.map((out) => line(points.filter((p) => p !== out)).slope)];
  if (!slopes.every(Number.isFinite)) return false;
  return slopes.every((b) => b < 0) || slopes.every((b) => b >= 0);
}

const orNull = (n: number) => (Number.isFinite(n) ? n : null);

/** Points oldest first. s = (U − L)/3.92, w = 1/s², χ² = b²·D/Σw. */
export function weightedRegression(
  points: readonly { value: number; lower95: number; upper95: number }[],
): TrendStatistic {
  const on = points.map((p, i) => ({ t: i + 1, y: p.value, weight: Math.pow((p.upper95 - p.lower95) / 3.92, -2) }));
  const { slope, d, weight } = line(on);
  return { chiSquare: orNull((slope * slope * d) / weight), slope: orNull(slope), stable: signHolds(on) };
}

/**
 * Points oldest first. χ² = N(N·Σct − C·Σnt)² / (C(N − C)(N·Σnt² − (Σnt)²)), the chi-square test for a trend in
 * proportions (Armitage 1955); slopes are least squares of the log-odds on t.
 */
export function proportionChiSquare(points: readonly { count: number; denominator: number }[]): TrendStatistic {
  let people = 0;
  let cases = 0;
  let ct = 0;
  let nt = 0;
  let ntt = 0;
  points.forEach(({ count, denominator }, i) => {
    const t = i + 1;
    people += denominator;
    cases += count;
    ct += count * t;
    nt += denominator * t;
    ntt += denominator * t * t;
  });
  const chiSquare =
    (people * Math.pow(people * ct - cases * nt, 2)) / (cases * (people - cases) * (people * ntt - nt * nt));
  const on = points.map((p, i) => ({ t: i + 1, y: Math.log(p.count / (p.denominator - p.count)), weight: 1 }));
  const { slope } = line(on);
  return { chiSquare: orNull(chiSquare), slope: orNull(slope), stable: signHolds(on) };
}

/** The published wording of a direction where this way is better. */
export function trendLabel(direction: TrendDirection, polarity: Polarity): string {
  if (direction !== 'Increasing' && direction !== 'Decreasing') return direction;
  if (polarity === 'none') return direction;
  return (direction === 'Increasing') === (polarity === 'high')
    ? `${direction} and getting better`
    : `${direction} and getting worse`;
}

export interface RecentTrendOptions {
  readonly valueType: ValueType;
  readonly polarity: Polarity;
  readonly reading?: TrendReading;
  /** `code` only: indicators that are compared by control limits for proportions use the proportion method. */
  readonly method?: TrendMethod;
}

type WithNumbers = { period: Period; value: number; count: number; denominator: number };
type WithLimits = { period: Period; value: number; lower95: number; upper95: number };
const hasNumbers = (p: SeriesPoint): p is SeriesPoint & WithNumbers =>
  isGiven(p.value) && isGiven(p.count) && isGiven(p.denominator) && p.denominator > 0;
type Numbered = SeriesPoint & WithNumbers;
const hasLimits = <P extends SeriesPoint>(p: P): p is P & WithLimits =>
  isGiven(p.value) && isGiven(p.lower95) && isGiven(p.upper95);

export function recentTrend(points: readonly SeriesPoint[], options: RecentTrendOptions): RecentTrend {
  const reading = options.reading ?? 'code';
  const { valueType, polarity } = options;
  const method: TrendMethod =
    reading === 'guidance'
      ? valueType === 'proportion'
        ? 'proportion-chi-square'
        : 'weighted-regression'
      : (options.method ?? 'weighted-regression');
  const cannot = (reason: string): RecentTrend => ({
    label: 'Cannot be calculated',
    direction: 'Cannot be calculated',
    reason,
    chiSquare: null,
    slope: null,
    reading,
    method,
    periods: [],
  });

  if (!TREND_VALUE_TYPES.includes(valueType)) {
    return cannot('The recent trend cannot be calculated for this value type');
  }
  const sorted = [...points].sort((a, b) => comparePeriods(a.period, b.period));
  if (sorted.some(({ period }) => period.kind === 'cumulative' || periodMonths(period) !== 12)) {
    return cannot('The recent trend cannot be calculated for this year range');
  }
  if (sorted.length < POINTS) return cannot('Not enough data points to calculate recent trend');

  const chosen = reading === 'code' ? chooseByCode(sorted, method) : chooseByGuidance(sorted, method);
  if (!chosen.ok) return cannot(chosen.reason);
  const { statistic, periods } = chosen;
  const moves = statistic.stable && statistic.chiSquare !== null && statistic.chiSquare > TREND_CRITICAL_VALUE;
  const direction: TrendDirection = !moves
    ? 'No significant change'
    : statistic.slope! < 0
      ? 'Decreasing'
      : 'Increasing';
  return {
    label: trendLabel(direction, polarity),
    direction,
    chiSquare: statistic.chiSquare,
    slope: statistic.slope,
    reading,
    method,
    periods,
  };
}

type Chosen = { ok: true; statistic: TrendStatistic; periods: Period[] } | { ok: false; reason: string };
const NOT_ENOUGH_VALID = 'Not enough data points with valid values to calculate recent trend';
const COUNT_IS_DENOMINATOR = 'a count equals its denominator';

/** Backwards from the newest point, as far as value, count and denominator reach. */
function chooseByCode(sorted: readonly SeriesPoint[], method: TrendMethod): Chosen {
  const kept: Numbered[] = [];
  for (let i = sorted.length - 1; i >= 0; i--) {
    const point = sorted[i]!;
    if (!hasNumbers(point)) break;
    kept.unshift(point);
  }
  if (kept.length < POINTS) return { ok: false, reason: NOT_ENOUGH_VALID };
  if (kept.some((p) => p.count === p.denominator)) return { ok: false, reason: COUNT_IS_DENOMINATOR };
  if (method === 'proportion-chi-square') {
    const five = kept.slice(-POINTS);
    return { ok: true, statistic: proportionChiSquare(five), periods: five.map((p) => p.period) };
  }
  const five = kept.filter(hasLimits).slice(-POINTS);
  return { ok: true, statistic: weightedRegression(five), periods: five.map((p) => p.period) };
}

/** The five latest years, whole and in a row. */
function chooseByGuidance(sorted: readonly SeriesPoint[], method: TrendMethod): Chosen {
  const five = sorted.slice(-POINTS);
  for (let i = 1; i < five.length; i++) {
    const [before, after] = [five[i - 1]!.period, five[i]!.period];
    if (overlaps(before, after)) {
      return { ok: false, reason: `The periods ${before.label} and ${after.label} overlap` };
    }
    if (monthsBetween(before, after) !== 12) {
      return { ok: false, reason: `There is a break between ${before.label} and ${after.label}` };
    }
  }
  const periods = five.map((p) => p.period);
  if (method === 'proportion-chi-square') {
    const whole = five.filter(hasNumbers);
    if (whole.length < POINTS) return { ok: false, reason: NOT_ENOUGH_VALID };
    if (whole.some((p) => p.count === p.denominator)) return { ok: false, reason: COUNT_IS_DENOMINATOR };
    if (whole.some((p) => p.count <= 0)) return { ok: false, reason: 'a count is zero' };
    return { ok: true, statistic: proportionChiSquare(whole), periods };
  }
  const whole = five.filter(hasLimits);
  if (whole.length < POINTS) return { ok: false, reason: NOT_ENOUGH_VALID };
  if (whole.some((p) => !(p.upper95 > p.lower95))) return { ok: false, reason: 'a confidence interval has no width' };
  return { ok: true, statistic: weightedRegression(whole), periods };
}
