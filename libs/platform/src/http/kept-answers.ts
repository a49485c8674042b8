import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '../database/database.js';
import { Refused } from '../refusal.js';
import { CLOCK, DATABASE, type Clock } from '../tokens.js';

const KEPT_MS = 24 * 60 * 60_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A write that carries an Idempotency-Key is done once: whoever sends the key again, because the answer got lost or a
 * button was pressed twice, gets the answer of the first time. Key and answer are written in the unit of work of the write
 * itself, so one is there exactly when the other is. Kept for a day, for each person apart.
 */
@Injectable()
export class KeptAnswers {
  /** Requests of one key that reach this process together wait here, not each with a connection of its own. */
  readonly #inTurn = new Map<string, Promise<unknown>>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Runs `unit` alone among those of this process that carry the same key. */
  async alone<T>(person: string, key: string, unit: () => Promise<T>): Promise<T> {
    const name = `${person} ${key}`;
    const turn = (this.#inTurn.get(name) ?? Promise.resolve()).then(unit, unit);
    const settled = turn.catch(() => undefined);
    this.#inTurn.set(name, settled);
    try {
      return await turn;
    } finally {
      if (this.#inTurn.get(name) === settled) this.#inTurn.delete(name);
    }
  }

  /**
   * Inside of the unit of work. Answers what was answered before, or runs `write` and keeps its answer. Refuses a key
   * that was used for something else. A refusal of `write` is not kept: it wrote nothing.
   */
  async answer(
    of: { person: string; key: string; route: string; asked: unknown },
    write: () => Promise<Answer>,
  ): Promise<Answer & { again: boolean }> {
    const asked = createHash('sha256').update(JSON.stringify(of.asked)).digest();
    const now = this.clock();
    const mine = await this.database.within({ person: of.person }, async () => {
      await this.database.query('delete from kept_answer where person_id = $1 and created_at < $2', [
        of.person,
        new Date(now.getTime() - KEPT_MS),
      ]);
      // When another process is just writing under this key, this waits until it has committed or given up.
      const { rowCount } = await this.database.query(
        `insert into kept_answer (person_id, key, route, asked, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [of.person, of.key, of.route, asked, now],
      );
      return rowCount === 1;
    });
    if (!mine) return { ...(await this.#before(of, asked)), again: true };
    const answer = await write();
    await this.database.within({ person: of.person }, () =>
      this.database.query('update kept_answer set status = $3, answer = $4 where person_id = $1 and key = $2', [
        of.person,
        of.key,
        answer.status,
        answer.body === undefined ? null : JSON.stringify(answer.body),
      ]),
    );
    return { ...answer, again: false };
  }

  async #before(of: { person: string; key: string; route: string }, asked: Buffer): Promise<Answer> {
    const { rows } = await this.database.within({ person: of.person }, () =>
      this.database.query<{ route: string; asked: Buffer; status: number | null; answer: unknown }>(
        'select route, asked, status, answer from kept_answer where person_id = $1 and key = $2',
        [of.person, of.key],
      ),
    );
    const before = rows[0];
    if (!before || before.route !== of.route || !before.asked.equals(asked)) throw Refused.keyUsedBefore();
    // Only where a handler committed halfway and gave its connection back.
    if (before.status === null) throw Refused.conflict('The first request with this key is still being answered.');
    return { status: before.status, body: before.answer ?? undefined };
  }
}
