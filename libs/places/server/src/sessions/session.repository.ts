import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DemoPerson } from '@turnstone/contract';
import type { Actor, Belonging } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

/** What is kept of a token: whoever reads the database cannot be somebody with it. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface Recognised {
  readonly actor: Actor & { kind: 'member' };
  readonly expiresAt: Date;
  readonly idleMinutes: number;
  /** A role of theirs changed: the token is to be exchanged for a new one. */
  readonly renew: boolean;
  /** A person of the demo: let in by demo mode, and by nothing else. */
  readonly invented: boolean;
}

export interface SessionLength {
  readonly idleMinutes: number;
  readonly hours: number;
}

export interface NewSession {
  readonly personId: string;
  readonly method: 'demo' | 'single sign-on' | 'e-mail link' | 'password' | 'invitation' | 'set-up';
  readonly provider: string | null;
  readonly device: string;
  readonly idleMinutes: number;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** All of it is asked for by token, before anybody is known: each method says for itself how far it reaches. */
@Injectable()
export class SessionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Who holds this token, with their roles as they stand now: a role taken away counts from the next request. */
  async recognise(token: string, now: Date): Promise<Recognised | undefined> {
    const { rows } = await this.database.alone<{
      session_id: string;
      person_id: string;
      name: string;
      platform_administrator: boolean;
      places: Record<string, Belonging>;
      expires_at: Date;
      idle_minutes: number;
      renew: boolean;
      invented: boolean;
    }>({ name: 'session-actor', text: 'select * from session_actor($1, $2)', values: [hashOf(token), now] });
    const row = rows[0];
    if (!row) return undefined;
    return {
      actor: {
        kind: 'member',
        personId: row.person_id,
        name: row.name,
        sessionId: row.session_id,
        platformAdministrator: row.platform_administrator,
        places: row.places,
      },
      expiresAt: row.expires_at,
      idleMinutes: row.idle_minutes,
      renew: row.renew,
      invented: row.invented,
    };
  }

  /**
   * Who holds these sessions, with their roles as they stand now; of one that is over nobody. To ask is no use of a session: it
   * idles on.
   */
  async holders(ids: readonly string[], now: Date): Promise<Map<string, Recognised['actor']>> {
    const { rows } = await this.database.apart(
      { reach: 'platform' },
      () =>
        this.database.query<Recognised['actor']>({
          name: 'session-holders',
          text: `select 'member' as kind, s.person_id as "personId", h.name, s.id as "sessionId",
              h.platform_administrator as "platformAdministrator", h.places
            from session s cross join lateral standing_of(s.person_id) h
            where s.id = any($1) and s.expires_at > $2 and s.seen_at > $2 - make_interval(mins => s.idle_minutes)`,
          values: [ids, now],
        }),
      { readOnly: true },
    );
    return new Map(rows.map((row) => [row.sessionId, row]));
  }

  /** Answers the id by which the person knows the session. */
  async open(token: string, of: NewSession): Promise<string> {
    return this.database.within({ reach: 'platform' }, async () => {
      await this.database.query('delete from session where expires_at < $1', [of.at]);
      const { rows } = await this.database.query<{ id: string }>(
        `insert into session (token_hash, person_id, created_at, seen_at, expires_at, method, provider, device, idle_minutes)
         values ($1, $2, $3, $3, $4, $5, $6, $7, $8) returning id`,
        [hashOf(token), of.personId, of.at, of.expiresAt, of.method, of.provider, of.device, of.idleMinutes],
      );
      return rows[0]!.id;
    });
  }

  /**
   * The old token is dead, and the session lasts no longer than one that is opened with the roles of now. Answers when it
   * is over; undefined when somebody was quicker.
   */
  async renew(token: string, next: string, length: SessionLength): Promise<Date | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ expiresAt: Date }>(
        `update session set token_hash = $2, renew = false, idle_minutes = least(idle_minutes, $3),
           expires_at = least(expires_at, created_at + make_interval(hours => $4))
         where token_hash = $1 returning expires_at as "expiresAt"`,
        [hashOf(token), hashOf(next), length.idleMinutes, length.hours],
      ),
    );
    return rows[0]?.expiresAt;
  }

  async close(token: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('delete from session where token_hash = $1', [hashOf(token)]),
    );
  }

  /** After a change of what the person may do: each of their sessions gets a new token with its next request. */
  async renewAllOf(personId: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('update session set renew = true where person_id = $1', [personId]),
    );
  }

  /** Ends the sessions of a person, all or all but one. */
  async closeAllOf(personId: string, but?: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('delete from session where person_id = $1 and id is distinct from $2', [
        personId,
        but ?? null,
      ]),
    );
  }

  /** The providers that anybody may sign in with. */
  async providersOffered(): Promise<{ slug: string; name: string }[]> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ slug: string; name: string }>({
        name: 'providers-offered',
        text: 'select slug, name from sign_in_provider where enabled order by name',
      }),
    );
    return rows;
  }

  async demoPeople(): Promise<DemoPerson[]> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<DemoPerson>(
        `select * from (
           select distinct on (p.id) p.id, p.name,
             case when a.person_id is not null then 'platform administrator' else m.role end as role,
             p.introduction, coalesce(pl.name, '') as "placeName", coalesce(pl.slug, '') as "placeSlug"
           from person p
           left join membership m on m.person_id = p.id
           left join place pl on pl.id = m.place_id
           left join platform_administrator a on a.person_id = p.id
           where p.invented and p.state = 'active' and (pl.invented or a.person_id is not null)
           order by p.id, pl.level = 'place' desc, pl.name, m.role
         ) one
         order by array_position(array['board member','workstream lead','programme manager','analyst','facilitator','contributor','viewer','platform administrator'], role), name`,
      ),
    );
    return rows;
  }
}
