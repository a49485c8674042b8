import { Inject, Injectable } from '@nestjs/common';
import { newRoom } from '@turnstone/assessments-rules';
import type { Assessment, AssessmentGiven } from '@turnstone/contract';
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
import { AdmitToAssessment } from './admit-to-assessment.js';
import { assessmentAsAnswered, assessmentForAudit } from './assessment-as-answered.js';
import { AssessmentRepository, type AssessmentRow } from './assessment.repository.js';
import { CheckPlan, type CheckedPlan } from './check-plan.js';

/** Changes a plan, as far as nobody has relied on it yet. */
@Injectable()
export class ChangeAssessment {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(CheckPlan) private readonly plans: CheckPlan,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(
    actor: Actor,
    asked: { place: string; assessment: string; version: number; given: AssessmentGiven },
  ): Promise<Assessment> {
    const { place, assessment: before } = await this.door.admit(actor, asked, 'look after', { lock: true });
    if (before.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Somebody changed this assessment while you were writing. Look at what stands now, and save again.',
        assessmentAsAnswered(before, actor, place.id, this.config),
      );
    }
    const checked = await this.plans.check(actor, place.id, asked.given, before);
    refuseSettled(before, checked);
    const { plan, room } = checked;
    await this.assessments.lockRounds(place.id);
    const round = sameRounds(before, plan)
      ? before.round
      : await this.assessments.nextRound(place.id, plan, { id: before.id, personId: before.createdBy });
    await this.assessments.change(place.id, before.id, { ...plan, round });
    if (room === null) await this.assessments.dropRoom(place.id, before.id);
    else if (!sameAgenda(before, room))
      await this.assessments.keepAgenda(place.id, before.id, { ...room, room: newRoom });
    const after = (await this.assessments.one(place.id, before.id))!;
    if (before.state === 'open') await announceLive(this.database, before.id);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change an assessment',
      subject: `assessment ${before.id}`,
      before: assessmentForAudit(before),
      after: assessmentForAudit(after),
      at: this.clock(),
    });
    return assessmentAsAnswered(after, actor, place.id, this.config);
  }
}

type Plan = CheckedPlan['plan'];
/** What people were told when they joined, in the order in which a page asks for it. */
const settled = ['toolVersionId', 'kind', 'scope', 'organisationId', 'topic', 'identities', 'smallestGroup'] as const;
const days = ['opensOn', 'closesOn'] as const;

/**
 * Once somebody has joined, what they joined stays as it was; a closed assessment keeps everything but its title; an agenda
 * that has begun is changed in the room, step by step.
 */
function refuseSettled(before: AssessmentRow, { plan, room }: CheckedPlan): void {
  const differs = (fields: readonly (keyof Plan & keyof AssessmentRow)[]) =>
    fields.filter((field) => before[field] !== plan[field]);
  const refuse = (detail: string, fields: readonly string[]): void => {
    if (fields.length > 0)
      throw Refused.conflict(
        detail,
        fields.map((path) => ({ path, reason: detail })),
      );
  };
  if (before.state === 'closed')
    refuse('This is closed: only its title can still be changed.', differs([...settled, ...days]));
  if (before.state === 'open') {
    refuse('It is open: what kind it is can no longer be changed.', differs(['kind']));
    refuse('It is open already.', differs(['opensOn']));
  }
  if (before.joined > 0)
    refuse(
      'Somebody has joined already: tool, kind, scope and whether answers are anonymous stay as they were told.',
      differs(settled),
    );
  const begun = before.workshop !== null && (before.workshop.roomState !== 'waiting' || before.state === 'closed');
  if (begun && room !== null && !sameAgenda(before, room))
    refuse('The workshop has begun: add time to a stage in the room itself.', ['minutes']);
}

const sameAgenda = ({ workshop }: AssessmentRow, room: NonNullable<CheckedPlan['room']>): boolean =>
  workshop?.format === room.format &&
  workshop.agenda.length === room.agenda.length &&
  workshop.agenda.every((stage, index) => stage.minutes === room.agenda[index]!.minutes);

const sameRounds = (before: AssessmentRow, plan: Plan): boolean =>
  before.toolVersionId === plan.toolVersionId &&
  before.scope === plan.scope &&
  before.organisationId === plan.organisationId &&
  before.topic.toLowerCase() === plan.topic.toLowerCase() &&
  (before.kind === 'own record') === (plan.kind === 'own record');
