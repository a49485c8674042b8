import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type PoolClient, type Queryable } from '@turnstone/platform';

export interface OutcomeRow {
  readonly id: string;
  readonly slug: string;
  readonly statement: string;
  readonly statementVersion: number;
  readonly targetPopulation: string;
  readonly targetPopulationVersion: number;
  readonly lead: string;
  readonly nextReviewOn: string | null;
  /** Whose leads write its card; null when it belongs to none. */
  readonly workstreamId: string | null;
  readonly workstream: string | null;
}

const columns = `id, slug, statement, statement_version as "statementVersion", target_population as "targetPopulation",
  target_population_version as "targetPopulationVersion", lead, next_review_on as "nextReviewOn",
  workstream_id as "workstreamId",
  (select w.name from workstream w where w.place_id = outcome.place_id and w.id = outcome.workstream_id) as workstream`;

/** An outcome is a condition of wellbeing for a population. Its two texts are held apart: each has its own version. */
@Injectable()
export class OutcomeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async all(placeId: string): Promise<OutcomeRow[]> {
    const { rows } = await this.database.query<OutcomeRow>({
      name: 'outcomes',
      text: `select ${columns} from outcome where place_id = $1 order by position, slug`,
      values: [placeId],
    });
    return rows;
  }

  async bySlug(placeId: string, slug: string, client: Queryable = this.database): Promise<OutcomeRow | undefined> {
    const { rows } = await client.query<OutcomeRow>({
      name: 'outcome-by-slug',
      text: `select ${columns} from outcome where place_id = $1 and slug = $2`,
      values: [placeId, slug],
    });
    return rows[0];
  }

  /** In the caller's transaction. False when somebody wrote since that version was read. */
  async writeStatement(
    client: PoolClient,
    placeId: string,
    id: string,
    version: number,
    text: string,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `update outcome set statement = $4, statement_version = statement_version + 1
       where place_id = $1 and id = $2 and statement_version = $3`,
      [placeId, id, version, text],
    );
    return rowCount === 1;
  }

  /** In the caller's transaction. False when somebody wrote since that version was read. */
  async writeTargetPopulation(
    client: PoolClient,
    placeId: string,
    id: string,
    version: number,
    text: string,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `update outcome set target_population = $4, target_population_version = target_population_version + 1
       where place_id = $1 and id = $2 and target_population_version = $3`,
      [placeId, id, version, text],
    );
    return rowCount === 1;
  }
}
