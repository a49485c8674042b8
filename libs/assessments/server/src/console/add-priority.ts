import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PriorityView } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PriorityRepository } from './priority.repository.js';
import { whyNoStep } from './why-not.js';
import { WorkshopRepository, type WorkshopRow } from './workshop.repository.js';

/** Proposes a priority for the whole room. */
@Injectable()
export class AddPriority {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(PriorityRepository) private readonly priorities: PriorityRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(
    actor: Actor,
    asked: { place: string; assessment: string; domain: string | null; text: string },
  ): Promise<PriorityView> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    insistOnRunning(workshop);
    const { domain, text } = asked;
    if (domain !== null && !workshop.tool.domains.some(({ id }) => id === domain)) {
      const reason = 'This tool has no such domain';
      throw Refused.invalid(`${reason}.`, [{ path: 'domain', reason }]);
    }
    const at = this.clock();
    const priority = { id: randomUUID(), domain, text, table: null };
    await this.priorities.add(workshop, priority, at);
    await announceLive(this.database, workshop.assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'propose a priority',
      subject: `priority ${priority.id} of workshop ${workshop.assessmentId}`,
      before: null,
      after: { domain, text },
      at,
    });
    return { ...priority, votes: null };
  }
}

export function insistOnRunning(workshop: WorkshopRow): void {
  const waiting = workshop.room.state === 'waiting' ? 'The workshop has not started.' : null;
  const closed = workshop.room.state === 'closed' ? 'The workshop is closed.' : null;
  const reason = whyNoStep(workshop) ?? waiting ?? closed;
  if (reason !== null) throw Refused.conflict(reason);
}
