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
  async count(kind: string, who: string, limit: Limit, words = 'That was tried too often.'): Promise<void> {
    const now = this.clock();
    const since = new Date(now.getTime() - limit.minutes * 60_000);
    const { rows } = await this.database.apart({}, () =>
      this.database.query<{ n: number; window_started: Date }>(
        `insert into rate_count as c (bucket, window_started, n) values ($1, $2, 1)
         on conflict (bucket) do update set
           n = case when c.window_started <= $3 then 1 else c.n + 1 end,
           window_started = case when c.window_started <= $3 then $2 else c.window_started end
         returning n, window_started`,
        [bucketOf(kind, who), now, since],
      ),
    );
    const { n, window_started: started } = rows[0]!;
    if (n <= limit.most) return;
    const seconds = Math.max(1, Math.ceil((started.getTime() + limit.minutes * 60_000 - now.getTime()) / 1_000));
    throw Refused.tooMany(`${words} Try again in ${inWords(seconds)}.`, seconds);
  }

  /** This try went well and does not count; the others still do. */
  async takeBack(kind: string, who: string): Promise<void> {
    await this.database.query('update rate_count set n = n - 1 where bucket = $1 and n > 0', [bucketOf(kind, who)]);
  }

  /** It went well: what was counted before does not count against them. */
  async forgive(kind: string, who: string): Promise<void> {
    await this.database.query('delete from rate_count where bucket = $1', [bucketOf(kind, who)]);
  }
}

function bucketOf(kind: string, who: string): string {
  return `${kind}:${createHash('sha256').update(who).digest('base64url')}`;
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
