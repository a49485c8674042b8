import { Inject, Injectable } from '@nestjs/common';
import type { MailShown } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Seal, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { mailContentOf } from './mail-content.js';
import { oldestKept } from './mail-patience.js';
import { MailRepository, type MailRow } from './mail.repository.js';
import type { MailPart } from './post-mail.js';

const MOST = 100;

/** What was sent lately, and in the outbox way also what it says. */
@Injectable()
export class ReadSentMail {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MailRepository) private readonly mails: MailRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(actor: Actor): Promise<{ way: Config['mail']['kind']; mails: MailShown[] }> {
    const way = this.config.mail.kind;
    // In the demo the mails go to nobody else, and whoever tries it out has to find their link.
    if (this.config.demo && way === 'outbox') this.database.enter({ reach: 'platform' });
    else this.door.admit(actor, 'read sent mail');
    const rows = await this.mails.since(oldestKept(this.clock()), MOST);
    return { way, mails: rows.map((row) => this.#shown(row)) };
  }

  #shown(row: MailRow): MailShown {
    const { id, address, kind, subject, state, attempts, problem, createdAt, sentAt } = row;
    return {
      id,
      to: address,
      kind,
      subject,
      state,
      attempts,
      problem,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
      text: this.config.mail.kind === 'outbox' ? this.#textOf(row) : null,
    };
  }

  #textOf({ id, kind, subject, content }: MailRow): string | null {
    const parts = content && new Seal(this.config.secret).open('mail', id, content);
    if (!parts) return null;
    return mailContentOf({ kind, subject, parts: JSON.parse(parts) as MailPart[] }, this.config.publicUrl).text;
  }
}
