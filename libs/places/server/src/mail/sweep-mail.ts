import { Inject, Injectable } from '@nestjs/common';
import { announce, CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { jobIsLateAt, oldestKept } from './mail-patience.js';
import { MailRepository } from './mail.repository.js';
import { SEND_MAIL } from './post-mail.js';

const PAUSE_MS = 30_000;
const AT_ONCE = 500;

/** Announces mails again for which no job came (a worker that was killed, a queue that was emptied); ends old ones. */
@Injectable()
export class SweepMail {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MailRepository) private readonly mails: MailRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.sweep()
        .catch((error: unknown) =>
          console.error(`The sweep of mails failed: ${error instanceof Error ? error.message : String(error)}`),
        )
        .then(() => this.#timer && this.start());
    }, PAUSE_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** How many mails were announced again. */
  async sweep(): Promise<number> {
    return this.database.within({ reach: 'platform' }, async () => {
      const now = this.clock();
      await this.mails.deleteOlderThan(oldestKept(now));
      const overdue = await this.mails.takeOverdue(now, jobIsLateAt(now, 0), AT_ONCE);
      for (const mailId of overdue) await announce(this.database, SEND_MAIL, { mailId });
      return overdue.length;
    });
  }
}
