import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface NewJudgement {
  readonly seriesId: string;
  readonly method: string;
  readonly methodVersion: string;
  readonly fingerprint: string;
  readonly inputs: object;
  readonly result: object;
}

@Injectable()
export class JudgementRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Replaces what stood there: running twice leaves the same rows. */
  async save(placeId: string, judgements: readonly NewJudgement[], at: Date): Promise<void> {
    await this.database.query(
      `insert into judgement (place_id, series_id, method, method_version, fingerprint, inputs, result, judged_at)
       select $1, j."seriesId", j.method, j."methodVersion", j.fingerprint, j.inputs, j.result, $3
       from jsonb_to_recordset($2::jsonb) as j("seriesId" uuid, method text, "methodVersion" text, fingerprint text, inputs jsonb, result jsonb)
       on conflict (place_id, series_id, method) do update
         set method_version = excluded.method_version, fingerprint = excluded.fingerprint, inputs = excluded.inputs,
             result = excluded.result, judged_at = excluded.judged_at`,
      [placeId, JSON.stringify(judgements), at],
    );
  }

  /** Series whose judgement is missing, of an older method, or rests on something that has changed since. */
  async stale(
    versions: Readonly<Record<string, string>>,
    limit: number,
  ): Promise<{ placeId: string; seriesIds: string[] }[]> {
    const { rows } = await this.database.query<{ placeId: string; seriesIds: string[] }>(
      `select "placeId", array_agg("seriesId") as "seriesIds" from (
         select f.place_id as "placeId", f.series_id as "seriesId"
         from series_fingerprint f
         cross join jsonb_each_text($1) as v(method, version)
         left join judgement j on j.place_id = f.place_id and j.series_id = f.series_id and j.method = v.method
         where j.fingerprint is distinct from f.fingerprint or j.method_version is distinct from v.version
         group by f.place_id, f.series_id
         limit $2) s
       group by "placeId"`,
      [JSON.stringify(versions), limit],
    );
    return rows;
  }
}
