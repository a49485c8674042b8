import { Inject, Injectable } from '@nestjs/common';
import type { Action } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

export interface ActionRow {
  readonly id: string;
  readonly title: string;
  readonly leadOrganisation: string;
  readonly leadPerson: string;
  /** A day in London: '2027-03-31'. */
  readonly dueOn: string | null;
  readonly measure: string;
  readonly status: Action['status'];
  readonly note: string;
  readonly raisedAt: Date | null;
  readonly doneAt: Date | null;
  readonly version: number;
  readonly outcomeId: string | null;
  /** Where it was raised; all null for one that was first written on a card. */
  readonly assessmentId: string | null;
  readonly domain: string | null;
  readonly table: number | null;
}

/** What of an action somebody writes. */
export interface ActionToKeep {
  readonly title: string;
  readonly leadOrganisation: string;
  readonly leadPerson: string;
  readonly dueOn: string | null;
  readonly measure: string;
}

const columns = `id, title, lead_organisation as "leadOrganisation", lead_person as "leadPerson", due_on::text as "dueOn", measure,
  status, note, raised_at as "raisedAt", done_at as "doneAt", version, outcome_id as "outcomeId",
  assessment_id as "assessmentId", domain, table_number as "table"`;

/** Actions. Where one was raised is written once, when it is raised: no statement here changes it. */
@Injectable()
export class ActionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** `assessment`: only those that came from it. */
  async all(placeId: string, assessment: string | null): Promise<ActionRow[]> {
    const { rows } = await this.database.query<ActionRow>(
      `select ${columns} from action where place_id = $1 and ($2::uuid is null or assessment_id = $2)
       order by raised_at, position, id`,
      [placeId, assessment],
    );
    return rows;
  }

  async one(placeId: string, id: string): Promise<ActionRow | undefined> {
    const { rows } = await this.database.query<ActionRow>(
      `select ${columns} from action where place_id = $1 and id = $2`,
      [placeId, id],
    );
    return rows[0];
  }

  /** Until the unit of work ends nobody else changes it. */
  async lock(placeId: string, id: string): Promise<void> {
    await this.database.query('select 1 from action where place_id = $1 and id = $2 for update', [placeId, id]);
  }

  async raise(
    placeId: string,
    id: string,
    given: ActionToKeep,
    from: { assessmentId: string; domain: string | null; table: number | null; at: Date },
  ): Promise<void> {
    await this.database.query(
      `insert into action (place_id, id, outcome_id, position, title, lead_organisation, lead_person, due_on, measure, status,
         assessment_id, domain, table_number, raised_at)
       values ($1, $2, null, 0, $3, $4, $5, $6, $7, 'not started', $8, $9, $10, $11)`,
      [
        ...[placeId, id, given.title, given.leadOrganisation, given.leadPerson, given.dueOn, given.measure],
        ...[from.assessmentId, from.domain, from.table, from.at],
      ],
    );
  }

  /** Writes it as it stands from now on; on a card that it comes to, it stands last. */
  async change(
    placeId: string,
    id: string,
    given: ActionToKeep & Pick<ActionRow, 'status' | 'note'> & { outcomeId: string | null; doneAt: Date | null },
  ): Promise<void> {
    await this.database.query(
      `update action a set title = $3, lead_organisation = $4, lead_person = $5, due_on = $6, measure = $7, status = $8, note = $9,
         done_at = $11, version = a.version + 1, outcome_id = $10,
         position = case when a.outcome_id is not distinct from $10 then a.position
           else (select coalesce(max(b.position), 0) + 1 from action b where b.place_id = $1 and b.outcome_id = $10) end
       where a.place_id = $1 and a.id = $2`,
      [
        ...[placeId, id, given.title, given.leadOrganisation, given.leadPerson, given.dueOn, given.measure],
        ...[given.status, given.note, given.outcomeId, given.doneAt],
      ],
    );
  }
}
