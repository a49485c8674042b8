import { Controller, Inject } from '@nestjs/common';
import {
  acceptInvitation,
  invite,
  inviteAgain,
  listInvitations,
  lookAtInvitation,
  withdrawInvitation,
  type Invitation,
  type InvitationSeen,
  type Session,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, CLOCK, Converse, RateLimit, type AskedOf, type Clock } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { OpenSession } from '../sessions/open-session.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { hashOf } from '../sessions/session.repository.js';
import { networkOf } from '../sign-in/network.js';
import { AcceptInvitation } from './accept-invitation.js';
import { invitationAsAnswered } from './as-answered.js';
import { FindInvitation } from './find-invitation.js';
import { InvitationRepository } from './invitation.repository.js';
import { InviteAgain } from './invite-again.js';
import { InvitePerson } from './invite-person.js';
import { StandingRepository } from '../access/standing.repository.js';
import { WithdrawInvitation } from './withdraw-invitation.js';

/** How often a network may try links that are dead. */
const OFTEN = { most: 20, minutes: 15 };

@Controller()
export class InvitationsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(FindInvitation) private readonly finding: FindInvitation,
    @Inject(InvitePerson) private readonly inviting: InvitePerson,
    @Inject(InviteAgain) private readonly again: InviteAgain,
    @Inject(WithdrawInvitation) private readonly withdrawing: WithdrawInvitation,
    @Inject(AcceptInvitation) private readonly accepting: AcceptInvitation,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
    @Inject(OpenSession) private readonly session: OpenSession,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Converse(listInvitations)
  async listInvitations(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listInvitations>,
  ): Promise<{ invitations: Invitation[] }> {
    const place = await this.door.admit(actor, asked.params.place, 'manage people');
    const now = this.clock();
    return { invitations: (await this.invitations.all(place.id)).map((row) => invitationAsAnswered(row, now)) };
  }

  @Converse(invite)
  async invite(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof invite>): Promise<Invitation> {
    return this.inviting.invite(actor, { ...asked.body, place: asked.params.place });
  }

  @Converse(inviteAgain)
  async inviteAgain(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof inviteAgain>): Promise<Invitation> {
    return this.again.invite(actor, asked.params);
  }

  @Converse(withdrawInvitation)
  async withdrawInvitation(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof withdrawInvitation>,
  ): Promise<void> {
    await this.withdrawing.withdraw(actor, asked.params);
  }

  /** Holding the link is the permission. */
  @Converse(lookAtInvitation)
  async lookAtInvitation(@Asked() asked: AskedOf<typeof lookAtInvitation>): Promise<InvitationSeen> {
    const network = networkOf(asked.request.ip);
    await this.limit.count('look at invitation', network, OFTEN);
    const found = await this.finding.byToken(hashOf(asked.body.token));
    await this.limit.takeBack('look at invitation', network);
    const { placeName, invitedBy, name, roles, organisationName, expiresAt } = found;
    return { placeName, invitedBy, name, roles, organisationName, expiresAt: expiresAt.toISOString() };
  }

  @Converse(acceptInvitation)
  async acceptInvitation(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof acceptInvitation>,
  ): Promise<{ session: Session; to: string }> {
    const { request, reply, body } = asked;
    const network = networkOf(request.ip);
    await this.limit.count('accept invitation', network, OFTEN);
    const isIn = actor.kind === 'member';
    const { personId, to } = await this.accepting.accept({
      tokenHash: hashOf(body.token),
      name: body.name,
      actor,
      enter: async () => (isIn ? {} : { method: 'invitation' }),
    });
    const session = isIn
      ? await this.session.describe(await this.standing.now(actor), this.cookie.endsOf(request))
      : await this.session.open(request, reply, { personId, method: 'invitation', noted: null });
    // A roomful of people behind one address of the network accepts on the same morning.
    await this.limit.takeBack('accept invitation', network);
    return { session, to };
  }
}
