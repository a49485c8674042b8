import { Inject, Injectable } from '@nestjs/common';
import { londonTimeOf, REMINDED_DAYS_BEFORE, remindsNow } from '@turnstone/assessments-rules';
import type { Actor } from '@turnstone/places-rules';
import { MemberRepository, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { DueRepository, type DueAssessment } from './due.repository.js';
import { InvitedRepository } from './invited.repository.js';
import { MailInvited } from './mail-invited.js';
import { oneByOne } from './one-by-one.js';

const system: Actor = { kind: 'system' };

/** Reminds everybody who was asked, once, before an assessment closes. Who has answered is not known, and is not looked for. */
@Injectable()
export class RemindInvited {
  constructor(
    @Inject(DueRepository) private readonly due: DueRepository,
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(InvitedRepository) private readonly invited: InvitedRepository,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(MailInvited) private readonly mail: MailInvited,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const { day } = londonTimeOf(this.clock().getTime());
    const due = await this.due.toRemind(day, REMINDED_DAYS_BEFORE);
    await oneByOne(due, 'reminded of', (one) => this.database.within({}, () => this.#remind(one)));
  }

  /** The mails and the note that they were written are kept together or not at all: nobody is reminded twice. */
  async #remind(one: DueAssessment): Promise<void> {
    const { place, assessment } = await this.door.admit(system, one, 'look after');
    const { joinCode, closesOn } = assessment;
    if (assessment.state !== 'open' || joinCode === null || closesOn === null) return;
    const at = this.clock();
    const waiting = await this.invited.takeUnreminded(place.id, assessment.id);
    const now = new Set(
      waiting
        .filter(({ invitedAt }) => remindsNow(closesOn, invitedAt.getTime(), at.getTime()))
        .map(({ personId }) => personId),
    );
    if (now.size === 0) return;
    const reached = (await this.members.all(place.id)).filter(
      ({ personId, active, email }) => now.has(personId) && active && email !== null,
    );
    for (const { personId, name, email } of reached) {
      await this.mail.remind({ personId, name, address: email! }, place.name, { ...assessment, joinCode, closesOn });
    }
    // Those who have left are not asked for again either.
    await this.invited.reminded(place.id, assessment.id, [...now], at);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: null,
      action: 'remind of an assessment',
      subject: `assessment ${assessment.id}`,
      before: { reminded: assessment.reminded },
      after: { reminded: assessment.reminded + now.size },
      at,
    });
  }
}
