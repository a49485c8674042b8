import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { AccountRepository } from './account.repository.js';

/** Ends sessions of one's own: one of them by its id, all but the one that asks, or all. */
@Injectable()
export class EndSessions {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'not found' for a session that is not one's own, 'invalid' for the one that asks: that is signing out. */
  async end(actor: Actor, which: { readonly one: string } | 'others' | 'all'): Promise<void> {
    const { personId, sessionId } = this.door.admitToAccount(actor);
    const one = typeof which === 'object' ? which.one.toLowerCase() : undefined;
    if (one === sessionId) throw Refused.invalid('This is the session that you are using: sign out to end it.');
    const open = await this.accounts.sessions(personId, this.clock());
    const ending = open.filter(({ id }) => (one === undefined ? which === 'all' || id !== sessionId : id === one));
    if (one !== undefined && ending.length === 0) throw Refused.notFound('There is no such session of yours.');
    await this.accounts.closeSessions(
      personId,
      ending.map(({ id }) => id),
    );
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: one === undefined ? `end ${which === 'all' ? 'all' : 'all other'} sessions` : 'end a session',
      subject: one === undefined ? `person ${personId}` : `session ${one}`,
      before: { sessions: ending.map(({ id, method, startedAt }) => ({ id, method, startedAt })) },
      after: { sessions: [] },
      at: this.clock(),
    });
  }
}
