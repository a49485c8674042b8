import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, DATABASE, type Config, type Database } from '@turnstone/platform';

export interface AdministratorRow {
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly since: Date;
}

/** Who administers the platform. Whether one counts is said here alone: invented ones do in demo mode only. */
@Injectable()
export class AdministratorRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** By name. */
  async all(): Promise<AdministratorRow[]> {
    return this.#reaching<AdministratorRow>(
      `select a.person_id as "personId", p.name, p.email, a.since
       from platform_administrator a join person p on p.id = a.person_id order by lower(p.name), p.id`,
    );
  }

  /** Whether anybody does: without one the first page sets Turnstone up. */
  async isAnyThere(): Promise<boolean> {
    return this.#isThere('where not p.invented or $1', [this.config.demo]);
  }

  async is(personId: string): Promise<boolean> {
    return this.#isThere('where a.person_id = $1', [personId]);
  }

  /** Whether this person does, and nobody else who can sign in. */
  async isLast(personId: string): Promise<boolean> {
    if (!(await this.is(personId))) return false;
    const others = `where a.person_id <> $1 and p.state = 'active' and (not p.invented or $2)`;
    return !(await this.#isThere(others, [personId, this.config.demo]));
  }

  async knowsEmail(email: string): Promise<boolean> {
    return this.#isThere('where p.email_key = lower($1)', [email]);
  }

  /** `grantedBy` is null for the first one, and by the command line. Adding again changes nothing. */
  async add(personId: string, grantedBy: string | null, at: Date): Promise<void> {
    await this.#reaching(
      'insert into platform_administrator (person_id, since, granted_by) values ($1, $2, $3) on conflict do nothing',
      [personId, at, grantedBy],
    );
  }

  async remove(personId: string): Promise<void> {
    await this.#reaching('delete from platform_administrator where person_id = $1', [personId]);
  }

  async #isThere(where: string, values: readonly unknown[]): Promise<boolean> {
    const found = await this.#reaching(
      `select from platform_administrator a join person p on p.id = a.person_id ${where} limit 1`,
      values,
    );
    return found.length > 0;
  }

  async #reaching<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<Row>(text, values);
      return rows;
    });
  }
}
