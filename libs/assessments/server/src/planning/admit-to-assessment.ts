import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace, type PlaceRow } from '@turnstone/places-server';
import { Refused } from '@turnstone/platform';
import { AssessmentRepository, type AssessmentRow } from './assessment.repository.js';
import { isAuthor, isRecord } from './records.js';

/**
 * The door to one assessment for members. A record of one's own is there for its author alone: to everybody else it is not
 * there at all. A record is looked after by its author too; everything else by those who run assessments.
 */
@Injectable()
export class AdmitToAssessment {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
  ) {}

  /** `lock`: nobody else changes or joins it until the unit of work ends. */
  async admit(
    actor: Actor,
    asked: { place: string; assessment: string },
    to: 'read' | 'look after',
    options: { lock?: boolean } = {},
  ): Promise<{ place: PlaceRow; assessment: AssessmentRow }> {
    const place = await this.door.admit(actor, asked.place, 'read assessments');
    if (options.lock) await this.assessments.lock(place.id, asked.assessment);
    const assessment = await this.assessments.one(place.id, asked.assessment);
    const hidden = assessment?.kind === 'own record' && actor.kind !== 'system' && !isAuthor(actor, assessment);
    if (!assessment || hidden) throw Refused.notFound('This place has no such assessment.');
    if (to === 'look after' && !mayLookAfter(actor, place.id, assessment)) {
      throw Refused.notPermitted(`Your role in ${place.name} does not allow you to run assessments.`);
    }
    return { place, assessment };
  }
}

export function mayLookAfter(actor: Actor, placeId: string, assessment: AssessmentRow): boolean {
  const of = { kind: 'place', id: placeId } as const;
  const own = isRecord(assessment.kind) && isAuthor(actor, assessment) && can(actor, 'keep a record', of);
  return own || (assessment.kind !== 'own record' && can(actor, 'run assessments', of)) || actor.kind === 'system';
}
