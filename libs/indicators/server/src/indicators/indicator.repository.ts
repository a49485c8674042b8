import { Inject, Injectable } from '@nestjs/common';
import type { CurveState, IndicatorSummary } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';
import type * as z from 'zod/mini';
import type { IndicatorDefinition } from '@turnstone/contract';

export type SummaryRow = Omit<IndicatorSummary, 'latest' | 'state'> & {
  readonly decimals: number;
  readonly latestValue: number | null;
  readonly state: CurveState | null;
};

@Injectable()
export class IndicatorRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Each with the place's own series for the whole population: all persons before one sex, all ages before one band. */
  async summaries(placeId: string, areaCode: string | null): Promise<SummaryRow[]> {
    const { rows } = await this.database.query<SummaryRow>(
      `select i.id, i.name, i.short_name as "shortName", i.unit, i.decimals, i.polarity, i.source,
          i.definition_status as "definitionStatus",
          (select count(*)::int from series s where s.place_id = i.place_id and s.indicator_id = i.id) as "seriesCount",
          own.id as "ownSeriesId", coalesce(nullif(lower(own.sex), 'persons'), '') as "latestOf", latest.label as "latestPeriod", latest.value as "latestValue", j.state
        from indicator i
        left join lateral (
          select s.id, s.sex from series s
          where s.place_id = i.place_id and s.indicator_id = i.id and s.area_code = $2 and s.category = ''
          order by s.sex <> 'Persons', s.sex, s.age <> 'All ages', length(s.age), s.age limit 1) own on true
        left join lateral (
          select o.period_label as label, o.value from observation o
          where o.place_id = i.place_id and o.series_id = own.id and o.value is not null
          order by o.period_end desc, o.period_start desc limit 1) latest on true
        left join lateral (
          select j.result ->> 'state' as state from judgement j
          where j.place_id = i.place_id and j.series_id = own.id and j.method = 'turning') j on true
        where i.place_id = $1
        order by i.short_name`,
      [placeId, areaCode],
    );
    return rows;
  }

  async definition(placeId: string, indicatorId: string): Promise<z.infer<typeof IndicatorDefinition> | undefined> {
    const { rows } = await this.database.query<z.infer<typeof IndicatorDefinition>>(
      `select id, name, short_name as "shortName", publisher, publisher_id as "publisherId", unit, value_type as "valueType",
          polarity, decimals, definition, numerator, denominator, source, licence, update_month as "updateMonth", method,
          caveats, owner, definition_status as "definitionStatus"
        from indicator where place_id = $1 and id = $2`,
      [placeId, indicatorId],
    );
    return rows[0];
  }
}
