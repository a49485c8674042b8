import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { CurveState, Polarity, SeriesReading, ValueType } from './reading.js';

export const IndicatorSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  shortName: z.string(),
  unit: z.string(),
  polarity: Polarity,
  source: z.string(),
  definitionStatus: z.enum(['assumed', 'confirmed']),
  seriesCount: z.int(),
  /** The place's own series for the whole population, when there is one: the one opened first. */
  ownSeriesId: z.nullable(z.uuid()),
  latestPeriod: z.nullable(z.string()),
  /** Which part of the population the latest figure is of: 'female', or '' for everybody. */
  latestOf: z.string(),
  /** As published, with its unit: '14.2%'. */
  latest: z.nullable(z.string()),
  state: z.nullable(CurveState),
});
export type IndicatorSummary = z.infer<typeof IndicatorSummary>;

export const listIndicators = conversation({
  name: 'listIndicators',
  summary: 'The indicators of a place, each with its latest figure and the state of its curve.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/indicators',
  params: PlaceParams,
  answer: z.object({ indicators: z.array(IndicatorSummary) }),
  refusals: ['not signed in', 'not found'],
});

export const SeriesChoice = z.object({
  id: z.uuid(),
  areaCode: z.string(),
  areaName: z.string(),
  areaKind: z.string(),
  sex: z.string(),
  age: z.string(),
  categoryType: z.string(),
  category: z.string(),
  points: z.int(),
  latestPeriod: z.nullable(z.string()),
  /** In the whole population rather than a part of it. */
  whole: z.boolean(),
  own: z.boolean(),
});
export type SeriesChoice = z.infer<typeof SeriesChoice>;

export const IndicatorDefinition = z.object({
  id: z.uuid(),
  name: z.string(),
  shortName: z.string(),
  publisher: z.string(),
  publisherId: z.string(),
  unit: z.string(),
  valueType: ValueType,
  polarity: Polarity,
  decimals: z.int(),
  definition: z.string(),
  numerator: z.string(),
  denominator: z.string(),
  source: z.string(),
  licence: z.string(),
  updateMonth: z.nullable(z.int().check(z.gte(1), z.lte(12))),
  method: z.string(),
  caveats: z.string(),
  owner: z.string(),
  definitionStatus: z.enum(['assumed', 'confirmed']),
});

export const readIndicator = conversation({
  name: 'readIndicator',
  summary: 'An indicator: its definition, its series, and the figures and judgements of one of them.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/indicators/:indicator',
  params: z.extend(PlaceParams, { indicator: z.uuid() }),
  query: z.object({ series: z.optional(z.uuid()) }),
  answer: z.object({
    definition: IndicatorDefinition,
    series: z.array(SeriesChoice),
    /** Null when the indicator has no series yet. */
    reading: z.nullable(SeriesReading),
  }),
  refusals: ['invalid', 'not signed in', 'not found'],
});

export const freezeBaseline = conversation({
  name: 'freezeBaseline',
  summary: 'Freeze the baseline of a series at a period. The one in force, if any, is retired and kept.',
  area: 'indicators',
  method: 'POST',
  path: '/api/places/:place/series/:series/baseline',
  params: z.extend(PlaceParams, { series: z.uuid() }),
  body: z.object({
    frozenAt: z.string().check(z.minLength(1, 'Choose the last period of the baseline'), z.maxLength(60)),
    agreedBy: z.string().check(z.trim(), z.minLength(1, 'Say who agreed the baseline'), z.maxLength(200)),
  }),
  answer: SeriesReading,
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found', 'conflict'],
});

export const downloadSeries = conversation({
  name: 'downloadSeries',
  summary: 'The figures of a series as CSV, statuses said in words.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/series/:series/figures.csv',
  params: z.extend(PlaceParams, { series: z.uuid() }),
  kind: 'csv',
  refusals: ['invalid', 'not signed in', 'not found'],
});
