import { Inject, Injectable } from '@nestjs/common';
import type { Choice, SectorOfRoom } from '@turnstone/assessments-rules';
import { DATABASE, type Database } from '@turnstone/platform';

/** Another assessment that one can be put beside. */
export interface OtherRound {
  readonly id: string;
  readonly title: string;
  readonly round: number;
  readonly on: Date | null;
}
export interface PlaceToCompare {
  readonly placeId: string;
  readonly slug: string;
  readonly name: string;
}

/** What an action keeps of the assessment that it came from: enough to say it in a line. */
export interface AssessmentAsOrigin {
  readonly id: string;
  readonly title: string;
  readonly on: Date | null;
  /** Names of the domains of its tool, by id. */
  readonly domains: Readonly<Record<string, string>>;
}

const alike = `t.tool = (select u.tool from assessment b join tool_version u on u.id = b.tool_version_id
    where b.place_id = $1 and b.id = $2)
  and a.state = 'closed' and a.kind <> 'own record'
  and not exists (select from workshop w where w.place_id = a.place_id and w.assessment_id = a.id and w.rehearsal)`;

@Injectable()
export class ResultsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The sector of everybody who counts and answered at least one domain. */
  async sectors(placeId: string, assessmentId: string): Promise<(SectorOfRoom | null)[]> {
    const { rows } = await this.database.query<{ sector: SectorOfRoom | null }>(
      `select p.sector from participant p where p.place_id = $1 and p.assessment_id = $2 and p.removed_at is null
         and exists (select from response r where r.place_id = p.place_id and r.assessment_id = p.assessment_id and r.participant_id = p.id)`,
      [placeId, assessmentId],
    );
    return rows.map(({ sector }) => sector);
  }

  /** What the author of a record wrote beside their answers. */
  async comments(
    placeId: string,
    assessmentId: string,
    domains: readonly string[],
  ): Promise<Record<string, { comment: string; evidence: string }[]>> {
    const { rows } = await this.database.query<{ domain: string; comment: string; evidence: string }>(
      `select r.domain, r.comment, r.evidence from response r
       join participant p on p.place_id = r.place_id and p.assessment_id = r.assessment_id and p.id = r.participant_id
       where r.place_id = $1 and r.assessment_id = $2 and r.domain = any($3) and p.removed_at is null
         and (r.comment <> '' or r.evidence <> '')
       order by r.domain, p.number`,
      [placeId, assessmentId, domains],
    );
    const by: Record<string, { comment: string; evidence: string }[]> = {};
    for (const { domain, comment, evidence } of rows) (by[domain] ??= []).push({ comment, evidence });
    return by;
  }

  /** The answers of a record that one person keeps, by domain. */
  async ofAuthor(placeId: string, assessmentId: string): Promise<Map<string, { choice: Choice; at: Date }>> {
    const { rows } = await this.database.query<{ domain: string; choice: string; at: Date }>(
      `select r.domain, r.choice, r.at from response r
       join participant p on p.place_id = r.place_id and p.assessment_id = r.assessment_id and p.id = r.participant_id
       where r.place_id = $1 and r.assessment_id = $2 and p.removed_at is null`,
      [placeId, assessmentId],
    );
    const read = (choice: string): Choice => (/^[1-4]$/.test(choice) ? Number(choice) : choice) as Choice;
    return new Map(rows.map(({ domain, choice, at }) => [domain, { choice: read(choice), at }]));
  }

  /** Other closed assessments with the same tool (in any version) and the same scope, the newest first. */
  async rounds(placeId: string, assessmentId: string): Promise<OtherRound[]> {
    const { rows } = await this.database.query<OtherRound>(
      `select a.id, a.title, a.round, a.closed_at as "on"
       from assessment a join tool_version t on t.id = a.tool_version_id
         join assessment o on o.place_id = a.place_id and o.id = $2
       where a.place_id = $1 and a.id <> $2 and ${alike}
         and a.scope = o.scope and a.organisation_id is not distinct from o.organisation_id and lower(a.topic) = lower(o.topic)
       order by a.closed_at desc, a.id`,
      [placeId, assessmentId],
    );
    return rows;
  }

  /** Places that this one shares with and that share with it: both have agreed. */
  async placesThatShare(placeId: string): Promise<PlaceToCompare[]> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<PlaceToCompare>(
        `select p.id as "placeId", p.slug, p.name from sharing mine
         join sharing theirs on theirs.place_id = mine.with_place_id and theirs.with_place_id = mine.place_id
         join place p on p.id = mine.with_place_id
         where mine.place_id = $1 order by p.name`,
        [placeId],
      );
      return rows;
    });
  }

  /** Of another place: its latest closed assessment of the whole place with the same tool as one of this place. */
  async latestLike(placeId: string, assessmentId: string, otherPlaceId: string): Promise<OtherRound | undefined> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<OtherRound>(
        `select a.id, a.title, a.round, a.closed_at as "on" from assessment a join tool_version t on t.id = a.tool_version_id
         where a.place_id = $3 and a.scope = 'whole place' and a.kind in ('workshop', 'open online') and ${alike}
         order by a.closed_at desc limit 1`,
        [placeId, assessmentId, otherPlaceId],
      );
      return rows[0];
    });
  }

  /** What is said of these assessments where something came from them. */
  async asOrigins(placeId: string, ids: readonly string[]): Promise<Map<string, AssessmentAsOrigin>> {
    const { rows } = await this.database.query<AssessmentAsOrigin>(
      `select a.id, a.title, coalesce(a.closed_at, a.opened_at) as "on",
         (select jsonb_object_agg(d->>'id', d->>'name') from jsonb_array_elements(t.pack->'domains') d) as domains
       from assessment a join tool_version t on t.id = a.tool_version_id where a.place_id = $1 and a.id = any($2)`,
      [placeId, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** When stages began and ended, from the log of steps that stand. */
  async stageSteps(placeId: string, assessmentId: string): Promise<{ kind: string; at: Date }[]> {
    const { rows } = await this.database.query<{ kind: string; at: Date }>(
      `select step->>'kind' as kind, at from workshop_step
       where place_id = $1 and assessment_id = $2 and undone_by is null and undoes is null
         and step->>'kind' in ('start', 'next stage', 'back a stage', 'close workshop') order by seq`,
      [placeId, assessmentId],
    );
    return rows;
  }
}
