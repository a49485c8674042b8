import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Organisation } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { organisationAsAnswered } from './as-answered.js';
import { OrganisationRepository } from './organisation.repository.js';
import { nameTaken } from './words.js';

@Injectable()
export class AddOrganisation {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(OrganisationRepository) private readonly organisations: OrganisationRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(
    actor: Actor,
    asked: { place: string; name: string; sector: Organisation['sector'] },
  ): Promise<Organisation> {
    const place = await this.door.admit(actor, asked.place, 'manage organisations');
    const id = randomUUID();
    const { name, sector } = asked;
    if (await this.organisations.nameTaken(place.id, name, id)) throw nameTaken(name);
    await this.organisations.add(place.id, { id, name, sector });
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'add an organisation',
      subject: `organisation ${id}`,
      before: null,
      after: { name, sector },
      at: this.clock(),
    });
    return organisationAsAnswered((await this.organisations.one(place.id, id))!);
  }
}
