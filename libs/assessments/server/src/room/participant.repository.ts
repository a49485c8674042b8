import { Inject, Injectable } from '@nestjs/common';
import type { SectorOfRoom } from '@turnstone/assessments-rules';
import type { Me } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

export interface NewParticipant {
  readonly id: string;
  readonly kind: 'phone' | 'paper';
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly name: string | null;
  readonly table: number | null;
  /** Came after the draw. */
  readonly late?: boolean;
  /** Null: on paper. */
  readonly tokenHash: Buffer | null;
  readonly simulated?: boolean;
}

export interface Seated {
  readonly id: string;
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly table: number | null;
}

@Injectable()
export class ParticipantRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Until the unit of work ends nobody else joins this assessment, on a phone or on paper. */
  async lockDoor(assessmentId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('door ' || $1::text, 0))`, [assessmentId]);
  }

  /** True while it is open; then it stays so until the unit of work ends. */
  async staysOpen(placeId: string, assessmentId: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `select 1 from assessment where place_id = $1 and id = $2 and state = 'open' for key share`,
      [placeId, assessmentId],
    );
    return rowCount === 1;
  }

  /** Answers the number, the next in the order of joining. The door has to be locked. */
  async add(placeId: string, assessmentId: string, of: NewParticipant, at: Date): Promise<number> {
    const { rows } = await this.database.query<{ number: number }>(
      `insert into participant (place_id, assessment_id, id, number, kind, sector, organisation, name, table_number,
         token_hash, simulated, joined_at, late)
       select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12
       from participant where place_id = $1 and assessment_id = $2
       returning number`,
      [
        placeId,
        assessmentId,
        of.id,
        of.kind,
        of.sector,
        of.organisation,
        of.name,
        of.table,
        of.tokenHash,
        of.simulated ?? false,
        at,
        of.late ?? false,
      ],
    );
    return rows[0]!.number;
  }

  /** Whose token this is, in any place, as seen from inside of the unit of work. */
  async holding(tokenHash: Buffer): Promise<{ id: string; assessmentId: string; removed: boolean } | undefined> {
    const { rows } = await this.database.query<{ id: string; assessmentId: string; removed: boolean }>(
      'select participant_id as id, assessment_id as "assessmentId", removed from participant_of($1)',
      [tokenHash],
    );
    return rows[0];
  }

  async number(placeId: string, assessmentId: string, participantId: string): Promise<number> {
    const { rows } = await this.database.query<{ number: number }>(
      'select number from participant where place_id = $1 and assessment_id = $2 and id = $3',
      [placeId, assessmentId, participantId],
    );
    return rows[0]!.number;
  }

  /** How many ever joined, how many of them still count, and where those sit. */
  async present(placeId: string, assessmentId: string): Promise<{ ever: number; here: number; seated: Seated[] }> {
    const { rows } = await this.database.query<Seated & { removed: boolean }>(
      `select id, sector, organisation, table_number as "table", removed_at is not null as removed
       from participant where place_id = $1 and assessment_id = $2`,
      [placeId, assessmentId],
    );
    const here = rows.filter(({ removed }) => !removed);
    return { ever: rows.length, here: here.length, seated: here.filter(({ table }) => table !== null) };
  }

  /** The organisation of this place that goes by this name, however its letters are written; undefined: none does. */
  async organisationNamed(placeId: string, name: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ name: string }>(
      'select name from organisation where place_id = $1 and lower(name) = lower($2) and closed_at is null limit 1',
      [placeId, name],
    );
    return rows[0]?.name;
  }

  /** Their table, while nobody else of one participant’s requests goes on: until the unit of work ends they take their turn. */
  async seatAlone(placeId: string, assessmentId: string, participantId: string): Promise<{ table: number | null }> {
    const { rows } = await this.database.query<{ table: number | null }>(
      `select table_number as "table" from participant
       where place_id = $1 and assessment_id = $2 and id = $3 for no key update`,
      [placeId, assessmentId, participantId],
    );
    return rows[0]!;
  }

  /** Their table, whether their phone is its device, and whether they came after the draw; until the unit of work ends nobody moves or removes them. */
  async seat(
    placeId: string,
    assessmentId: string,
    participantId: string,
  ): Promise<{ table: number | null; tableDevice: boolean; late: boolean }> {
    const { rows } = await this.database.query<{ table: number | null; tableDevice: boolean; late: boolean }>({
      name: 'seat-of-participant',
      text: `select p.table_number as "table", p.late, exists (select from table_device d where d.place_id = $1 and d.assessment_id = $2
          and d.table_number = p.table_number and d.participant_id = p.id) as "tableDevice"
        from participant p where p.place_id = $1 and p.assessment_id = $2 and p.id = $3 for share of p`,
      values: [placeId, assessmentId, participantId],
    });
    return rows[0]!;
  }

  async me(placeId: string, assessmentId: string, participantId: string): Promise<Me> {
    const { rows } = await this.database.query<Me>({
      name: 'me-of-room',
      text: `select p.number, p.sector, p.organisation, p.name, p.table_number as "table",
          exists (select from table_device d where d.place_id = $1 and d.assessment_id = $2
            and d.table_number = p.table_number and d.participant_id = p.id) as "tableDevice",
          coalesce((select jsonb_agg(jsonb_build_object('domain', r.domain, 'choice',
              case when r.choice in ('1', '2', '3', '4') then to_jsonb(r.choice::int) else to_jsonb(r.choice) end,
              'comment', r.comment, 'evidence', r.evidence, 'seq', r.seq) order by r.domain) from response r
            where r.place_id = $1 and r.assessment_id = $2 and r.participant_id = $3), '[]') as answers,
          coalesce((select jsonb_agg(jsonb_build_object('domain', s.domain, 'level', s.level, 'reasons', s.reasons,
              'seq', s.seq) order by s.domain) from table_score s
            where s.place_id = $1 and s.assessment_id = $2 and s.table_number = p.table_number
              and exists (select from table_device d where d.place_id = $1 and d.assessment_id = $2
                and d.table_number = p.table_number and d.participant_id = p.id)), '[]') as "tableScores",
          coalesce((select jsonb_agg(v.priority_id order by v.priority_id) from priority_vote v
            where v.place_id = $1 and v.assessment_id = $2 and v.participant_id = $3), '[]') as votes
        from participant p where p.place_id = $1 and p.assessment_id = $2 and p.id = $3`,
      values: [placeId, assessmentId, participantId],
    });
    return rows[0]!;
  }

  async change(
    placeId: string,
    assessmentId: string,
    participantId: string,
    to: { sector: SectorOfRoom | null; organisation: string | null },
  ): Promise<void> {
    await this.database.query(
      'update participant set sector = $4, organisation = $5 where place_id = $1 and assessment_id = $2 and id = $3',
      [placeId, assessmentId, participantId, to.sector, to.organisation],
    );
  }

  /** Whether a table has a device whose owner still sits there, or has said anything: what a stranger to it could overwrite. */
  async tableHasBegun(placeId: string, assessmentId: string, table: number): Promise<boolean> {
    const { rows } = await this.database.query<{ begun: boolean }>(
      `select exists (select from table_device d
           join participant p on p.place_id = d.place_id and p.assessment_id = d.assessment_id and p.id = d.participant_id
           where d.place_id = $1 and d.assessment_id = $2 and d.table_number = $3 and p.table_number = $3 and p.removed_at is null)
         or exists (select from table_score where place_id = $1 and assessment_id = $2 and table_number = $3) as begun`,
      [placeId, assessmentId, table],
    );
    return rows[0]!.begun;
  }

  /**
   * Makes a phone the device of its table. False: another phone of the table is, and was not to be taken over from. A phone whose
   * owner sits elsewhere by now, or was removed, holds nothing.
   */
  async becomeDevice(
    placeId: string,
    assessmentId: string,
    participantId: string,
    of: { table: number; takeOver: boolean; at: Date },
  ): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `insert into table_device as d (place_id, assessment_id, table_number, participant_id, since) values ($1, $2, $4, $3, $6)
       on conflict (place_id, assessment_id, table_number) do update set participant_id = excluded.participant_id, since = excluded.since
       where $5 or d.participant_id = excluded.participant_id or not exists (
         select from participant p where p.place_id = $1 and p.assessment_id = $2 and p.id = d.participant_id
           and p.table_number = $4 and p.removed_at is null)`,
      [placeId, assessmentId, participantId, of.table, of.takeOver, of.at],
    );
    return rowCount === 1;
  }

  /** Which of these still belong here: not removed, and not wiped after the end. */
  async stillHere(placeId: string, assessmentId: string, ids: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.database.query<{ id: string }>({
      name: 'participants-still-here',
      text: `select id from participant
        where place_id = $1 and assessment_id = $2 and id = any($3) and removed_at is null and token_hash is not null`,
      values: [placeId, assessmentId, ids],
    });
    return new Set(rows.map(({ id }) => id));
  }
}
