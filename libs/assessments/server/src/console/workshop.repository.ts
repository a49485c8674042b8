import { Inject, Injectable } from '@nestjs/common';
import type {
  Agenda,
  AssessmentState,
  Before,
  Identity,
  RoomState,
  SectorOfRoom,
  Step,
  Tool,
} from '@turnstone/assessments-rules';
import { DATABASE, Refused, type Database } from '@turnstone/platform';
import { ParticipantRepository } from '../room/participant.repository.js';

/** A workshop as its facilitators have it before them. */
export interface WorkshopRow {
  readonly placeId: string;
  readonly assessmentId: string;
  readonly title: string;
  readonly state: AssessmentState;
  readonly identities: Identity;
  readonly tool: Tool;
  readonly agenda: Agenda;
  readonly room: RoomState;
  /** How many tables there are, and the number that their draw started from; 0 and null before a draw. */
  readonly tables: number;
  readonly seed: number | null;
  readonly rehearsal: boolean;
  readonly version: number;
}

export interface PersonRow {
  readonly id: string;
  readonly number: number;
  readonly kind: 'phone' | 'paper';
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly table: number | null;
  readonly simulated: boolean;
  readonly removed: boolean;
}

/** Which phone is the device of a table. */
export interface TableDevice {
  readonly table: number;
  readonly participant: string;
  readonly since: string;
}

/** What a step changed beside the room, as it was; more than the rules need to know. */
export interface BeforeStep extends Before {
  /** Before a draw or a move. */
  readonly tables?: { readonly count: number; readonly seed: number | null; readonly devices: readonly TableDevice[] };
  /** Before a consensus was typed. Null: nothing was typed. */
  readonly result?: ResultBefore | null;
}
export interface ResultBefore {
  readonly level: 1 | 2 | 3 | 4 | null;
  readonly reached: boolean | null;
  readonly reason: string;
  readonly prompts: Readonly<Record<string, string>>;
}

export interface StepRow {
  readonly seq: number;
  readonly at: Date;
  /** Null: somebody who is here no longer, or the system. */
  readonly by: string | null;
  readonly step: Step | { readonly kind: 'undo' };
  readonly before: BeforeStep;
  readonly undoes: number | null;
  readonly undoneBy: number | null;
}

