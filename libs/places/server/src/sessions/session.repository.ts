import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DemoPerson } from '@turnstone/contract';
import type { Actor, Role } from '@turnstone/places-rules';
import { POOL, type Pool } from '@turnstone/platform';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

@Injectable()
export class SessionRepository {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Who holds this token, with their roles as they stand now: a role taken away counts from the next request. */
  async actorOf(token: string, now: Date, idleSince: Date): Promise<(Actor & { kind: 'member' }) | undefined> {
    const { rows } = await this.pool.query<{
      personId: string;
      name: string;
      roles: Record<string, Role[]> | null;
      seenAt: Date;
    }>({
      name: 'session-actor',
      text: `select s.person_id as "personId", p.name, s.seen_at as "seenAt",
          (select jsonb_object_agg(m.place_id, m.roles)
             from (select place_id, jsonb_agg(role order by role) as roles from membership where person_id = p.id group by place_id) m) as roles
        from session s join person p on p.id = s.person_id
        where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3`,
      values: [hashOf(token), now, idleSince],
    });
    const row = rows[0];
    if (!row) return undefined;
    // Seen is written once a minute at most: a read must not cost a write each time.
    if (now.getTime() - row.seenAt.getTime() > 60_000) {
      await this.pool.query('update session set seen_at = $2 where token_hash = $1', [hashOf(token), now]);
    }
    return { kind: 'member', personId: row.personId, name: row.name, roles: row.roles ?? {} };
  }

  async rolesOf(personId: string): Promise<Record<string, Role[]>> {
    const { rows } = await this.pool.query<{ placeId: string; roles: Role[] }>(
      'select place_id as "placeId", array_agg(role order by role) as roles from membership where person_id = $1 group by place_id',
      [personId],
    );
    return Object.fromEntries(rows.map((row) => [row.placeId, row.roles]));
  }

  async open(token: string, personId: string, now: Date, expires: Date): Promise<void> {
    await this.pool.query(
      'insert into session (token_hash, person_id, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)',
      [hashOf(token), personId, now, expires],
    );
    await this.pool.query('delete from session where expires_at < $1', [now]);
  }

  async close(token: string): Promise<void> {
    await this.pool.query('delete from session where token_hash = $1', [hashOf(token)]);
  }

  async demoPeople(): Promise<DemoPerson[]> {
    const { rows } = await this.pool.query<DemoPerson>(
      `select p.id, p.name, m.role, p.introduction, pl.name as "placeName", pl.slug as "placeSlug"
       from person p join membership m on m.person_id = p.id join place pl on pl.id = m.place_id
       where p.invented and pl.invented
       order by array_position(array['board member','workstream lead','programme manager','analyst'], m.role), p.name`,
    );
    return rows;
  }
}
