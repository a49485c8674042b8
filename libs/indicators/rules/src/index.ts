export {
  comparePeriods,
  monthsBetween,
  overlaps,
  parsePeriod,
  periodMonths,
  shiftPeriod,
  stepMonths,
  type ParsedPeriod,
  type Period,
  type PeriodKind,
  type SplitYear,
} from './period.js';
export { POLARITIES, VALUE_TYPES, type Polarity, type SeriesPoint, type ValueType } from './series-point.js';
export {
  byarLimits,
  countLimits,
  exactLimits,
  LIMITS_VERSION,
  proportionLimits,
  rateLimits,
  type Limits,
} from './limits.js';
export {
  proportionChiSquare,
  RECENT_TREND_VERSION,
  recentTrend,
  TREND_CRITICAL_VALUE,
  trendLabel,
  weightedRegression,
  type RecentTrend,
  type RecentTrendOptions,
  type TrendDirection,
  type TrendMethod,
  type TrendReading,
  type TrendStatistic,
} from './recent-trend.js';
export {
  compareBothIntervals,
  compareIntervalWithTarget,
  compareWithBenchmark,
  compareWithPrevious,
  compareWithProportionControlLimits,
  compareWithRateControlLimits,
  compareWithTarget,
  compareWithTargetRange,
  COMPARISON_VERSION,
  quintiles,
  type BenchmarkInput,
  type ComparisonLabel,
} from './comparison.js';
export {
  columnLetters,
  readRow,
  recogniseLayout,
  slugOf,
  type Figure,
  type Layout,
  type ObservationStatus,
  type Publisher,
  type ReadRow,
  type RecognisedLayout,
  type Refusal,
  type Surroundings,
} from './observation-file.js';
export { kindInWords, type ValueKind } from './observation-file-kind.js';
export {
  ObservationFileReader,
  type AreaFromFile,
  type FileSummary,
  type IndicatorReading,
  type RowOutcome,
} from './observation-file-reader.js';
export { periodGrid } from './period-grid.js';
export {
  boundsOf,
  forecast,
  gridOf,
  SHORTEST_HISTORY,
  type Bounds,
  type Forecast,
  type ForecastFigure,
} from './forecast.js';
export { fitModel, fitSmoothing, residualVariance, type FittedModel } from './fit-smoothing.js';
export {
  errorWeights,
  forecastMeans,
  forecastVariances,
  smooth,
  SMOOTHING_VERSION,
  type SmoothedSeries,
  type SmoothingModel,
  type SmoothingParameters,
} from './smoothing.js';
export {
  FIGURES_TO_TURN,
  freezeBaseline,
  judgeTurning,
  SHORTEST_BASELINE,
  TURNED_BELOW,
  TURNING_BELOW,
  TURNING_VERSION,
  type Baseline,
  type FrozenBaseline,
  type LatestFigure,
  type Turning,
  type TurningState,
} from './turning.js';
export {
  judgementVersions,
  judgeSeries,
  type Answer,
  type JudgementMethod,
  type SeriesToJudge,
} from './judge-series.js';
export { chanceInWords, formatFigure, formatNumber, type Naming } from './wording.js';