@Injectable()
export class WorkshopRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
  ) {}

  /** Refused as not found when this place has no such workshop. */
  async one(placeId: string, assessmentId: string): Promise<WorkshopRow> {
    const { rows } = await this.database.query<WorkshopRow>(
      `select a.place_id as "placeId", a.id as "assessmentId", a.title, a.state, a.identities, v.pack as tool, w.agenda, w.room,
         w.tables, w.seed, w.rehearsal, w.version
       from workshop w
       join assessment a on a.place_id = w.place_id and a.id = w.assessment_id
       join tool_version v on v.id = a.tool_version_id
       where w.place_id = $1 and w.assessment_id = $2`,
      [placeId, assessmentId],
    );
    if (!rows[0]) throw Refused.notFound('There is no such workshop in this place.');
    return rows[0];
  }

  /**
   * The same, and until the unit of work ends nobody else changes it, joins it or answers in it. The door comes first, then the
   * assessment, then the room: whoever locks more than one of them does so in this order, and nobody waits in a ring.
   */
  async lock(placeId: string, assessmentId: string): Promise<WorkshopRow> {
    await this.participants.lockDoor(assessmentId);
    await this.database.query('select 1 from assessment where place_id = $1 and id = $2 for no key update', [
      placeId,
      assessmentId,
    ]);
    await this.database.query('select 1 from workshop where place_id = $1 and assessment_id = $2 for update', [
      placeId,
      assessmentId,
    ]);
    return this.one(placeId, assessmentId);
  }

  /** After a step: one version more. */
  async keepRoom({ placeId, assessmentId }: WorkshopRow, room: RoomState): Promise<void> {
    await this.database.query(
      `update workshop set room = $3, version = version + 1, revision = revision + 1
       where place_id = $1 and assessment_id = $2`,
      [placeId, assessmentId, JSON.stringify(room)],
    );
  }

  async keepTables({ placeId, assessmentId }: WorkshopRow, tables: number, seed: number | null): Promise<void> {
    await this.database.query('update workshop set tables = $3, seed = $4 where place_id = $1 and assessment_id = $2', [
      placeId,
      assessmentId,
      tables,
      seed,
    ]);
  }

  async beRehearsal({ placeId, assessmentId }: WorkshopRow): Promise<void> {
    await this.database.query(
      `update workshop set rehearsal = true, version = version + 1, revision = revision + 1
       where place_id = $1 and assessment_id = $2`,
      [placeId, assessmentId],
    );
  }

  /** Everybody who joined or was typed in, the removed too, by number. */
  async people(placeId: string, assessmentId: string): Promise<PersonRow[]> {
    const { rows } = await this.database.query<PersonRow>(
      `select id, number, kind, sector, organisation, table_number as "table", simulated, removed_at is not null as removed
       from participant where place_id = $1 and assessment_id = $2 order by number`,
      [placeId, assessmentId],
    );
    return rows;
  }

  /** Where people sit, by participant. */
  async seat({ placeId, assessmentId }: WorkshopRow, seats: ReadonlyMap<string, number | null>): Promise<void> {
    await this.database.query(
      `update participant p set table_number = s.seat, late = false
       from unnest($3::uuid[], $4::integer[]) s (id, seat)
       where p.place_id = $1 and p.assessment_id = $2 and p.id = s.id`,
      [placeId, assessmentId, [...seats.keys()], [...seats.values()]],
    );
  }

  async remove({ placeId, assessmentId }: WorkshopRow, participant: string, at: Date | null): Promise<void> {
    await this.database.query(
      'update participant set removed_at = $4 where place_id = $1 and assessment_id = $2 and id = $3',
      [placeId, assessmentId, participant, at],
    );
  }

  async devices({ placeId, assessmentId }: WorkshopRow): Promise<TableDevice[]> {
    const { rows } = await this.database.query<{ table: number; participant: string; since: Date }>(
      `select table_number as "table", participant_id as participant, since from table_device
       where place_id = $1 and assessment_id = $2 order by table_number`,
      [placeId, assessmentId],
    );
    return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  }

  /** A phone whose person sits elsewhere now, or was removed, is the device of no table. */
  async dropStrayDevices({ placeId, assessmentId }: WorkshopRow): Promise<void> {
    await this.database.query(
      `delete from table_device d where d.place_id = $1 and d.assessment_id = $2 and not exists (
         select from participant p where p.place_id = d.place_id and p.assessment_id = d.assessment_id
           and p.id = d.participant_id and p.table_number = d.table_number and p.removed_at is null)`,
      [placeId, assessmentId],
    );
  }

  async putBackDevices({ placeId, assessmentId }: WorkshopRow, devices: readonly TableDevice[]): Promise<void> {
    for (const { table, participant, since } of devices) {
      await this.database.query(
        `insert into table_device (place_id, assessment_id, table_number, participant_id, since)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [placeId, assessmentId, table, participant, since],
      );
    }
  }

  /** Which tables have said something of how many domains. */
  async scored(placeId: string, assessmentId: string): Promise<Map<number, number>> {
    const { rows } = await this.database.query<{ table: number; domains: number }>(
      `select table_number as "table", count(*)::int as domains from table_score
       where place_id = $1 and assessment_id = $2 group by table_number`,
      [placeId, assessmentId],
    );
    return new Map(rows.map(({ table, domains }) => [table, domains]));
  }

  /** By domain, how many people and how many tables have answered, those who were removed too; never who. */
  async answered(placeId: string, assessmentId: string): Promise<Map<string, { people: number; tables: number }>> {
    const { rows } = await this.database.query<{ domain: string; people: number; tables: number }>(
      `select domain, sum(people)::int as people, sum(tables)::int as tables from (
         select domain, 1 as people, 0 as tables from response
         where place_id = $1 and assessment_id = $2
         union all
         select domain, 0, 1 from table_score where place_id = $1 and assessment_id = $2
       ) said group by domain`,
      [placeId, assessmentId],
    );
    return new Map(rows.map(({ domain, people, tables }) => [domain, { people, tables }]));
  }

  /**
   * The totals of the vote as they are now, once and for good: who is removed later changes nothing that the room has seen. Where
   * nobody has voted there is nothing to keep, and the room may still vote.
   */
  async keepVotes({ placeId, assessmentId }: WorkshopRow): Promise<void> {
    await this.database.query(
      `with counted as (
         select v.priority_id as id, count(*)::int as votes from priority_vote v
         join participant p on p.place_id = v.place_id and p.assessment_id = v.assessment_id and p.id = v.participant_id
         where v.place_id = $1 and v.assessment_id = $2 and p.removed_at is null group by v.priority_id
       )
       update proposed_priority y set votes = coalesce((select votes from counted c where c.id = y.id), 0)
       where y.place_id = $1 and y.assessment_id = $2 and y.votes is null and exists (select from counted)
         and not exists (select from proposed_priority k where k.place_id = $1 and k.assessment_id = $2 and k.votes is not null)`,
      [placeId, assessmentId],
    );
  }

  /** Closing takes the code away: nobody joins any more. */
  async closeAssessment({ placeId, assessmentId }: WorkshopRow, at: Date): Promise<void> {
    await this.database.query(
      `update assessment set state = 'closed', closed_at = $3, join_code = null, version = version + 1
       where place_id = $1 and id = $2`,
      [placeId, assessmentId, at],
    );
  }

  /** The log, the oldest step first. */
  async steps(placeId: string, assessmentId: string): Promise<StepRow[]> {
    const { rows } = await this.database.query<StepRow>(
      `select s.seq, s.at, p.name as by, s.step, s.before, s.undoes, s.undone_by as "undoneBy"
       from workshop_step s left join person p on p.id = s.person_id
       where s.place_id = $1 and s.assessment_id = $2 order by s.seq`,
      [placeId, assessmentId],
    );
    return rows;
  }

  /** Answers its number. */
  async log(
    { placeId, assessmentId }: WorkshopRow,
    of: { at: Date; personId: string | null; step: StepRow['step']; before: BeforeStep; undoes: number | null },
  ): Promise<number> {
    const { rows } = await this.database.query<{ seq: number }>(
      `insert into workshop_step (place_id, assessment_id, seq, at, person_id, step, before, undoes)
       select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 from workshop_step where place_id = $1 and assessment_id = $2
       returning seq`,
      [placeId, assessmentId, of.at, of.personId, JSON.stringify(of.step), JSON.stringify(of.before), of.undoes],
    );
    return rows[0]!.seq;
  }

  async markUndone({ placeId, assessmentId }: WorkshopRow, seq: number, by: number): Promise<void> {
    await this.database.query(
      'update workshop_step set undone_by = $4 where place_id = $1 and assessment_id = $2 and seq = $3',
      [placeId, assessmentId, seq, by],
    );
  }
}
