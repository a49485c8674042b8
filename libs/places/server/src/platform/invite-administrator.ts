import { Inject, Injectable } from '@nestjs/common';
import type { Invitation } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { invitationAsAnswered } from '../people/as-answered.js';
import { invitationForAudit, personalOf } from '../people/invitation-for-audit.js';
import { SendInvitation } from '../people/send-invitation.js';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToAdminister } from './admit-to-administer.js';

/** Invites somebody to administer the platform. An earlier invitation of theirs that still waits is withdrawn. */
@Injectable()
export class InviteAdministrator {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(SendInvitation) private readonly sending: SendInvitation,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async invite(actor: Actor, asked: { name: string; email: string }): Promise<Invitation> {
    await this.door.admit(actor, 'manage administrators');
    if (await this.administrators.knowsEmail(asked.email)) {
      const reason = 'Somebody with this address administers Turnstone already';
      throw Refused.conflict(`${reason}.`, [{ path: 'email', reason }]);
    }
    await this.sending.count(null, asked.email);
    const { invitation, withdrawn } = await this.sending.send(actor, null, {
      name: asked.name,
      email: asked.email,
      roles: [],
      organisationId: null,
      workstreamIds: [],
    });
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'invite an administrator',
      subject: `invitation ${invitation.id}`,
      before: withdrawn.length > 0 ? { withdrawn } : null,
      after: invitationForAudit(invitation),
      personal: personalOf(invitation),
      at: this.clock(),
    });
    return invitationAsAnswered(invitation, this.clock());
  }
}
