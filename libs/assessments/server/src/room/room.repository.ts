import { Inject, Injectable } from '@nestjs/common';
import type {
  AssessmentKind,
  AssessmentState,
  Identity,
  RoomState,
  SectorOfRoom,
  Tool,
} from '@turnstone/assessments-rules';
import type { ConsensusView, DomainView, PriorityView, RoomDoor, TableView } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';
import type { KeptStage } from '../planning/assessment.repository.js';

/** What decides whether something may be done in a room just now. */
export interface RoomFacts {
  readonly kind: AssessmentKind;
  readonly state: AssessmentState;
  readonly closedAt: Date | null;
  readonly identities: Identity;
  /** The domains of its tool, in their order. */
  readonly domains: readonly string[];
  /** Null for assessments without a room; so are the agenda and the seed. */
  readonly room: RoomState | null;
  readonly agenda: readonly KeptStage[] | null;
  /** Null: tables were not drawn. */
  readonly seed: number | null;
  readonly tables: number;
  /** The vote has ended with votes in it, and its totals stand for good. */
  readonly votesKept: boolean;
}

/** All that a view of the room is built of, as it stood at one moment. */
export interface RoomRow extends Omit<RoomFacts, 'closedAt' | 'domains'> {
  readonly id: string;
  readonly title: string;
  readonly placeName: string;
  readonly joinCode: string | null;
  readonly rehearsal: boolean;
  readonly revision: number;
  readonly people: number;
  /** Everybody who ever joined; and how many of them have answered every domain. Those who were removed are in both. */
  readonly joined: number;
  readonly finished: number;
  /** Who sits where, in numbers; null when tables were not drawn. */
  readonly seated: readonly { table: number; sector: SectorOfRoom | null; people: number }[] | null;
  /** Every domain that has a view, whether or not it is shown just now. */
  readonly views: readonly { domain: string; seq: number }[];
  /** Of the domain that the room talks about, whether or not it may be shown just now. */
  readonly view: DomainView | null;
  readonly tableViews: readonly TableView[];
  readonly consensus: readonly ConsensusView[];
  /** In the order in which they were proposed. */
  readonly priorities: readonly (PriorityView & { votes: number })[];
}

