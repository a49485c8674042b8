import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { makeCode, whyNot, type AssessmentKind } from '@turnstone/assessments-rules';
import type { Assessment } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { recordAudit } from '@turnstone/places-server';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { assessmentAsAnswered } from './assessment-as-answered.js';
import { factsOf } from './assessment-facts.js';
import { AssessmentRepository } from './assessment.repository.js';

/** One in 887 million codes is taken by each open workshop: more than a few clashes in a row are a fault. */
const MOST_TRIES = 10;
/** 128 bits by chance, as 22 characters. */
const LINK_BYTES = 16;

/** From now on people can join, by a code in a room or by a link; a record is kept by its author alone and has neither. */
@Injectable()
export class OpenAssessment {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(actor: Actor, asked: { place: string; assessment: string }): Promise<Assessment> {
    const { place, assessment: before } = await this.door.admit(actor, asked, 'look after', { lock: true });
    const at = this.clock();
    const why = whyNot('open', factsOf(before), at.getTime());
    if (why !== null) throw Refused.conflict(why);
    for (let attempt = 1; ; attempt += 1) {
      if (await this.assessments.open(place.id, before.id, { joinCode: newJoinCode(before.kind), at })) break;
      if (attempt === MOST_TRIES) throw new Error('Every code that was tried is taken.');
    }
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'open an assessment',
      subject: `assessment ${before.id}`,
      before: { state: before.state },
      after: { state: 'open' },
      at,
    });
    const after = (await this.assessments.one(place.id, before.id))!;
    return assessmentAsAnswered(after, actor, place.id, this.config);
  }
}

function newJoinCode(kind: AssessmentKind): string | null {
  if (kind === 'workshop') return makeCode(randomInt);
  return kind === 'open online' ? randomBytes(LINK_BYTES).toString('base64url') : null;
}
