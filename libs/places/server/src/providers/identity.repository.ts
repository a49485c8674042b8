import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

/** Who somebody is at a provider: issuer and subject, and nothing that the provider says beside them. */
export interface IdentityRow {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly personId: string;
}

/** Asked before anybody is known, or for the person themselves: each method reaches over the platform. */
@Injectable()
export class IdentityRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(issuer: string, subject: string): Promise<IdentityRow | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<IdentityRow>(
        'select id, issuer, subject, person_id as "personId" from identity where issuer = $1 and subject = $2',
        [issuer, subject],
      ),
    );
    return rows[0];
  }

  /** Holds the person until the unit ends, so that of two identities not both are taken away at once. */
  async ofPerson(personId: string, id: string): Promise<IdentityRow | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, async () => {
      await this.database.query('select from person where id = $1 for update', [personId]);
      return this.database.query<IdentityRow>(
        'select id, issuer, subject, person_id as "personId" from identity where person_id = $1 and id = $2',
        [personId, id],
      );
    });
    return rows[0];
  }

  /** Undefined when somebody has this identity already. */
  async add(of: Omit<IdentityRow, 'id'>, at: Date): Promise<string | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ id: string }>(
        `insert into identity (issuer, subject, person_id, linked_at) values ($1, $2, $3, $4)
         on conflict (issuer, subject) do nothing returning id`,
        [of.issuer, of.subject, of.personId, at],
      ),
    );
    return rows[0]?.id;
  }

  async used(id: string, at: Date): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('update identity set used_at = $2 where id = $1', [id, at]),
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('delete from identity where id = $1', [id]),
    );
  }

  /** Where mail reaches the person (null: nowhere), and whether they are an invented person of the demo. */
  async person(personId: string): Promise<{ email: string | null; invented: boolean } | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ email: string | null; invented: boolean }>(
        `select email, invented from person where id = $1 and state = 'active'`,
        [personId],
      ),
    );
    return rows[0];
  }

  /** Whether the person could still sign in without this identity: by e-mail, by password, or with another provider. */
  async hasAnotherWayIn(personId: string, id: string): Promise<boolean> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ another: boolean }>(
        `select exists (select from person where id = $1 and email is not null)
           or exists (select from password where person_id = $1)
           or exists (select from identity i join sign_in_provider p on p.issuer = i.issuer and p.enabled
             where i.person_id = $1 and i.id <> $2) as another`,
        [personId, id],
      ),
    );
    return rows[0]!.another;
  }
}
