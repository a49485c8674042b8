import { studentAbove } from './chance.js';
import { comparePeriods, monthsBetween, periodMonths, type Period } from './period.js';
import { isGiven, type Polarity, type SeriesPoint, type ValueType } from './series-point.js';
import { TrialSeries } from './fit-smoothing.js';
import { forecast, within, Z95, type Bounds, type ForecastFigure } from './forecast.js';
import {
  errorWeights,
  forecastMeans,
  forecastVariances,
  SMALLEST_WEIGHT,
  type SmoothingModel,
  type SmoothingParameters,
} from './smoothing.js';

/**
 * Turning the curve: are the figures since an agreed day better than the frozen baseline, by more than chance would give?
 *
 * The baseline is the history up to that day with the forecast of what happens if nothing changes. The verdict compares
 * the mean of the new figures with what the history says such a mean may be. Were the fitted parameters the truth, their
 * forecast errors would be sums of coming errors with known weights (Hyndman, Koehler, Ord and Snyder 2008, chapter 6).
 * They are not the truth but an estimate from a short history, so the chance is worked out over a grid of smoothing
 * parameters of all three models, each weighted by how likely the history is under it, each with the exact term for its
 * estimated initial states and with Student's t for its estimated variance. The README of this library shows the rates of
 * false verdicts that this gives, by simulation.
 * No verdict is given that the drawn model alone would not bear out: the larger of the two chances counts.
 */
export const TURNING_VERSION = 'turning/1';
export const SHORTEST_BASELINE = 5;
/** Under this chance the curve is turning (or worse than the baseline). */
export const TURNING_BELOW = 0.1;
/** Under this chance, with enough new figures, it has turned. */
export const TURNED_BELOW = 0.025;
export const FIGURES_TO_TURN = 3;

/** Plain data, so that it can be kept as JSON on the day it is frozen and judged against for years. */
export interface Baseline {
  readonly method: 'exponential smoothing, frozen';
  readonly methodVersion: string;
  readonly frozenAt: Period;
  readonly valueType: ValueType;
  readonly model: SmoothingModel;
  readonly parameters: SmoothingParameters;
  /** The state after the last figure of the history. */
  readonly level: number;
  readonly slope: number | null;
  readonly sigma2: number;
  readonly degreesOfFreedom: number;
  /** Months from one forecast to the next. */
  readonly step: number;
  /** Rolling periods: neighbouring figures share months. */
  readonly overlapping: boolean;
  readonly bounds: Bounds;
  readonly history: readonly { readonly period: Period; readonly value: number }[];
  readonly forecast: readonly ForecastFigure[];
}

export type FrozenBaseline = { ok: true; baseline: Baseline } | { ok: false; reason: string };

/** The figures of periods that end by the end of `frozenAt`, and where they lead. Later figures are not looked at. */
export function freezeBaseline(
  points: readonly SeriesPoint[],
  options: { readonly frozenAt: Period; readonly horizon: number; readonly valueType: ValueType },
): FrozenBaseline {
  const { frozenAt, horizon, valueType } = options;
  const until = points.filter((p) => p.period.end <= frozenAt.end);
  const ahead = forecast(until, { valueType, horizon });
  if (!ahead.ok) return ahead;
  const history = until
    .filter((p): p is SeriesPoint & { value: number } => isGiven(p.value))
    .sort((a, b) => comparePeriods(a.period, b.period))
    .map(({ period, value }) => ({ period, value }));
  return {
    ok: true,
    baseline: {
      method: 'exponential smoothing, frozen',
      methodVersion: TURNING_VERSION,
      frozenAt,
      valueType,
      model: ahead.model,
      parameters: ahead.parameters,
      level: ahead.level,
      slope: ahead.slope,
      sigma2: ahead.sigma2,
      degreesOfFreedom: ahead.degreesOfFreedom,
      step: ahead.grid.step,
      overlapping: ahead.overlapping,
      bounds: ahead.bounds,
      history,
      forecast: ahead.forecast,
    },
  };
}

