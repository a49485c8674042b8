import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Role } from '@turnstone/places-rules';
import { CLOCK, CONFIG, RateLimit, Refused, type Clock, type Config } from '@turnstone/platform';
import { PostMail } from '../mail/post-mail.js';
import { newToken } from '../sessions/session-cookie.js';
import { hashOf } from '../sessions/session.repository.js';
import { InvitationRepository, type InvitationRow } from './invitation.repository.js';
import { dayInWords, inWords } from './words.js';

const DAYS = 7;

/** Null: the platform itself. */
type Where = { readonly id: string; readonly name: string } | null;

/**
 * Writes an invitation with a link that only its mail holds; of the token, the hash is kept. Nothing here looks at whether
 * anybody has the address: the answer takes as long either way.
 */
@Injectable()
export class SendInvitation {
  constructor(
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** 50 invitations per place, and 5 of them to one address, in an hour; refuses 'too many'. Those that are not sent do not count. */
  async count(where: { readonly id: string } | null, email: string): Promise<void> {
    const words = 'So many invitations are not sent at once.';
    const from = where?.id ?? 'platform';
    await this.limit.countDone('invite from', from, { most: 50, minutes: 60 }, words);
    const again = 'This address was invited several times just now.';
    await this.limit.countDone('invite to', `${from} ${email.toLowerCase()}`, { most: 5, minutes: 60 }, again);
  }

  async send(
    actor: Actor,
    where: Where,
    of: {
      readonly name: string;
      readonly email: string;
      readonly roles: readonly Role[];
      readonly organisationId: string | null;
      readonly workstreamIds: readonly string[];
    },
  ): Promise<{ invitation: InvitationRow; withdrawn: readonly string[] }> {
    const now = this.clock();
    const id = randomUUID();
    const token = newToken();
    const placeId = where?.id ?? null;
    const withdrawn = await this.invitations.withdrawWaiting(placeId, of.email, id, now);
    await this.invitations.keep({
      ...of,
      id,
      placeId,
      tokenHash: hashOf(token),
      invitedById: actor.kind === 'member' ? actor.personId : null,
      createdAt: now,
      expiresAt: expiryFrom(now),
    });
    const invitation = (await this.invitations.one(placeId, id))!;
    await this.#post(where, invitation, token);
    return { invitation, withdrawn };
  }

  /** The same invitation with another link, for another seven days, from whoever sends it now. */
  async sendAgain(
    actor: Actor,
    where: Where,
    invitation: InvitationRow,
  ): Promise<{ invitation: InvitationRow; withdrawn: readonly string[] }> {
    const now = this.clock();
    const token = newToken();
    const placeId = where?.id ?? null;
    const withdrawn = await this.invitations.withdrawWaiting(placeId, invitation.email, invitation.id, now);
    await this.invitations.renew(placeId, invitation.id, {
      tokenHash: hashOf(token),
      invitedById: actor.kind === 'member' ? actor.personId : null,
      expiresAt: expiryFrom(now),
    });
    const after = (await this.invitations.one(placeId, invitation.id))!;
    await this.#post(where, after, token);
    return { invitation: after, withdrawn };
  }

  async #post(where: Where, invitation: InvitationRow, token: string): Promise<void> {
    const whom = invitation.organisationName ? `, for ${invitation.organisationName}` : '';
    await this.mail.post({
      personId: null,
      address: invitation.email,
      kind: 'invitation',
      subject: where ? `You are invited to ${where.name} on Turnstone` : 'You are invited to administer Turnstone',
      parts: [
        `Hello ${invitation.name},`,
        where
          ? `${invitation.invitedBy} invites you to ${where.name} on Turnstone, as ${inWords(invitation.roles)}${whom}.`
          : `${invitation.invitedBy} invites you to administer this Turnstone, as platform administrator.`,
        { link: 'Look at the invitation', address: `${this.config.publicUrl}/invitation#${token}` },
        `The link works once, until ${dayInWords(invitation.expiresAt)}. Whoever has it can accept in your name: do not pass it on.`,
        'If you do not know what this is about, you need do nothing.',
      ],
    });
  }
}

/** Refuses what cannot be sent again, in words for whoever looks at the list. */
export function refuseDone(invitation: InvitationRow): void {
  if (invitation.acceptedAt) throw Refused.conflict('This invitation has been accepted already.');
  if (invitation.withdrawnAt) throw Refused.conflict('This invitation was withdrawn. Invite them anew.');
}

function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + DAYS * 24 * 60 * 60_000);
}
