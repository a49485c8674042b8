import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Workstream } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { workstreamAsAnswered } from './as-answered.js';
import { CheckOutcomes } from './check-outcomes.js';
import { nameTaken } from './words.js';
import { WorkstreamRepository } from './workstream.repository.js';

/** Adds a workstream. An outcome that it chooses leaves the workstream that had it. */
@Injectable()
export class AddWorkstream {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository,
    @Inject(CheckOutcomes) private readonly outcomes: CheckOutcomes,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(
    actor: Actor,
    asked: { place: string; name: string; about: string; outcomes: readonly string[] },
  ): Promise<Workstream> {
    const place = await this.door.admit(actor, asked.place, 'manage workstreams');
    const id = randomUUID();
    const { name, about } = asked;
    if (await this.workstreams.nameTaken(place.id, name, id)) throw nameTaken(name);
    const { slugs, takenFrom } = await this.outcomes.check(place.id, id, asked.outcomes);
    await this.workstreams.add(place.id, { id, name, about });
    await this.workstreams.chooseOutcomes(place.id, id, slugs);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'add a workstream',
      subject: `workstream ${id}`,
      before: takenFrom,
      after: { name, about, outcomes: slugs },
      at: this.clock(),
    });
    return workstreamAsAnswered((await this.workstreams.one(place.id, id))!);
  }
}
