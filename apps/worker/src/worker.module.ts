import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { AssessmentsJobsModule, assessmentsJobs, assessmentsSweeps } from '@turnstone/assessments-server';
import { IndicatorsJobsModule, JudgeSeries, judgeSeriesJob, SweepStale } from '@turnstone/indicators-server';
import { PlacesJobsModule, placesJobs, placesSweeps } from '@turnstone/places-server';
import { PlatformModule, type Clock, type Config, type JobDescription, type Database } from '@turnstone/platform';

@Module({})
export class WorkerModule {
  static of(given: { config: Config; database: Database; clock: Clock }): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.of(given), IndicatorsJobsModule, AssessmentsJobsModule, PlacesJobsModule],
    };
  }
}

/** The queues that this worker serves, and the sweeps that find what no message came for. */
export function jobsOf(app: INestApplicationContext): {
  jobs: JobDescription<never>[];
  sweeps: { start(): void; stop(): Promise<void> }[];
} {
  return {
    jobs: [judgeSeriesJob(app.get(JudgeSeries)) as JobDescription<never>, ...placesJobs(app), ...assessmentsJobs(app)],
    sweeps: [app.get(SweepStale), ...placesSweeps(app), ...assessmentsSweeps(app)],
  };
}
