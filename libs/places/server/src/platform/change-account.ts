import { Inject, Injectable } from '@nestjs/common';
import type { AccountKept } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AccountsRepository } from './accounts.repository.js';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToAdminister } from './admit-to-administer.js';

/** Disables an account, which ends every session of it at once, or enables it again. What they are in places stays. */
@Injectable()
export class ChangeAccount {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(actor: Actor, asked: { person: string; state: AccountKept['state'] }): Promise<AccountKept> {
    await this.door.admit(actor, 'manage accounts');
    const before = await this.accounts.one(asked.person);
    if (!before) throw Refused.notFound('There is no such account.');
    const disable = asked.state === 'disabled';
    if (disable && actor.kind === 'member' && actor.personId === before.personId) {
      throw Refused.conflict('This is your own account: another platform administrator has to disable it.');
    }
    if (disable && (await this.administrators.isLast(before.personId))) {
      throw Refused.conflict(
        'Nobody else administers this Turnstone, and somebody has to: invite somebody else first.',
      );
    }
    await this.accounts.setState(before.personId, asked.state);
    if (disable) await this.sessions.closeAllOf(before.personId);
    if (before.email !== null && before.state !== asked.state) {
      await this.mail.post({
        personId: before.personId,
        address: before.email,
        kind: 'security',
        subject: disable ? 'Your Turnstone account was disabled' : 'Your Turnstone account was enabled again',
        parts: [
          disable
            ? 'A platform administrator disabled your account. You are signed out everywhere and cannot sign in.'
            : 'A platform administrator enabled your account again. You can sign in as before.',
          'If you did not expect this, ask whoever runs Turnstone where you are.',
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: disable ? 'disable an account' : 'enable an account',
      subject: `person ${before.personId}`,
      before: { state: before.state },
      after: { state: asked.state },
      at: this.clock(),
    });
    return { ...before, state: asked.state };
  }
}
