import { Inject, Injectable } from '@nestjs/common';
import { judgementVersions } from '@turnstone/indicators-rules';
import { announce, DATABASE, type Database } from '@turnstone/platform';
import { JUDGE_SERIES, SERIES_A_JOB } from './judge-series.job.js';
import { JudgementRepository } from './judgement.repository.js';

const FIRST_MS = 1_000;
const PAUSE_MS = 15_000;
const AT_ONCE = 4_000;
/** Any number that no other lock uses: one sweep at a time, however many workers there are. */
const LOCK = 7_402_111;

/** Finds what no job is coming for (a lost message, a new method version) and announces it again. */
@Injectable()
export class SweepStale {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(JudgementRepository) private readonly judgements: JudgementRepository,
  ) {}

  start(): void {
    const again = (pause: number): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => {
        this.#running = this.sweep()
          .catch((error: unknown) =>
            console.error(`The sweep failed: ${error instanceof Error ? error.message : String(error)}`),
          )
          .then(() => again(PAUSE_MS));
      }, pause);
    };
    again(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** How many series were announced again. */
  async sweep(): Promise<number> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<{ mine: boolean; waiting: boolean }>(
        `select pg_try_advisory_xact_lock($1) as mine, exists (select 1 from outbox) as waiting`,
        [LOCK],
      );
      // While announced work waits, what looks stale may just be due.
      if (!rows[0]?.mine || rows[0].waiting) return 0;
      let announced = 0;
      for (const { placeId, seriesIds } of await this.judgements.stale(judgementVersions, AT_ONCE)) {
        for (let from = 0; from < seriesIds.length; from += SERIES_A_JOB) {
          await announce(this.database, JUDGE_SERIES, {
            placeId,
            seriesIds: seriesIds.slice(from, from + SERIES_A_JOB),
          });
        }
        announced += seriesIds.length;
      }
      return announced;
    });
  }
}
