import {
  comparePeriods,
  monthsBetween,
  overlaps,
  periodMonths,
  shiftPeriod,
  stepMonths,
  type Period,
} from './period.js';
import { isGiven, type SeriesPoint, type ValueType } from './series-point.js';
import { fitSmoothing, residualVariance } from './fit-smoothing.js';
import {
  forecastMeans,
  forecastVariances,
  smooth,
  type SmoothingModel,
  type SmoothingParameters,
} from './smoothing.js';

export interface ForecastFigure {
  readonly period: Period;
  readonly value: number;
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface Grid {
  readonly first: Period;
  readonly last: Period;
  /** Months from one place to the next. */
  readonly step: number;
  readonly values: readonly (number | null)[];
  /** Neighbouring periods share months, so neighbouring errors are not separate evidence. */
  readonly overlapping: boolean;
}

export type GridOrReason = { ok: true; grid: Grid } | { ok: false; reason: string };
export const SHORTEST_HISTORY = 3;
const LONGEST_GRID = 2400;

/** Given values on the smallest regular grid that holds them all; a period without a figure is a missing place. */
export function gridOf(points: readonly SeriesPoint[]): GridOrReason {
  const given = points
    .filter((p): p is SeriesPoint & { value: number } => isGiven(p.value))
    .sort((a, b) => comparePeriods(a.period, b.period));
  if (points.some((p) => p.period.kind === 'cumulative')) {
    return { ok: false, reason: 'Cumulative figures are not separate figures, so they have no forecast' };
  }
  if (given.length < SHORTEST_HISTORY) {
    return { ok: false, reason: `A forecast needs at least ${SHORTEST_HISTORY} figures; there are ${given.length}` };
  }
  const first = given[0]!.period;
  const last = given[given.length - 1]!.period;
  const months = periodMonths(first);
  for (let i = 1; i < given.length; i++) {
    const { period } = given[i]!;
    if (periodMonths(period) !== months) {
      return { ok: false, reason: `${first.label} and ${period.label} are not of the same length` };
    }
    if (period.kind !== first.kind) {
      return { ok: false, reason: `${first.label} is a ${first.kind} and ${period.label} is a ${period.kind}` };
    }
    if (period.end === given[i - 1]!.period.end) {
      return { ok: false, reason: `There are two figures for ${period.label}` };
    }
  }
  const step = stepMonths(given.map((p) => p.period))!;
  const places = monthsBetween(first, last) / step + 1;
  if (places > LONGEST_GRID) return { ok: false, reason: `The series has more than ${LONGEST_GRID} steps` };
  const values: (number | null)[] = Array.from({ length: places }, () => null);
  for (const p of given) values[monthsBetween(first, p.period) / step] = p.value;
  return { ok: true, grid: { first, last, step, values, overlapping: overlaps(first, shiftPeriod(first, 1, step)) } };
}

/** Null: no bound. */
export interface Bounds {
  readonly lowest: number | null;
  readonly highest: number | null;
}

export const within = (x: number, { lowest, highest }: Bounds): number =>
  Math.min(highest ?? Infinity, Math.max(lowest ?? -Infinity, x));

/**
 * What a forecast can't leave. A proportion may be out of 1, 100 or 1,000: its own count and denominator say which;
 * without them it is out of 1 only if no value is above 1.
 */
export function boundsOf(points: readonly SeriesPoint[], valueType: ValueType): Bounds {
  if (valueType === 'mean' || valueType === 'index') return { lowest: null, highest: null };
  if (valueType !== 'proportion') return { lowest: 0, highest: null };
  const scales = points
    .filter((p) => isGiven(p.value) && p.value > 0 && isGiven(p.count) && p.count > 0 && isGiven(p.denominator))
    .map((p) => Math.round(Math.log10((p.value! * p.denominator!) / p.count!)))
    .filter((power) => power >= 0 && power <= 6)
    .sort((a, b) => a - b);
  const highest = scales.length > 0 ? Math.pow(10, scales[Math.floor(scales.length / 2)]!) : 1;
  const largest = points.reduce((max, p) => (isGiven(p.value) ? Math.max(max, p.value) : max), 0);
  return {
    lowest: 0,
    highest: largest <= highest ? highest : Math.max(100, Math.pow(10, Math.ceil(Math.log10(largest)))),
  };
}

/** z of the 80% and the 95% limits. */
const Z80 = 1.2815515655446004;
export const Z95 = 1.959963984540054;

export function forecastFigures(
  grid: Pick<Grid, 'last' | 'step'>,
  means: readonly number[],
  variances: readonly number[],
  bounds: Bounds,
): ForecastFigure[] {
  const inside = (x: number) => within(x, bounds);
  return means.map((mean, i) => {
    const sd = Math.sqrt(variances[i]!);
    return {
      period: shiftPeriod(grid.last, i + 1, grid.step),
      value: inside(mean),
      lower80: inside(mean - Z80 * sd),
      upper80: inside(mean + Z80 * sd),
      lower95: inside(mean - Z95 * sd),
      upper95: inside(mean + Z95 * sd),
    };
  });
}

export interface Forecast {
  readonly ok: true;
  readonly model: SmoothingModel;
  readonly parameters: SmoothingParameters;
  readonly sigma2: number;
  readonly degreesOfFreedom: number;
  readonly logLikelihood: number | null;
  readonly aicc: number | null;
  readonly overlapping: boolean;
  readonly level: number;
  readonly slope: number | null;
  readonly grid: Grid;
  readonly bounds: Bounds;
  readonly forecast: readonly ForecastFigure[];
}

/** Where the series goes if nothing changes, with 80% and 95% limits. */
export function forecast(
  points: readonly SeriesPoint[],
  options: { readonly valueType: ValueType; readonly horizon: number },
): Forecast | { ok: false; reason: string } {
  const placed = gridOf(points);
  if (!placed.ok) return placed;
  const { grid } = placed;
  const fit = fitSmoothing(grid.values);
  const run = smooth(grid.values, fit.parameters);
  const level = run.levels[run.levels.length - 1]!;
  const slope = run.slopes === null ? null : run.slopes[run.slopes.length - 1]!;
  const { sigma2, degreesOfFreedom } = residualVariance(fit);
  const bounds = boundsOf(points, options.valueType);
  return {
    ok: true,
    model: fit.model,
    parameters: fit.parameters,
    sigma2,
    degreesOfFreedom,
    logLikelihood: fit.logLikelihood,
    aicc: fit.aicc,
    overlapping: grid.overlapping,
    level,
    slope,
    grid,
    bounds,
    forecast: forecastFigures(
      grid,
      forecastMeans(fit.parameters, level, slope, options.horizon),
      forecastVariances(fit.parameters, sigma2, options.horizon),
      bounds,
    ),
  };
}
