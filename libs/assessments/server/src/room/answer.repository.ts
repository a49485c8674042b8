import { Inject, Injectable } from '@nestjs/common';
import type { Choice, Level } from '@turnstone/assessments-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface AnswerToKeep {
  readonly domain: string;
  readonly choice: Choice;
  readonly comment: string;
  readonly evidence: string;
  readonly seq: number;
}
export interface TableScoreToKeep {
  readonly domain: string;
  readonly level: Level | null;
  readonly reasons: string;
  readonly seq: number;
}
export interface Kept {
  readonly domain: string;
  readonly seq: number;
}

/** Of several for one domain the one with the highest count. */
export function newestOf<Sent extends Kept>(sent: readonly Sent[]): Sent[] {
  const newest = new Map<string, Sent>();
  for (const one of sent) if (one.seq > (newest.get(one.domain)?.seq ?? 0)) newest.set(one.domain, one);
  // In one order for everybody, so that two requests never wait for each other's rows.
  return [...newest.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** What people and tables answered. Each answer carries the phone's own count: an older one never overwrites a newer one. */
@Injectable()
export class AnswerRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One statement for all of them; at most one a domain. Answers those that were news. */
  async keep(
    placeId: string,
    assessmentId: string,
    participantId: string,
    answers: readonly AnswerToKeep[],
    at: Date,
  ): Promise<Kept[]> {
    const { rows } = await this.database.query<Kept>({
      name: 'keep-answers',
      text: `insert into response as r (place_id, assessment_id, participant_id, domain, choice, comment, evidence, seq, at)
        select $1, $2, $3, s.domain, s.choice, s.comment, s.evidence, s.seq, $4
        from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::int8[]) as s (domain, choice, comment, evidence, seq)
        on conflict (place_id, assessment_id, participant_id, domain) do update
          set choice = excluded.choice, comment = excluded.comment, evidence = excluded.evidence, seq = excluded.seq, at = excluded.at
          where excluded.seq > r.seq
        returning domain, seq`,
      values: [
        placeId,
        assessmentId,
        participantId,
        at,
        answers.map(({ domain }) => domain),
        answers.map(({ choice }) => String(choice)),
        answers.map(({ comment }) => comment),
        answers.map(({ evidence }) => evidence),
        answers.map(({ seq }) => seq),
      ],
    });
    return rows;
  }

  /** What stands of these domains. */
  async standing(
    placeId: string,
    assessmentId: string,
    participantId: string,
    domains: readonly string[],
  ): Promise<Kept[]> {
    const { rows } = await this.database.query<Kept>(
      `select domain, seq from response
       where place_id = $1 and assessment_id = $2 and participant_id = $3 and domain = any($4)`,
      [placeId, assessmentId, participantId, domains],
    );
    return rows;
  }

  /**
   * The same for a table. Another phone that has become its device counts from its own beginning, so that what it says replaces
   * what the one before said.
   */
  async keepScores(
    placeId: string,
    assessmentId: string,
    of: { table: number; participantId: string; at: Date },
    scores: readonly TableScoreToKeep[],
  ): Promise<Kept[]> {
    const { rows } = await this.database.query<Kept>(
      `insert into table_score as t (place_id, assessment_id, table_number, domain, level, reasons, kind, participant_id, seq, at)
       select $1, $2, $3, s.domain, s.level, s.reasons, 'table', $4, s.seq, $5
       from unnest($6::text[], $7::smallint[], $8::text[], $9::int8[]) as s (domain, level, reasons, seq)
       on conflict (place_id, assessment_id, table_number, domain) do update
         set level = excluded.level, reasons = excluded.reasons, kind = excluded.kind, participant_id = excluded.participant_id,
           seq = excluded.seq, at = excluded.at
         where excluded.seq > t.seq or t.participant_id <> excluded.participant_id
       returning domain, seq`,
      [
        placeId,
        assessmentId,
        of.table,
        of.participantId,
        of.at,
        scores.map(({ domain }) => domain),
        scores.map(({ level }) => level),
        scores.map(({ reasons }) => reasons),
        scores.map(({ seq }) => seq),
      ],
    );
    return rows;
  }

  async standingScores(
    placeId: string,
    assessmentId: string,
    table: number,
    domains: readonly string[],
  ): Promise<Kept[]> {
    const { rows } = await this.database.query<Kept>(
      `select domain, seq from table_score
       where place_id = $1 and assessment_id = $2 and table_number = $3 and domain = any($4)`,
      [placeId, assessmentId, table, domains],
    );
    return rows;
  }
}
