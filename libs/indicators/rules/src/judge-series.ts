import { compareWithBenchmark, COMPARISON_VERSION } from './comparison.js';
import { comparePeriods } from './period.js';
import { recentTrend, RECENT_TREND_VERSION } from './recent-trend.js';
import { isGiven, type Polarity, type SeriesPoint, type ValueType } from './series-point.js';
import { forecast } from './forecast.js';
import { SMOOTHING_VERSION } from './smoothing.js';
import { judgeTurning, TURNING_VERSION, type Baseline } from './turning.js';
import { comparisonWords, findingWords, forecastWords, trendWords, turningWords, type Naming } from './wording.js';

/** How far ahead the running forecast looks. The frozen one of a baseline is another: it was made on the day of the freeze. */
const AHEAD = 3;
/** The version of the words: a change of wording alone makes the sweep say everything anew. */
const WORDS = 'words/6';

export const judgementVersions = {
  comparison: `${COMPARISON_VERSION} ${WORDS}`,
  trend: `${RECENT_TREND_VERSION} ${WORDS}`,
  turning: `${TURNING_VERSION} ${WORDS}`,
  forecast: `${SMOOTHING_VERSION} ${WORDS}`,
} as const;
export type JudgementMethod = keyof typeof judgementVersions;

export interface SeriesToJudge extends Naming {
  readonly polarity: Polarity;
  readonly valueType: ValueType;
  readonly points: readonly SeriesPoint[];
  /** Null where there is none, and for the benchmark's own series. */
  readonly benchmark: { readonly label: string; readonly points: readonly SeriesPoint[] } | null;
  readonly isBenchmark: boolean;
  readonly baseline: Baseline | null;
}

/** What was put in, and what came out with the words for it: plain data, kept as it is. */
export interface Answer {
  readonly inputs: Record<string, unknown>;
  readonly result: { readonly answer: string; readonly why: string } & Record<string, unknown>;
}

/**
 * The four answers to the four questions on a card, for one series as it stands. They are never merged. Pure: the same
 * series gives the same answers, whenever and however often it is judged.
 */
export function judgeSeries(series: SeriesToJudge): Record<JudgementMethod, Answer> {
  const sorted = series.points.toSorted((a, b) => comparePeriods(a.period, b.period));
  const given = sorted.filter((point) => isGiven(point.value));
  const newest = sorted.at(-1);
  const trend = recentTrend(sorted, { valueType: series.valueType, polarity: series.polarity });
  const beside = newest && series.benchmark?.points.find((point) => point.period.key === newest.period.key);
  const label = compareWithBenchmark({
    value: newest?.value,
    lower95: newest?.lower95,
    upper95: newest?.upper95,
    lower998: newest?.lower998,
    upper998: newest?.upper998,
    benchmark: beside?.value,
    polarity: series.polarity,
    // Published comparisons of these indicators have one level unless a source says otherwise.
    levels: 1,
  });
  const turning = series.baseline ? judgeTurning(series.baseline, sorted, series.polarity) : null;
  const ahead = forecast(given, { valueType: series.valueType, horizon: AHEAD });
  const periods = (points: readonly SeriesPoint[]): string[] => points.map((point) => point.period.label);

  return {
    comparison: {
      inputs: {
        period: newest?.period.label ?? null,
        value: newest?.value ?? null,
        lower95: newest?.lower95 ?? null,
        upper95: newest?.upper95 ?? null,
        benchmark: series.benchmark?.label ?? null,
        benchmarkValue: beside?.value ?? null,
        polarity: series.polarity,
      },
      result: {
        label,
        ...comparisonWords(series, {
          label,
          newest,
          benchmark: series.benchmark?.label,
          beside,
          isBenchmark: series.isBenchmark,
        }),
      },
    },
    trend: {
      inputs: {
        periods: trend.periods.map((period) => period.label),
        valueType: series.valueType,
        polarity: series.polarity,
        reading: trend.reading,
        statistic: trend.method,
      },
      result: {
        label: trend.label,
        reason: trend.reason ?? null,
        chiSquare: trend.chiSquare,
        slope: trend.slope,
        ...trendWords(series, trend),
      },
    },
    turning: {
      inputs: {
        frozenAt: series.baseline?.frozenAt.label ?? null,
        baselineModel: series.baseline?.model ?? null,
        baselineFigures: series.baseline?.history.length ?? null,
        since: series.baseline
          ? periods(given.filter((point) => point.period.end > series.baseline!.frozenAt.end))
          : [],
        polarity: series.polarity,
      },
      result: {
        state: turning?.state ?? null,
        probability: turning?.probability ?? null,
        side: turning?.side ?? null,
        observations: turning?.observations ?? 0,
        expected: turning?.latest?.expected ?? null,
        latest: turning?.latest?.value ?? null,
        reason: turning ? (turning.reason ?? null) : 'No baseline has been frozen',
        ...turningWords(series, turning, series.baseline?.overlapping ?? false),
        ...findingWords(series, { turning, trend, given }),
      },
    },
    forecast: {
      inputs: { periods: periods(given), valueType: series.valueType },
      result: ahead.ok
        ? {
            model: ahead.model,
            parameters: ahead.parameters,
            logLikelihood: ahead.logLikelihood,
            aicc: ahead.aicc,
            forecast: ahead.forecast.map((figure) => ({ ...figure, period: figure.period.label })),
            ...forecastWords(series, ahead),
          }
        : { reason: ahead.reason, ...forecastWords(series, ahead) },
    },
  };
}
