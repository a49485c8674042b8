import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, DATABASE, type Config, type Database } from '@turnstone/platform';
import { hashOf } from '../sessions/session.repository.js';

/** Whether anybody administers the platform yet, and the tokens with which the first one is made. */
@Injectable()
export class AdministratorRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Until the unit ends, nobody else makes a first administrator. */
  async lock(): Promise<void> {
    await this.#reaching(`select pg_advisory_xact_lock(hashtextextended('first administrator', 0))`, []);
  }

  async isAnyThere(): Promise<boolean> {
    return (
      (
        await this.#reaching(
          'select 1 from platform_administrator a join person p on p.id = a.person_id where not p.invented or $1 limit 1',
          [this.config.demo],
        )
      ).length > 0
    );
  }

  /** Earlier tokens that still work stay: several processes offer one each when they start. */
  async addSetUpToken(token: string, at: Date, expiresAt: Date): Promise<void> {
    await this.#reaching(
      `insert into sign_in_link (token_hash, purpose, created_at, expires_at) values ($1, 'set up', $2, $3)`,
      [hashOf(token), at, expiresAt],
    );
  }

  async useSetUpToken(token: string, now: Date): Promise<boolean> {
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