/* ---- the chance ------------------------------------------------------------------------------------------------- */

/** One set of smoothing parameters that may be the true one, and how much it counts before the history is seen. */
interface Candidate {
  readonly alpha: number;
  readonly beta: number;
  /** 0: no slope. */
  readonly phi: number;
  readonly logPrior: number;
  readonly widening: number;
}

const weighted = (...pairs: [value: number, weight: number][]) => pairs;
/** β as a share of α, from a slope that hardly moves to one that moves almost as the level does. */
const MODELS: {
  weight: number;
  alpha: [number, number][];
  share: [number, number][] | null;
  phi: number[];
}[] = [
  {
    weight: 1,
    alpha: weighted([0, 0.1], [0.15, 0.08], [0.3, 0.1], [0.5, 0.12], [0.7, 0.15], [0.85, 0.15], [1, 0.3]),
    share: null,
    phi: [0],
  },
  {
    weight: 4,
    alpha: weighted([0.02, 0.12], [0.25, 0.13], [0.6, 0.15], [0.85, 0.2], [1, 0.4]),
    share: weighted([0.002, 0.4], [0.1, 0.25], [0.3, 0.2], [0.7, 0.15]),
    phi: [1],
  },
  {
    weight: 3,
    alpha: weighted([0.02, 0.15], [0.3, 0.2], [0.7, 0.3], [1, 0.35]),
    share: weighted([0.01, 0.33], [0.25, 0.33], [0.7, 0.34]),
    phi: [0.8, 0.9, 0.98],
  },
];

/**
 * The weights above and this widening were chosen by simulation, so that the worst of the processes in the README keeps
 * the stated rates. A grid can't hold every process that may have made a history; where the level moves the forecast
 * rests most on what is not known, so it is widened most there.
 */
const WIDENING_AT_REST = 1.05;
const WIDENING_OF_MOVEMENT = 0.3;
const FULL_MOVEMENT_ALPHA = 0.4;
/** Times 1 + this over the degrees of freedom: short histories tell least about which candidate is true. */
const WIDENING_OF_SHORTNESS = 0.75;
/** Rolling periods: errors of neighbours share months, and the models take them for separate. */
const WIDENING_OF_OVERLAP = 1.25;

const CANDIDATES: Candidate[] = MODELS.flatMap(({ weight, alpha, share, phi }) =>
  alpha.flatMap(([a, ofAlpha]) =>
    (share ?? weighted([0, 1])).flatMap(([b, ofShare]) =>
      phi.map((p) => ({
        alpha: Math.max(SMALLEST_WEIGHT, a),
        beta: p === 0 ? 0 : Math.max(SMALLEST_WEIGHT, b * a),
        phi: p,
        logPrior: Math.log((weight * ofAlpha * ofShare) / phi.length),
        widening: WIDENING_AT_REST + WIDENING_OF_MOVEMENT * Math.min(1, a / FULL_MOVEMENT_ALPHA),
      })),
    ),
  ),
);

/**
 * The slope's prior is flat over one standard deviation of the errors per step, which with the flat prior of the level
 * makes histories under models with and without a slope comparable: −½·ln 2π per further initial state.
 */
const LOG_SLOPE_WIDTH = -0.5 * Math.log(2 * Math.PI);
/** Candidates that weigh less than this are passed over. */
const NEGLIGIBLE = 1e-5;

interface Expectation {
  readonly weight: number;
  readonly mean: number;
  readonly sd: number;
  readonly degreesOfFreedom: number;
}

/** Smallest unit the figures are given in: 0.1 for 12.3, 1 for 57. They are known no better than that. */
function resolution(values: readonly number[]): number {
  for (let decimals = 0; decimals <= 6; decimals++) {
    const scale = 10 ** decimals;
    if (values.every((v) => Math.abs(v * scale - Math.round(v * scale)) <= 1e-7)) return 1 / scale;
  }
  return 0;
}

