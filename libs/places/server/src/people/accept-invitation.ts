import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { PlaceRepository, type PlaceRow } from '../places/place.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AccountBehindRepository, type AccountBehind } from './account-behind.repository.js';
import { membershipOf } from './change-member.js';
import { FindInvitation, overAndDone } from './find-invitation.js';
import { InvitationRepository, type InvitationRow } from './invitation.repository.js';
import { MemberRepository } from './member.repository.js';
import { WorkstreamRepository } from './workstream.repository.js';

/**
 * Accepts an invitation, exactly once: for the account that is signed in; otherwise for whoever has the address that the
 * link was sent to, which holding the link proves; otherwise for a new person. What is accepted adds to what they are
 * already. Opens no session: that is the caller's, and leaves no entry of its own beside the one of here.
 */
@Injectable()
export class AcceptInvitation {
  constructor(
    @Inject(FindInvitation) private readonly finding: FindInvitation,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(AccountBehindRepository) private readonly accounts: AccountBehindRepository,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository,
    @Inject(PlaceRepository) private readonly places: PlaceRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `name`: of a new person; null: as the invitation says it. `enter` is asked once it is clear whose account it is, and
   * answers what the entry says of how they came in; what it throws takes everything back. Refuses 'invalid', in the same
   * words for every dead link.
   */
  async accept(of: {
    tokenHash: Buffer;
    name: string | null;
    actor: Actor;
    enter: (account: { personId: string; isNew: boolean }) => Promise<object>;
  }): Promise<{ personId: string; to: string }> {
    const { placeId } = await this.finding.byToken(of.tokenHash);
    await this.members.lock(placeId ?? PLATFORM_CHAIN);
    // Looked at again: whoever was quicker has used it up, or taken the inviter's role away.
    const invitation = await this.finding.byToken(of.tokenHash);
    const { account, isNew } = await this.#accountFor(invitation, of.name, of.actor);
    const way = await of.enter({ personId: account.personId, isNew });
    await this.invitations.accept(invitation.id, account.personId, this.clock());
    const place = invitation.placeId === null ? null : await this.#place(invitation.placeId);
    const change = place
      ? await this.#join(place, invitation, account.personId)
      : await this.#administer(invitation, account.personId);
    await this.sessions.renewAllOf(account.personId);
    await this.#tellInviter(place, invitation, account);
    await recordAudit(this.database, {
      placeId: place?.id ?? PLATFORM_CHAIN,
      personId: account.personId,
      action: 'accept an invitation',
      subject: `invitation ${invitation.id}`,
      before: change.before,
      // Nothing about whether they had an account: those who read the trail of a place are not to learn it.
      after: { personId: account.personId, ...way, ...change.after },
      personal: { personId: account.personId, after: { name: account.name, email: account.email } },
      at: this.clock(),
    });
    return { personId: account.personId, to: place ? `/places/${place.slug}/outcomes` : '/platform' };
  }

  async #accountFor(
    invitation: InvitationRow,
    name: string | null,
    actor: Actor,
  ): Promise<{ account: AccountBehind; isNew: boolean }> {
    const find = () =>
      actor.kind === 'member' ? this.accounts.byId(actor.personId) : this.accounts.byEmail(invitation.email);
    let account = await find();
    let isNew = false;
    if (!account && actor.kind !== 'member') {
      const { email } = invitation;
      account = await this.accounts.add({ name: name ?? invitation.name, email, at: this.clock() });
      isNew = account !== undefined;
      account ??= await find();
    }
    // A disabled account is not told apart from a dead link.
    if (!account?.active) throw overAndDone();
    return { account, isNew };
  }

  async #join(place: PlaceRow, invitation: InvitationRow, personId: string) {
    const before = await this.members.one(place.id, personId);
    const open = (await this.#workstreams(place)).filter((one) => one.closedAt === null).map((one) => one.id);
    const wanted = [...(before?.workstreamIds ?? []), ...invitation.workstreamIds];
    await this.members.join(place.id, personId, this.clock());
    await this.members.keep(place.id, personId, {
      roles: [...new Set([...(before?.roles ?? []), ...invitation.roles])],
      organisationId: invitation.organisationId ?? before?.organisationId ?? null,
      workstreamIds: [...new Set(wanted)].filter((id) => open.includes(id)),
    });
    const after = (await this.members.one(place.id, personId))!;
    return { before: before ? membershipOf(before) : null, after: membershipOf(after) };
  }

  async #administer(invitation: InvitationRow, personId: string) {
    await this.administrators.add(personId, invitation.invitedById, this.clock());
    return { before: null, after: { platformAdministrator: true } };
  }

  async #tellInviter(place: PlaceRow | null, invitation: InvitationRow, account: AccountBehind): Promise<void> {
    if (invitation.invitedById === null || invitation.invitedById === account.personId) return;
    const inviter = await this.accounts.byId(invitation.invitedById);
    if (!inviter?.active || inviter.email === null) return;
    await this.mail.post({
      personId: inviter.personId,
      address: inviter.email,
      kind: 'invitations',
      subject: place ? `Your invitation to ${place.name} was accepted` : 'Your invitation to Turnstone was accepted',
      parts: [
        place
          ? `${account.name} accepted your invitation and now belongs to ${place.name}.`
          : `${account.name} accepted your invitation and now administers this Turnstone.`,
        {
          link: 'See the people',
          address: `${this.config.publicUrl}${place ? `/places/${place.slug}/people` : '/platform/administrators'}`,
        },
      ],
    });
  }

  #place(id: string): Promise<PlaceRow> {
    return this.database.within({ place: id }, async () => (await this.places.byId(id))!);
  }

  #workstreams(place: PlaceRow) {
    return this.database.within({ place: place.id }, () => this.workstreams.all(place.id));
  }
}
