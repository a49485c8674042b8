import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, RateLimit, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { AccountRepository } from './account.repository.js';

/** One sentence for every link that does not work, and for an address that is another account's by now. */
const linkIsOver = (): Refused =>
  Refused.invalid(
    'This link does not work any more: each works once, for 15 minutes, where you are signed in to the account that asked for it. Ask for a new one on the page of your account.',
  );

/** Takes the new address, with the link that was sent there. */
@Injectable()
export class ConfirmEmail {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'invalid' in the same words whatever is wrong with it, 'too many' after 20 in 15 minutes. */
  async confirm(actor: Actor, token: string): Promise<void> {
    const { personId } = this.door.admitToAccount(actor);
    await this.limit.count('e-mail tokens', personId, { most: 20, minutes: 15 }, 'Too many links were tried.');
    const person = await this.accounts.person(personId);
    if (!person) throw Refused.notSignedIn();
    const now = this.clock();
    const email = await this.accounts.useEmailLink(token, personId, now);
    if (email === undefined || !(await this.accounts.takeEmail(personId, email))) throw linkIsOver();
    // A link that lies in the mailbox of the old address opens nothing any more.
    await this.accounts.dropOpenLinks(personId);
    if (person.email !== null) {
      await this.mail.post({
        personId,
        address: person.email,
        kind: 'security',
        subject: 'Your account in Turnstone has another address now',
        parts: [
          'Your account in Turnstone has another e-mail address now. Links to sign in go there, and no longer here.',
          'If it was not you, tell whoever runs Turnstone at once.',
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'change an e-mail address',
      subject: `person ${personId}`,
      before: null,
      after: null,
      personal: { personId, before: { email: person.email }, after: { email } },
      at: now,
    });
  }
}
