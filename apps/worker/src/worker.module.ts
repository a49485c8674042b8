import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { IndicatorsJobsModule, JudgeSeries, judgeSeriesJob, SweepStale } from '@turnstone/indicators-server';
import { PlacesJobsModule, placesJobs } from '@turnstone/places-server';
import { PlatformModule, type Clock, type Config, type JobDescription, type Database } from '@turnstone/platform';

@Module({})
export class WorkerModule {
  static of(given: { config: Config; database: Database; clock: Clock }): DynamicModule {
    return { module: WorkerModule, imports: [PlatformModule.of(given), IndicatorsJobsModule, PlacesJobsModule] };
  }
}

/** The queues that this worker serves, and the sweep that finds what no message came for. */
export function jobsOf(app: INestApplicationContext): { jobs: JobDescription<never>[]; sweep: SweepStale } {
  return {
    jobs: [judgeSeriesJob(app.get(JudgeSeries)) as JobDescription<never>, ...placesJobs(app)],
    sweep: app.get(SweepStale),
  };
}