/** What the mean of the values `steps` ahead of a history may be if nothing changes: one t distribution per candidate. */
function expectMean(
  values: readonly (number | null)[],
  steps: readonly number[],
  samplingVariance: number,
  overlapping: boolean,
): Expectation[] {
  const given = values.filter(isGiven);
  const n = given.length;
  const centre = given.reduce((sum, v) => sum + v, 0) / n;
  const spread = Math.sqrt(given.reduce((sum, v) => sum + (v - centre) ** 2, 0) / n);
  const unit = resolution(given);
  const size = Math.max(Math.abs(centre), spread);
  const scale = Math.max(spread, unit, size * 1e-9, 1e-300);
  const scaled = values.map((v) => (v === null ? null : (v - centre) / scale));
  const series = new TrialSeries(scaled);
  // A rounded figure is off by up to half a unit either way, which has variance unit²/12.
  const leastSse = n * Math.max((unit / scale) ** 2 / 12, 1e-18);
  const horizon = Math.max(...steps);
  const found: (Expectation & { logWeight: number })[] = [];
  let most = -Infinity;
  for (const { alpha, beta, phi, logPrior, widening } of CANDIDATES) {
    const trial = series.run(alpha, beta, phi);
    const states = phi === 0 ? 1 : 2;
    const degreesOfFreedom = Math.max(1, n - states);
    const sse = Math.max(trial.sse, leastSse);
    const determinant = phi === 0 ? trial.aa : trial.aa * trial.bb - trial.ab * trial.ab;
    const logWeight =
      logPrior - ((n - 1) / 2) * Math.log(sse) - 0.5 * Math.log(determinant) - (phi === 0 ? 0 : LOG_SLOPE_WIDTH);
    if (logWeight > most) most = logWeight;
    // The final state, and how it moves with the initial level (a) and slope (b), by the same recursions.
    const end = finalState(scaled, alpha, beta, phi, trial.level0, trial.slope0);
    let slopeSteps = 0;
    const sums: number[] = [];
    let power = 1;
    for (let h = 1, sum = 0; h <= horizon; h++) {
      power *= phi;
      sum += power;
      sums.push(sum);
    }
    for (const h of steps) slopeSteps += sums[h - 1]! / steps.length;
    const mean = end.level + slopeSteps * end.slope;
    const byLevel = end.aLevel + slopeSteps * end.aSlope;
    const bySlope = end.bLevel + slopeSteps * end.bSlope;
    const fromStates =
      phi === 0
        ? (byLevel * byLevel) / trial.aa
        : (trial.bb * byLevel * byLevel - 2 * trial.ab * byLevel * bySlope + trial.aa * bySlope * bySlope) /
          determinant;
    // Weight of the error made at each coming step on the mean of the figures that are there.
    let fromErrors = 0;
    for (let i = 1; i <= horizon; i++) {
      let sum = 0;
      for (const h of steps) if (h >= i) sum += h === i ? 1 : alpha + beta * sums[h - i - 1]!;
      fromErrors += (sum / steps.length) ** 2;
    }
    const widen = widening * (1 + WIDENING_OF_SHORTNESS / degreesOfFreedom) * (overlapping ? WIDENING_OF_OVERLAP : 1);
    const variance = (sse / degreesOfFreedom) * (fromErrors + fromStates) * widen * widen;
    found.push({
      logWeight,
      weight: 0,
      mean: centre + scale * mean,
      sd: Math.sqrt(variance * scale * scale + samplingVariance),
      degreesOfFreedom,
    });
  }
  let total = 0;
  const likely = found
    .map((f) => ({ ...f, weight: Math.exp(f.logWeight - most) }))
    .filter((f) => f.weight > NEGLIGIBLE);
  for (const f of likely) total += f.weight;
  return likely.map((f) => ({ ...f, weight: f.weight / total }));
}

