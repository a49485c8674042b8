import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Choice, Respondent, SectorOfRoom } from '@turnstone/assessments-rules';
import { DATABASE, type Database } from '@turnstone/platform';
import type { WorkshopRow } from './workshop.repository.js';

/** A person whom somebody else writes down: from paper, or made up for a rehearsal. */
export interface PersonToAdd {
  readonly kind: 'phone' | 'paper';
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly name: string | null;
  readonly table: number | null;
  readonly simulated: boolean;
  readonly choices: Respondent['choices'];
}

export interface TableScoreToAdd {
  readonly table: number;
  readonly domain: string;
  readonly level: number | null;
  readonly reasons: string;
  readonly kind: 'table' | 'paper';
}

/** What facilitators type in for people and tables. */
@Injectable()
export class SheetRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In their order; answers the number of the first. The caller holds the assessment, so that no number is given twice. */
  async addPeople({ placeId, assessmentId }: WorkshopRow, people: readonly PersonToAdd[], at: Date): Promise<number> {
    const rows = people.map((person) => ({ ...person, id: randomUUID() }));
    const { rows: added } = await this.database.query<{ number: number }>(
      `with before as (
         select coalesce(max(number), 0)::int as number from participant where place_id = $1 and assessment_id = $2
       )
       insert into participant (place_id, assessment_id, id, number, kind, sector, organisation, name, table_number, simulated,
         joined_at)
       select $1, $2, p.id, before.number + p.n::int, p.kind, p.sector, p.organisation, p.name, p.seat, p.simulated, $4
       from before, rows from (jsonb_to_recordset($3::jsonb) as (id uuid, kind text, sector text, organisation text, name text,
         "table" integer, simulated boolean)) with ordinality as p (id, kind, sector, organisation, name, seat, simulated, n)
       order by p.n
       returning number`,
      [placeId, assessmentId, JSON.stringify(rows), at],
    );
    await this.database.query(
      `insert into response (place_id, assessment_id, participant_id, domain, choice, seq, at)
       select $1, $2, r.participant, r.domain, r.choice, 1, $4
       from jsonb_to_recordset($3::jsonb) as r (participant uuid, domain text, choice text)`,
      [
        placeId,
        assessmentId,
        JSON.stringify(
          rows.flatMap(({ id, choices }) =>
            Object.entries(choices).map(([domain, choice]) => ({ participant: id, domain, choice: String(choice) })),
          ),
        ),
        at,
      ],
    );
    return Math.min(...added.map(({ number }) => number));
  }

  /** The number of a paper sheet with the same sector, table and answers; undefined when there is none. */
  async sameOnPaper(
    { placeId, assessmentId }: WorkshopRow,
    of: { sector: string | null; table: number | null; choices: Readonly<Record<string, Choice>> },
  ): Promise<number | undefined> {
    const answers = Object.fromEntries(Object.entries(of.choices).map(([domain, choice]) => [domain, String(choice)]));
    const { rows } = await this.database.query<{ number: number }>(
      `select p.number from participant p
       join response r on r.place_id = p.place_id and r.assessment_id = p.assessment_id and r.participant_id = p.id
       where p.place_id = $1 and p.assessment_id = $2 and p.kind = 'paper' and p.removed_at is null
         and p.sector is not distinct from $3 and p.table_number is not distinct from $4
       group by p.id, p.number having jsonb_object_agg(r.domain, r.choice) = $5::jsonb
       order by p.number limit 1`,
      [placeId, assessmentId, of.sector, of.table, JSON.stringify(answers)],
    );
    return rows[0]?.number;
  }

  /** The number of somebody of that name who is in the workshop; undefined when nobody is. */
  async sameName({ placeId, assessmentId }: WorkshopRow, name: string): Promise<number | undefined> {
    const { rows } = await this.database.query<{ number: number }>(
      `select number from participant
       where place_id = $1 and assessment_id = $2 and lower(name) = lower($3) and removed_at is null order by number limit 1`,
      [placeId, assessmentId, name],
    );
    return rows[0]?.number;
  }

  /** For which of these domains the table has handed in something. */
  async handedIn(
    { placeId, assessmentId }: WorkshopRow,
    table: number,
    domains: readonly string[],
  ): Promise<{ domain: string; level: number | null; reasons: string }[]> {
    const { rows } = await this.database.query<{ domain: string; level: number | null; reasons: string }>(
      `select domain, level, reasons from table_score
       where place_id = $1 and assessment_id = $2 and table_number = $3 and domain = any($4) order by domain`,
      [placeId, assessmentId, table, domains],
    );
    return rows;
  }

  /** The count of the table's device stays: what it sends again is still known, and what it changes later still counts. */
  async putScores({ placeId, assessmentId }: WorkshopRow, scores: readonly TableScoreToAdd[], at: Date): Promise<void> {
    await this.database.query(
      `insert into table_score (place_id, assessment_id, table_number, domain, level, reasons, kind, seq, at)
       select $1, $2, s."table", s.domain, s.level, s.reasons, s.kind, 1, $4
       from jsonb_to_recordset($3::jsonb) as s ("table" integer, domain text, level smallint, reasons text, kind text)
       on conflict (place_id, assessment_id, table_number, domain) do update
         set level = excluded.level, reasons = excluded.reasons, kind = excluded.kind, participant_id = null, at = excluded.at`,
      [placeId, assessmentId, JSON.stringify(scores), at],
    );
  }

  /** The partners of the place, for simulated people to come from. */
  async organisations(placeId: string): Promise<{ name: string; sector: SectorOfRoom }[]> {
    const { rows } = await this.database.query<{ name: string; sector: SectorOfRoom }>(
      'select name, sector from organisation where place_id = $1 order by lower(name), id',
      [placeId],
    );
    return rows;
  }
}
