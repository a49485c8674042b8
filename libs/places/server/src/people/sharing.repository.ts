import { Inject, Injectable } from '@nestjs/common';
import type { Level } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface RelatedPlace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly level: Level;
  readonly direction: 'up' | 'down';
  /** Since when its people may read this place. Null: they may not. */
  readonly openedAt: Date | null;
  /** Null: not open, or opened by a content pack. */
  readonly openedBy: string | null;
  /** Since when this place's people may read it. Null: they may not. */
  readonly opensToUsSince: Date | null;
}

/** (id, relative, direction) for everything above and below everything. A tree has three levels at most. */
const lineage = `lineage (id, relative, direction) as (
    select p.id, p.parent_id, 'up' from place p where p.parent_id is not null
    union all
    select l.id, p.parent_id, 'up' from lineage l join place p on p.id = l.relative where p.parent_id is not null
  ), related as (
    select id, relative, direction from lineage
    union all
    select relative, id, 'down' from lineage
  )`;

/** Which place reads which, along the tree. It is about several places at once: each method says which. */
@Injectable()
export class SharingRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Until the unit of work ends nobody else moves a place, or opens or closes one. */
  async lockTree(): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('place tree', 0))`);
  }

  /** Every place above (from the top down) and below (by name). */
  async related(placeId: string): Promise<RelatedPlace[]> {
    return this.#reaching<RelatedPlace>(
      `with recursive ${lineage}
       select o.id, o.slug, o.name, o.level, r.direction, ours.chosen_at as "openedAt", b.name as "openedBy",
         theirs.chosen_at as "opensToUsSince"
       from related r join place o on o.id = r.relative
       left join sharing ours on ours.place_id = r.id and ours.with_place_id = o.id
       left join person b on b.id = ours.chosen_by
       left join sharing theirs on theirs.place_id = o.id and theirs.with_place_id = r.id
       where r.id = $1
       order by r.direction desc, array_position(array['system', 'place', 'neighbourhood'], o.level), lower(o.name), o.id`,
      [placeId],
    );
  }

  async open(placeId: string, withPlaceId: string, by: string | null, at: Date): Promise<void> {
    await this.#reaching(
      `insert into sharing (place_id, with_place_id, chosen_by, chosen_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [placeId, withPlaceId, by, at],
    );
  }

  async close(placeId: string, withPlaceId: string): Promise<void> {
    await this.#reaching('delete from sharing where place_id = $1 and with_place_id = $2', [placeId, withPlaceId]);
  }

  /** Ends what no longer runs up or down a tree, and answers it. */
  async endStray(): Promise<{ placeId: string; withPlaceId: string }[]> {
    return this.#reaching<{ placeId: string; withPlaceId: string }>(
      `with recursive ${lineage}
       delete from sharing s
       where not exists (select from related r where r.id = s.place_id and r.relative = s.with_place_id)
       returning s.place_id as "placeId", s.with_place_id as "withPlaceId"`,
      [],
    );
  }

  async #reaching<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.database.within({ reach: 'platform' }, () => this.database.query<Row>(text, values));
    return rows;
  }
}
