import { Module, type INestApplicationContext } from '@nestjs/common';
import type { JobDescription } from '@turnstone/platform';
import { DueRepository } from './planning/due.repository.js';
import { OpenAndCloseDue } from './planning/open-and-close-due.js';
import { PlanningCoreModule } from './planning/planning-core.module.js';
import { RemindInvited } from './planning/remind-invited.js';
import { SweepAssessments } from './planning/sweep-assessments.js';

/** What the worker does for assessments: opening and closing on their days, reminders, wiping of tokens. */
@Module({
  imports: [PlanningCoreModule],
  providers: [DueRepository, OpenAndCloseDue, RemindInvited, SweepAssessments],
})
export class AssessmentsJobsModule {}

export function assessmentsJobs(_app: INestApplicationContext): JobDescription<never>[] {
  return [];
}

export function assessmentsSweeps(app: INestApplicationContext): { start(): void; stop(): Promise<void> }[] {
  return [app.get(SweepAssessments)];
}
