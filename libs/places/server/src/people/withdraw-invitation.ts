import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { invitationForAudit } from './invitation-for-audit.js';
import { InvitationRepository } from './invitation.repository.js';
import { refuseDone } from './send-invitation.js';

/** Withdraws an invitation to a place: its link is dead. */
@Injectable()
export class WithdrawInvitation {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async withdraw(actor: Actor, asked: { place: string; invitation: string }): Promise<void> {
    const place = await this.door.admit(actor, asked.place, 'manage people');
    const before = await this.invitations.one(place.id, asked.invitation);
    if (!before) throw Refused.notFound('There is no such invitation in this place.');
    refuseDone(before);
    await this.invitations.withdraw(place.id, before.id, this.clock());
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'withdraw an invitation',
      subject: `invitation ${before.id}`,
      before: invitationForAudit(before),
      after: null,
      at: this.clock(),
    });
  }
}
