import { Inject, Injectable } from '@nestjs/common';
import { checkAgenda, londonTimeOf, startOfDay, dayAfter, whyNotClosing } from '@turnstone/assessments-rules';
import type { AssessmentGiven } from '@turnstone/contract';
import { belongingOf, can, type Actor } from '@turnstone/places-rules';
import { CLOCK, Refused, type Clock } from '@turnstone/platform';
import { ToolRepository } from '../tools/tool.repository.js';
import { AssessmentRepository, type AssessmentRow, type KeptStage, type PlanToKeep } from './assessment.repository.js';
import { isRecord } from './records.js';
import { WorkshopPacks } from './workshop-packs.js';

export interface CheckedPlan {
  /** What of it counts for its kind and scope; its round is not known yet. */
  readonly plan: Omit<PlanToKeep, 'round'>;
  /** Null unless it is a workshop. */
  readonly room: { readonly format: string; readonly agenda: readonly KeptStage[] } | null;
}

/** Whether an assessment can be planned like this, by this person. What does not belong to its kind or scope is left out. */
@Injectable()
export class CheckPlan {
  constructor(
    @Inject(ToolRepository) private readonly tools: ToolRepository,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `before`: what stands now, when a plan is changed; what it holds already is not asked for again. */
  async check(
    actor: Actor,
    placeId: string,
    given: AssessmentGiven,
    before: AssessmentRow | null,
  ): Promise<CheckedPlan> {
    const { title, kind, scope, identities, smallestGroup } = given;
    checkPermission(actor, placeId, given);
    const tool = await this.tools.one(placeId, given.toolVersionId);
    if (!tool) throw refusedAt('toolVersionId', 'This place has no such tool.');
    if (tool.putAwayAt !== null && tool.id !== before?.toolVersionId)
      throw refusedAt('toolVersionId', 'This version was put away: choose one that is offered.');
    if (kind === 'one organisation' && scope !== 'one organisation')
      throw refusedAt('scope', 'An organisation’s own assessment is about that organisation.');
    const organisationId = scope === 'one organisation' ? given.organisationId : null;
    if (scope === 'one organisation') await this.#checkOrganisation(placeId, organisationId, before);
    const topic = scope === 'one topic' ? given.topic : '';
    if (scope === 'one topic' && topic === '') throw refusedAt('topic', 'Say which topic this is about.');
    this.#checkDays(given, before);
    return {
      plan: {
        ...{ title, toolVersionId: tool.id, kind, scope, organisationId, topic, identities, smallestGroup },
        ...{ opensOn: given.opensOn, closesOn: given.closesOn },
      },
      room: kind === 'workshop' ? this.#roomOf(given) : null,
    };
  }

  async #checkOrganisation(placeId: string, id: string | null, before: AssessmentRow | null): Promise<void> {
    if (id === null) throw refusedAt('organisationId', 'Say which organisation this is about.');
    const organisation = await this.assessments.organisation(placeId, id);
    if (!organisation) throw refusedAt('organisationId', 'This place has no such organisation.');
    if (organisation.closed && id !== before?.organisationId)
      throw refusedAt('organisationId', `${organisation.name} is no longer a partner: choose another one.`);
  }

  #checkDays({ kind, opensOn, closesOn }: AssessmentGiven, before: AssessmentRow | null): void {
    const same = before?.kind === kind && before.opensOn === opensOn && before.closesOn === closesOn;
    if (same) return;
    const now = this.clock().getTime();
    if (opensOn !== null && opensOn !== before?.opensOn && opensOn < londonTimeOf(now).day)
      throw refusedAt('opensOn', 'That day has passed. Choose a later one, or open it yourself.');
    const closing = whyNotClosing({ kind, opensAt: startsAt(opensOn), closesAt: endsAt(closesOn) }, now);
    if (closing !== null) throw refusedAt('closesOn', closing);
  }

  #roomOf({ format: id, minutes }: AssessmentGiven): { format: string; agenda: KeptStage[] } {
    if (id === null) throw refusedAt('format', 'Choose how the time of the workshop is spent.');
    const format = this.packs.format(id);
    if (!format) throw refusedAt('format', 'There is no such format.');
    if (minutes !== null && minutes.length !== format.stages.length)
      throw refusedAt('minutes', `This format has ${format.stages.length} stages: give minutes for each of them.`);
    const agenda = format.stages.map((stage, index) => ({ ...stage, minutes: minutes?.[index] ?? stage.minutes }));
    const checked = checkAgenda(agenda);
    if (!checked.ok) throw refusedAt('minutes', checked.reason);
    return { format: format.id, agenda };
  }
}

/**
 * Records are kept by whoever may keep one: that of an organisation by its own people, unless they run assessments. All other
 * kinds are planned by those who run them.
 */
function checkPermission(
  actor: Actor,
  placeId: string,
  { kind, organisationId }: Pick<AssessmentGiven, 'kind' | 'organisationId'>,
): void {
  const of = { kind: 'place', id: placeId } as const;
  if (can(actor, 'run assessments', of)) return;
  if (!isRecord(kind)) throw Refused.notPermitted('Your role here does not allow you to run assessments.');
  if (!can(actor, 'keep a record', of))
    throw Refused.notPermitted('Your role here does not allow you to keep a record.');
  if (kind !== 'one organisation' || actor.kind !== 'member') return;
  if (belongingOf(actor, placeId)?.organisationId !== organisationId)
    throw Refused.notPermitted('You may keep such a record for the organisation that you speak for.');
}

/** In milliseconds since 1970; `closes_on` is the last day on which it is open. */
export const startsAt = (day: string | null): number | null => (day === null ? null : startOfDay(day));
export const endsAt = (day: string | null): number | null => (day === null ? null : startOfDay(dayAfter(day, 1)));

const refusedAt = (path: string, reason: string): Refused => Refused.invalid(reason, [{ path, reason }]);
