import { Inject, Injectable } from '@nestjs/common';
import type { SectionContent, SectionName } from '@turnstone/contract';
import { DATABASE, type Database, type PoolClient, type Queryable } from '@turnstone/platform';

export interface SectionRow {
  readonly section: SectionName;
  readonly version: number;
  readonly content: unknown;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

export type IndicatorRecord = SectionContent['indicators']['records'][number];
export type ActionRecord = SectionContent['summary of actions']['records'][number];

export interface HeadlineRow {
  readonly outcomeId: string;
  readonly seriesId: string;
  readonly position: number;
}

const stampedAt = `to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

@Injectable()
export class CardRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Every section that has been written, with the chosen indicators and the actions as records of theirs. */
  async sections(placeId: string, outcomeId: string, client: Queryable = this.database): Promise<SectionRow[]> {
    const { rows } = await client.query<SectionRow>({
      name: 'card-sections',
      text: `select c.section, c.version, p.name as "changedBy", ${stampedAt} as "changedAt",
          case c.section
            when 'indicators' then jsonb_build_object('records', coalesce((
              select jsonb_agg(jsonb_build_object('seriesId', i.series_id, 'role', i.role,
                'communicationPower', i.communication_power, 'proxyPower', i.proxy_power, 'dataPower', i.data_power,
                'reason', i.reason) order by i.role, i.position)
              from card_indicator i where i.place_id = c.place_id and i.outcome_id = c.outcome_id), '[]'))
            when 'summary of actions' then jsonb_build_object('records', coalesce((
              select jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title, 'leadOrganisation', a.lead_organisation,
                'leadPerson', a.lead_person, 'dueOn', a.due_on, 'status', a.status, 'note', a.note) order by a.position)
              from action a where a.place_id = c.place_id and a.outcome_id = c.outcome_id), '[]'))
            else c.content end as content
        from card_section c left join person p on p.id = c.changed_by
        where c.place_id = $1 and c.outcome_id = $2`,
      values: [placeId, outcomeId],
    });
    return rows;
  }

  /** The headline indicators of every outcome of a place, in their order. */
  async headlines(placeId: string): Promise<HeadlineRow[]> {
    const { rows } = await this.database.query<HeadlineRow>(
      `select outcome_id as "outcomeId", series_id as "seriesId", position from card_indicator
       where place_id = $1 and role = 'headline' order by outcome_id, position`,
      [placeId],
    );
    return rows;
  }

  async actionCounts(placeId: string): Promise<{ outcomeId: string; open: number; blocked: number }[]> {
    const { rows } = await this.database.query<{ outcomeId: string; open: number; blocked: number }>(
      `select outcome_id as "outcomeId", count(*) filter (where status <> 'done')::int as open,
          count(*) filter (where status = 'blocked')::int as blocked
       from action where place_id = $1 and outcome_id is not null group by outcome_id`,
      [placeId],
    );
    return rows;
  }

  /** Holds other writers of this section back until the transaction ends; answers the version that stands. */
  async lockSection(
    client: PoolClient,
    placeId: string,
    outcomeId: string,
    section: SectionName,
    at: Date,
  ): Promise<number> {
    // The row is made when the section is written for the first time: version 0 is "never written".
    await client.query(
      `insert into card_section (place_id, outcome_id, section, version, content, changed_by, changed_at)
       values ($1, $2, $3, 0, '{}', null, $4) on conflict do nothing`,
      [placeId, outcomeId, section, at],
    );
    const { rows } = await client.query<{ version: number }>(
      'select version from card_section where place_id = $1 and outcome_id = $2 and section = $3 for update',
      [placeId, outcomeId, section],
    );
    return rows[0]?.version ?? 0;
  }

  /** Writes the next version and keeps it for ever beside the ones before. */
  async writeSection(
    client: PoolClient,
    of: {
      placeId: string;
      outcomeId: string;
      section: SectionName;
      version: number;
      content: unknown;
      personId: string | null;
      at: Date;
    },
  ): Promise<void> {
    const values = [of.placeId, of.outcomeId, of.section, of.version, JSON.stringify(of.content), of.personId, of.at];
    await client.query(
      `update card_section set version = $4, content = $5, changed_by = $6, changed_at = $7
       where place_id = $1 and outcome_id = $2 and section = $3`,
      values,
    );
    await client.query(
      `insert into card_section_version (place_id, outcome_id, section, version, content, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      values,
    );
  }

  /** Which of these series are the place's. */
  async knownSeries(client: PoolClient, placeId: string, seriesIds: readonly string[]): Promise<Set<string>> {
    const { rows } = await client.query<{ id: string }>('select id from series where place_id = $1 and id = any($2)', [
      placeId,
      seriesIds,
    ]);
    return new Set(rows.map((row) => row.id));
  }

  async replaceIndicators(
    client: PoolClient,
    placeId: string,
    outcomeId: string,
    records: readonly IndicatorRecord[],
  ): Promise<void> {
    await client.query('delete from card_indicator where place_id = $1 and outcome_id = $2', [placeId, outcomeId]);
    await client.query(
      `insert into card_indicator (place_id, outcome_id, series_id, position, role, communication_power, proxy_power, data_power, reason)
       select $1, $2, (r.record ->> 'seriesId')::uuid, r.position, r.record ->> 'role', r.record ->> 'communicationPower',
         r.record ->> 'proxyPower', r.record ->> 'dataPower', r.record ->> 'reason'
       from jsonb_array_elements($3::jsonb) with ordinality as r(record, position)`,
      [placeId, outcomeId, JSON.stringify(records)],
    );
  }

  /**
   * Actions keep their ids, and with them where they were raised and how they are measured. One left out is removed; but one that
   * came from an assessment only leaves the card, for it is part of that assessment's thread. One without an id is new (its id is
   * given by the caller).
   */
  async replaceActions(
    client: PoolClient,
    placeId: string,
    outcomeId: string,
    records: readonly (ActionRecord & { id: string })[],
    at: Date,
  ): Promise<void> {
    const ids = records.map((record) => record.id);
    await client.query(
      `update action set outcome_id = null, position = 0, version = version + 1
       where place_id = $1 and outcome_id = $2 and id <> all($3) and assessment_id is not null`,
      [placeId, outcomeId, ids],
    );
    await client.query('delete from action where place_id = $1 and outcome_id = $2 and id <> all($3)', [
      ...[placeId, outcomeId, ids],
    ]);
    await client.query(
      `insert into action (place_id, id, outcome_id, position, title, lead_organisation, lead_person, due_on, status, note,
         raised_at, done_at)
       select $1, (r.record ->> 'id')::uuid, $2, r.position, r.record ->> 'title', r.record ->> 'leadOrganisation',
         r.record ->> 'leadPerson', (r.record ->> 'dueOn')::date, r.record ->> 'status', r.record ->> 'note', $4::timestamptz,
         case when r.record ->> 'status' = 'done' then $4::timestamptz end
       from jsonb_array_elements($3::jsonb) with ordinality as r(record, position)
       on conflict (place_id, id) do update set position = excluded.position, title = excluded.title,
         lead_organisation = excluded.lead_organisation, lead_person = excluded.lead_person, due_on = excluded.due_on,
         status = excluded.status, note = excluded.note,
         done_at = case when excluded.status = 'done' then coalesce(action.done_at, excluded.done_at) end,
         version = action.version + case when
           (action.title, action.lead_organisation, action.lead_person, action.due_on, action.status, action.note)
           is distinct from (excluded.title, excluded.lead_organisation, excluded.lead_person, excluded.due_on, excluded.status,
             excluded.note) then 1 else 0 end`,
      [placeId, outcomeId, JSON.stringify(records), at],
    );
  }

  async actionIds(client: PoolClient, placeId: string, outcomeId: string): Promise<Set<string>> {
    const { rows } = await client.query<{ id: string }>(
      'select id from action where place_id = $1 and outcome_id = $2',
      [placeId, outcomeId],
    );
    return new Set(rows.map((row) => row.id));
  }
}