@Injectable()
export class RoomRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Which assessment people join by this code or link; in one question, before any place is known. */
  async ofCode(code: string): Promise<{ placeId: string; assessmentId: string } | undefined> {
    const { rows } = await this.database.alone<{ placeId: string; assessmentId: string }>({
      name: 'assessment-of-code',
      text: 'select place_id as "placeId", assessment_id as "assessmentId" from assessment_of_code($1)',
      values: [code],
    });
    return rows[0];
  }

  /** Whose token this is, by its hash; in one question, before any place is known. */
  async ofToken(
    hash: Buffer,
  ): Promise<{ placeId: string; assessmentId: string; participantId: string; removed: boolean } | undefined> {
    const { rows } = await this.database.alone<{
      placeId: string;
      assessmentId: string;
      participantId: string;
      removed: boolean;
    }>({
      name: 'participant-of',
      text: `select place_id as "placeId", assessment_id as "assessmentId", participant_id as "participantId", removed
        from participant_of($1)`,
      values: [hash],
    });
    return rows[0];
  }

  async facts(placeId: string, assessmentId: string): Promise<RoomFacts | undefined> {
    return this.#facts('room-facts', '', placeId, assessmentId);
  }

  /**
   * The same, and until the unit of work ends nobody reveals, hides or closes anything: what is written next is either in the
   * next view or refused. Many may hold this at once. One row alone is locked (that of the room, or else that of the
   * assessment), so that nobody can wait for each other in a ring.
   */
  async factsKept(placeId: string, assessmentId: string): Promise<RoomFacts | undefined> {
    return this.#facts('room-facts-kept', 'for share', placeId, assessmentId);
  }

  async #facts(name: string, lock: string, placeId: string, assessmentId: string): Promise<RoomFacts | undefined> {
    const { rows } = await this.database.query<RoomFacts>({
      name,
      // Whoever waited for a lock reads in the two locked rows what stands after it.
      text: `with room as (
          select room, agenda, seed, tables from workshop where place_id = $1 and assessment_id = $2 ${lock}
        ), roomless as (
          select state, closed_at from assessment where place_id = $1 and id = $2 and kind <> 'workshop' ${lock}
        )
        select a.kind, coalesce(r.state, a.state) as state, coalesce(r.closed_at, a.closed_at) as "closedAt", a.identities,
          jsonb_path_query_array(t.pack, '$.domains[*].id') as domains, w.room, w.agenda, w.seed, coalesce(w.tables, 0) as tables,
          exists (select from proposed_priority y where y.place_id = $1 and y.assessment_id = $2 and y.votes is not null) as "votesKept"
        from assessment a join tool_version t on t.id = a.tool_version_id left join room w on true left join roomless r on true
        where a.place_id = $1 and a.id = $2`,
      values: [placeId, assessmentId],
    });
    return rows[0];
  }

  /** What somebody is told at the door; undefined once it is not open. */
  async door(placeId: string, assessmentId: string): Promise<RoomDoor | undefined> {
    const { rows } = await this.database.query<RoomDoor>(
      `select a.id as assessment, a.title, p.name as "placeName", a.kind, t.pack->>'title' as "toolTitle",
         jsonb_array_length(t.pack->'domains') as domains, a.identities, a.closes_on::text as "closesOn",
         coalesce((select jsonb_agg(jsonb_build_object('name', o.name, 'sector', o.sector) order by lower(o.name))
           from organisation o where o.place_id = a.place_id and o.closed_at is null), '[]') as organisations
       from assessment a join tool_version t on t.id = a.tool_version_id join place p on p.id = a.place_id
       where a.place_id = $1 and a.id = $2 and a.state = 'open'`,
      [placeId, assessmentId],
    );
    return rows[0];
  }

  async tool(placeId: string, assessmentId: string): Promise<Tool> {
    const { rows } = await this.database.query<{ pack: Tool }>({
      name: 'tool-of-room',
      text: `select t.pack from assessment a join tool_version t on t.id = a.tool_version_id where a.place_id = $1 and a.id = $2`,
      values: [placeId, assessmentId],
    });
    return rows[0]!.pack;
  }

  /** One statement, so that everything in it stood at the same moment. */
  async row(placeId: string, assessmentId: string): Promise<RoomRow | undefined> {
    const { rows } = await this.database.query<RoomRow>({
      name: 'room-row',
      text: `select a.id, a.title, p.name as "placeName", a.kind, a.state, a.identities, a.join_code as "joinCode",
          w.room, w.agenda, w.seed, coalesce(w.tables, 0) as tables, coalesce(w.rehearsal, false) as rehearsal,
          (extract(epoch from statement_timestamp()) * 1000)::int8 as revision,
          (select count(*)::int from participant o
            where o.place_id = $1 and o.assessment_id = $2 and o.removed_at is null) as people,
          (select count(*)::int from participant o where o.place_id = $1 and o.assessment_id = $2) as joined,
          (select count(*)::int from (
            select from response r where r.place_id = $1 and r.assessment_id = $2
            group by r.participant_id having count(*) >= jsonb_array_length(t.pack->'domains')) f) as finished,
          case when w.seed is not null then (
            select coalesce(jsonb_agg(s), '[]') from (
              select table_number as "table", sector, count(*)::int as people from participant
              where place_id = $1 and assessment_id = $2 and removed_at is null and table_number is not null
              group by table_number, sector) s) end as seated,
          coalesce((select jsonb_agg(jsonb_build_object('domain', v.domain, 'seq', v.seq)) from shown_view v
            where v.place_id = $1 and v.assessment_id = $2), '[]') as views,
          (select v.view from shown_view v
            where v.place_id = $1 and v.assessment_id = $2 and v.domain = w.room->>'currentDomain') as view,
          coalesce((select jsonb_agg(jsonb_build_object('table', s.table_number, 'level', s.level, 'reasons', s.reasons,
              'kind', s.kind) order by s.table_number) from table_score s
            where s.place_id = $1 and s.assessment_id = $2 and s.domain = w.room->>'currentDomain'), '[]') as "tableViews",
          coalesce((select jsonb_agg(jsonb_build_object('domain', d.domain, 'level', d.consensus, 'reached', d.reached,
              'reason', d.reason, 'prompts', d.prompts, 'version', d.version) order by d.domain) from domain_result d
            where d.place_id = $1 and d.assessment_id = $2), '[]') as consensus,
          coalesce((select jsonb_agg(jsonb_build_object('id', y.id, 'domain', y.domain, 'text', y.text,
              'table', y.table_number, 'votes', coalesce(y.votes, (select count(*) from priority_vote x
                join participant o on o.place_id = x.place_id and o.assessment_id = x.assessment_id and o.id = x.participant_id
                where x.place_id = $1 and x.assessment_id = $2 and x.priority_id = y.id and o.removed_at is null))) order by y.at, y.id)
            from proposed_priority y
            where y.place_id = $1 and y.assessment_id = $2 and y.withdrawn_at is null), '[]') as priorities,
          exists (select from proposed_priority y where y.place_id = $1 and y.assessment_id = $2 and y.votes is not null) as "votesKept"
        from assessment a join place p on p.id = a.place_id join tool_version t on t.id = a.tool_version_id
          left join workshop w on w.place_id = a.place_id and w.assessment_id = a.id
        where a.place_id = $1 and a.id = $2`,
      values: [placeId, assessmentId],
    });
    return rows[0];
  }

  /** What the tables said, by domain. */
  async tableViews(
    placeId: string,
    assessmentId: string,
    domains: readonly string[],
  ): Promise<Record<string, TableView[]>> {
    const { rows } = await this.database.query<{ domain: string } & TableView>(
      `select domain, table_number as "table", level, reasons, kind from table_score
       where place_id = $1 and assessment_id = $2 and domain = any($3) order by domain, table_number`,
      [placeId, assessmentId, domains],
    );
    const by: Record<string, TableView[]> = {};
    for (const { domain, ...view } of rows) (by[domain] ??= []).push(view);
    return by;
  }
}
