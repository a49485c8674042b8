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

  /** How many stand on the list, and how many of them are this participant’s. */
  async count(placeId: string, assessmentId: string, participantId: string): Promise<{ all: number; mine: number }> {
    const { rows } = await this.database.query<{ all: number; mine: number }>(
      `select count(*)::int as "all", count(*) filter (where participant_id = $3)::int as mine from proposed_priority
       where place_id = $1 and assessment_id = $2 and withdrawn_at is null`,
      [placeId, assessmentId, participantId],
    );
    return rows[0]!;
  }

  /** False: something of that id is there already. */
  async add(
    placeId: string,
    assessmentId: string,
    { id, domain, text, table }: Proposal,
    by: { readonly participantId: string; readonly at: Date },
  ): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `insert into proposed_priority (place_id, assessment_id, id, domain, text, table_number, participant_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [placeId, assessmentId, id, domain, text, table, by.participantId, by.at],
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

  /** Whether these votes are newer than all before: then this count is kept. Two requests of one participant take their turn. */
  async isNewest(placeId: string, assessmentId: string, participantId: string, seq: number): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `update participant set votes_seq = $4
       where place_id = $1 and assessment_id = $2 and id = $3 and (votes_seq is null or votes_seq < $4)`,
      [placeId, assessmentId, participantId, seq],
    );
    return rowCount === 1;
  }

  async votesOf(placeId: string, assessmentId: string, participantId: string): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string }>(
      `select priority_id as id from priority_vote
       where place_id = $1 and assessment_id = $2 and participant_id = $3 order by priority_id`,
      [placeId, assessmentId, participantId],
    );
    return rows.map(({ id }) => id);
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
