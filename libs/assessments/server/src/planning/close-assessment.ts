import { Inject, Injectable } from '@nestjs/common';
import { whyNot } from '@turnstone/assessments-rules';
import type { Assessment } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { recordAudit } from '@turnstone/places-server';
import {
  announceLive,
  CLOCK,
  CONFIG,
  DATABASE,
  Refused,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import { RenewViews } from '../views/renew-views.js';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { assessmentAsAnswered } from './assessment-as-answered.js';
import { factsOf } from './assessment-facts.js';
import { AssessmentRepository } from './assessment.repository.js';

/** Closes an assessment for ever: nobody can join or answer, and what is shown of an online one is worked out now, once. */
@Injectable()
export class CloseAssessment {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(RenewViews) private readonly views: RenewViews,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async close(actor: Actor, asked: { place: string; assessment: string }): Promise<Assessment> {
    const { place, assessment: before } = await this.door.admit(actor, asked, 'look after', { lock: true });
    const at = this.clock();
    const why = whyNot('close', factsOf(before), at.getTime());
    if (why !== null) throw Refused.conflict(why);
    if (before.workshop?.roomState === 'running') {
      throw Refused.conflict('The workshop is running: close it in its room, where the step is on the log.');
    }
    await this.assessments.close(place.id, before.id, at);
    await this.views.renew(place.id, before.id, await this.assessments.domains(place.id, before.id), at);
    await announceLive(this.database, before.id);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'close an assessment',
      subject: `assessment ${before.id}`,
      before: { state: before.state },
      after: { state: 'closed' },
      at,
    });
    const after = (await this.assessments.one(place.id, before.id))!;
    return assessmentAsAnswered(after, actor, place.id, this.config);
  }
}
