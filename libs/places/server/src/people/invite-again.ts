import { Inject, Injectable } from '@nestjs/common';
import type { Invitation } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { invitationAsAnswered } from './as-answered.js';
import { CheckMembership } from './check-membership.js';
import { invitationForAudit, personalOf } from './invitation-for-audit.js';
import { InvitationRepository } from './invitation.repository.js';
import { MemberRepository } from './member.repository.js';
import { refuseDone, SendInvitation } from './send-invitation.js';

/** Sends an invitation that waits or has expired once more: a new link for another seven days; the old link is dead. */
@Injectable()
export class InviteAgain {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(CheckMembership) private readonly membership: CheckMembership,
    @Inject(SendInvitation) private readonly sending: SendInvitation,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async invite(actor: Actor, asked: { place: string; invitation: string }): Promise<Invitation> {
    const place = await this.door.admit(actor, asked.place, 'manage people');
    const before = await this.invitations.one(place.id, asked.invitation);
    if (!before) throw Refused.notFound('There is no such invitation in this place.');
    refuseDone(before);
    await this.membership.check(place.id, before);
    if (await this.members.belongsByEmail(place.id, before.email)) {
      throw Refused.conflict(
        `Somebody with this address belongs to ${place.name} already. Change their roles instead.`,
      );
    }
    await this.sending.count(place, before.email);
    const { invitation, withdrawn } = await this.sending.sendAgain(actor, place, before);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'invite a person again',
      subject: `invitation ${invitation.id}`,
      before: { ...invitationForAudit(before), ...(withdrawn.length > 0 ? { withdrawn } : {}) },
      after: invitationForAudit(invitation),
      personal: personalOf(invitation),
      at: this.clock(),
    });
    return invitationAsAnswered(invitation, this.clock());
  }
}
