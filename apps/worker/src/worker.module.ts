import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { IndicatorsJobsModule, JudgeSeries, judgeSeriesJob, SweepStale } from '@turnstone/indicators-server';
import { PlatformModule, type Clock, type Config, type JobDescription, type Pool } from '@turnstone/platform';

@Module({})
export class WorkerModule {
  static of(given: { config: Config; pool: Pool; clock: Clock }): DynamicModule {
    return { module: WorkerModule, imports: [PlatformModule.of(given), IndicatorsJobsModule] };
  }
}

/** The queues that this worker serves, and the sweep that finds what no message came for. */
export function jobsOf(app: INestApplicationContext): { jobs: JobDescription<never>[]; sweep: SweepStale } {
  return {
    jobs: [judgeSeriesJob(app.get(JudgeSeries)) as JobDescription<never>],
    sweep: app.get(SweepStale),
  };
}
