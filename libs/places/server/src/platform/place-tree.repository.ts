import { Inject, Injectable } from '@nestjs/common';
import type { Level } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface PlaceInTree {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly level: Level;
  readonly about: string;
  /** ONS code; null: none. */
  readonly areaCode: string | null;
  /** Null: the top of its tree. */
  readonly parentId: string | null;
  readonly people: number;
  readonly programmeManagers: number;
  readonly invented: boolean;
  readonly version: number;
}

export type PlaceToKeep = Pick<PlaceInTree, 'id' | 'slug' | 'name' | 'level' | 'about' | 'areaCode' | 'parentId'>;

/** Every place: for whoever administers the platform. */
@Injectable()
export class PlaceTreeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** As a tree: parents before their children, by name. */
  async all(): Promise<PlaceInTree[]> {
    return this.#read('true', []);
  }

  async one(id: string): Promise<PlaceInTree | undefined> {
    return (await this.#read('p.id = $1', [id]))[0];
  }

  async levelsBelow(id: string): Promise<Level[]> {
    const { rows } = await this.database.query<{ level: Level }>('select level from place where parent_id = $1', [id]);
    return rows.map((row) => row.level);
  }

  async slugTaken(slug: string, but: string): Promise<boolean> {
    const { rows } = await this.database.query('select 1 from place where slug = $1 and id <> $2', [slug, but]);
    return rows.length > 0;
  }

  async knowsArea(code: string): Promise<boolean> {
    return (await this.database.query('select 1 from area where code = $1', [code])).rows.length > 0;
  }

  async add(of: PlaceToKeep): Promise<void> {
    await this.database.query(
      'insert into place (id, slug, name, level, about, area_code, parent_id) values ($1, $2, $3, $4, $5, $6, $7)',
      valuesOf(of),
    );
  }

  /** Whether it still was at that version: nothing is written over what somebody else wrote meanwhile. */
  async change(of: PlaceToKeep, version: number): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `update place set slug = $2, name = $3, level = $4, about = $5, area_code = $6, parent_id = $7, version = version + 1
       where id = $1 and version = $8`,
      [...valuesOf(of), version],
    );
    return rowCount === 1;
  }

  async #read(where: string, values: readonly unknown[]): Promise<PlaceInTree[]> {
    const { rows } = await this.database.query<PlaceInTree>(
      `with recursive tree (id, path) as (
         select id, array[lower(name) || ' ' || id] from place where parent_id is null
         union all
         select c.id, t.path || (lower(c.name) || ' ' || c.id) from tree t join place c on c.parent_id = t.id
       )
       select p.id, p.slug, p.name, p.level, p.about, p.area_code as "areaCode", p.parent_id as "parentId", p.invented, p.version,
         (select count(*)::int from member m where m.place_id = p.id and m.left_at is null) as people,
         (select count(*)::int from membership r where r.place_id = p.id and r.role = 'programme manager')
           as "programmeManagers"
       from tree t join place p on p.id = t.id where ${where} order by t.path`,
      values,
    );
    return rows;
  }
}

function valuesOf(of: PlaceToKeep): readonly unknown[] {
  return [of.id, of.slug, of.name, of.level, of.about, of.areaCode, of.parentId];
}
