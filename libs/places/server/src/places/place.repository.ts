import { Inject, Injectable } from '@nestjs/common';
import type { Place } from '@turnstone/contract';
import { POOL, type Pool } from '@turnstone/platform';

export interface PlaceRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly level: Place['level'];
  readonly about: string;
  readonly invented: boolean;
  readonly areaCode: string | null;
  readonly areaName: string | null;
}

const columns = `p.id, p.slug, p.name, p.level, p.about, p.invented, p.area_code as "areaCode", a.name as "areaName"`;

@Injectable()
export class PlaceRepository {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async bySlug(slug: string): Promise<PlaceRow | undefined> {
    const { rows } = await this.pool.query<PlaceRow>({
      name: 'place-by-slug',
      text: `select ${columns} from place p left join area a on a.code = p.area_code where p.slug = $1`,
      values: [slug],
    });
    return rows[0];
  }

  async byIds(ids: readonly string[]): Promise<PlaceRow[]> {
    const { rows } = await this.pool.query<PlaceRow>(
      `select ${columns} from place p left join area a on a.code = p.area_code where p.id = any($1) order by p.name`,
      [ids],
    );
    return rows;
  }
}
