import { Controller, Inject } from '@nestjs/common';
import {
  addAssessment,
  changeAssessment,
  closeAssessment,
  inviteToAssessment,
  listAssessments,
  openAssessment,
  readAssessment,
  readFormats,
  removeAssessment,
  startRecord,
  type Assessment,
  type AssessmentSummary,
  type Prompt,
  type WorkshopFormat,
} from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace, TheActor } from '@turnstone/places-server';
import { Asked, CONFIG, Converse, type AskedOf, type Config } from '@turnstone/platform';
import { AddAssessment } from './add-assessment.js';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { assessmentAsAnswered, summaryAsAnswered } from './assessment-as-answered.js';
import { AssessmentRepository } from './assessment.repository.js';
import { ChangeAssessment } from './change-assessment.js';
import { CloseAssessment } from './close-assessment.js';
import { InviteToAssessment } from './invite-to-assessment.js';
import { OpenAssessment } from './open-assessment.js';
import { RemoveAssessment } from './remove-assessment.js';
import { StartRecord } from './start-record.js';
import { WorkshopPacks } from './workshop-packs.js';

@Controller()
export class PlanningController {
  constructor(
    @Inject(AdmitToPlace) private readonly toPlace: AdmitToPlace,
    @Inject(AdmitToAssessment) private readonly toAssessment: AdmitToAssessment,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
    @Inject(AddAssessment) private readonly adding: AddAssessment,
    @Inject(ChangeAssessment) private readonly changing: ChangeAssessment,
    @Inject(OpenAssessment) private readonly opening: OpenAssessment,
    @Inject(CloseAssessment) private readonly closing: CloseAssessment,
    @Inject(RemoveAssessment) private readonly removing: RemoveAssessment,
    @Inject(InviteToAssessment) private readonly inviting: InviteToAssessment,
    @Inject(StartRecord) private readonly recording: StartRecord,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Converse(listAssessments)
  async listAssessments(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listAssessments>,
  ): Promise<{ assessments: AssessmentSummary[]; mayRun: boolean; mayKeepRecord: boolean }> {
    const place = await this.toPlace.admit(actor, asked.params.place, 'read assessments');
    const rows = await this.assessments.all(place.id, actor.kind === 'member' ? actor.personId : null);
    const of = { kind: 'place', id: place.id } as const;
    return {
      assessments: rows.map(summaryAsAnswered),
      mayRun: can(actor, 'run assessments', of),
      mayKeepRecord: can(actor, 'keep a record', of),
    };
  }

  @Converse(readFormats)
  async readFormats(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readFormats>,
  ): Promise<{ formats: readonly WorkshopFormat[]; prompts: readonly Prompt[] }> {
    await this.toPlace.admit(actor, asked.params.place, 'read assessments');
    return { formats: this.packs.formats, prompts: this.packs.prompts };
  }

  @Converse(addAssessment)
  async addAssessment(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof addAssessment>,
  ): Promise<{ id: string }> {
    return this.adding.add(actor, { place: asked.params.place, given: asked.body });
  }

  @Converse(readAssessment)
  async readAssessment(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readAssessment>): Promise<Assessment> {
    const { place, assessment } = await this.toAssessment.admit(actor, asked.params, 'read');
    return assessmentAsAnswered(assessment, actor, place.id, this.config);
  }

  @Converse(changeAssessment)
  async changeAssessment(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof changeAssessment>,
  ): Promise<Assessment> {
    return this.changing.change(actor, { ...asked.params, version: asked.ifMatch, given: asked.body });
  }

  @Converse(openAssessment)
  async openAssessment(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof openAssessment>): Promise<Assessment> {
    return this.opening.open(actor, asked.params);
  }

  @Converse(closeAssessment)
  async closeAssessment(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof closeAssessment>,
  ): Promise<Assessment> {
    return this.closing.close(actor, asked.params);
  }

  @Converse(removeAssessment)
  async removeAssessment(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof removeAssessment>): Promise<void> {
    await this.removing.remove(actor, asked.params);
  }

  @Converse(inviteToAssessment)
  async inviteToAssessment(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof inviteToAssessment>,
  ): Promise<{ invited: number; invitedBefore: number }> {
    return this.inviting.invite(actor, { ...asked.params, ...asked.body });
  }

  @Converse(startRecord)
  async startRecord(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof startRecord>): Promise<{ token: string }> {
    return this.recording.start(actor, asked.params);
  }
}
