import { Inject, Injectable } from '@nestjs/common';
import type { Organisation } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

export interface OrganisationRow {
  readonly id: string;
  readonly name: string;
  readonly sector: Organisation['sector'];
  readonly people: number;
  readonly closedAt: Date | null;
  readonly version: number;
}

const columns = `o.id, o.name, o.sector, o.closed_at as "closedAt", o.version,
  (select count(*)::int from member m where m.place_id = o.place_id and m.organisation_id = o.id and m.left_at is null) as people`;

@Injectable()
export class OrganisationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** By name. */
  async all(placeId: string): Promise<OrganisationRow[]> {
    const { rows } = await this.database.query<OrganisationRow>(
      `select ${columns} from organisation o where o.place_id = $1 order by lower(o.name), o.id`,
      [placeId],
    );
    return rows;
  }

  async one(placeId: string, id: string): Promise<OrganisationRow | undefined> {
    const { rows } = await this.database.query<OrganisationRow>(
      `select ${columns} from organisation o where o.place_id = $1 and o.id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  /** Whether another partner of today has this name, however it is written. */
  async nameTaken(placeId: string, name: string, but: string): Promise<boolean> {
    const { rows } = await this.database.query<{ taken: boolean }>(
      `select exists (select from organisation
        where place_id = $1 and lower(name) = lower($2) and id <> $3 and closed_at is null) as taken`,
      [placeId, name, but],
    );
    return rows[0]!.taken;
  }

  async add(placeId: string, of: Pick<OrganisationRow, 'id' | 'name' | 'sector'>): Promise<void> {
    await this.database.query('insert into organisation (place_id, id, name, sector) values ($1, $2, $3, $4)', [
      placeId,
      of.id,
      of.name,
      of.sector,
    ]);
  }

  async change(placeId: string, of: Pick<OrganisationRow, 'id' | 'name' | 'sector' | 'closedAt'>): Promise<void> {
    await this.database.query(
      `update organisation set name = $3, sector = $4, closed_at = $5, version = version + 1
       where place_id = $1 and id = $2`,
      [placeId, of.id, of.name, of.sector, of.closedAt],
    );
  }
}
