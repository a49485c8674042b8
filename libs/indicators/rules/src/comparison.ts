import { exactLimits } from './limits.js';
import { isGiven, type Polarity } from './series-point.js';

/** Comparison with a benchmark, in the wording of published public-health indicators in England. */
export const COMPARISON_VERSION = 'comparison/1';

export type ComparisonLabel =
  | 'Better'
  | 'Worse'
  | 'Best'
  | 'Worst'
  | 'Similar'
  | 'Higher'
  | 'Lower'
  | 'Higher 99.8'
  | 'Lower 99.8'
  | 'Not compared';

type Maybe = number | null | undefined;

/** The word for "above" or "below" the benchmark where this way is better. */
function word(above: boolean, polarity: Polarity): ComparisonLabel {
  if (polarity === 'none') return above ? 'Higher' : 'Lower';
  return above === (polarity === 'high') ? 'Better' : 'Worse';
}
const STRONGER: Partial<Record<ComparisonLabel, ComparisonLabel>> = {
  Better: 'Best',
  Worse: 'Worst',
  Higher: 'Higher 99.8',
  Lower: 'Lower 99.8',
};

export interface BenchmarkInput {
  readonly value: Maybe;
  readonly lower95?: Maybe;
  readonly upper95?: Maybe;
  readonly lower998?: Maybe;
  readonly upper998?: Maybe;
  readonly benchmark: Maybe;
  readonly polarity: Polarity;
  /**
   * One level: beyond 95% or not. Two levels: beyond 99.8% has a stronger word. Sources that publish 99.8% limits may
   * still compare at one level, so this can be said; otherwise two where both 99.8% limits are given.
   */
  readonly levels?: 1 | 2;
}

/** The benchmark against the interval of the value; a benchmark on a limit is within it. */
export function compareWithBenchmark(input: BenchmarkInput): ComparisonLabel {
  const { value, lower95, upper95, lower998, upper998, benchmark, polarity } = input;
  if (!isGiven(value) || !isGiven(benchmark) || !isGiven(lower95) || !isGiven(upper95)) return 'Not compared';
  if (input.levels === 2 && !(isGiven(lower998) && isGiven(upper998))) return 'Not compared';
  if (benchmark >= lower95 && benchmark <= upper95) return 'Similar';
  const label = word(benchmark < lower95, polarity);
  if (input.levels !== 1 && isGiven(lower998) && isGiven(upper998) && (benchmark < lower998 || benchmark > upper998)) {
    return STRONGER[label] ?? label;
  }
  return label;
}

/** Similar where the two 95% intervals share a point. */
export function compareBothIntervals(input: {
  value: Maybe;
  lower95: Maybe;
  upper95: Maybe;
  benchmark: Maybe;
  benchmarkLower95: Maybe;
  benchmarkUpper95: Maybe;
  polarity: Polarity;
}): ComparisonLabel {
  const { value, lower95, upper95, benchmark, benchmarkLower95, benchmarkUpper95, polarity } = input;
  if (!isGiven(value) || !isGiven(benchmark)) return 'Not compared';
  if (!isGiven(lower95) || !isGiven(upper95) || !isGiven(benchmarkLower95) || !isGiven(benchmarkUpper95)) {
    return 'Not compared';
  }
  if (lower95 <= benchmarkUpper95 && upper95 >= benchmarkLower95) return 'Similar';
  return word(lower95 > benchmarkUpper95, polarity);
}

/** The latest figure against the one before it, by both 95% intervals. */
export function compareWithPrevious(input: {
  value: Maybe;
  lower95: Maybe;
  upper95: Maybe;
  previous: Maybe;
  previousLower95: Maybe;
  previousUpper95: Maybe;
}): 'Increasing' | 'Decreasing' | 'No change' | 'Cannot be calculated' {
  const label = compareBothIntervals({
    value: input.value,
    lower95: input.lower95,
    upper95: input.upper95,
    benchmark: input.previous,
    benchmarkLower95: input.previousLower95,
    benchmarkUpper95: input.previousUpper95,
    polarity: 'none',
  });
  if (label === 'Not compared') return 'Cannot be calculated';
  return label === 'Higher' ? 'Increasing' : label === 'Lower' ? 'Decreasing' : 'No change';
}

