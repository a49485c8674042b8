import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { makeCode, undo } from '@turnstone/assessments-rules';
import type { Console } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AssessmentRepository } from '../planning/assessment.repository.js';
import { RenewViews } from '../views/renew-views.js';
import { BesideRoom } from './beside-room.js';
import { ReadConsole } from './read-console.js';
import { toRenew } from './take-step.js';
import { loggedOf, whyNotUndone } from './why-not.js';
import { WorkshopRepository, type WorkshopRow } from './workshop.repository.js';

/** Of 887 million codes each open workshop takes one: more than a few clashes in a row are a fault. */
const MOST_TRIES = 10;

/** Takes the last standing step back: the room and what the step changed beside it are as they were. The log keeps both. */
@Injectable()
export class UndoStep {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(BesideRoom) private readonly beside: BesideRoom,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(RenewViews) private readonly views: RenewViews,
    @Inject(ReadConsole) private readonly console: ReadConsole,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async undo(
    actor: Actor,
    asked: { place: string; assessment: string; version: number; seq: number },
  ): Promise<Console> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    const { assessmentId } = workshop;
    if (workshop.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Another facilitator has taken a step since you looked. Look at the room before you go on.',
        await this.console.read(place.id, assessmentId),
      );
    }
    const at = this.clock();
    const steps = await this.workshops.steps(place.id, assessmentId);
    const tablesAnswered = (await this.workshops.scored(place.id, assessmentId)).size > 0;
    if (!steps.some(({ seq }) => seq === asked.seq)) throw Refused.notFound('There is no such step in this workshop.');
    const reason = whyNotUndone(workshop, steps, asked.seq, tablesAnswered, at.getTime());
    if (reason !== null) throw Refused.conflict(reason);
    const row = steps.find(({ seq }) => seq === asked.seq)!;
    const logged = loggedOf(steps).find(({ seq }) => seq === asked.seq)!;
    const undone = undo(workshop.room, logged, at.getTime());
    if (!undone.ok) throw Refused.conflict(undone.reason);
    const personId = actor.kind === 'member' ? actor.personId : null;
    await this.beside.restore(workshop, undone.outside, row.before, { personId, at });
    if (logged.step.kind === 'close workshop') await this.#reopen(workshop, at);
    const seq = await this.workshops.log(workshop, {
      at,
      personId,
      step: { kind: 'undo' },
      before: { room: {}, outside: null },
      undoes: asked.seq,
    });
    await this.workshops.markUndone(workshop, asked.seq, seq);
    await this.workshops.keepRoom(workshop, undone.room);
    if (logged.step.kind !== 'close workshop')
      await this.views.renew(place.id, assessmentId, toRenew(workshop, undone.room, logged.step), at);
    await announceLive(this.database, workshop.assessmentId);
    const answer = await this.console.read(place.id, assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId,
      action: 'run assessments',
      subject: `workshop ${assessmentId}`,
      before: { step: asked.seq, kind: logged.step.kind },
      after: { undone: asked.seq },
      at,
    });
    return answer;
  }

  /** Under a new code: the one before may be on another wall by now. */
  async #reopen({ placeId, assessmentId }: WorkshopRow, at: Date): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (await this.assessments.open(placeId, assessmentId, { joinCode: makeCode(randomInt), at })) return;
      if (attempt === MOST_TRIES) throw new Error('Every code that was tried is taken.');
    }
  }
}
