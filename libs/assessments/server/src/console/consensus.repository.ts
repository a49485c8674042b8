import { Inject, Injectable } from '@nestjs/common';
import type { ConsensusView } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';
import type { ResultBefore, WorkshopRow } from './workshop.repository.js';

/** What the room agreed, domain by domain. People type it; nothing works it out or writes over it. */
@Injectable()
export class ConsensusRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Version 0: nothing was typed yet. */
  async one({ placeId, assessmentId }: WorkshopRow, domain: string): Promise<ConsensusView> {
    const { rows } = await this.database.query<ConsensusView>(
      `select domain, consensus as level, reached, reason, prompts, version from domain_result
       where place_id = $1 and assessment_id = $2 and domain = $3`,
      [placeId, assessmentId, domain],
    );
    return rows[0] ?? { domain, level: null, reached: null, reason: '', prompts: {}, version: 0 };
  }

  /** One version more than there was. */
  async write(
    { placeId, assessmentId }: WorkshopRow,
    domain: string,
    result: ResultBefore,
    by: { readonly personId: string | null; readonly at: Date },
  ): Promise<void> {
    await this.database.query(
      `insert into domain_result as r (place_id, assessment_id, domain, consensus, reached, reason, prompts, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (place_id, assessment_id, domain) do update set consensus = $4, reached = $5, reason = $6, prompts = $7,
         changed_by = $8, changed_at = $9, version = r.version + 1`,
      [
        placeId,
        assessmentId,
        domain,
        result.level,
        result.reached,
        result.reason,
        JSON.stringify(result.prompts),
        by.personId,
        by.at,
      ],
    );
  }
}
