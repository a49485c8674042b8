import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DATABASE, RateLimit, type Clock, type Database } from '@turnstone/platform';
import { LinkRepository } from './link.repository.js';
import { SendLink } from './send-link.js';

const PAUSE_MS = 30_000;
const MINUTE = 60_000;

/** Answers requests for links that no job came for (a queue that was emptied), and removes old counts of tries. */
@Injectable()
export class SweepSignIn {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(SendLink) private readonly sending: SendLink,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.sweep()
        .catch((error: unknown) =>
          console.error(`The sweep of sign-in links failed: ${error instanceof Error ? error.message : String(error)}`),
        )
        .then(() => this.#timer && this.start());
    }, PAUSE_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** A minute is time enough for a job; after a quarter of an hour nobody waits for the link any more. */
  async sweep(): Promise<void> {
    const now = this.clock().getTime();
    const late = await this.database.within({ reach: 'platform' }, async () => {
      await this.limit.removeOld();
      return this.links.requestsBetween(new Date(now - 15 * MINUTE), new Date(now - MINUTE));
    });
    for (const id of late) await this.sending.send(id);
  }
}
