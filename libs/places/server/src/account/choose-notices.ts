import { Inject, Injectable } from '@nestjs/common';
import { noticeKinds, type Account } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { AccountRepository } from './account.repository.js';

/** Which notices come by e-mail. Those about the safety of the account cannot be chosen away. */
@Injectable()
export class ChooseNotices {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A kind that is not named stays as it was. */
  async choose(actor: Actor, notices: Account['notices']): Promise<void> {
    const { personId } = this.door.admitToAccount(actor);
    const before = await this.accounts.noticeChoices(personId);
    const after = new Map([...before, ...notices.map(({ kind, wanted }) => [kind, wanted] as const)]);
    for (const [kind, wanted] of after) {
      if (before.get(kind) !== wanted) await this.accounts.chooseNotice(personId, kind, wanted);
    }
    const all = (choices: ReadonlyMap<string, boolean>) =>
      Object.fromEntries(noticeKinds.map((kind) => [kind, choices.get(kind) ?? true]));
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'choose notices',
      subject: `person ${personId}`,
      before: all(before),
      after: all(after),
      at: this.clock(),
    });
  }
}
