import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface Proposal {
  readonly id: string;
  readonly domain: string | null;
  readonly text: string;
  readonly table: number | null;
}

/** What the people in a room propose, and vote for. */
@Injectable()
export class ProposalRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async count(placeId: string, assessmentId: string): Promise<number> {
    const { rows } = await this.database.query<{ n: number }>(
      'select count(*)::int as n from proposed_priority where place_id = $1 and assessment_id = $2',
      [placeId, assessmentId],
    );
    return rows[0]!.n;
  }

  /** False: something of that id is there already. */
  async add(placeId: string, assessmentId: string, { id, domain, text, table }: Proposal, at: Date): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `insert into proposed_priority (place_id, assessment_id, id, domain, text, table_number, at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [placeId, assessmentId, id, domain, text, table, at],
    );
    return rowCount === 1;
  }

  async one(
    placeId: string,
    assessmentId: string,
    id: string,
  ): Promise<(Proposal & { withdrawn: boolean }) | undefined> {
    const { rows } = await this.database.query<Proposal & { withdrawn: boolean }>(
      `select id, domain, text, table_number as "table", withdrawn_at is not null as withdrawn from proposed_priority
       where place_id = $1 and assessment_id = $2 and id = $3`,
      [placeId, assessmentId, id],
    );
    return rows[0];
  }

  /**
   * Puts these votes in the place of those that the participant cast before. False, and nothing changed: one of them is not on the
   * list. Two requests of one participant take their turn.
   */
  async vote(placeId: string, assessmentId: string, participantId: string, ids: readonly string[]): Promise<boolean> {
    await this.database.query(
      'select 1 from participant where place_id = $1 and assessment_id = $2 and id = $3 for no key update',
      [placeId, assessmentId, participantId],
    );
    const { rowCount } = await this.database.query(
      `select 1 from proposed_priority
       where place_id = $1 and assessment_id = $2 and id = any($3) and withdrawn_at is null for key share`,
      [placeId, assessmentId, ids],
    );
    if (rowCount !== ids.length) return false;
    await this.database.query(
      'delete from priority_vote where place_id = $1 and assessment_id = $2 and participant_id = $3',
      [placeId, assessmentId, participantId],
    );
    await this.database.query(
      `insert into priority_vote (place_id, assessment_id, priority_id, participant_id) select $1, $2, id, $3 from unnest($4::uuid[]) id`,
      [placeId, assessmentId, participantId, ids],
    );
    return true;
  }
}
