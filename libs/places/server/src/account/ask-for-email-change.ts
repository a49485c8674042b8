import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  RateLimit,
  Refused,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { newToken } from '../sessions/session-cookie.js';
import { AccountRepository } from './account.repository.js';

const LINK_MINUTES = 15;

/**
 * Sends a link to another address. Whose address it is now is not looked up, so that neither the answer nor its time
 * says whether anyone has it.
 */
@Injectable()
export class AskForEmailChange {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'invalid' for one's own address and to invented people, 'too many' after 5 in an hour. */
  async ask(actor: Actor, email: string): Promise<void> {
    const { personId } = this.door.admitToAccount(actor);
    await this.limit.count('e-mail changes', personId, { most: 5, minutes: 60 }, 'Too many links were asked for.');
    const person = await this.accounts.person(personId);
    if (!person) throw Refused.notSignedIn();
    if (person.invented) throw Refused.invalid('This is an invented person of the demo: their address stays as it is.');
    if (person.email === email) {
      throw Refused.invalid('This is your address already.', [
        { path: 'email', reason: 'This is your address already' },
      ]);
    }
    const now = this.clock();
    const token = newToken();
    await this.accounts.addEmailLink(token, {
      personId,
      email,
      at: now,
      expiresAt: new Date(now.getTime() + LINK_MINUTES * 60_000),
    });
    await this.mail.post({
      personId,
      address: email,
      kind: 'e-mail change',
      subject: 'Is this your new address for Turnstone?',
      parts: [
        'Somebody who is signed in to Turnstone wants to use this address from now on. If it was you, open the link on the device where you are signed in. It works once, for 15 minutes.',
        { link: 'Use this address', address: `${this.config.publicUrl}/account/email#${token}` },
        'If it was not you, you need not do anything: nothing changes.',
      ],
    });
    if (person.email !== null) {
      await this.mail.post({
        personId,
        address: person.email,
        kind: 'security',
        subject: 'Another address was asked for in your account in Turnstone',
        parts: [
          'Another e-mail address was typed in your account in Turnstone, and a link was sent there. Until somebody opens it, this address stays yours.',
          'If it was you, you need not do anything. If it was not, end all sessions on the page of your account, and tell whoever runs Turnstone.',
          { link: 'Your account', address: `${this.config.publicUrl}/account` },
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'ask for another e-mail address',
      subject: `person ${personId}`,
      before: null,
      after: null,
      personal: { personId, before: { email: person.email }, after: { email } },
      at: now,
    });
  }
}
