import { Controller, Inject } from '@nestjs/common';
import {
  downloadSeries,
  freezeBaseline,
  listIndicators,
  readIndicator,
  type IndicatorSummary,
  type SeriesReading,
} from '@turnstone/contract';
import { formatFigure } from '@turnstone/indicators-rules';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, TheActor } from '@turnstone/places-server';
import { Asked, Converse, Refused, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { FreezeBaseline } from '../baselines/freeze-baseline.js';
import { figuresCsv } from '../series/figures-csv.js';
import { ReadSeries } from '../series/read-series.js';
import { SeriesRepository } from '../series/series.repository.js';
import { IndicatorRepository } from './indicator.repository.js';

@Controller()
export class IndicatorsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(IndicatorRepository) private readonly indicators: IndicatorRepository,
    @Inject(SeriesRepository) private readonly series: SeriesRepository,
    @Inject(ReadSeries) private readonly read: ReadSeries,
    @Inject(FreezeBaseline) private readonly baselines: FreezeBaseline,
  ) {}

  @Converse(listIndicators)
  async list(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listIndicators>,
  ): Promise<{ indicators: IndicatorSummary[] }> {
    const place = await this.door.admit(actor, asked.params.place, 'read the place');
    const rows = await this.indicators.summaries(place.id, place.areaCode);
    return {
      indicators: rows.map(({ latestValue, decimals, ...row }) => ({
        ...row,
        latest: latestValue === null ? null : formatFigure(latestValue, { unit: row.unit, decimals }),
      })),
    };
  }

  @Converse(readIndicator)
  async readOne(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readIndicator>,
  ): Promise<z.infer<typeof readIndicator.answer>> {
    const place = await this.door.admit(actor, asked.params.place, 'read the place');
    const definition = await this.indicators.definition(place.id, asked.params.indicator);
    if (!definition) throw Refused.notFound('There is no such indicator in this place.');
    const series = await this.series.choices(place.id, definition.id, place.areaCode);
    const wanted = asked.query.series ?? series[0]?.id;
    if (asked.query.series && !series.some((choice) => choice.id === asked.query.series)) {
      throw Refused.notFound('This indicator has no such series.');
    }
    const [reading] = wanted ? await this.read.readings(place.id, [wanted], true) : [];
    return { definition, series, reading: reading ?? null };
  }

  @Converse(freezeBaseline)
  async freeze(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof freezeBaseline>): Promise<SeriesReading> {
    const { placeId } = await this.baselines.freeze(actor, asked.params.place, asked.params.series, asked.body);
    const [reading] = await this.read.readings(placeId, [asked.params.series], true);
    if (!reading) throw Refused.notFound('There is no such series in this place.');
    return reading;
  }

  @Converse(downloadSeries)
  async download(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadSeries>): Promise<void> {
    const place = await this.door.admit(actor, asked.params.place, 'read the place');
    const [reading] = await this.read.readings(place.id, [asked.params.series]);
    if (!reading) throw Refused.notFound('There is no such series in this place.');
    const name = `${reading.shortName}-${reading.areaName}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    void asked.reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .send(figuresCsv(reading));
  }
}
