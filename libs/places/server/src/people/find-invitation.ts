import { Inject, Injectable } from '@nestjs/common';
import { can, invitationState } from '@turnstone/places-rules';
import { CLOCK, Refused, type Clock } from '@turnstone/platform';
import { InvitationRepository, type InvitationRow } from './invitation.repository.js';
import { StandingRepository } from '../access/standing.repository.js';

/** One sentence for every link that is dead, whatever it died of. */
export const overAndDone = (): Refused =>
  Refused.invalid(
    'This invitation can no longer be used: it was accepted, was withdrawn, was sent anew, or is older than seven days. Ask whoever invited you for another.',
  );

/** The invitation behind a link, as long as it stands, and as long as whoever invited may still invite. */
@Injectable()
export class FindInvitation {
  constructor(
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'invalid', in the same words for every dead link. */
  async byToken(tokenHash: Buffer): Promise<InvitationRow> {
    const row = await this.invitations.byToken(tokenHash);
    if (!row || invitationState(row, this.clock()) !== 'waiting' || !(await this.#mayInvite(row))) throw overAndDone();
    return row;
  }

  /** By how the inviter stands now: an invitation is not to outlive their right to it. Nobody: the system itself invited. */
  async #mayInvite({ placeId, invitedById }: InvitationRow): Promise<boolean> {
    if (invitedById === null) return true;
    const inviter = await this.standing.of(invitedById);
    if (!inviter) return false;
    return placeId === null
      ? can(inviter, 'manage administrators', { kind: 'platform' })
      : can(inviter, 'manage people', { kind: 'place', id: placeId });
  }
}
