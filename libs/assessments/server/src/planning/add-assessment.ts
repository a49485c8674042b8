import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newRoom } from '@turnstone/assessments-rules';
import type { AssessmentGiven } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { assessmentForAudit } from './assessment-as-answered.js';
import { AssessmentRepository } from './assessment.repository.js';
import { CheckPlan } from './check-plan.js';

/** Plans an assessment: a draft, which nobody can answer yet. */
@Injectable()
export class AddAssessment {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(CheckPlan) private readonly plans: CheckPlan,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(actor: Actor, asked: { place: string; given: AssessmentGiven }): Promise<{ id: string }> {
    const place = await this.door.admit(actor, asked.place, 'read assessments');
    const { plan, room } = await this.plans.check(actor, place.id, asked.given, null);
    const id = randomUUID();
    const personId = actor.kind === 'member' ? actor.personId : null;
    const at = this.clock();
    await this.assessments.lockRounds(place.id);
    const round = await this.assessments.nextRound(place.id, plan, { id, personId });
    await this.assessments.add(place.id, id, { ...plan, round }, personId, at);
    if (room) await this.assessments.keepAgenda(place.id, id, { ...room, room: newRoom });
    await recordAudit(this.database, {
      placeId: place.id,
      personId,
      action: 'plan an assessment',
      subject: `assessment ${id}`,
      before: null,
      after: assessmentForAudit((await this.assessments.one(place.id, id))!),
      at,
    });
    return { id };
  }
}
