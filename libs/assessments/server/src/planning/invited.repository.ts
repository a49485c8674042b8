import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

/** Who was asked by mail. Nothing here knows who answered. */
@Injectable()
export class InvitedRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Writes down those who were not asked before, and answers who they are. */
  async add(placeId: string, assessmentId: string, personIds: readonly string[], at: Date): Promise<string[]> {
    const { rows } = await this.database.query<{ personId: string }>(
      `insert into assessment_invitation (place_id, assessment_id, person_id, invited_at)
       select $1, $2, unnest($3::uuid[]), $4 on conflict do nothing returning person_id as "personId"`,
      [placeId, assessmentId, personIds, at],
    );
    return rows.map(({ personId }) => personId);
  }

  /** Those who were not reminded yet, with when they were asked. Until the unit of work ends nobody else reminds them. */
  async takeUnreminded(placeId: string, assessmentId: string): Promise<{ personId: string; invitedAt: Date }[]> {
    const { rows } = await this.database.query<{ personId: string; invitedAt: Date }>(
      `select person_id as "personId", invited_at as "invitedAt" from assessment_invitation
       where place_id = $1 and assessment_id = $2 and reminded_at is null order by person_id for update skip locked`,
      [placeId, assessmentId],
    );
    return rows;
  }

  async reminded(placeId: string, assessmentId: string, personIds: readonly string[], at: Date): Promise<void> {
    await this.database.query(
      `update assessment_invitation set reminded_at = $4
       where place_id = $1 and assessment_id = $2 and person_id = any($3)`,
      [placeId, assessmentId, personIds, at],
    );
  }
}