function finalState(
  values: readonly (number | null)[],
  alpha: number,
  beta: number,
  phi: number,
  level0: number,
  slope0: number,
) {
  let level = level0;
  let slope = slope0;
  let aLevel = 1;
  let aSlope = 0;
  let bLevel = 0;
  let bSlope = phi === 0 ? 0 : 1;
  for (const value of values) {
    slope *= phi;
    aSlope *= phi;
    bSlope *= phi;
    level += slope;
    aLevel += aSlope;
    bLevel += bSlope;
    if (value === null) continue;
    const e = value - level;
    level += alpha * e;
    slope += beta * e;
    aSlope -= beta * aLevel;
    aLevel -= alpha * aLevel;
    bSlope -= beta * bLevel;
    bLevel -= alpha * bLevel;
  }
  return { level, slope, aLevel, aSlope, bLevel, bSlope };
}

/** The chance of a mean above `x`. */
function chanceAbove(expectations: readonly Expectation[], x: number): number {
  let sum = 0;
  for (const { weight, mean, sd, degreesOfFreedom } of expectations) {
    sum += weight * studentAbove((x - mean) / sd, degreesOfFreedom);
  }
  return sum;
}

/**
 * The chance of a mean departure this large, this way, were the one fitted model the truth: the coming errors weigh on the
 * mean of the new figures as they weigh on each of them, and each figure has its own sampling error. This is the line and
 * the range that the page draws; a verdict that it would not bear out is not given, whatever the average over all
 * candidates says.
 */
function chanceByDrawnModel(
  { parameters, sigma2, degreesOfFreedom }: Baseline,
  steps: readonly number[],
  departure: number,
  samplingVariance: number,
): number {
  const horizon = steps[steps.length - 1]!;
  const weights = errorWeights(parameters, horizon);
  let sum = 0;
  for (let k = 1; k <= horizon; k++) {
    // The error of step k reaches every new figure from that step on.
    const reach = steps.reduce((total, step) => (step >= k ? total + weights[step - k]! : total), 0);
    sum += reach * reach;
  }
  const sd = Math.sqrt((sigma2 * sum) / steps.length ** 2 + samplingVariance);
  if (sd === 0) return departure === 0 ? 0.5 : 0;
  return studentAbove(Math.abs(departure) / sd, Math.max(1, degreesOfFreedom));
}

/* ---- the verdict ------------------------------------------------------------------------------------------------ */

export type TurningState = 'too early to say' | 'on the baseline' | 'turning' | 'turned' | 'worse than the baseline';

export interface LatestFigure {
  readonly period: Period;
  readonly value: number;
  /** What the frozen baseline expected for this period, with its 95% limits. */
  readonly expected: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly difference: number;
}

export interface Turning {
  readonly methodVersion: string;
  /** Null where neither way is better, or where the new figures can't be set against the baseline; `reason` says why. */
  readonly state: TurningState | null;
  /**
   * If nothing had changed: the chance of doing at least this well, where the new figures are better than expected on
   * the whole; of doing at least this badly, where they are worse. Null without new figures.
   */
  readonly probability: number | null;
  /** Which of the two `probability` is about. */
  readonly side: 'better' | 'worse' | null;
  /** New figures since the baseline was frozen. */
  readonly observations: number;
  readonly certainty: 'confident' | 'fairly sure' | null;
  readonly latest: LatestFigure | null;
  readonly reason?: string;
}

