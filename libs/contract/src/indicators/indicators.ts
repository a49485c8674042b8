import * as z from 'zod';
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
  seriesCount: z.number().int(),
  /** The place's own series for the whole population, when there is one: the one opened first. */
  ownSeriesId: z.uuid().nullable(),
  latestPeriod: z.string().nullable(),
  /** As published, with its unit: '14.2%'. */
  latest: z.string().nullable(),
  state: CurveState.nullable(),
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
  points: z.number().int(),
  latestPeriod: z.string().nullable(),
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
  decimals: z.number().int(),
  definition: z.string(),
  numerator: z.string(),
  denominator: z.string(),
  source: z.string(),
  licence: z.string(),
  updateMonth: z.number().int().min(1).max(12).nullable(),
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
  params: PlaceParams.extend({ indicator: z.uuid() }),
  query: z.object({ series: z.uuid().optional() }),
  answer: z.object({
    definition: IndicatorDefinition,
    series: z.array(SeriesChoice),
    /** Null when the indicator has no series yet. */
    reading: SeriesReading.nullable(),
  }),
  refusals: ['invalid', 'not signed in', 'not found'],
});

export const freezeBaseline = conversation({
  name: 'freezeBaseline',
  summary: 'Freeze the baseline of a series at a period. The one in force, if any, is retired and kept.',
  area: 'indicators',
  method: 'POST',
  path: '/api/places/:place/series/:series/baseline',
  params: PlaceParams.extend({ series: z.uuid() }),
  body: z.object({
    frozenAt: z.string().min(1, 'Choose the last period of the baseline').max(60),
    agreedBy: z.string().trim().min(1, 'Say who agreed the baseline').max(200),
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
  params: PlaceParams.extend({ series: z.uuid() }),
  kind: 'csv',
  refusals: ['invalid', 'not signed in', 'not found'],
});
