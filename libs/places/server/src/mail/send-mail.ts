import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  mailTransportOf,
  Seal,
  type Clock,
  type Config,
  type Database,
  type MailOutcome,
  type MailTransport,
} from '@turnstone/platform';
import { mailContentOf } from './mail-content.js';
import { ATTEMPTS, jobIsLateAt } from './mail-patience.js';
import { MailRepository, type MailRow } from './mail.repository.js';
import type { MailKind, MailPart } from './post-mail.js';

/** How long the link of a mail works: afterwards the mail would only lead to a page that says so. */
const linkMinutes: Partial<Record<MailKind, number>> = {
  'sign-in link': 15,
  'password reset': 15,
  'e-mail change': 15,
};

/**
 * Sends a mail that waits. Its row is held meanwhile, so that two workers never send it at once. A crash between the
 * server's yes and the commit, or a lost yes, sends it again under the same Message-ID: SMTP allows no better.
 */
@Injectable()
export class SendMail {
  readonly #transport: MailTransport;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MailRepository) private readonly mails: MailRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#transport = mailTransportOf(config.mail);
  }

  /** Throws, with the problem as its message, when the mail waits for another attempt: so the queue tries again. */
  async send(mailId: string): Promise<void> {
    const toTryAgain = await this.database.apart({ reach: 'platform' }, async () => {
      const mail = await this.mails.hold(mailId);
      return mail && this.#attempt(mail);
    });
    if (toTryAgain !== undefined) throw new Error(toTryAgain);
  }

  async #attempt(mail: MailRow): Promise<string | undefined> {
    const outcome = await this.#outcomeOf(mail);
    const now = this.clock();
    const nowhere = this.config.mail.kind === 'outbox';
    if (outcome.sent) {
      await this.mails.settle(mail.id, { state: 'sent', problem: null, sentAt: now, dueAt: null, wipe: !nowhere });
      return undefined;
    }
    const { problem } = outcome;
    if (outcome.final || mail.attempts + 1 >= ATTEMPTS) {
      await this.mails.settle(mail.id, { state: 'failed', problem, sentAt: null, dueAt: null, wipe: true });
      return undefined;
    }
    const dueAt = jobIsLateAt(now, mail.attempts + 1);
    await this.mails.settle(mail.id, { state: 'waiting', problem, sentAt: null, dueAt, wipe: false });
    return problem;
  }

  async #outcomeOf(mail: MailRow): Promise<MailOutcome> {
    const { id, kind, subject, address, messageId } = mail;
    const parts = mail.content && new Seal(this.config.secret).open('mail', id, mail.content);
    if (parts === null || parts === undefined) {
      return {
        sent: false,
        final: true,
        problem: 'The mail cannot be read: TURNSTONE_SECRET is not the one it was written with.',
      };
    }
    const minutes = linkMinutes[kind];
    if (minutes !== undefined && this.clock().getTime() - mail.createdAt.getTime() >= minutes * 60_000) {
      return { sent: false, final: true, problem: 'It could not be sent while its link worked.' };
    }
    const content = mailContentOf({ kind, subject, parts: JSON.parse(parts) as MailPart[] }, this.config.publicUrl);
    return this.#transport.send({ to: address, subject, messageId, ...content });
  }
}
