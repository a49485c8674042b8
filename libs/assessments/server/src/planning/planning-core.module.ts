import { Module } from '@nestjs/common';
import { MailModule, PeopleModule, PlacesModule } from '@turnstone/places-server';
import { ToolsCoreModule } from '../tools/tools-core.module.js';
import { ViewsModule } from '../views/views.module.js';
import { AddAssessment } from './add-assessment.js';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { AssessmentRepository } from './assessment.repository.js';
import { ChangeAssessment } from './change-assessment.js';
import { CheckPlan } from './check-plan.js';
import { CloseAssessment } from './close-assessment.js';
import { InviteToAssessment } from './invite-to-assessment.js';
import { InvitedRepository } from './invited.repository.js';
import { MailInvited } from './mail-invited.js';
import { OpenAssessment } from './open-assessment.js';
import { RecordRepository } from './record.repository.js';
import { RemoveAssessment } from './remove-assessment.js';
import { StartRecord } from './start-record.js';
import { WorkshopPacks } from './workshop-packs.js';

const providers = [
  AssessmentRepository,
  RecordRepository,
  InvitedRepository,
  WorkshopPacks,
  AdmitToAssessment,
  CheckPlan,
  AddAssessment,
  ChangeAssessment,
  OpenAssessment,
  CloseAssessment,
  RemoveAssessment,
  InviteToAssessment,
  StartRecord,
  MailInvited,
];

/** Planning without its pages: the worker opens, closes and reminds with it, the rooms ask it for agendas and prompts. */
@Module({
  imports: [PlacesModule, ToolsCoreModule, MailModule, PeopleModule, ViewsModule],
  providers,
  exports: [...providers, PeopleModule],
})
export class PlanningCoreModule {}
