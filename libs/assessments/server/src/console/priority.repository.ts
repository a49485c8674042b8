import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';
import type { WorkshopRow } from './workshop.repository.js';

export interface PriorityRow {
  readonly id: string;
  readonly domain: string | null;
  readonly text: string;
  readonly table: number | null;
}

/** The priorities that the whole room proposes, and those that it takes off its list. */
@Injectable()
export class PriorityRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add({ placeId, assessmentId }: WorkshopRow, priority: PriorityRow, at: Date): Promise<void> {
    await this.database.query(
      `insert into proposed_priority (place_id, assessment_id, id, domain, text, table_number, at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [placeId, assessmentId, priority.id, priority.domain, priority.text, priority.table, at],
    );
  }

  /** Undefined: there is no such priority, or it is off the list already. */
  async one({ placeId, assessmentId }: WorkshopRow, id: string): Promise<PriorityRow | undefined> {
    const { rows } = await this.database.query<PriorityRow>(
      `select id, domain, text, table_number as "table" from proposed_priority
       where place_id = $1 and assessment_id = $2 and id = $3 and withdrawn_at is null`,
      [placeId, assessmentId, id],
    );
    return rows[0];
  }

  /** Its votes are free for others again. */
  async withdraw({ placeId, assessmentId }: WorkshopRow, id: string, at: Date): Promise<void> {
    await this.database.query(
      'delete from priority_vote where place_id = $1 and assessment_id = $2 and priority_id = $3',
      [placeId, assessmentId, id],
    );
    await this.database.query(
      'update proposed_priority set withdrawn_at = $4 where place_id = $1 and assessment_id = $2 and id = $3',
      [placeId, assessmentId, id, at],
    );
  }
}
