import { Inject, Injectable } from '@nestjs/common';
import type { AssessmentKind, AssessmentState, Identity, RoomState, Scope, Stage } from '@turnstone/assessments-rules';
import { DATABASE, type Database } from '@turnstone/platform';

/** A stage of an agenda as a workshop keeps it: with its limits and what its format says of it. */
export interface KeptStage extends Stage {
  readonly happens: string;
  readonly say: string;
}

export interface AssessmentRow {
  readonly id: string;
  readonly title: string;
  readonly kind: AssessmentKind;
  readonly scope: Scope;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly topic: string;
  readonly toolVersionId: string;
  readonly toolId: string;
  readonly toolVersion: number;
  readonly toolTitle: string;
  readonly toolLetter: string | null;
  readonly round: number;
  readonly identities: Identity;
  readonly smallestGroup: number;
  readonly state: AssessmentState;
  /** Days in London: 2026-11-21. */
  readonly opensOn: string | null;
  readonly closesOn: string | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly joinCode: string | null;
  /** Null: from a content pack. */
  readonly createdBy: string | null;
  readonly version: number;
  /** How many people joined, and how many of them answered something. */
  readonly joined: number;
  readonly people: number;
  /** Null unless it is a workshop. */
  readonly workshop: {
    readonly format: string;
    readonly agenda: readonly KeptStage[];
    readonly roomState: RoomState['state'];
    readonly rehearsal: boolean;
  } | null;
  readonly invited: number;
  readonly reminded: number;
  readonly invitedIds: readonly string[];
}

/** What of an assessment somebody plans. */
export interface PlanToKeep {
  readonly title: string;
  readonly toolVersionId: string;
  readonly kind: AssessmentKind;
  readonly scope: Scope;
  readonly organisationId: string | null;
  readonly topic: string;
  readonly round: number;
  readonly identities: Identity;
  readonly smallestGroup: number;
  readonly opensOn: string | null;
  readonly closesOn: string | null;
}

const columns = `a.id, a.title, a.kind, a.scope, a.organisation_id as "organisationId", o.name as "organisationName", a.topic,
  a.tool_version_id as "toolVersionId", t.tool as "toolId", t.version as "toolVersion", t.pack->>'title' as "toolTitle",
  t.pack->>'letter' as "toolLetter", a.round, a.identities, a.smallest_group as "smallestGroup", a.state,
  a.opens_on::text as "opensOn", a.closes_on::text as "closesOn", a.opened_at as "openedAt", a.closed_at as "closedAt",
  a.join_code as "joinCode", a.created_by as "createdBy", a.version,
  (select count(*)::int from participant p where p.place_id = a.place_id and p.assessment_id = a.id
    and p.removed_at is null) as joined,
  (select count(*)::int from participant p where p.place_id = a.place_id and p.assessment_id = a.id
    and p.removed_at is null and exists (select from response r where r.place_id = p.place_id
      and r.assessment_id = p.assessment_id and r.participant_id = p.id)) as people,
  (select jsonb_build_object('format', w.format, 'agenda', w.agenda, 'roomState', w.room->>'state', 'rehearsal', w.rehearsal)
    from workshop w where w.place_id = a.place_id and w.assessment_id = a.id) as workshop,
  (select count(*)::int from assessment_invitation i where i.place_id = a.place_id and i.assessment_id = a.id) as invited,
  (select count(i.reminded_at)::int from assessment_invitation i
    where i.place_id = a.place_id and i.assessment_id = a.id) as reminded,
  (select coalesce(jsonb_agg(i.person_id order by i.person_id), '[]') from assessment_invitation i
    where i.place_id = a.place_id and i.assessment_id = a.id) as "invitedIds"`;
const from = `from assessment a join tool_version t on t.id = a.tool_version_id
  left join organisation o on o.place_id = a.place_id and o.id = a.organisation_id`;

