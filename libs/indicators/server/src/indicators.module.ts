import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { FreezeBaseline } from './baselines/freeze-baseline.js';
import { importControllers, importProviders } from './imports/imports.js';
import { IndicatorRepository } from './indicators/indicator.repository.js';
import { IndicatorsController } from './indicators/indicators.controller.js';
import { JudgementRepository } from './judgements/judgement.repository.js';
import { JudgeSeries } from './judgements/judge-series.js';
import { SweepStale } from './judgements/sweep-stale.js';
import { ReadSeries } from './series/read-series.js';
import { SeriesRepository } from './series/series.repository.js';

@Module({
  imports: [PlacesModule],
  providers: [SeriesRepository, ReadSeries, IndicatorRepository, FreezeBaseline],
  exports: [SeriesRepository, ReadSeries, IndicatorRepository, FreezeBaseline],
})
export class IndicatorsModule {}

@Module({
  imports: [PlacesModule, IndicatorsModule],
  providers: [...importProviders],
  controllers: [IndicatorsController, ...importControllers],
})
export class IndicatorsHttpModule {}

@Module({
  imports: [IndicatorsModule],
  providers: [JudgementRepository, JudgeSeries, SweepStale],
  exports: [JudgeSeries, SweepStale],
})
export class IndicatorsJobsModule {}
