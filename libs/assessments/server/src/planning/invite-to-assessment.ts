import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { MemberRepository, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { InvitedRepository } from './invited.repository.js';
import { MailInvited } from './mail-invited.js';

/** Asks members of the place by mail to answer. Each gets one mail, however often they are chosen. */
@Injectable()
export class InviteToAssessment {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(InvitedRepository) private readonly invited: InvitedRepository,
    @Inject(MailInvited) private readonly mail: MailInvited,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async invite(
    actor: Actor,
    asked: { place: string; assessment: string; personIds: readonly string[] },
  ): Promise<{ invited: number; invitedBefore: number }> {
    const { place, assessment } = await this.door.admit(actor, asked, 'look after', { lock: true });
    if (assessment.state !== 'open' || assessment.joinCode === null) {
      throw Refused.conflict('People are asked to answer while it is open, and where many people answer.');
    }
    const chosen = new Set(asked.personIds);
    const members = (await this.members.all(place.id)).filter(({ personId }) => chosen.has(personId));
    if (members.length < chosen.size) {
      const reason = 'Somebody whom you chose does not belong to this place.';
      throw Refused.invalid(reason, [{ path: 'personIds', reason }]);
    }
    const unreachable = members.filter(({ active, email }) => !active || email === null);
    if (unreachable.length > 0) {
      const reason = `${unreachable.map(({ name }) => name).join(', ')} cannot be reached by mail: choose others.`;
      throw Refused.invalid(reason, [{ path: 'personIds', reason }]);
    }
    const at = this.clock();
    const added = new Set(await this.invited.add(place.id, assessment.id, [...chosen], at));
    for (const { personId, name, email } of members) {
      if (!added.has(personId)) continue;
      await this.mail.invite({ personId, name, address: email! }, place.name, {
        ...assessment,
        joinCode: assessment.joinCode,
      });
    }
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'invite to an assessment',
      subject: `assessment ${assessment.id}`,
      before: { invited: assessment.invited },
      after: { invited: assessment.invited + added.size, personIds: [...added].toSorted() },
      at,
    });
    return { invited: added.size, invitedBefore: chosen.size - added.size };
  }
}
