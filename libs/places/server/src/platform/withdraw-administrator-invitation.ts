import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { invitationForAudit } from '../people/invitation-for-audit.js';
import { InvitationRepository } from '../people/invitation.repository.js';
import { refuseDone } from '../people/send-invitation.js';
import { AdmitToAdminister } from './admit-to-administer.js';

/** Withdraws an invitation to administer the platform: its link is dead. */
@Injectable()
export class WithdrawAdministratorInvitation {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async withdraw(actor: Actor, invitationId: string): Promise<void> {
    await this.door.admit(actor, 'manage administrators');
    const before = await this.invitations.one(null, invitationId);
    if (!before) throw Refused.notFound('There is no such invitation.');
    refuseDone(before);
    await this.invitations.withdraw(null, before.id, this.clock());
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'withdraw an invitation',
      subject: `invitation ${before.id}`,
      before: invitationForAudit(before),
      after: null,
      at: this.clock(),
    });
  }
}
