import { Module, type INestApplicationContext } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import type { JobDescription } from '@turnstone/platform';

/** What the worker does for assessments: opening and closing on their days, reminders, wiping of tokens. */
@Module({ imports: [PlacesModule] })
export class AssessmentsJobsModule {}

export function assessmentsJobs(_app: INestApplicationContext): JobDescription<never>[] {
  return [];
}

export function assessmentsSweeps(_app: INestApplicationContext): { start(): void; stop(): Promise<void> }[] {
  return [];
}
