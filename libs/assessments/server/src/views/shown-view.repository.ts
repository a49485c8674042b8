import { Inject, Injectable } from '@nestjs/common';
import type { DomainView, NamedAnswer } from '@turnstone/contract';
import type { AssessmentKind, Respondent, ShownView, Tool } from '@turnstone/assessments-rules';
import { DATABASE, type Queryable } from '@turnstone/platform';

/** What of an assessment decides what may be shown of it. */
export interface Assessed {
  readonly kind: AssessmentKind;
  readonly smallestGroup: number;
  readonly tool: Tool;
}

/** The present view of a domain, and every view of it so far with the answers behind it. */
export interface KeptView {
  readonly view: DomainView;
  readonly shown: readonly ShownView[];
  /** Shown with the present view. */
  readonly comments: readonly Remark[];
}

/** What somebody wrote beside an answer. */
export interface Remark {
  readonly comment: string;
  readonly evidence: string;
}

@Injectable()
export class ShownViewRepository {
  constructor(@Inject(DATABASE) private readonly database: Queryable) {}

  async assessed(placeId: string, assessmentId: string): Promise<Assessed | undefined> {
    const { rows } = await this.database.query<{ kind: AssessmentKind; smallest_group: number; pack: Tool }>(
      `select a.kind, a.smallest_group, v.pack from assessment a join tool_version v on v.id = a.tool_version_id
       where a.place_id = $1 and a.id = $2`,
      [placeId, assessmentId],
    );
    const row = rows[0];
    return row && { kind: row.kind, smallestGroup: row.smallest_group, tool: row.pack };
  }

  /** By domain. Until the unit of work ends nobody else renews them. */
  async locked(placeId: string, assessmentId: string, domains: readonly string[]): Promise<Map<string, KeptView>> {
    const { rows } = await this.database.query<{
      domain: string;
      view: DomainView;
      answers: ShownView[];
      comments: Remark[];
    }>(
      `select domain, view, answers, comments from shown_view where place_id = $1 and assessment_id = $2 and domain = any($3)
       order by domain for update`,
      [placeId, assessmentId, domains],
    );
    return new Map(rows.map(({ domain, view, answers, comments }) => [domain, { view, shown: answers, comments }]));
  }

  /** Everybody who counts, on a phone or on paper, with all that they answered. In an order that says nothing of when they joined. */
  async respondents(placeId: string, assessmentId: string): Promise<Respondent[]> {
    // Two questions and no join: before the first statistics of a room are taken, PostgreSQL would compare everybody with every answer.
    const people = await this.database.query<Omit<Respondent, 'choices'>>(
      `select id, sector, organisation, table_number as "table", kind from participant
       where place_id = $1 and assessment_id = $2 and removed_at is null order by id`,
      [placeId, assessmentId],
    );
    const answers = await this.database.query<{ participant: string; choices: Record<string, string> }>(
      `select participant_id as participant, jsonb_object_agg(domain, choice) as choices from response
       where place_id = $1 and assessment_id = $2 group by participant_id`,
      [placeId, assessmentId],
    );
    const said = new Map(answers.rows.map(({ participant, choices }) => [participant, choicesOf(choices)]));
    return people.rows.flatMap((person) => {
      const choices = said.get(person.id);
      return choices ? [{ ...person, choices }] : [];
    });
  }

  /** What those who count wrote, by domain. */
  async remarks(
    placeId: string,
    assessmentId: string,
    domains: readonly string[],
  ): Promise<Map<string, (Remark & { participant: string })[]>> {
    const { rows } = await this.database.query<Remark & { domain: string; participant: string }>(
      `select r.domain, r.participant_id as participant, r.comment, r.evidence from response r
       join participant p on p.place_id = r.place_id and p.assessment_id = r.assessment_id and p.id = r.participant_id
       where r.place_id = $1 and r.assessment_id = $2 and r.domain = any($3) and p.removed_at is null
         and (r.comment <> '' or r.evidence <> '')`,
      [placeId, assessmentId, domains],
    );
    return Map.groupBy(rows, ({ domain }) => domain);
  }

