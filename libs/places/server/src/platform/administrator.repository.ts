import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, DATABASE, type Config, type Database } from '@turnstone/platform';

export interface AdministratorRow {
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly since: Date;
}

@Injectable()
export class AdministratorRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** By name. */
  async all(): Promise<AdministratorRow[]> {
    const { rows } = await this.database.query<AdministratorRow>(
      `select a.person_id as "personId", p.name, p.email, a.since
       from platform_administrator a join person p on p.id = a.person_id order by lower(p.name), p.id`,
    );
    return rows;
  }

  /** Those who can sign in, other than this person: invented ones can in demo mode only. */
  async others(personId: string): Promise<number> {
    const { rows } = await this.database.query<{ n: number }>(
      `select count(*)::int as n from platform_administrator a
       join person p on p.id = a.person_id and p.state = 'active' and (not p.invented or $2)
       where a.person_id <> $1`,
      [personId, this.config.demo],
    );
    return rows[0]!.n;
  }

  async knowsEmail(email: string): Promise<boolean> {
    const { rows } = await this.database.query(
      `select 1 from platform_administrator a join person p on p.id = a.person_id where p.email_key = lower($1)`,
      [email],
    );
    return rows.length > 0;
  }

  async is(personId: string): Promise<boolean> {
    const { rows } = await this.database.query('select 1 from platform_administrator where person_id = $1', [personId]);
    return rows.length > 0;
  }

  async remove(personId: string): Promise<void> {
    await this.database.query('delete from platform_administrator where person_id = $1', [personId]);
  }
}
