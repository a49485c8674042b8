import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { insistOnRunning } from './add-priority.js';
import { PriorityRepository } from './priority.repository.js';
import { WorkshopRepository } from './workshop.repository.js';

/** Takes a proposed priority off the list, whoever proposed it. */
@Injectable()
export class WithdrawPriority {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(PriorityRepository) private readonly priorities: PriorityRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async withdraw(actor: Actor, asked: { place: string; assessment: string; priority: string }): Promise<void> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    const priority = await this.priorities.one(workshop, asked.priority);
    if (!priority) throw Refused.notFound('There is no such priority on the list.');
    insistOnRunning(workshop);
    const at = this.clock();
    await this.priorities.withdraw(workshop, priority.id, at);
    await announceLive(this.database, workshop.assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'withdraw a priority',
      subject: `priority ${priority.id} of workshop ${workshop.assessmentId}`,
      before: { domain: priority.domain, text: priority.text, table: priority.table },
      after: null,
      at,
    });
  }
}