  async keep(
    placeId: string,
    assessmentId: string,
    view: DomainView,
    shown: readonly ShownView[],
    comments: readonly Remark[],
  ): Promise<void> {
    await this.database.query(
      `insert into shown_view (place_id, assessment_id, domain, seq, at, answers, view, comments, held_back)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (place_id, assessment_id, domain)
       do update set seq = $4, at = $5, answers = $6, view = $7, comments = $8, held_back = $9`,
      [
        ...[placeId, assessmentId, view.domain, view.seq, view.at, JSON.stringify(shown), JSON.stringify(view)],
        ...[JSON.stringify(comments), view.heldBack],
      ],
    );
  }

  /** Says how many later answers wait, and keeps who of them stays out for good; what is shown stays as it is. */
  async holdBack(
    placeId: string,
    assessmentId: string,
    domain: string,
    heldBack: number,
    shown: readonly ShownView[],
  ): Promise<void> {
    await this.database.query(
      `update shown_view set held_back = $4, view = jsonb_set(view, '{heldBack}', to_jsonb($4::integer)), answers = $5
       where place_id = $1 and assessment_id = $2 and domain = $3`,
      [placeId, assessmentId, domain, heldBack, JSON.stringify(shown)],
    );
  }

  /** What was written beside the answers of the present views, by domain; domains without any are left out. */
  async comments(
    placeId: string,
    assessmentId: string,
    domains: readonly string[],
  ): Promise<Record<string, readonly Remark[]>> {
    const { rows } = await this.database.query<{ domain: string; comments: Remark[] }>(
      `select domain, comments from shown_view
       where place_id = $1 and assessment_id = $2 and domain = any($3) and comments <> '[]' order by domain`,
      [placeId, assessmentId, domains],
    );
    return Object.fromEntries(rows.map(({ domain, comments }) => [domain, comments]));
  }

  /** The views that there are, whether or not they are shown just now, by domain. */
  async views(placeId: string, assessmentId: string): Promise<Map<string, DomainView>> {
    const { rows } = await this.database.query<{ domain: string; view: DomainView }>(
      'select domain, view from shown_view where place_id = $1 and assessment_id = $2 order by domain',
      [placeId, assessmentId],
    );
    return new Map(rows.map(({ domain, view }) => [domain, view]));
  }

  /**
   * Who stands where in the present views, for assessments whose people agreed on names; nothing of a domain that is withheld. Names
   * are wiped after the end.
   */
  async named(placeId: string, assessmentId: string, domains: readonly string[]): Promise<Map<string, NamedAnswer[]>> {
    const { rows } = await this.database.query<{ domain: string } & NamedAnswer>(
      `select v.domain, p.name, p.sector, b.value -> 'choice' as choice
       from shown_view v
       cross join jsonb_each(v.answers -> -1 -> 'behind') b
       join participant p on p.place_id = v.place_id and p.assessment_id = v.assessment_id and p.id = b.key::uuid
       where v.place_id = $1 and v.assessment_id = $2 and v.domain = any($3) and p.name is not null and p.removed_at is null
         and v.view ->> 'withheld' is null
       order by v.domain, lower(p.name), p.id`,
      [placeId, assessmentId, domains],
    );
    const named = new Map<string, NamedAnswer[]>();
    for (const { domain, ...answer } of rows) named.set(domain, [...(named.get(domain) ?? []), answer]);
    return named;
  }
}

/** '1' to '4' are levels; 'unknown' and 'skip' are words. */
function choicesOf(choices: Readonly<Record<string, string>>): Respondent['choices'] {
  const read = (choice: string) => (/^[1-4]$/.test(choice) ? Number(choice) : choice);
  return Object.fromEntries(
    Object.entries(choices).map(([domain, choice]) => [domain, read(choice)]),
  ) as Respondent['choices'];
}
