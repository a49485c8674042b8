import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';
import { hashOf } from '../sessions/session.repository.js';

/** The tokens with which the first platform administrator is made. */
@Injectable()
export class SetUpTokenRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Until the unit ends, nobody else makes a first administrator. */
  async lock(): Promise<void> {
    await this.#reaching(`select pg_advisory_xact_lock(hashtextextended('first administrator', 0))`, []);
  }

  /** Earlier tokens that still work stay: several processes offer one each when they start. */
  async add(token: string, at: Date, expiresAt: Date): Promise<void> {
    await this.#reaching(
      `insert into sign_in_link (token_hash, purpose, created_at, expires_at) values ($1, 'set up', $2, $3)`,
      [hashOf(token), at, expiresAt],
    );
  }

  async use(token: string, now: Date): Promise<boolean> {
    const rows = await this.#reaching(
      `update sign_in_link set used_at = $2
       where token_hash = $1 and purpose = 'set up' and used_at is null and expires_at > $2 returning 1`,
      [hashOf(token), now],
    );
    return rows.length === 1;
  }

  async #reaching(text: string, values: readonly unknown[]): Promise<object[]> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query(text, values);
      return rows;
    });
  }
}
