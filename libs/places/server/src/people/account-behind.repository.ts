import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface AccountBehind {
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
}

const columns = `id as "personId", name, email, state = 'active' as active`;

/** Whose account it is: for an invitation, which may be for anybody. */
@Injectable()
export class AccountBehindRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async byId(personId: string): Promise<AccountBehind | undefined> {
    return this.#first(`select ${columns} from person where id = $1`, [personId]);
  }

  async byEmail(email: string): Promise<AccountBehind | undefined> {
    return this.#first(`select ${columns} from person where email_key = lower($1)`, [email]);
  }

  /** Undefined when somebody else was quicker with this address. */
  async add(of: { name: string; email: string; at: Date }): Promise<AccountBehind | undefined> {
    return this.#first(
      `insert into person (id, name, email, created_at) values ($1, $2, $3, $4)
       on conflict (email_key) do nothing returning ${columns}`,
      [randomUUID(), of.name, of.email, of.at],
    );
  }

  async #first(text: string, values: readonly unknown[]): Promise<AccountBehind | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<AccountBehind>(text, values),
    );
    return rows[0];
  }
}
