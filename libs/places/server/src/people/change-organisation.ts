import { Inject, Injectable } from '@nestjs/common';
import type { Organisation } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { organisationAsAnswered } from './as-answered.js';
import { OrganisationRepository, type OrganisationRow } from './organisation.repository.js';
import { nameTaken } from './words.js';

/** Changes a partner, or says that it is one no longer: its people keep it, and nobody new can choose it. */
@Injectable()
export class ChangeOrganisation {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(OrganisationRepository) private readonly organisations: OrganisationRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(
    actor: Actor,
    asked: {
      place: string;
      organisation: string;
      version: number;
      name: string;
      sector: Organisation['sector'];
      closed: boolean;
    },
  ): Promise<Organisation> {
    const place = await this.door.admit(actor, asked.place, 'manage organisations');
    const before = await this.organisations.one(place.id, asked.organisation);
    if (!before) throw Refused.notFound('This place has no such organisation.');
    if (before.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Somebody changed this organisation while you were writing. Look at what stands now, and save again.',
        organisationAsAnswered(before),
      );
    }
    const { name, sector, closed } = asked;
    if (!closed && (await this.organisations.nameTaken(place.id, name, before.id))) throw nameTaken(name);
    const closedAt = closed ? (before.closedAt ?? this.clock()) : null;
    await this.organisations.change(place.id, { id: before.id, name, sector, closedAt });
    const after = (await this.organisations.one(place.id, before.id))!;
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change an organisation',
      subject: `organisation ${before.id}`,
      before: said(before),
      after: said(after),
      at: this.clock(),
    });
    return organisationAsAnswered(after);
  }
}

function said({ name, sector, closedAt }: OrganisationRow) {
  return { name, sector, closed: closedAt !== null };
}
