import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '@turnstone/contract';
import type { Role } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';
import { hashOf } from '../sessions/session.repository.js';

const UNIQUE_VIOLATION = '23505';

/** A person as their own account knows them. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** Null: a demo person. */
  readonly email: string | null;
  readonly invented: boolean;
}

/** What is kept of one person, in every place: each method reaches that far, and is called for the person who asks. */
@Injectable()
export class AccountRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Undefined when they are no longer active. */
  async person(personId: string): Promise<PersonRow | undefined> {
    const { rows } = await this.#reaching<PersonRow>(
      `select id, name, email, invented from person where id = $1 and state = 'active'`,
      [personId],
    );
    return rows[0];
  }

  /** The address that waits for a click, if one does. */
  async emailWaiting(personId: string, now: Date): Promise<string | null> {
    const { rows } = await this.#reaching<{ email: string }>(
      `select email from sign_in_link
       where person_id = $1 and purpose = 'change e-mail' and used_at is null and expires_at > $2
       order by created_at desc limit 1`,
      [personId, now],
    );
    return rows[0]?.email ?? null;
  }

  async places(personId: string): Promise<Account['places']> {
    const { rows } = await this.#reaching<Account['places'][number]>(
      `select p.slug, p.name, o.name as "organisationName",
         array(select r.role from membership r where r.place_id = m.place_id and r.person_id = m.person_id order by r.role) as roles,
         array(select w.name from workstream_lead l join workstream w on w.place_id = l.place_id and w.id = l.workstream_id
           where l.place_id = m.place_id and l.person_id = m.person_id and w.closed_at is null order by w.name) as workstreams
       from member m
       join place p on p.id = m.place_id
       left join organisation o on o.place_id = m.place_id and o.id = m.organisation_id
       where m.person_id = $1 and m.left_at is null
       order by p.name`,
      [personId],
    );
    return rows;
  }

  /** Those that still go on, the one used last first. */
  async sessions(personId: string, now: Date): Promise<Omit<Account['sessions'][number], 'current'>[]> {
    const { rows } = await this.#reaching<{
      id: string;
      method: string;
      provider: string | null;
      device: string;
      created_at: Date;
      seen_at: Date;
    }>(
      `select id, method, provider, device, created_at, seen_at from session
       where person_id = $1 and expires_at > $2 and seen_at > $2 - make_interval(mins => idle_minutes)
       order by seen_at desc, created_at desc, id`,
      [personId, now],
    );
    return rows.map(({ created_at: started, seen_at: seen, ...row }) => ({
      ...row,
      startedAt: started.toISOString(),
      seenAt: seen.toISOString(),
    }));
  }

  async identities(personId: string): Promise<Account['identities']> {
    const { rows } = await this.#reaching<{ id: string; name: string; linked_at: Date; used_at: Date | null }>(
      `select i.id, coalesce((select min(p.name) from sign_in_provider p where p.issuer = i.issuer), i.issuer) as name,
         i.linked_at, i.used_at
       from identity i where i.person_id = $1 order by i.linked_at, i.id`,
      [personId],
    );
    return rows.map((row) => ({
      id: row.id,
      providerName: row.name,
      linkedAt: row.linked_at.toISOString(),
      usedAt: row.used_at?.toISOString() ?? null,
    }));
  }

  async password(personId: string): Promise<Account['password']> {
    const { rows } = await this.#reaching<{ changed_at: Date; left: number }>(
      `select changed_at,
         (select count(*)::int from recovery_code r where r.person_id = p.person_id and r.used_at is null) as left
       from password p where person_id = $1`,
      [personId],
    );
    return rows[0] ? { changedAt: rows[0].changed_at.toISOString(), recoveryCodesLeft: rows[0].left } : null;
  }

  async noticeChoices(personId: string): Promise<ReadonlyMap<string, boolean>> {
    const { rows } = await this.#reaching<{ kind: string; wanted: boolean }>(
      'select kind, wanted from notice_choice where person_id = $1',
      [personId],
    );
    return new Map(rows.map((row) => [row.kind, row.wanted]));
  }

  /** The names of the places whose only programme manager this person is. */
  async managesAlone(personId: string): Promise<string[]> {
    const { rows } = await this.#reaching<{ name: string }>(
      `select pl.name from membership mine
       join member m on m.place_id = mine.place_id and m.person_id = mine.person_id and m.left_at is null
       join place pl on pl.id = mine.place_id
       where mine.person_id = $1 and mine.role = $2 and not exists (
         select from membership o
         join member b on b.place_id = o.place_id and b.person_id = o.person_id and b.left_at is null
         join person p on p.id = o.person_id and p.state = 'active'
         where o.place_id = mine.place_id and o.role = $2 and o.person_id <> $1)
       order by pl.name`,
      [personId, 'programme manager' satisfies Role],
    );
    return rows.map((row) => row.name);
  }

  async rename(personId: string, name: string): Promise<void> {
    await this.#reaching('update person set name = $2 where id = $1', [personId, name]);
  }

  /** A new link to another address; an earlier one is dead from here on. Of its token only the hash is kept. */
  async addEmailLink(
    token: string,
    link: { personId: string; email: string; at: Date; expiresAt: Date },
  ): Promise<void> {
    await this.#reaching(
      `delete from sign_in_link where person_id = $1 and purpose = 'change e-mail' and used_at is null`,
      [link.personId],
    );
    await this.#reaching(
      `insert into sign_in_link (token_hash, person_id, purpose, email, created_at, expires_at)
       values ($1, $2, 'change e-mail', $3, $4, $5)`,
      [hashOf(token), link.personId, link.email, link.at, link.expiresAt],
    );
  }

  /** Uses the link up and answers its address. Undefined when it is not this person’s, was used, or is over. */
  async useEmailLink(token: string, personId: string, now: Date): Promise<string | undefined> {
    const { rows } = await this.#reaching<{ email: string }>(
      `update sign_in_link set used_at = $3
       where token_hash = $1 and person_id = $2 and purpose = 'change e-mail' and used_at is null and expires_at > $3
       returning email`,
      [hashOf(token), personId, now],
    );
    return rows[0]?.email;
  }

  /** False when it is the address of another account. */
  async takeEmail(personId: string, email: string): Promise<boolean> {
    return this.database.within({ reach: 'platform' }, async () => {
      try {
        await this.database.transaction((client) =>
          client.query('update person set email = $2 where id = $1', [personId, email]),
        );
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    });
  }

  /** Links of theirs that were not used, whatever they are for. */
  async dropOpenLinks(personId: string): Promise<void> {
    await this.#reaching('delete from sign_in_link where person_id = $1 and used_at is null', [personId]);
  }

  async closeSessions(personId: string, ids: readonly string[]): Promise<void> {
    await this.#reaching('delete from session where person_id = $1 and id = any($2)', [personId, ids]);
  }

  async chooseNotice(personId: string, kind: string, wanted: boolean): Promise<void> {
    await this.#reaching(
      `insert into notice_choice (person_id, kind, wanted) values ($1, $2, $3)
       on conflict (person_id, kind) do update set wanted = excluded.wanted`,
      [personId, kind, wanted],
    );
  }

  #reaching<Row extends object>(text: string, values: readonly unknown[]) {
    return this.database.within({ reach: 'platform' }, () => this.database.query<Row>(text, values));
  }
}
