import { Inject, Injectable } from '@nestjs/common';
import type { EntryAsText } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

/** Days are of London, both included. */
export interface AuditFilter {
  readonly person?: string | undefined;
  readonly action?: string | undefined;
  readonly about?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: Date;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly through: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Null: nothing identifies a person. 'erased': something did. */
  readonly personal: unknown;
  readonly previous: string;
  readonly hash: string;
}

export interface KeptHead {
  readonly place: string;
  readonly seq: number;
  readonly hash: string;
}

const filtered = `e.place_id = $1 and ($2::uuid is null or e.person_id = $2) and ($3::text is null or e.action = $3)
  and ($4::text is null or strpos(lower(e.subject), lower($4)) > 0)
  and ($5::date is null or e.at >= $5::date::timestamp at time zone 'Europe/London')
  and ($6::date is null or e.at < ($6::date + 1)::timestamp at time zone 'Europe/London')`;

const shown = `e.seq, e.at, e.person_id as "personId", p.name as "personName", e.through, e.action, e.subject,
  e.before, e.after,
  case when e.personal_digest is null then null else coalesce(a.content, '"erased"') end as personal,
  encode(e.previous, 'hex') as previous, encode(e.hash, 'hex') as hash
  from audit_entry e
  left join person p on p.id = e.person_id and p.state <> 'erased'
  left join audit_personal a on a.place_id = e.place_id and a.seq = e.seq`;

/**
 * Reads the audit trail. Whoever did something in a place need not belong to it, so names are looked up with the reach of
 * the platform; each statement names its chain, and the actor was admitted to that one.
 */
@Injectable()
export class AuditRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The latest first, those before the number `before`. */
  async latest(chain: string, filter: AuditFilter, before: string | undefined, most: number): Promise<AuditRow[]> {
    return this.#all<AuditRow>(
      `select ${shown} where ${filtered} and ($7::bigint is null or e.seq < $7) order by e.seq desc limit $8`,
      [...valuesOf(chain, filter), before ?? null, most],
    );
  }

  /** In the order of the chain; each page is a unit of its own, because it is being sent when that of the request has ended. */
  async *inOrder(chain: string, filter: AuditFilter): AsyncGenerator<AuditRow> {
    const page = 1_000;
    for (let after = 0; ;) {
      const { rows } = await this.database.apart(
        { reach: 'platform' },
        () =>
          this.database.query<AuditRow>(`select ${shown} where ${filtered} and e.seq > $7 order by e.seq limit $8`, [
            ...valuesOf(chain, filter),
            after,
            page,
          ]),
        { readOnly: true },
      );
      yield* rows;
      if (rows.length < page) return;
      after = rows.at(-1)!.seq;
    }
  }

  /** How many entries there are, and what to filter by. People who are erased are not among them. */
  async about(
    chain: string,
    filter: AuditFilter,
  ): Promise<{ total: number; actions: string[]; people: { id: string; name: string }[] }> {
    const [about] = await this.#all<{ total: number; actions: string[]; people: { id: string; name: string }[] }>(
      `select (select count(*)::int from audit_entry e where ${filtered}) as total,
         array(select distinct e.action from audit_entry e where e.place_id = $1 order by 1) as actions,
         coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name, p.id) from person p
           where p.state <> 'erased' and p.id in (select e.person_id from audit_entry e where e.place_id = $1)), '[]') as people`,
      valuesOf(chain, filter),
    );
    return about!;
  }

  // --------------------------------------------------------------------------------------------------------- checking

  /** Every chain there is, with the slug of its place; null for the platform's, and for a place that is gone. */
  async chains(): Promise<{ id: string; slug: string | null }[]> {
    return this.#all(
      `select c.place_id as id, p.slug from (select place_id from audit_entry union select place_id from audit_head) c
       left join place p on p.id = c.place_id order by p.slug nulls first, c.place_id`,
      [],
    );
  }

  /** The entries after the number `after`, each column as PostgreSQL writes it: nothing here computes a hash. */
  async entriesAsText(chain: string, after: string, most: number): Promise<EntryAsText[]> {
    const rows = await this.#all<
      Omit<EntryAsText, 'personal' | 'erasure'> & {
        salt: string | null;
        content: string | null;
        erasedSeq: string | null;
        erasedPerson: string | null;
        state: string | null;
      }
    >(
      `select e.place_id::text as "placeId", e.seq::text as seq,
         to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.person_id::text as "personId",
         e.through, e.request, e.action, e.subject, e.before::text as before, e.after::text as after,
         encode(e.personal_digest, 'hex') as "personalDigest", encode(e.previous, 'hex') as previous,
         encode(e.hash, 'hex') as hash, encode(a.salt, 'hex') as salt, a.content::text as content,
         x.seq::text as "erasedSeq", x.person_id::text as "erasedPerson", p.state
       from audit_entry e
       left join audit_personal a on a.place_id = e.place_id and a.seq = e.seq
       left join audit_erasure x on x.place_id = e.place_id and x.seq = e.seq
       left join person p on p.id = x.person_id
       where e.place_id = $1 and e.seq > $2::bigint order by e.seq limit $3`,
      [chain, after, most],
    );
    return rows.map(({ salt, content, erasedSeq, erasedPerson, state, ...entry }) => ({
      ...entry,
      personal: salt === null || content === null ? null : { salt, content },
      erasure: erasedSeq === null ? null : { ofNobodyHere: erasedPerson === null, personErased: state === 'erased' },
    }));
  }

  async head(chain: string): Promise<{ seq: string; hash: string } | undefined> {
    const [head] = await this.#all<{ seq: string; hash: string }>(
      `select seq::text as seq, encode(hash, 'hex') as hash from audit_head where place_id = $1`,
      [chain],
    );
    return head;
  }

  async heads(): Promise<KeptHead[]> {
    return this.#all<KeptHead>(
      `select place_id as place, seq, encode(hash, 'hex') as hash from audit_head order by place_id`,
      [],
    );
  }

  async #all<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.within(
      { reach: 'platform' },
      async () => (await this.database.query<Row>(text, values)).rows,
      { readOnly: true },
    );
  }
}

function valuesOf(chain: string, { person, action, about, from, to }: AuditFilter): (string | null)[] {
  return [chain, person ?? null, action ?? null, about ?? null, from ?? null, to ?? null];
}