/** `pointsSince` may be the whole series: figures of periods that end by the freeze are left aside. */
export function judgeTurning(baseline: Baseline, pointsSince: readonly SeriesPoint[], polarity: Polarity): Turning {
  const { history, step, frozenAt } = baseline;
  const last = history[history.length - 1]!.period;
  const since = pointsSince
    .filter((p): p is SeriesPoint & { value: number } => isGiven(p.value) && p.period.end > frozenAt.end)
    .sort((a, b) => comparePeriods(a.period, b.period));
  const verdict = (state: TurningState | null, over: Partial<Turning> = {}): Turning => ({
    methodVersion: TURNING_VERSION,
    state,
    probability: null,
    side: null,
    observations: since.length,
    certainty: null,
    latest: null,
    ...over,
  });

  const steps: number[] = [];
  for (const { period } of since) {
    const ahead = monthsBetween(last, period) / step;
    if (!Number.isInteger(ahead) || periodMonths(period) !== periodMonths(last) || period.kind === 'cumulative') {
      return verdict(null, { reason: `${period.label} does not fall on the steps of the baseline` });
    }
    if (steps.includes(ahead)) return verdict(null, { reason: `There are two figures for ${period.label}` });
    steps.push(ahead);
  }
  if (since.length === 0) {
    return polarity === 'none'
      ? verdict(null, { reason: NEITHER_WAY })
      : verdict('too early to say', { reason: 'There is no figure since the baseline was frozen' });
  }

  const horizon = steps[steps.length - 1]!;
  const expected = forecastMeans(baseline.parameters, baseline.level, baseline.slope, horizon).map((v) =>
    within(v, baseline.bounds),
  );
  const newest = since[since.length - 1]!;
  const halfWidth = Z95 * Math.sqrt(forecastVariances(baseline.parameters, baseline.sigma2, horizon)[horizon - 1]!);
  const mean = forecastMeans(baseline.parameters, baseline.level, baseline.slope, horizon)[horizon - 1]!;
  const latest: LatestFigure = {
    period: newest.period,
    value: newest.value,
    expected: expected[horizon - 1]!,
    lower95: within(mean - halfWidth, baseline.bounds),
    upper95: within(mean + halfWidth, baseline.bounds),
    difference: newest.value - expected[horizon - 1]!,
  };
  if (polarity === 'none') return verdict(null, { latest, reason: NEITHER_WAY });
  if (history.length < SHORTEST_BASELINE) {
    return verdict('too early to say', {
      latest,
      reason: `The baseline rests on ${history.length} figures; a verdict needs at least ${SHORTEST_BASELINE}`,
    });
  }

  const count = since.length;
  const observed = since.reduce((sum, p) => sum + p.value, 0) / count;
  const departure = since.reduce((sum, p, i) => sum + p.value - expected[steps[i]! - 1]!, 0) / count;
  const samplingVariance =
    since.reduce((sum, p) => {
      const { lower95, upper95 } = p;
      return isGiven(lower95) && isGiven(upper95) ? sum + ((upper95 - lower95) / 3.92) ** 2 : sum;
    }, 0) /
    (count * count);
  const values: (number | null)[] = Array.from(
    { length: monthsBetween(history[0]!.period, last) / step + 1 },
    () => null,
  );
  for (const h of history) values[monthsBetween(history[0]!.period, h.period) / step] = h.value;
  const expectations = expectMean(values, steps, samplingVariance, baseline.overlapping);
  // The mirrored question, so that high and low, better and worse are judged by the very same sum.
  const upwards = departure >= 0;
  const overAll = upwards
    ? chanceAbove(expectations, observed)
    : chanceAbove(
        expectations.map((e) => ({ ...e, mean: -e.mean })),
        -observed,
      );
  const probability = Math.max(overAll, chanceByDrawnModel(baseline, steps, departure, samplingVariance));
  if (!Number.isFinite(probability)) return verdict(null, { latest, reason: 'The figures are too large to be judged' });
  const better = upwards === (polarity === 'high');
  const judged = { probability, side: better ? ('better' as const) : ('worse' as const), latest };
  if (count === 1) {
    return verdict('too early to say', { ...judged, reason: 'There is one figure since the baseline was frozen' });
  }
  if (probability >= TURNING_BELOW) return verdict('on the baseline', judged);
  const sure = probability < TURNED_BELOW && count >= FIGURES_TO_TURN;
  const certainty = sure ? 'confident' : 'fairly sure';
  if (!better) return verdict('worse than the baseline', { ...judged, certainty });
  return verdict(sure ? 'turned' : 'turning', { ...judged, certainty });
}

const NEITHER_WAY = 'Neither way is better for this measure, so there is no better than the baseline';
