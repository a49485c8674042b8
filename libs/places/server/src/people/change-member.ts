import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '@turnstone/contract';
import { leavesNobody, type Actor, type Role } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AdmitToChange } from './admit-to-change.js';
import { CheckMembership } from './check-membership.js';
import { memberAsAnswered } from './as-answered.js';
import { MemberRepository, type MemberRow } from './member.repository.js';
import { inWords, lastProgrammeManager } from './words.js';

/** Changes what somebody is in a place. The place keeps a programme manager, and their sessions go on under new tokens. */
@Injectable()
export class ChangeMember {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(CheckMembership) private readonly membership: CheckMembership,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(
    actor: Actor,
    asked: {
      place: string;
      person: string;
      version: number;
      membership: { roles: readonly Role[]; organisationId: string | null; workstreamIds: readonly string[] };
    },
  ): Promise<Member> {
    const place = await this.door.admit(actor, asked.place, 'manage people');
    const before = await this.members.one(place.id, asked.person);
    if (!before) throw Refused.notFound('This person does not belong to the place.');
    if (before.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Somebody changed what this person may do while you were choosing. Look at what stands now, and choose again.',
        memberAsAnswered(before, true),
      );
    }
    const membership = await this.membership.check(place.id, asked.membership, before);
    const otherProgrammeManagers = await this.members.otherProgrammeManagers(place.id, before.personId);
    if (leavesNobody({ before: before.roles, after: membership.roles, otherProgrammeManagers })) {
      throw Refused.conflict(lastProgrammeManager(place.name), [
        { path: 'roles', reason: 'Nobody else is programme manager here' },
      ]);
    }
    await this.members.keep(place.id, before.personId, membership);
    const after = (await this.members.one(place.id, before.personId))!;
    await this.sessions.renewAllOf(before.personId);
    const self = actor.kind === 'member' && actor.personId === before.personId;
    if (!self && after.active && after.email !== null && !sameStanding(before, after)) {
      await this.mail.post({
        personId: after.personId,
        address: after.email,
        kind: 'roles',
        subject: `What you may do in ${place.name} has changed`,
        parts: [
          `In ${place.name} on Turnstone you are now ${inWords(after.roles)}.`,
          `Before, you were ${inWords(before.roles)}.`,
          { link: `Go to ${place.name}`, address: `${this.config.publicUrl}/places/${place.slug}/outcomes` },
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change a member',
      subject: `person ${before.personId}`,
      before: membershipOf(before),
      after: membershipOf(after),
      at: this.clock(),
    });
    return memberAsAnswered(after, true);
  }
}

/** For the audit trail: ids and roles, nobody's name. */
export function membershipOf(row: MemberRow) {
  return { roles: row.roles, organisationId: row.organisationId, workstreamIds: row.workstreamIds };
}

function sameStanding(one: MemberRow, other: MemberRow): boolean {
  const said = (row: MemberRow) => JSON.stringify([row.roles, [...row.workstreamIds].sort()]);
  return said(one) === said(other);
}
