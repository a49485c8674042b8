import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ImportBatch, ImportCounts, RowRefusal } from '@turnstone/contract';
import type { AreaFromFile, IndicatorReading, Publisher, SplitYear, ValueType } from '@turnstone/indicators-rules';
import { DATABASE, type Database, type PoolClient } from '@turnstone/platform';
import { from as copyFrom } from 'pg-copy-streams';

/** A batch as it lies in the table. */
export interface BatchRow extends Omit<ImportBatch, 'createdAt' | 'appliedAt'> {
  readonly publisher: Publisher | null;
  readonly header: readonly string[];
  readonly indicators: readonly IndicatorReading[];
  readonly areas: readonly AreaFromFile[];
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
}

/** A figure of which something differs from what we hold, both versions whole. */
export interface Difference {
  readonly row: number;
  readonly publisherId: string;
  readonly area: string;
  readonly period: string;
  readonly old: FigureParts;
  readonly new: FigureParts;
}
export interface FigureParts {
  readonly status: string;
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly lower998: number | null;
  readonly upper998: number | null;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly note: string;
}

export interface Definition {
  readonly publisher: Publisher;
  readonly publisherId: string;
  readonly confirmed: boolean;
  readonly splitYear: SplitYear;
  readonly valueType: ValueType;
  readonly unit: string;
}

export interface Applied {
  readonly counts: Omit<ImportCounts, 'rows' | 'refused'>;
  /** Series whose figures changed, and those that are compared with one of these. */
  readonly seriesToJudge: readonly string[];
}

/** An import of 200,000 rows takes seconds; this is for a machine under load, and ends a transaction that hangs. */
const LONGEST_STATEMENT = '5min';
/** A preview that nobody decided on within a day is old news. */
const PREVIEW_KEPT = '1 day';

const parts = ['status', 'value', 'lower95', 'upper95', 'lower998', 'upper998', 'count', 'denominator', 'note'];
const of = (table: string) => parts.map((part) => `${table}.${part}`).join(', ');
const understood = `publisher_id, area_code, sex, age, category_type, category,
  period_key, period_label, period_kind, period_start, period_end, ${parts.join(', ')}`;
/** The order in which a row is copied in. */
export const incomingColumns = `row_number, is_refused, cells, refusals, ${understood}`;

/** The place's series that a row is about, and what we hold of it: both may be missing. */
const joinPresent = (row: string, placeId: string, publisher: string) => `
  left join indicator i on i.place_id = ${placeId} and i.publisher = ${publisher} and i.publisher_id = ${row}.publisher_id
  left join series s on s.place_id = ${placeId} and s.indicator_id = i.id and s.area_code = ${row}.area_code
    and s.sex = ${row}.sex and s.age = ${row}.age
    and s.category_type = ${row}.category_type and s.category = ${row}.category
  left join observation o on o.place_id = ${placeId} and o.series_id = s.id and o.period_key = ${row}.period_key`;

const batchColumns = `id, file_name as "fileName", state, problem, publisher, header, reading, indicators, areas, counts,
  withheld, refusals, changes, sample, created_by as "createdBy", created_at as "createdAt", applied_at as "appliedAt"`;

