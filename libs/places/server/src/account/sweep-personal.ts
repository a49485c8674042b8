import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { ErasureRepository } from './erasure.repository.js';

const FIRST_MS = 20_000;
const AGAIN_MS = 60 * 60_000;
const DAY = 24 * 60 * 60_000;
/** As long as a mail is kept. */
const ADDRESS_DAYS = 30;

/** Once an hour: takes away what says who somebody is and is of no use any more. Nobody has to ask for it. */
@Injectable()
export class SweepPersonal {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ErasureRepository) private readonly erasure: ErasureRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    const again = (pause: number): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => {
        this.#running = this.sweep()
          .catch((error: unknown) =>
            console.error(
              `The sweep of what is personal failed: ${error instanceof Error ? error.message : String(error)}`,
            ),
          )
          .then(() => again(AGAIN_MS));
      }, pause);
    };
    again(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Kept answers after a day; after thirty, the addresses with which somebody who is not known asked for a link. */
  async sweep(): Promise<void> {
    const now = this.clock().getTime();
    await this.database.within({ reach: 'platform' }, async () => {
      await this.erasure.dropAnswersBefore(new Date(now - DAY));
      await this.erasure.dropTypedAddressesBefore(new Date(now - ADDRESS_DAYS * DAY));
    });
  }
}