@Injectable()
export class AssessmentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Open ones first, then drafts, then the closed ones, each newest first. Of records of one's own, this person's alone. */
  async all(placeId: string, personId: string | null): Promise<AssessmentRow[]> {
    const { rows } = await this.database.query<AssessmentRow>(
      `select ${columns} ${from} where a.place_id = $1 and (a.kind <> 'own record' or a.created_by = $2)
       order by array_position(array['open', 'draft', 'closed'], a.state),
         coalesce(a.closed_at, a.opened_at, a.created_at) desc, a.id`,
      [placeId, personId],
    );
    return rows;
  }

  async one(placeId: string, id: string): Promise<AssessmentRow | undefined> {
    const { rows } = await this.database.query<AssessmentRow>(
      `select ${columns} ${from} where a.place_id = $1 and a.id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  /**
   * Until the unit of work ends nobody else changes it, and nobody joins it: a row of a participant refers to it.
   */
  async lock(placeId: string, id: string): Promise<void> {
    await this.database.query('select 1 from assessment where place_id = $1 and id = $2 for update', [placeId, id]);
  }

  /** Until the unit of work ends nobody else counts rounds in this place. */
  async lockRounds(placeId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('rounds ' || $1::text, 0))`, [placeId]);
  }

  /**
   * The round after those with the same tool, scope, and organisation or topic. Records of one's own are counted for each person
   * by themselves; rehearsals are not counted.
   */
  async nextRound(
    placeId: string,
    of: Pick<PlanToKeep, 'toolVersionId' | 'kind' | 'scope' | 'organisationId' | 'topic'>,
    but: { id: string; personId: string | null },
  ): Promise<number> {
    const { rows } = await this.database.query<{ round: number }>(
      `select coalesce(max(a.round), 0) + 1 as round
       from assessment a join tool_version t on t.id = a.tool_version_id
       where a.place_id = $1 and t.tool = (select tool from tool_version where id = $2) and a.scope = $3
         and a.organisation_id is not distinct from $4 and lower(a.topic) = lower($5) and a.id <> $6
         and (a.kind = 'own record') = $7 and (a.kind <> 'own record' or a.created_by is not distinct from $8)
         and not exists (select from workshop w where w.place_id = a.place_id and w.assessment_id = a.id and w.rehearsal)`,
      [
        placeId,
        of.toolVersionId,
        of.scope,
        of.organisationId,
        of.topic,
        but.id,
        of.kind === 'own record',
        but.personId,
      ],
    );
    return rows[0]!.round;
  }

  async organisation(placeId: string, id: string): Promise<{ name: string; closed: boolean } | undefined> {
    const { rows } = await this.database.query<{ name: string; closed: boolean }>(
      'select name, closed_at is not null as closed from organisation where place_id = $1 and id = $2',
      [placeId, id],
    );
    return rows[0];
  }

  async add(placeId: string, id: string, plan: PlanToKeep, by: string | null, at: Date): Promise<void> {
    await this.database.query(
      `insert into assessment (place_id, id, title, tool_version_id, kind, scope, organisation_id, topic, round, identities,
         smallest_group, opens_on, closes_on, state, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', $14, $15)`,
      [...valuesOf(placeId, id, plan), by, at],
    );
  }

  async change(placeId: string, id: string, plan: PlanToKeep): Promise<void> {
    await this.database.query(
      `update assessment set title = $3, tool_version_id = $4, kind = $5, scope = $6, organisation_id = $7, topic = $8,
         round = $9, identities = $10, smallest_group = $11, opens_on = $12, closes_on = $13, version = version + 1
       where place_id = $1 and id = $2`,
      valuesOf(placeId, id, plan),
    );
  }

  /** Keeps the agenda of a workshop; the room stands as it stood, or is new. */
  async keepAgenda(
    placeId: string,
    id: string,
    of: { format: string; agenda: readonly KeptStage[]; room: RoomState },
  ): Promise<void> {
    await this.database.query(
      `insert into workshop (place_id, assessment_id, format, agenda, room) values ($1, $2, $3, $4, $5)
       on conflict (place_id, assessment_id) do update set format = excluded.format, agenda = excluded.agenda,
         revision = workshop.revision + 1, version = workshop.version + 1`,
      [placeId, id, of.format, JSON.stringify(of.agenda), JSON.stringify(of.room)],
    );
  }

  /** A draft that is of another kind now has no room any more. */
  async dropRoom(placeId: string, id: string): Promise<void> {
    await this.database.query('delete from workshop where place_id = $1 and assessment_id = $2', [placeId, id]);
  }

  /** False: another assessment, here or in any other place, holds that code. */
  async open(placeId: string, id: string, of: { joinCode: string | null; at: Date }): Promise<boolean> {
    try {
      await this.database.transaction(() =>
        this.database.query(
          `update assessment set state = 'open', opened_at = coalesce(opened_at, $4), closed_at = null, join_code = $3,
             version = version + 1
           where place_id = $1 and id = $2`,
          [placeId, id, of.joinCode, of.at],
        ),
      );
      return true;
    } catch (error) {
      if (of.joinCode !== null && isViolation(error, UNIQUE)) return false;
      throw error;
    }
  }

  /** A room that has not begun is closed with it. */
  async close(placeId: string, id: string, at: Date): Promise<void> {
    await this.database.query(
      `update assessment set state = 'closed', closed_at = $3, join_code = null, version = version + 1
       where place_id = $1 and id = $2`,
      [placeId, id, at],
    );
    await this.database.query(
      `update workshop set room = room || jsonb_build_object('state', 'closed', 'scoresFrozenAt', $3::bigint),
         revision = revision + 1, version = version + 1
       where place_id = $1 and assessment_id = $2`,
      [placeId, id, at.getTime()],
    );
  }

  /** False: something outside of it, such as an action, came from it and stays. */
  async remove(placeId: string, id: string): Promise<boolean> {
    try {
      await this.database.transaction(() =>
        this.database.query('delete from assessment where place_id = $1 and id = $2', [placeId, id]),
      );
      return true;
    } catch (error) {
      if (isViolation(error, FOREIGN_KEY)) return false;
      throw error;
    }
  }

  /** The domains of its tool, in their order. */
  async domains(placeId: string, id: string): Promise<string[]> {
    const { rows } = await this.database.query<{ domain: string }>(
      `select d->>'id' as domain from assessment a join tool_version t on t.id = a.tool_version_id,
         jsonb_array_elements(t.pack->'domains') with ordinality as e (d, n)
       where a.place_id = $1 and a.id = $2 order by n`,
      [placeId, id],
    );
    return rows.map(({ domain }) => domain);
  }
}

const valuesOf = (placeId: string, id: string, plan: PlanToKeep): unknown[] => [
  placeId,
  id,
  plan.title,
  plan.toolVersionId,
  plan.kind,
  plan.scope,
  plan.organisationId,
  plan.topic,
  plan.round,
  plan.identities,
  plan.smallestGroup,
  plan.opensOn,
  plan.closesOn,
];

const UNIQUE = '23505';
const FOREIGN_KEY = '23503';
const isViolation = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
