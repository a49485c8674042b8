import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

/** The one participant of a record: its author, known as themselves. */
@Injectable()
export class RecordRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Gives the author this token in place of the one before. True: they are new in it. */
  async keepAuthor(
    placeId: string,
    assessmentId: string,
    of: { id: string; personId: string; tokenHash: Buffer; at: Date },
  ): Promise<boolean> {
    const { rows } = await this.database.query<{ begun: boolean }>(
      `insert into participant (place_id, assessment_id, id, number, kind, token_hash, person_id, joined_at)
       values ($1, $2, $3, 1, 'phone', $4, $5, $6)
       on conflict (place_id, assessment_id, number) do update set token_hash = excluded.token_hash
       returning id = $3 as begun`,
      [placeId, assessmentId, of.id, of.tokenHash, of.personId, of.at],
    );
    return rows[0]!.begun;
  }
}
