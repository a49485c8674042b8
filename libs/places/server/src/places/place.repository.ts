import { Inject, Injectable } from '@nestjs/common';
import type { Place } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

export interface PlaceRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly level: Place['level'];
  readonly about: string;
  readonly invented: boolean;
  readonly areaCode: string | null;
  readonly areaName: string | null;
  readonly parentId: string | null;
  readonly version: number;
}

const columns = `p.id, p.slug, p.name, p.level, p.about, p.invented, p.area_code as "areaCode", a.name as "areaName", p.parent_id as "parentId", p.version`;

@Injectable()
export class PlaceRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Only says whether there is such a place; its row is seen by those who were admitted. */
  async idOf(slug: string): Promise<string | undefined> {
    const { rows } = await this.database.alone<{ id: string | null }>({
      name: 'place-id-of',
      text: 'select place_id_of($1) as id',
      values: [slug],
    });
    return rows[0]?.id ?? undefined;
  }

  async byId(id: string): Promise<PlaceRow | undefined> {
    const { rows } = await this.database.query<PlaceRow>({
      name: 'place-by-id',
      text: `select ${columns} from place p left join area a on a.code = p.area_code where p.id = $1`,
      values: [id],
    });
    return rows[0];
  }

  async byIds(ids: readonly string[]): Promise<PlaceRow[]> {
    const { rows } = await this.database.query<PlaceRow>(
      `select ${columns} from place p left join area a on a.code = p.area_code where p.id = any($1) order by p.name`,
      [ids],
    );
    return rows;
  }
}
