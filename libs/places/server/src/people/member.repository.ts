import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface MemberRow {
  readonly personId: string;
  readonly name: string;
  /** Null: a demo person. */
  readonly email: string | null;
  readonly active: boolean;
  readonly roles: Role[];
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  /** Those that are going on. */
  readonly workstreamIds: string[];
  readonly joinedAt: Date;
  /** Their last request, as far as sessions and sign-ins tell; null when they were never here. */
  readonly seenAt: Date | null;
  readonly version: number;
}

export interface MembershipToKeep {
  readonly roles: readonly Role[];
  readonly organisationId: string | null;
  readonly workstreamIds: readonly string[];
}

/**
 * Who belongs to a place. Names and addresses are asked for across all places, because somebody may have left this one:
 * each method therefore says the place itself.
 */
@Injectable()
export class MemberRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Until the unit of work ends nobody else changes who belongs to this place, its organisations or its workstreams. */
  async lock(placeId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('people ' || $1::text, 0))`, [placeId]);
  }

  /** By name. */
  async all(placeId: string): Promise<MemberRow[]> {
    return this.#read(placeId, null);
  }

  /** Undefined when they do not belong, or no longer. */
  async one(placeId: string, personId: string): Promise<MemberRow | undefined> {
    return (await this.#read(placeId, personId))[0];
  }

  async belongsByEmail(placeId: string, email: string): Promise<boolean> {
    const { rows } = await this.#reaching<{ known: boolean }>(
      `select exists (select from member m join person p on p.id = m.person_id
        where m.place_id = $1 and m.left_at is null and p.email_key = lower($2)) as known`,
      [placeId, email],
    );
    return rows[0]!.known;
  }

  /** Programme managers who can sign in, other than this person. */
  async otherProgrammeManagers(placeId: string, personId: string): Promise<number> {
    const { rows } = await this.#reaching<{ n: number }>(
      `select count(*)::int as n from membership r
       join member m on m.place_id = r.place_id and m.person_id = r.person_id and m.left_at is null
       join person p on p.id = r.person_id and p.state = 'active'
       where r.place_id = $1 and r.role = 'programme manager' and r.person_id <> $2`,
      [placeId, personId],
    );
    return rows[0]!.n;
  }

  /** Replaces what they are here. Workstreams that have ended keep their leads, for the case that they go on again. */
  async keep(placeId: string, personId: string, membership: MembershipToKeep): Promise<void> {
    await this.#reaching(
      'update member set organisation_id = $3, version = version + 1 where place_id = $1 and person_id = $2',
      [placeId, personId, membership.organisationId],
    );
    await this.#reaching('delete from membership where place_id = $1 and person_id = $2 and role <> all($3)', [
      placeId,
      personId,
      membership.roles,
    ]);
    await this.#reaching(
      `insert into membership (place_id, person_id, role) select $1, $2, unnest($3::text[]) on conflict do nothing`,
      [placeId, personId, membership.roles],
    );
    await this.#reaching(
      `delete from workstream_lead l using workstream w where l.place_id = $1 and l.person_id = $2
         and w.place_id = l.place_id and w.id = l.workstream_id and (w.closed_at is null or not $3)`,
      [placeId, personId, membership.roles.includes('workstream lead')],
    );
    await this.#reaching(
      `insert into workstream_lead (place_id, workstream_id, person_id) select $1, unnest($3::uuid[]), $2
       on conflict do nothing`,
      [placeId, personId, membership.workstreamIds],
    );
  }

  /** They belong from now on, or again; what they are here is kept by `keep`. */
  async join(placeId: string, personId: string, at: Date): Promise<void> {
    await this.#reaching(
      `insert into member (place_id, person_id, joined_at) values ($1, $2, $3)
       on conflict (place_id, person_id) do update set joined_at = $3, left_at = null where member.left_at is not null`,
      [placeId, personId, at],
    );
  }

  async leave(placeId: string, personId: string, at: Date): Promise<void> {
    await this.#reaching('delete from workstream_lead where place_id = $1 and person_id = $2', [placeId, personId]);
    await this.#reaching('delete from membership where place_id = $1 and person_id = $2', [placeId, personId]);
    await this.#reaching(
      `update member set left_at = $3, organisation_id = null, version = version + 1
       where place_id = $1 and person_id = $2`,
      [placeId, personId, at],
    );
  }

  async #read(placeId: string, personId: string | null): Promise<MemberRow[]> {
    const { rows } = await this.#reaching<MemberRow>(
      `select m.person_id as "personId", p.name, p.email, p.state = 'active' as active,
         coalesce((select array_agg(r.role order by r.role) from membership r
           where r.place_id = m.place_id and r.person_id = m.person_id), '{}') as roles,
         m.organisation_id as "organisationId", o.name as "organisationName",
         coalesce((select array_agg(l.workstream_id order by w.name) from workstream_lead l
           join workstream w on w.place_id = l.place_id and w.id = l.workstream_id and w.closed_at is null
           where l.place_id = m.place_id and l.person_id = m.person_id), '{}') as "workstreamIds",
         m.joined_at as "joinedAt",
         greatest(
           (select max(s.seen_at) from session s where s.person_id = m.person_id),
           (select max(e.at) from audit_entry e where e.person_id = m.person_id 
             and e.action in ('sign in', 'accept an invitation'))
         ) as "seenAt",
         m.version
       from member m join person p on p.id = m.person_id
       left join organisation o on o.place_id = m.place_id and o.id = m.organisation_id
       where m.place_id = $1 and m.left_at is null and ($2::uuid is null or m.person_id = $2)
       order by lower(p.name), m.person_id`,
      [placeId, personId],
    );
    return rows;
  }

  #reaching<Row extends object>(text: string, values: readonly unknown[]) {
    return this.database.within({ reach: 'platform' }, () => this.database.query<Row>(text, values));
  }
}
