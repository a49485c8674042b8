import * as z from 'zod/mini';

export const Polarity = z.enum(['high', 'low', 'none']);
export const ValueType = z.enum(['proportion', 'rate', 'standardised rate', 'mean', 'count', 'index']);
export const ObservationStatus = z.enum(['given', 'suppressed', 'confidential', 'not available']);
export const CurveState = z.enum([
  'too early to say',
  'on the baseline',
  'turning',
  'turned',
  'worse than the baseline',
]);
export type CurveState = z.infer<typeof CurveState>;

export const ObservationReading = z.object({
  period: z.string(),
  periodStart: z.string(),
  periodEnd: z.string(),
  status: ObservationStatus,
  value: z.nullable(z.number()),
  lower: z.nullable(z.number()),
  upper: z.nullable(z.number()),
  count: z.nullable(z.number()),
  denominator: z.nullable(z.number()),
  note: z.string(),
  /** After the period at which the baseline in force was frozen. */
  since: z.boolean(),
});

export const ForecastPoint = z.object({
  period: z.string(),
  value: z.number(),
  lower80: z.number(),
  upper80: z.number(),
  lower95: z.number(),
  upper95: z.number(),
});

/** What one judgement says, and what it rests on. The four answer four questions and are never merged. */
export const JudgementReading = z.object({
  method: z.enum(['trend', 'comparison', 'forecast', 'turning']),
  methodVersion: z.string(),
  judgedAt: z.iso.datetime(),
  /** False when something that it rests on has changed since: a new judgement is on its way. */
  fresh: z.boolean(),
  /** The answer in two or three words, as published methods word it. */
  answer: z.string(),
  /** One or two plain sentences with the numbers behind the answer. */
  why: z.string(),
  state: z.nullable(CurveState),
  /** Inputs and results as the method keeps them, for whoever checks us: on the page of the indicator only. */
  inputs: z.optional(z.record(z.string(), z.unknown())),
  result: z.optional(z.record(z.string(), z.unknown())),
});
export type JudgementReading = z.infer<typeof JudgementReading>;

/** One series with everything a page says of it: figures, baseline, benchmark, the four answers. */
export const SeriesReading = z.object({
  seriesId: z.uuid(),
  indicatorId: z.uuid(),
  name: z.string(),
  shortName: z.string(),
  areaCode: z.string(),
  areaName: z.string(),
  sex: z.string(),
  age: z.string(),
  category: z.string(),
  unit: z.string(),
  decimals: z.int(),
  polarity: Polarity,
  valueType: ValueType,
  source: z.string(),
  /** The finding in a sentence, made from the judgement; the title of the chart. */
  finding: z.string(),
  howSure: z.string(),
  state: z.nullable(CurveState),
  /** Every period on the regular grid, gaps and the forecast's horizon included, in order. */
  periods: z.array(z.string()),
  observations: z.array(ObservationReading),
  latest: z.nullable(z.object({ period: z.string(), value: z.number() })),
  baseline: z.nullable(
    z.object({
      id: z.uuid(),
      frozenAt: z.string(),
      frozenOn: z.iso.date(),
      agreedBy: z.string(),
      model: z.string(),
      forecast: z.array(ForecastPoint),
    }),
  ),
  benchmark: z.nullable(
    z.object({ label: z.string(), points: z.array(z.object({ period: z.string(), value: z.nullable(z.number()) })) }),
  ),
  /** Between the latest figure and what was expected, in words: '218 fewer', '2.1 points lower'. */
  difference: z.nullable(z.string()),
  judgements: z.array(JudgementReading),
});
export type SeriesReading = z.infer<typeof SeriesReading>;
