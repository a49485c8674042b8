import { Inject, Injectable } from '@nestjs/common';
import type { Workstream } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AdmitToChange } from './admit-to-change.js';
import { workstreamAsAnswered } from './as-answered.js';
import { CheckOutcomes } from './check-outcomes.js';
import { nameTaken } from './words.js';
import { WorkstreamRepository, type WorkstreamRow } from './workstream.repository.js';

/**
 * Changes a workstream, or says that it has ended: its leads then no longer write its cards. An outcome that it chooses
 * leaves the workstream that had it.
 */
@Injectable()
export class ChangeWorkstream {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository,
    @Inject(CheckOutcomes) private readonly outcomes: CheckOutcomes,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(
    actor: Actor,
    asked: {
      place: string;
      workstream: string;
      version: number;
      name: string;
      about: string;
      outcomes: readonly string[];
      closed: boolean;
    },
  ): Promise<Workstream> {
    const place = await this.door.admit(actor, asked.place, 'manage workstreams');
    const before = await this.workstreams.one(place.id, asked.workstream);
    if (!before) throw Refused.notFound('This place has no such workstream.');
    if (before.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Somebody changed this workstream while you were writing. Look at what stands now, and save again.',
        workstreamAsAnswered(before),
      );
    }
    const { name, about, closed } = asked;
    if (!closed && (await this.workstreams.nameTaken(place.id, name, before.id))) throw nameTaken(name);
    const { slugs, takenFrom } = await this.outcomes.check(place.id, before.id, asked.outcomes);
    const closedAt = closed ? (before.closedAt ?? this.clock()) : null;
    await this.workstreams.change(place.id, { id: before.id, name, about, closedAt });
    await this.workstreams.chooseOutcomes(place.id, before.id, slugs);
    const after = (await this.workstreams.one(place.id, before.id))!;
    if (closed !== (before.closedAt !== null)) {
      for (const lead of before.leads) await this.sessions.renewAllOf(lead.personId);
    }
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change a workstream',
      subject: `workstream ${before.id}`,
      before: { ...said(before), ...takenFrom },
      after: said(after),
      at: this.clock(),
    });
    return workstreamAsAnswered(after);
  }
}

function said({ name, about, outcomes, closedAt }: WorkstreamRow) {
  return { name, about, outcomes: outcomes.map((one) => one.slug), closed: closedAt !== null };
}