/** A target reached is a target met. With no interval to go by there is no Similar. */
export function compareWithTarget(input: { value: Maybe; target: Maybe; polarity: Polarity }): ComparisonLabel {
  const { value, target, polarity } = input;
  if (!isGiven(value) || !isGiven(target) || polarity === 'none') return 'Not compared';
  const met = polarity === 'high' ? value >= target : value <= target;
  return met ? 'Better' : 'Worse';
}

/** Better needs the whole interval on the good side, Worse the whole of it on the other. */
export function compareIntervalWithTarget(input: {
  lower95: Maybe;
  upper95: Maybe;
  target: Maybe;
  polarity: Polarity;
}): ComparisonLabel {
  const { lower95, upper95, target, polarity } = input;
  if (!isGiven(lower95) || !isGiven(upper95) || !isGiven(target) || polarity === 'none') return 'Not compared';
  if (lower95 > target) return word(true, polarity);
  if (upper95 < target) return word(false, polarity);
  return 'Similar';
}

/**
 * A target range: its good end reached is Better, short of its other end is Worse, between is Similar. Where high is
 * good the lower end belongs to the middle; where low is good the upper end is already Worse, as published.
 */
export function compareWithTargetRange(input: {
  value: Maybe;
  targetLower: Maybe;
  targetUpper: Maybe;
  polarity: Polarity;
}): ComparisonLabel {
  const { value, targetLower, targetUpper, polarity } = input;
  if (!isGiven(value) || !isGiven(targetLower) || !isGiven(targetUpper) || polarity === 'none') return 'Not compared';
  if (value >= targetUpper) return word(true, polarity);
  if (value < targetLower) return word(false, polarity);
  return 'Similar';
}

/** z of the control limits, with the digits that the published comparison uses. */
const CONTROL_Z = { 0.95: 1.96, 0.998: 3.0902 } as const;

/** A percentage against control limits round the benchmark at this denominator. */
export function compareWithProportionControlLimits(input: {
  valuePercent: Maybe;
  denominator: Maybe;
  benchmarkPercent: Maybe;
  polarity: Polarity;
  confidence?: 0.95 | 0.998;
}): ComparisonLabel {
  const { valuePercent, denominator, benchmarkPercent, polarity } = input;
  if (!isGiven(valuePercent) || !isGiven(denominator) || !isGiven(benchmarkPercent)) return 'Not compared';
  if (denominator <= 0 || benchmarkPercent < 0 || benchmarkPercent > 100) return 'Not compared';
  const z = CONTROL_Z[input.confidence ?? 0.95];
  const p0 = benchmarkPercent / 100;
  const expected = denominator * p0;
  const half = z * Math.sqrt(z * z + 4 * expected * (1 - p0));
  const scale = 100 / (2 * (denominator + z * z));
  if (valuePercent < (2 * expected + z * z - half) * scale) return word(false, polarity);
  if (valuePercent > (2 * expected + z * z + half) * scale) return word(true, polarity);
  return 'Similar';
}

/** A rate against exact Poisson limits round the number that the benchmark would give at this denominator. */
export function compareWithRateControlLimits(input: {
  value: Maybe;
  denominator: Maybe;
  per: number;
  benchmark: Maybe;
  polarity: Polarity;
  confidence?: 0.95 | 0.998;
}): ComparisonLabel {
  const { value, denominator, per, benchmark, polarity } = input;
  if (!isGiven(value) || !isGiven(denominator) || !isGiven(benchmark)) return 'Not compared';
  if (denominator <= 0 || benchmark < 0 || !(per > 0)) return 'Not compared';
  const limits = exactLimits((benchmark * denominator) / per, input.confidence ?? 0.95);
  if (!limits.ok) return 'Not compared';
  const events = (value * denominator) / per;
  if (limits.lower !== null && events < limits.lower) return word(false, polarity);
  if (events > limits.upper) return word(true, polarity);
  return 'Similar';
}

/**
 * The fifth that each value falls in among all of them, 1 to 5; null with fewer than five values. Values are ranked from
 * the high end when high is good and from the low end otherwise; ties share the lowest rank.
 */
export function quintiles(values: readonly number[], polarity: Polarity): (number | null)[] {
  if (values.length < 5) return values.map(() => null);
  const perGroup = values.length / 5;
  return values.map((value) => {
    const rank = 1 + values.filter((other) => (polarity === 'high' ? other > value : other < value)).length;
    return Math.min(5, Math.ceil(rank / perGroup));
  });
}