/** The only place that speaks SQL about imports. Rows go in by COPY and move by set-based statements. */
@Injectable()
export class ImportBatchRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  // ------------------------------------------------------------------------------------------------ what a file meets

  async registeredAreas(): Promise<Set<string>> {
    const { rows } = await this.database.query<{ code: string }>(`select code from area where source = 'register'`);
    return new Set(rows.map((row) => row.code));
  }

  async definitions(placeId: string): Promise<Definition[]> {
    const { rows } = await this.database.query<Definition>(
      `select publisher, publisher_id as "publisherId", definition_status = 'confirmed' as confirmed,
              split_year as "splitYear", value_type as "valueType", unit
       from indicator where place_id = $1`,
      [placeId],
    );
    return rows;
  }

  // ---------------------------------------------------------------------------------------------------------- reading

  async byId(placeId: string, id: string): Promise<BatchRow | undefined> {
    const { rows } = await this.database.query<BatchRow>(
      `select ${batchColumns} from import_batch where place_id = $1 and id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  async latest(
    placeId: string,
    most: number,
  ): Promise<Pick<BatchRow, 'id' | 'fileName' | 'state' | 'createdAt' | 'appliedAt' | 'counts'>[]> {
    const { rows } = await this.database.query<
      Pick<BatchRow, 'id' | 'fileName' | 'state' | 'createdAt' | 'appliedAt' | 'counts'>
    >(
      `select id, file_name as "fileName", state, created_at as "createdAt", applied_at as "appliedAt", counts
       from import_batch where place_id = $1 order by created_at desc, id limit $2`,
      [placeId, most],
    );
    return rows;
  }

  /**
   * Some thousand refused rows at a time, so that a file of nothing else does not have to fit into memory. Each page is a
   * unit of its own: rows are still being sent when that of the request has ended.
   */
  async *refusedRows(
    placeId: string,
    id: string,
  ): AsyncGenerator<{ row: number; cells: readonly string[]; refusals: readonly RowRefusal[] }> {
    const page = 2_000;
    for (let after = 0; ;) {
      const { rows } = await this.database.apart(
        { place: placeId },
        () =>
          this.database.query<{ row: number; cells: string[]; refusals: RowRefusal[] }>(
            `select row_number as row, cells, refusals from import_row
             where place_id = $1 and batch_id = $2 and outcome = 'refused' and row_number > $3
             order by row_number limit ${page}`,
            [placeId, id, after],
          ),
        { readOnly: true },
      );
      yield* rows;
      if (rows.length < page) return;
      after = rows.at(-1)!.row;
    }
  }

  // ------------------------------------------------------------------------------------------------------- previewing

  async forgetOldPreviews(client: PoolClient, placeId: string, now: Date): Promise<void> {
    await client.query(
      `delete from import_batch where place_id = $1 and state = 'previewed' and created_at < $2::timestamptz - $3::interval`,
      [placeId, now, PREVIEW_KEPT],
    );
  }

  /** Copies rows into a table of this transaction; each text is some lines in the format of COPY. */
  async copyIn(client: PoolClient, lines: AsyncIterable<string>): Promise<void> {
    await client.query(`set local statement_timeout = '${LONGEST_STATEMENT}'`);
    await client.query(
      `create temp table incoming (
         row_number integer not null, is_refused boolean not null, cells jsonb, refusals jsonb,
         publisher_id text, area_code text, sex text, age text, category_type text, category text,
         period_key text, period_label text, period_kind text, period_start date, period_end date,
         status text, value double precision, lower95 double precision, upper95 double precision,
         lower998 double precision, upper998 double precision, count double precision, denominator double precision,
         note text
       ) on commit drop`,
    );
    const copy = client.query(copyFrom(`copy incoming (${incomingColumns}) from stdin`));
    await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 2 }), copy);
    await client.query('analyze incoming');
  }

  async add(client: PoolClient, placeId: string, batch: BatchRow): Promise<void> {
    const json = (value: unknown) => JSON.stringify(value);
    await client.query(
      `insert into import_batch (place_id, id, file_name, state, problem, publisher, header, reading, indicators, areas,
         counts, withheld, refusals, changes, sample, created_by, created_at, applied_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        placeId,
        batch.id,
        batch.fileName,
        batch.state,
        batch.problem,
        batch.publisher,
        json(batch.header),
        json(batch.reading),
        json(batch.indicators),
        json(batch.areas),
        json(batch.counts),
        json(batch.withheld),
        json(batch.refusals),
        json(batch.changes),
        json(batch.sample),
        batch.createdBy,
        batch.createdAt,
        batch.appliedAt,
      ],
    );
  }

  /** Keeps the rows copied in, each with what it would do to what we hold. */
  async keepIncoming(
    client: PoolClient,
    placeId: string,
    id: string,
    publisher: Publisher,
  ): Promise<Record<'new' | 'changed' | 'unchanged' | 'refused', number>> {
    await client.query(
      `insert into import_row (place_id, batch_id, row_number, outcome, cells, refusals, ${understood})
       select $1, $2, n.row_number,
         case when n.is_refused then 'refused'
              when o.series_id is null then 'new'
              when (${of('o')}) is not distinct from (${of('n')}) then 'unchanged'
              else 'changed' end,
         n.cells, n.refusals, n.publisher_id, n.area_code, n.sex, n.age, n.category_type, n.category,
         n.period_key, n.period_label, n.period_kind, n.period_start, n.period_end, ${of('n')}
       from incoming n ${joinPresent('n', '$1', '$3')}`,
      [placeId, id, publisher],
    );
    const { rows } = await client.query<{ outcome: 'new' | 'changed' | 'unchanged' | 'refused'; n: number }>(
      `select outcome, count(*)::int as n from import_row where place_id = $1 and batch_id = $2 group by outcome`,
      [placeId, id],
    );
    const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
    for (const { outcome, n } of rows) counts[outcome] = n;
    return counts;
  }

  async sayCounts(
    client: PoolClient,
    placeId: string,
    id: string,
    counts: ImportCounts,
    changes: ImportBatch['changes'],
  ): Promise<void> {
    await client.query(`update import_batch set counts = $3, changes = $4 where place_id = $1 and id = $2`, [
      placeId,
      id,
      JSON.stringify(counts),
      JSON.stringify(changes),
    ]);
  }

  async firstChanges(
    client: PoolClient,
    placeId: string,
    id: string,
    publisher: Publisher,
    most: number,
  ): Promise<Difference[]> {
    const whole = (table: string) =>
      `json_build_object(${parts.map((part) => `'${part}', ${table}.${part}`).join(', ')})`;
    const { rows } = await client.query<Difference>(
      `select n.row_number as row, n.publisher_id as "publisherId", coalesce(a.name, n.area_code) as area,
         n.period_label as period, ${whole('o')} as old, ${whole('n')} as new
       from import_row n ${joinPresent('n', '$1', '$3')}
       left join area a on a.code = n.area_code
       where n.place_id = $1 and n.batch_id = $2 and n.outcome = 'changed' order by n.row_number limit $4`,
      [placeId, id, publisher, most],
    );
    return rows;
  }

  // --------------------------------------------------------------------------------------------------------- applying

  /** Holds the batch and, one import after the other, the place's figures until the transaction ends. */
  async takeForApplying(client: PoolClient, placeId: string, id: string): Promise<BatchRow | undefined> {
    await client.query(`set local statement_timeout = '${LONGEST_STATEMENT}'`);
    await client.query(`select pg_advisory_xact_lock(hashtextextended('import into ' || $1::text, 0))`, [placeId]);
    const { rows } = await client.query<BatchRow>(
      `select ${batchColumns} from import_batch where place_id = $1 and id = $2 for update`,
      [placeId, id],
    );
    return rows[0];
  }

  /** Compares the rows of the batch with what is held now, and puts in what is new or changed. */
  async apply(client: PoolClient, placeId: string, batch: BatchRow, now: Date): Promise<Applied> {
    const at = [placeId, batch.id];
    await this.addMissing(client, placeId, batch);

    await client.query(`create temp table difference (like import_row, series_id uuid, is_new boolean) on commit drop`);
    await client.query(
      `insert into difference
       select n.*, s.id, o.series_id is null
       from import_row n ${joinPresent('n', '$1', '$3')}
       where n.place_id = $1 and n.batch_id = $2 and n.outcome <> 'refused'
         and (o.series_id is null or (${of('o')}) is distinct from (${of('n')}))`,
      [...at, batch.publisher],
    );
    await client.query('analyze difference');

    await client.query(
      `insert into observation_superseded (place_id, series_id, period_key, superseded_at, superseded_by, was)
       select o.place_id, o.series_id, o.period_key, $3, $2, to_jsonb(o) - array['place_id', 'series_id', 'period_key']
       from difference d
       join observation o on o.place_id = $1 and o.series_id = d.series_id and o.period_key = d.period_key
       where not d.is_new`,
      [...at, now],
    );
    await client.query(
      `insert into observation (place_id, series_id, period_key, period_label, period_kind, period_start, period_end,
         ${parts.join(', ')}, batch_id, recorded_at)
       select $1, series_id, period_key, period_label, period_kind, period_start, period_end, ${parts.join(', ')}, $2, $3
       from difference
       on conflict (place_id, series_id, period_key) do update set
         period_label = excluded.period_label, period_kind = excluded.period_kind,
         period_start = excluded.period_start, period_end = excluded.period_end,
         ${parts.map((part) => `${part} = excluded.${part}`).join(', ')},
         batch_id = excluded.batch_id, recorded_at = excluded.recorded_at`,
      [...at, now],
    );
    await client.query(
      // A series that this import began stays at revision 1.
      `update series set revision = revision + 1
       where place_id = $1 and id in (select series_id from difference except select id from fresh_series)`,
      [placeId],
    );

    const { rows: counted } = await client.query<{ new: number; changed: number; kept: number }>(
      `select count(*) filter (where is_new)::int as new, count(*) filter (where not is_new)::int as changed,
         (select count(*)::int from import_row where place_id = $1 and batch_id = $2 and outcome <> 'refused') as kept
       from difference`,
      at,
    );
    const { rows: series } = await client.query<{ id: string }>(
      `select series_id as id from difference
       union
       select b.series_id from series_benchmark b
       where b.place_id = $1 and b.benchmark_id in (select series_id from difference)
       order by id`,
      [placeId],
    );
    const { new: added, changed, kept } = counted[0]!;
    return {
      counts: { new: added, changed, unchanged: kept - added - changed },
      seriesToJudge: series.map((row) => row.id),
    };
  }

  /** Indicators, areas and series that a row to be put in needs and the place does not have. What is there stays. */
  private async addMissing(client: PoolClient, placeId: string, batch: BatchRow): Promise<void> {
    await client.query(
      `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, unit, value_type, polarity,
         decimals, source, definition_status)
       select $1, gen_random_uuid(), $2, f."publisherId", f.name, f.name, f.unit, f."valueType", f.polarity,
         f.decimals, $2, 'assumed'
       from jsonb_to_recordset($3) as f ("publisherId" text, name text, unit text, "valueType" text, polarity text,
         decimals smallint)
       on conflict (place_id, publisher, publisher_id) do nothing`,
      [placeId, batch.publisher, JSON.stringify(batch.indicators)],
    );
    await client.query(
      `insert into area (code, name, kind, source)
       select code, name, kind, 'file' from jsonb_to_recordset($1) as f (code text, name text, kind text)
       on conflict (code) do nothing`,
      [JSON.stringify(batch.areas)],
    );
    await client.query('create temp table fresh_series (id uuid primary key) on commit drop');
    await client.query(
      `with added as (
         insert into series (place_id, id, indicator_id, area_code, sex, age, category_type, category)
       select $1, gen_random_uuid(), i.id, n.area_code, n.sex, n.age, n.category_type, n.category
       from (select distinct publisher_id, area_code, sex, age, category_type, category from import_row
             where place_id = $1 and batch_id = $2 and outcome <> 'refused') n
       join indicator i on i.place_id = $1 and i.publisher = $3 and i.publisher_id = n.publisher_id
       on conflict (place_id, indicator_id, area_code, sex, age, category_type, category) do nothing
       returning id)
       insert into fresh_series select id from added`,
      [placeId, batch.id, batch.publisher],
    );
    await client.query('select analyze_series()');
  }

  /** The rows have done their work; only the refused ones stay. */
  async markApplied(
    client: PoolClient,
    placeId: string,
    id: string,
    applied: { counts: ImportCounts; reading: ImportBatch['reading']; at: Date },
  ): Promise<void> {
    await client.query(
      `update import_batch set state = 'applied', applied_at = $3, counts = $4, reading = $5
       where place_id = $1 and id = $2`,
      [placeId, id, applied.at, JSON.stringify(applied.counts), JSON.stringify(applied.reading)],
    );
    await client.query(`delete from import_row where place_id = $1 and batch_id = $2 and outcome <> 'refused'`, [
      placeId,
      id,
    ]);
  }
}
