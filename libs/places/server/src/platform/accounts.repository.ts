import { Inject, Injectable } from '@nestjs/common';
import type { AccountKept } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

/** Accounts that are not erased, of everybody: for whoever administers the platform. */
@Injectable()
export class AccountsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Whose name or address holds `part`, by name; `most` and one more, so that the caller knows whether there are more. */
  async find(part: string, most: number): Promise<AccountKept[]> {
    const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
    return this.#read('(p.name ilike $1 or p.email ilike $1) order by lower(p.name), p.id limit $2', [
      pattern,
      most + 1,
    ]);
  }

  async one(personId: string): Promise<AccountKept | undefined> {
    return (await this.#read('p.id = $1', [personId]))[0];
  }

  async setState(personId: string, state: AccountKept['state']): Promise<void> {
    await this.database.query('update person set state = $2 where id = $1', [personId, state]);
  }

  async #read(where: string, values: readonly unknown[]): Promise<AccountKept[]> {
    const { rows } = await this.database.query<AccountKept>(
      `select p.id as "personId", p.name, p.email, p.state,
         coalesce((select jsonb_agg(jsonb_build_object('slug', pl.slug, 'name', pl.name) order by lower(pl.name), pl.id)
           from member m join place pl on pl.id = m.place_id where m.person_id = p.id and m.left_at is null), '[]') as places,
         array_cat(
           array(select distinct coalesce(v.name, i.issuer) from identity i left join sign_in_provider v on v.issuer = i.issuer
             where i.person_id = p.id order by 1),
           array(select 'password' from password w where w.person_id = p.id)
             || array(select 'e-mail link' where p.email is not null)
         ) as "signsInWith"
       from person p where p.state <> 'erased' and ${where}`,
      values,
    );
    return rows;
  }
}
