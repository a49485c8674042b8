import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface WorkstreamRow {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly leads: { readonly personId: string; readonly name: string }[];
  readonly outcomes: { readonly slug: string; readonly statement: string }[];
  readonly closedAt: Date | null;
  readonly version: number;
}

export interface OutcomeOf {
  readonly slug: string;
  readonly statement: string;
  /** Null: of no workstream. */
  readonly workstreamId: string | null;
}

const columns = `w.id, w.name, w.about, w.closed_at as "closedAt", w.version,
  coalesce((select jsonb_agg(jsonb_build_object('personId', p.id, 'name', p.name) order by lower(p.name), p.id)
    from workstream_lead l join person p on p.id = l.person_id
    where l.place_id = w.place_id and l.workstream_id = w.id), '[]') as leads,
  coalesce((select jsonb_agg(jsonb_build_object('slug', c.slug, 'statement', c.statement) order by c.position, c.slug)
    from outcome c where c.place_id = w.place_id and c.workstream_id = w.id), '[]') as outcomes`;

/** Which outcomes a workstream works on is kept with the outcome: so that each is of one workstream at most. */
@Injectable()
export class WorkstreamRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that are going on first, by name. */
  async all(placeId: string): Promise<WorkstreamRow[]> {
    const { rows } = await this.database.query<WorkstreamRow>(
      `select ${columns} from workstream w where w.place_id = $1 order by w.closed_at is not null, lower(w.name), w.id`,
      [placeId],
    );
    return rows;
  }

  async one(placeId: string, id: string): Promise<WorkstreamRow | undefined> {
    const { rows } = await this.database.query<WorkstreamRow>(
      `select ${columns} from workstream w where w.place_id = $1 and w.id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  async nameTaken(placeId: string, name: string, but: string): Promise<boolean> {
    const { rows } = await this.database.query<{ taken: boolean }>(
      `select exists (select from workstream
        where place_id = $1 and lower(name) = lower($2) and id <> $3 and closed_at is null) as taken`,
      [placeId, name, but],
    );
    return rows[0]!.taken;
  }

  async outcomes(placeId: string): Promise<OutcomeOf[]> {
    const { rows } = await this.database.query<OutcomeOf>(
      `select slug, statement, workstream_id as "workstreamId" from outcome where place_id = $1 order by position, slug`,
      [placeId],
    );
    return rows;
  }

  async add(placeId: string, of: Pick<WorkstreamRow, 'id' | 'name' | 'about'>): Promise<void> {
    await this.database.query('insert into workstream (place_id, id, name, about) values ($1, $2, $3, $4)', [
      placeId,
      of.id,
      of.name,
      of.about,
    ]);
  }

  async change(placeId: string, of: Pick<WorkstreamRow, 'id' | 'name' | 'about' | 'closedAt'>): Promise<void> {
    await this.database.query(
      `update workstream set name = $3, about = $4, closed_at = $5, version = version + 1
       where place_id = $1 and id = $2`,
      [placeId, of.id, of.name, of.about, of.closedAt],
    );
  }

  /** Exactly these outcomes are of the workstream. Others that one is taken from get a new version: they have changed. */
  async chooseOutcomes(placeId: string, id: string, slugs: readonly string[]): Promise<void> {
    await this.database.query(
      `update workstream set version = version + 1 where place_id = $1 and id in (
         select workstream_id from outcome where place_id = $1 and slug = any($3) and workstream_id <> $2)`,
      [placeId, id, slugs],
    );
    await this.database.query(
      `update outcome set workstream_id = case when slug = any($3) then $2 end
       where place_id = $1 and (slug = any($3) or workstream_id = $2)`,
      [placeId, id, slugs],
    );
  }
}
