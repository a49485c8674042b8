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
   * Wipes what joins answers to a device or a name: of what closed before then, and of rehearsals that were opened before
   * then. Answers how many participants were forgotten.
   */
  async forgetParticipants(before: Date): Promise<number> {
    return this.#reaching(async () => {
      const { rowCount } = await this.database.query(
        `update participant p set token_hash = null, name = null
         from assessment a left join workshop w on w.place_id = a.place_id and w.assessment_id = a.id
         where a.place_id = p.place_id and a.id = p.assessment_id and (p.token_hash is not null or p.name is not null)
           and ((a.state = 'closed' and a.closed_at < $1) or (w.rehearsal and a.opened_at < $1))`,
        [before],
      );
      return rowCount ?? 0;
    });
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
