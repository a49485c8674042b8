import { Inject, Injectable } from '@nestjs/common';
import { leavesNobody, type Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AdmitToChange } from './admit-to-change.js';
import { membershipOf } from './change-member.js';
import { MemberRepository } from './member.repository.js';
import { lastProgrammeManager } from './words.js';

/** Somebody belongs to a place no longer. Their row stays, so that what they wrote keeps a name. */
@Injectable()
export class RemoveMember {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async remove(actor: Actor, asked: { place: string; person: string }): Promise<void> {
    const place = await this.door.admit(actor, asked.place, 'manage people');
    const member = await this.members.one(place.id, asked.person);
    if (!member) throw Refused.notFound('This person does not belong to the place.');
    const otherProgrammeManagers = await this.members.otherProgrammeManagers(place.id, member.personId);
    if (leavesNobody({ before: member.roles, after: [], otherProgrammeManagers })) {
      throw Refused.conflict(lastProgrammeManager(place.name));
    }
    await this.members.leave(place.id, member.personId, this.clock());
    await this.sessions.renewAllOf(member.personId);
    const self = actor.kind === 'member' && actor.personId === member.personId;
    if (!self && member.active && member.email !== null) {
      await this.mail.post({
        personId: member.personId,
        address: member.email,
        kind: 'roles',
        subject: `You no longer belong to ${place.name} on Turnstone`,
        parts: [
          `You no longer belong to ${place.name} on Turnstone. What you wrote there stays, with your name.`,
          'If you think that this is a mistake, ask a programme manager of the place.',
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'remove a member',
      subject: `person ${member.personId}`,
      before: membershipOf(member),
      after: null,
      at: this.clock(),
    });
  }
}
