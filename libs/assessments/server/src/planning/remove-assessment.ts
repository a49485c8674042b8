import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { assessmentForAudit } from './assessment-as-answered.js';
import { AssessmentRepository } from './assessment.repository.js';

/** Throws away what never counted: a draft, or a rehearsal with everything in it. */
@Injectable()
export class RemoveAssessment {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async remove(actor: Actor, asked: { place: string; assessment: string }): Promise<void> {
    const { place, assessment } = await this.door.admit(actor, asked, 'look after', { lock: true });
    if (assessment.state !== 'draft' && assessment.workshop?.rehearsal !== true) {
      throw Refused.conflict('Only a draft or a rehearsal can be thrown away: what people answered is kept.');
    }
    if (!(await this.assessments.remove(place.id, assessment.id))) {
      throw Refused.conflict('Actions came from it and name it as their origin, so it is kept.');
    }
    await announceLive(this.database, assessment.id);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'throw away an assessment',
      subject: `assessment ${assessment.id}`,
      before: assessmentForAudit(assessment),
      after: null,
      at: this.clock(),
    });
  }
}
