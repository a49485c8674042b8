/**
 * Exponential smoothing with additive errors (Hyndman, Koehler, Ord and Snyder 2008): simple, Holt's linear trend and
 * damped trend. With e = y − (l + φb): l ← l + φb + αe, b ← φb + βe. φ is 1 for Holt; simple smoothing has no b.
 * Parameters by maximum likelihood within the bounds that the R package forecast calls usual.
 */
export const SMOOTHING_VERSION = 'smoothing/1';

export type SmoothingModel = 'simple' | 'holt' | 'damped';

export interface SmoothingParameters {
  readonly alpha: number;
  /** The weight of an error on the slope, which other texts write as α times β*. Null where there is no slope. */
  readonly beta: number | null;
  readonly phi: number | null;
  readonly initialLevel: number;
  readonly initialSlope: number | null;
}

export const SMALLEST_WEIGHT = 0.0001;
export const LARGEST_ALPHA = 0.9999;
export const SMALLEST_PHI = 0.8;
export const LARGEST_PHI = 0.98;

export interface SmoothedSeries {
  /** One step ahead, for every place of the grid, missing ones included. */
  readonly fitted: readonly number[];
  readonly errors: readonly (number | null)[];
  /** The initial state first. */
  readonly levels: readonly number[];
  readonly slopes: readonly number[] | null;
  readonly sse: number;
  /** Values given, not places of the grid. */
  readonly observed: number;
}

/**
 * Runs the recursions with fixed parameters. A missing value carries no error: the state moves on as forecast, and the
 * next error is measured against a forecast two steps (or more) ahead.
 */
export function smooth(values: readonly (number | null)[], parameters: SmoothingParameters): SmoothedSeries {
  const { alpha } = parameters;
  const hasSlope = parameters.initialSlope !== null;
  const beta = parameters.beta ?? 0;
  const phi = hasSlope ? (parameters.phi ?? 1) : 0;
  let level = parameters.initialLevel;
  let slope = parameters.initialSlope ?? 0;
  const levels = [level];
  const slopes = [slope];
  const fitted: number[] = [];
  const errors: (number | null)[] = [];
  let sse = 0;
  let observed = 0;
  for (const value of values) {
    const expected = level + phi * slope;
    const error = value === null ? 0 : value - expected;
    fitted.push(expected);
    errors.push(value === null ? null : error);
    if (value !== null) {
      sse += error * error;
      observed++;
    }
    level = expected + alpha * error;
    slope = phi * slope + beta * error;
    levels.push(level);
    slopes.push(slope);
  }
  return { fitted, errors, levels, slopes: hasSlope ? slopes : null, sse, observed };
}

/** φ + φ² + … + φ^h. */
const dampedSum = (phi: number, h: number): number => {
  let sum = 0;
  let power = 1;
  for (let i = 1; i <= h; i++) sum += power *= phi;
  return sum;
};

/** The mean forecast 1, 2, … `horizon` steps ahead. */
export function forecastMeans(
  parameters: SmoothingParameters,
  level: number,
  slope: number | null,
  horizon: number,
): number[] {
  const phi = parameters.phi ?? 1;
  return Array.from({ length: horizon }, (_, i) => level + (slope === null ? 0 : dampedSum(phi, i + 1) * slope));
}

/**
 * How much an error weighs on the value j steps later: c_0 = 1, c_j = α + β(φ + … + φ^j). The errors of the forecasts
 * are sums of the errors to come with these weights, which gives their variances and how they move together.
 */
export function errorWeights(parameters: SmoothingParameters, count: number): number[] {
  const phi = parameters.phi ?? 1;
  const beta = parameters.initialSlope === null ? 0 : (parameters.beta ?? 0);
  return Array.from({ length: count }, (_, j) => (j === 0 ? 1 : parameters.alpha + beta * dampedSum(phi, j)));
}

/** Variance of the forecast 1, 2, … `horizon` steps ahead: σ²(1 + c_1² + … + c_(h−1)²). */
export function forecastVariances(parameters: SmoothingParameters, sigma2: number, horizon: number): number[] {
  let sum = 0;
  return errorWeights(parameters, horizon).map((c) => (sum += c * c) * sigma2);
}
