import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { applyStep, type RoomState, type Step } from '@turnstone/assessments-rules';
import type { Console, Step as AskedStep } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { RenewViews } from '../views/renew-views.js';
import { BesideRoom } from './beside-room.js';
import { ReadConsole } from './read-console.js';
import { SimulateTables } from './simulate-tables.js';
import { aroundOf, whyNoStep } from './why-not.js';
import { WorkshopRepository, type PersonRow, type WorkshopRow } from './workshop.repository.js';

const MOST_DRAWN_SEED = 0x7fff_ffff;

/**
 * Takes a step of a facilitator. Nothing is bound to who took the one before: whoever may run assessments goes on where the
 * workshop stands. Two who step at once have read the same version, and the second is shown what the first did.
 */
@Injectable()
export class TakeStep {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(BesideRoom) private readonly beside: BesideRoom,
    @Inject(RenewViews) private readonly views: RenewViews,
    @Inject(SimulateTables) private readonly simulation: SimulateTables,
    @Inject(ReadConsole) private readonly console: ReadConsole,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async take(
    actor: Actor,
    asked: { place: string; assessment: string; version: number; step: AskedStep },
  ): Promise<Console> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    if (workshop.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Another facilitator has taken a step since you looked. Look at the room before you go on.',
        await this.console.read(place.id, asked.assessment),
      );
    }
    const at = this.clock();
    const people = await this.workshops.people(place.id, workshop.assessmentId);
    const tablesAnswered = (await this.workshops.scored(place.id, workshop.assessmentId)).size > 0;
    const step = stepOf(asked.step, people);
    const closed = whyNoStep(workshop);
    if (closed !== null) throw Refused.conflict(closed);
    const applied = applyStep(workshop.room, step, at.getTime(), aroundOf(workshop, tablesAnswered));
    if (!applied.ok) throw Refused.conflict(applied.reason);
    const besideBefore = await this.beside.change(workshop, step, people, at);
    const personId = actor.kind === 'member' ? actor.personId : null;
    const before = { room: applied.before, ...besideBefore };
    await this.workshops.log(workshop, { at, personId, step, before, undoes: null });
    await this.workshops.keepRoom(workshop, applied.room);
    if (workshop.rehearsal && !tablesAnswered) await this.simulation.simulate({ ...workshop, room: applied.room }, at);
    await this.views.renew(place.id, workshop.assessmentId, toRenew(workshop, applied.room, step), at);
    await announceLive(this.database, workshop.assessmentId);
    const answer = await this.console.read(place.id, workshop.assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId,
      action: 'run assessments',
      subject: `workshop ${workshop.assessmentId}`,
      before: applied.before,
      after: { step: step.kind === 'draw tables' ? step : asked.step },
      at,
    });
    return answer;
  }
}

/** Domains that this shows, or whose answers it changes while they are shown; at the close every domain, for it becomes a result. */
export function toRenew({ room, tool }: WorkshopRow, after: RoomState, step: Step): string[] {
  if (step.kind === 'close workshop') return tool.domains.map(({ id }) => id);
  const shown = Object.keys(after.revealed);
  if (step.kind === 'remove participant' || step.kind === 'put back participant') return shown;
  return shown.filter((domain) => !Object.hasOwn(room.revealed, domain));
}

/** People are numbers outside, and a seed is taken by chance where none is given. */
function stepOf(asked: AskedStep, people: readonly PersonRow[]): Step {
  if (asked.kind === 'draw tables') return { ...asked, seed: asked.seed ?? randomInt(MOST_DRAWN_SEED) };
  if (!('participant' in asked)) return asked;
  const person = people.find(({ number }) => number === asked.participant);
  if (!person) throw Refused.conflict(`There is no participant ${asked.participant} in this workshop.`);
  return { ...asked, participant: person.id };
}
