import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface DueAssessment {
  readonly place: string;
  readonly placeId: string;
  readonly assessment: string;
}

/** What is due in every place: found across all of them, done in each by itself. */
@Injectable()
export class DueRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Drafts whose day has come; `today` as the calendar stands in London. */
  async toOpen(today: string): Promise<DueAssessment[]> {
    return this.#due(`a.state = 'draft' and a.opens_on <= $1::date`, today);
  }

  /** Open ones whose last day is over. */
  async toClose(today: string): Promise<DueAssessment[]> {
    return this.#due(`a.state = 'open' and a.closes_on < $1::date`, today);
  }

  /** Open ones that close on one of the next days, where somebody was asked and not reminded. */
  async toRemind(today: string, daysBefore: number): Promise<DueAssessment[]> {
    return this.#due(
      `a.state = 'open' and a.closes_on between $1::date and $1::date + $2::int
        and exists (select from assessment_invitation i
          where i.place_id = a.place_id and i.assessment_id = a.id and i.reminded_at is null)`,
      today,
      daysBefore,
    );
  }

  /**
   * Wipes what joins answers to a device or a name: of what closed before then, and of rehearsals that were opened before then.
   * Where several answer, the times of what they did are cut to the day as the calendar stands in London, and their phones' counts
   * (times too) to 1; what was proposed keeps its order by microseconds from midnight. Answers how many participants were forgotten.
   */
  async forgetParticipants(before: Date): Promise<number> {
    return this.#reaching(async () => {
      const over = `((a.state = 'closed' and a.closed_at < $1) or (w.rehearsal and a.opened_at < $1))`;
      const { rows } = await this.database.query<{ assessment: string; several: boolean }>(
        `update participant p set token_hash = null, name = null, votes_seq = null
         from assessment a left join workshop w on w.place_id = a.place_id and w.assessment_id = a.id
         where a.place_id = p.place_id and a.id = p.assessment_id and (p.token_hash is not null or p.name is not null) and ${over}
         returning p.assessment_id as assessment, a.kind in ('workshop', 'open online') as several`,
        [before],
      );
      // Of a room with paper alone nothing was forgotten, and its times are those of the facilitator's typing.
      const rooms = [...new Set(rows.flatMap(({ assessment, several }) => (several ? [assessment] : [])))];
      if (rooms.length > 0) await this.#cutTimes(rooms);
      return rows.length;
    });
  }

  async #cutTimes(assessments: readonly string[]): Promise<void> {
    const day = (time: string): string => `date_trunc('day', ${time}, 'Europe/London')`;
    for (const sql of [
      `update participant set joined_at = ${day('joined_at')}, removed_at = ${day('removed_at')} where assessment_id = any($1)`,
      `update response set at = ${day('at')}, seq = 1 where assessment_id = any($1)`,
      `update table_score set at = ${day('at')}, seq = 1 where assessment_id = any($1)`,
      `delete from table_device where assessment_id = any($1)`,
      `update proposed_priority y set at = ${day('y.at')} + o.place * interval '1 microsecond',
         withdrawn_at = ${day('y.withdrawn_at')}, participant_id = null
       from (select place_id, assessment_id, id, row_number() over (partition by assessment_id order by at, id) as place
             from proposed_priority where assessment_id = any($1)) o
       where y.place_id = o.place_id and y.assessment_id = o.assessment_id and y.id = o.id`,
      // What an undo would put back long after nothing can be undone.
      `update workshop_step set before = before #- '{tables,devices}' where assessment_id = any($1)`,
    ])
      await this.database.query(sql, [assessments]);
  }

  async #due(where: string, ...values: unknown[]): Promise<DueAssessment[]> {
    return this.#reaching(async () => {
      const { rows } = await this.database.query<DueAssessment>(
        `select p.slug as place, a.place_id as "placeId", a.id as assessment
         from assessment a join place p on p.id = a.place_id where ${where} order by a.created_at, a.id`,
        values,
      );
      return rows;
    });
  }

  #reaching<T>(work: () => Promise<T>): Promise<T> {
    return this.database.within({ reach: 'platform' }, work);
  }
}
