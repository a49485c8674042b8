import { Inject, Injectable } from '@nestjs/common';
import type { Tool } from '@turnstone/assessments-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface ToolRow {
  /** Of the version. */
  readonly id: string;
  /** Null: of the toolkit, for every place. */
  readonly placeId: string | null;
  readonly tool: string;
  readonly version: number;
  readonly letter: string | null;
  readonly title: string;
  readonly about: string;
  readonly recommendedFirst: string | null;
  readonly domains: number;
  /** The title of the version that it was adapted from. */
  readonly adaptedFrom: string | null;
  readonly usedBy: number;
  readonly createdAt: Date;
  readonly putAwayAt: Date | null;
}

const columns = `t.id, t.place_id as "placeId", t.tool, t.version, t.pack->>'letter' as letter, t.pack->>'title' as title,
  t.pack->>'about' as about, t.pack->>'recommendedFirst' as "recommendedFirst",
  jsonb_array_length(t.pack->'domains') as domains,
  (select f.pack->>'title' || ', version ' || f.version from tool_version f where f.id = t.adapted_from) as "adaptedFrom",
  (select count(*)::int from assessment a where a.place_id = $1 and a.tool_version_id = t.id) as "usedBy",
  t.created_at as "createdAt", t.put_away_at as "putAwayAt"`;
/** Of the toolkit, or of this place's own. */
const ofThePlace = '(t.place_id is null or t.place_id = $1)';

@Injectable()
export class ToolRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those of the toolkit first, by letter; then the place's own, by title; of each the newest version first. */
  async all(placeId: string): Promise<ToolRow[]> {
    const { rows } = await this.database.query<ToolRow>(
      `select ${columns} from tool_version t where ${ofThePlace}
       order by t.place_id is not null, t.pack->>'letter' nulls last, lower(t.pack->>'title'), t.tool, t.version desc`,
      [placeId],
    );
    return rows;
  }

  async one(placeId: string, id: string): Promise<ToolRow | undefined> {
    const { rows } = await this.database.query<ToolRow>(
      `select ${columns} from tool_version t where ${ofThePlace} and t.id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  /** The whole of it, as its pack says it. */
  async tool(placeId: string, id: string): Promise<Tool | undefined> {
    const { rows } = await this.database.query<{ pack: Tool }>(
      `select t.pack from tool_version t where ${ofThePlace} and t.id = $2`,
      [placeId, id],
    );
    return rows[0]?.pack;
  }

  /** A version of the place's own. */
  async version(placeId: string, tool: string, version: number): Promise<Tool | undefined> {
    const { rows } = await this.database.query<{ pack: Tool }>(
      'select pack from tool_version where place_id = $1 and tool = $2 and version = $3',
      [placeId, tool, version],
    );
    return rows[0]?.pack;
  }

  /** Until the unit of work ends nobody else adds a tool to this place. */
  async lock(placeId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('tools ' || $1::text, 0))`, [placeId]);
  }

  /** Whether the toolkit has a tool of that id, and the newest version of it that this place has of its own; 0 when it has none. */
  async versionsOf(placeId: string, tool: string): Promise<{ ofToolkit: boolean; newest: number }> {
    const { rows } = await this.database.query<{ ofToolkit: boolean; newest: number }>(
      `select coalesce(bool_or(t.place_id is null), false) as "ofToolkit",
         coalesce(max(t.version) filter (where t.place_id = $1), 0) as newest
       from tool_version t where ${ofThePlace} and t.tool = $2`,
      [placeId, tool],
    );
    return rows[0]!;
  }

  async add(
    placeId: string,
    of: { id: string; tool: Tool; adaptedFrom: string | null; createdBy: string | null; at: Date },
  ): Promise<void> {
    await this.database.query(
      `insert into tool_version (id, place_id, tool, version, pack, adapted_from, created_at, created_by)
       values ($2, $1, $3, $4, $5, $6, $7, $8)`,
      [placeId, of.id, of.tool.id, of.tool.version, JSON.stringify(of.tool), of.adaptedFrom, of.at, of.createdBy],
    );
  }

  async putAway(placeId: string, id: string, at: Date | null): Promise<void> {
    await this.database.query('update tool_version set put_away_at = $3 where place_id = $1 and id = $2', [
      placeId,
      id,
      at,
    ]);
  }
}
