import { Inject, Injectable } from '@nestjs/common';
import type { Invitation } from '@turnstone/contract';
import type { Actor, Role } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { invitationAsAnswered } from './as-answered.js';
import { CheckMembership } from './check-membership.js';
import { invitationForAudit, personalOf } from './invitation-for-audit.js';
import { MemberRepository } from './member.repository.js';
import { SendInvitation } from './send-invitation.js';

/** Invites somebody to a place by e-mail. An earlier invitation of theirs that still waits is withdrawn. */
@Injectable()
export class InvitePerson {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(CheckMembership) private readonly membership: CheckMembership,
    @Inject(SendInvitation) private readonly sending: SendInvitation,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async invite(
    actor: Actor,
    asked: {
      place: string;
      name: string;
      email: string;
      roles: readonly Role[];
      organisationId: string | null;
      workstreamIds: readonly string[];
    },
  ): Promise<Invitation> {
    const place = await this.door.admit(actor, asked.place, 'manage people');
    const membership = await this.membership.check(place.id, asked);
    if (await this.members.belongsByEmail(place.id, asked.email)) {
      const reason = `Somebody with this address belongs to ${place.name} already`;
      throw Refused.conflict(`${reason}. Change their roles instead.`, [{ path: 'email', reason }]);
    }
    await this.sending.count(place, asked.email);
    const { invitation, withdrawn } = await this.sending.send(actor, place, {
      ...membership,
      name: asked.name,
      email: asked.email,
    });
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'invite a person',
      subject: `invitation ${invitation.id}`,
      before: withdrawn.length > 0 ? { withdrawn } : null,
      after: invitationForAudit(invitation),
      personal: personalOf(invitation),
      at: this.clock(),
    });
    return invitationAsAnswered(invitation, this.clock());
  }
}
