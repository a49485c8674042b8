import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@turnstone/platform';
import { DueRepository } from './due.repository.js';
import { OpenAndCloseDue } from './open-and-close-due.js';
import { RemindInvited } from './remind-invited.js';

const PAUSE_MS = 60_000;
/** Tokens and names are gone within 24 hours of the close; this leaves four for a worker that stood still. */
const KEPT_HOURS = 20;

/** Each minute: opens and closes on the day, reminds, and forgets who was on which phone. All of it is found, none announced. */
@Injectable()
export class SweepAssessments {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    @Inject(OpenAndCloseDue) private readonly dates: OpenAndCloseDue,
    @Inject(RemindInvited) private readonly reminders: RemindInvited,
    @Inject(DueRepository) private readonly due: DueRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.sweep().then(() => {
        if (!this.#stopped) this.start();
      });
    }, PAUSE_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Each part by itself: one that fails holds up no other. */
  async sweep(): Promise<void> {
    const parts = [
      () => this.dates.run(),
      () => this.reminders.run(),
      () => this.due.forgetParticipants(new Date(this.clock().getTime() - KEPT_HOURS * 3_600_000)),
    ];
    for (const part of parts) {
      try {
        await part();
      } catch (error) {
        console.error(`The sweep of assessments failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
