import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { Refused } from '../refusal.js';
import { CLOCK, DATABASE, type Clock } from '../tokens.js';

export interface Limit {
  readonly most: number;
  readonly minutes: number;
}

/**
 * Counts tries in PostgreSQL, so that a restart forgets none and all processes share them. A count stays although the
 * request that made it is refused. Who is counted stands there as a hash.
 */
@Injectable()
export class RateLimit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One more try of this kind by `who`; refuses 'too many' past the limit, until the window ends. */
  async count(kind: string, who: string, limit: Limit, words?: string): Promise<void> {
    refusePast(limit, await this.database.apart({}, () => this.#add(kind, who, limit)), this.clock(), words);
  }

  /**
   * The same for what is counted only when it is done: in the caller's unit of work, so that it is taken back with the rest,
   * needs no connection of its own, and whoever else counts the same waits for how it ends.
   */
  async countDone(kind: string, who: string, limit: Limit, words?: string): Promise<void> {
    refusePast(limit, await this.#add(kind, who, limit), this.clock(), words);
  }

  /** Refuses 'too many' to whoever is past the limit already, and counts nothing. */
  async refusePast(kind: string, who: string, limit: Limit, words?: string): Promise<void> {
    const { rows } = await this.database.alone<Counted>({
      name: 'rate-count',
      text: 'select n, window_started as "windowStarted" from rate_count where bucket = $1 and window_started > $2',
      values: [bucketOf(kind, who), new Date(this.clock().getTime() - limit.minutes * 60_000)],
    });
    if (rows[0]) refusePast(limit, rows[0], this.clock(), words);
  }

  /** This try went well and does not count; the others still do. */
  async takeBack(kind: string, who: string): Promise<void> {
    await this.database.query('update rate_count set n = n - 1 where bucket = $1 and n > 0', [bucketOf(kind, who)]);
  }

  /** It went well: what was counted before does not count against them. */
  async forgive(kind: string, who: string): Promise<void> {
    await this.database.query('delete from rate_count where bucket = $1', [bucketOf(kind, who)]);
  }

  /** Removes counts of windows that began a day ago or longer: no limit of ours reaches back that far. */
  async removeOld(): Promise<void> {
    await this.database.query(`delete from rate_count where window_started < $1::timestamptz - interval '1 day'`, [
      this.clock(),
    ]);
  }

  async #add(kind: string, who: string, limit: Limit): Promise<Counted> {
    const now = this.clock();
    const since = new Date(now.getTime() - limit.minutes * 60_000);
    const { rows } = await this.database.query<Counted>(
      `insert into rate_count as c (bucket, window_started, n) values ($1, $2, 1)
       on conflict (bucket) do update set
         n = case when c.window_started <= $3 then 1 else c.n + 1 end,
         window_started = case when c.window_started <= $3 then $2 else c.window_started end
       returning n, window_started as "windowStarted"`,
      [bucketOf(kind, who), now, since],
    );
    return rows[0]!;
  }
}

interface Counted {
  readonly n: number;
  readonly windowStarted: Date;
}

function refusePast(limit: Limit, { n, windowStarted }: Counted, now: Date, words = 'That was tried too often.'): void {
  if (n <= limit.most) return;
  const ends = windowStarted.getTime() + limit.minutes * 60_000;
  const seconds = Math.max(1, Math.ceil((ends - now.getTime()) / 1_000));
  throw Refused.tooMany(`${words} Try again in ${inWords(seconds)}.`, seconds);
}

function bucketOf(kind: string, who: string): string {
  return `${kind}:${createHash('sha256').update(who).digest('base64url')}`;
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
