import { Inject, Injectable } from '@nestjs/common';
import type { JudgementReading, SeriesChoice } from '@turnstone/contract';
import type { Baseline, Period, PeriodKind, Polarity, ValueType } from '@turnstone/indicators-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface SeriesRow {
  readonly seriesId: string;
  readonly indicatorId: string;
  readonly name: string;
  readonly shortName: string;
  readonly unit: string;
  readonly decimals: number;
  readonly polarity: Polarity;
  readonly valueType: ValueType;
  readonly source: string;
  readonly areaCode: string;
  readonly areaName: string;
  readonly sex: string;
  readonly age: string;
  readonly category: string;
  readonly fingerprint: string;
  readonly benchmarkId: string | null;
  readonly baselineId: string | null;
  readonly frozenAtKey: string | null;
  readonly frozenAtLabel: string | null;
  readonly frozenOn: string | null;
  readonly agreedBy: string | null;
  /** What the pages show of the frozen baseline: its model's name and its forecast, periods as labels. */
  readonly model: string | null;
  readonly forecast: readonly ForecastRow[] | null;
  readonly judgements: readonly JudgementRow[];
}

export interface ForecastRow {
  readonly period: Pick<Period, 'label'>;
  readonly value: number;
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface JudgementRow {
  readonly method: JudgementReading['method'];
  readonly methodVersion: string;
  readonly fingerprint: string;
  readonly judgedAt: string;
  /** Read in detail only. */
  readonly inputs?: Record<string, unknown>;
  readonly result: Record<string, unknown>;
}

export interface ObservationRow {
  readonly seriesId: string;
  readonly key: string;
  readonly label: string;
  readonly kind: PeriodKind;
  readonly start: string;
  readonly end: string;
  readonly status: 'given' | 'suppressed' | 'confidential' | 'not available';
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly lower998: number | null;
  readonly upper998: number | null;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly note: string;
}

/** Hot reads: statements are named, so that PostgreSQL plans each once a connection. */
@Injectable()
export class SeriesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** With `detail`, judgements come with all that went in and came out; without, with their words only. */
  async byIds(placeId: string, seriesIds: readonly string[], detail: boolean): Promise<SeriesRow[]> {
    const { rows } = await this.database.query<SeriesRow>({
      name: detail ? 'series-in-detail' : 'series-in-words',
      // The benchmark is looked up series by series: joined as a set, the planner reads all series of the place.
      text: `select s.id as "seriesId", i.id as "indicatorId", i.name, i.short_name as "shortName", i.unit, i.decimals,
          i.polarity, i.value_type as "valueType", i.source, s.area_code as "areaCode", a.name as "areaName",
          s.sex, s.age, s.category, fingerprint_of(s.revision, i.revision, sb.revision, b.id) as fingerprint,
          sb.id as "benchmarkId", b.id as "baselineId",
          b.frozen_at_key as "frozenAtKey", b.frozen_at_label as "frozenAtLabel", b.frozen_on as "frozenOn",
          b.agreed_by as "agreedBy", b.model ->> 'model' as model, b.model -> 'forecast' as forecast,
          coalesce((select jsonb_agg(jsonb_build_object('method', j.method, 'methodVersion', j.method_version,
              'fingerprint', j.fingerprint,
              'judgedAt', to_char(j.judged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              ${
                detail
                  ? `'inputs', j.inputs, 'result', j.result`
                  : `'result', jsonb_build_object('answer', j.result -> 'answer', 'why', j.result -> 'why', 'state', j.result -> 'state',
                'finding', j.result -> 'finding', 'howSure', j.result -> 'howSure', 'difference', j.result -> 'difference')`
              }))
            from judgement j where j.place_id = s.place_id and j.series_id = s.id), '[]') as judgements
        from series s
        join indicator i on i.place_id = s.place_id and i.id = s.indicator_id
        join area a on a.code = s.area_code
        left join lateral (
          select e.id, e.revision from series e
          where e.place_id = s.place_id and e.indicator_id = s.indicator_id and e.area_code = 'E92000001' and e.sex = s.sex
            and e.age = s.age and e.category_type = s.category_type and e.category = s.category and s.area_code <> 'E92000001'
          limit 1) sb on true
        left join lateral (
          select f.id, f.frozen_at_key, f.frozen_at_label, f.frozen_on, f.agreed_by, f.model from baseline f
          where f.place_id = s.place_id and f.series_id = s.id and f.retired_at is null limit 1) b on true
        where s.place_id = $1 and s.id = any($2)`,
      values: [placeId, seriesIds],
    });
    return rows;
  }

  /** Oldest first within each series. */
  async observations(placeId: string, seriesIds: readonly string[]): Promise<ObservationRow[]> {
    const { rows } = await this.database.query<ObservationRow>({
      name: 'observations-by-series',
      text: `select series_id as "seriesId", period_key as key, period_label as label, period_kind as kind,
          period_start as start, period_end as "end", status, value, lower95, upper95, lower998, upper998,
          count, denominator, note
        from observation
        where place_id = $1 and series_id = any($2)
        order by series_id, period_end, period_start`,
      values: [placeId, seriesIds],
    });
    return rows;
  }

  /** The baselines in force of these series, whole, as the rules froze them. */
  async baselines(placeId: string, seriesIds: readonly string[]): Promise<Map<string, Baseline>> {
    const { rows } = await this.database.query<{ seriesId: string; model: Baseline }>(
      `select series_id as "seriesId", model from baseline where place_id = $1 and series_id = any($2) and retired_at is null`,
      [placeId, seriesIds],
    );
    return new Map(rows.map((row) => [row.seriesId, row.model]));
  }

  async choices(placeId: string, indicatorId: string, ownAreaCode: string | null): Promise<SeriesChoice[]> {
    const { rows } = await this.database.query<SeriesChoice>(
      `select s.id, s.area_code as "areaCode", a.name as "areaName", a.kind as "areaKind", s.sex, s.age,
          s.category_type as "categoryType", s.category, o.points::int as points, o.latest as "latestPeriod",
          s.category = '' as whole, s.area_code = coalesce($3, '') as own
        from series s join area a on a.code = s.area_code
        left join lateral (
          select count(*) as points, (array_agg(period_label order by period_end desc, period_start desc))[1] as latest
          from observation where place_id = s.place_id and series_id = s.id) o on true
        where s.place_id = $1 and s.indicator_id = $2
        order by s.area_code = coalesce($3, '') desc, s.area_code = 'E92000001' desc, a.name, s.category <> '', s.category_type,
          s.category, s.sex <> 'Persons', s.sex, s.age`,
      [placeId, indicatorId, ownAreaCode],
    );
    return rows;
  }

  async exists(placeId: string, seriesId: string): Promise<boolean> {
    const { rowCount } = await this.database.query('select 1 from series where place_id = $1 and id = $2', [
      placeId,
      seriesId,
    ]);
    return rowCount === 1;
  }
}
