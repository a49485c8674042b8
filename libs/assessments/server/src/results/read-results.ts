import { Inject, Injectable } from '@nestjs/common';
import {
  AGREEMENT_METHOD,
  DISCLOSURE_METHOD,
  nextLevel,
  representedBy,
  WITHIN_OR_BETWEEN_METHOD,
  type Choice,
  type Tool,
} from '@turnstone/assessments-rules';
import type { DomainView, Results } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CONFIG, type Config } from '@turnstone/platform';
import { AdmitToAssessment } from '../planning/admit-to-assessment.js';
import { assessmentAsAnswered } from '../planning/assessment-as-answered.js';
import type { AssessmentRow } from '../planning/assessment.repository.js';
import { isAuthor, isRecord } from '../planning/records.js';
import { WorkshopPacks } from '../planning/workshop-packs.js';
import { ReadRoomView } from '../room/read-room-view.js';
import { RoomRepository } from '../room/room.repository.js';
import { ShownViewRepository } from '../views/shown-view.repository.js';
import { ResultsRepository } from './results.repository.js';

const methods: Results['methods'] = [
  {
    name: `Agreement (${AGREEMENT_METHOD})`,
    words:
      'Van der Eijk’s agreement for ordered scales (Quality & Quantity 35, 2001): 1 when everybody says the same, 0 when answers are spread evenly, −1 when two camps stand at the ends. From 0.7 on we say strong agreement, from 0.3 on some; those bounds are ours.',
  },
  {
    name: `Within or between (${WITHIN_OR_BETWEEN_METHOD})`,
    words:
      'The Kruskal–Wallis test on ranks with ties, with epsilon squared as the share of the differences that lies between groups, and the chance from 2,000 random deals of the same answers.',
  },
  {
    name: `What is kept back (${DISCLOSURE_METHOD})`,
    words:
      'A group with fewer answers than the smallest size is never shown apart, nor what would give it away. Later answers come into the totals alone, in batches of at least that size, and nobody is taken out again. The middle answer is the median; levels are never averaged.',
  },
];

/** What an assessment found. Everything that is shown of answers was worked out when it was revealed; nothing is worked out here. */
@Injectable()
export class ReadResults {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(ReadRoomView) private readonly rooms: ReadRoomView,
    @Inject(RoomRepository) private readonly room: RoomRepository,
    @Inject(ShownViewRepository) private readonly views: ShownViewRepository,
    @Inject(ResultsRepository) private readonly results: ResultsRepository,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(actor: Actor, asked: { place: string; assessment: string }): Promise<Results> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const room = await this.rooms.read(place.id, assessment.id);
    const tool = await this.room.tool(place.id, assessment.id);
    const views = await this.shown(place.id, assessment, tool, actor);
    const domains = views.map(({ domain }) => domain);
    const sectors = await this.results.sectors(place.id, assessment.id);
    const prompts = this.packs.prompts.map(({ id, text }) => ({ id, text }));
    const nextLevels = room.consensus.flatMap(({ domain, level }) => {
      const of = tool.domains.find(({ id }) => id === domain);
      if (!of || level === null) return [];
      const next = nextLevel(of, level);
      return [{ domain, level: next.level, asks: next.asks }];
    });
    return {
      placeName: place.name,
      assessment: assessmentAsAnswered(assessment, actor, place.id, this.config),
      tool: tool as Results['tool'],
      finding: findingOverAll(assessment, tool, views),
      people: sectors.length,
      represented: isRecord(assessment.kind)
        ? []
        : representedBy(sectors, assessment.smallestGroup).map(({ sectors: names, people }) => ({
            names: names.map((name) => name ?? 'sector not said'),
            people,
          })),
      views: byDisagreement(views),
      tables: await this.room.tableViews(place.id, assessment.id, domains),
      consensus: room.consensus,
      nextLevels,
      priorities: room.priorities,
      prompts,
      comments: await this.#comments(place.id, assessment, domains),
      methods: isRecord(assessment.kind) ? [] : methods,
      withheld: withheldOf(tool, views),
    };
  }

  /** The views that may be seen just now, in the order of the tool: of a room those revealed, once it is closed all. */
  async shown(placeId: string, assessment: AssessmentRow, tool: Tool, actor: Actor): Promise<DomainView[]> {
    if (isRecord(assessment.kind)) {
      const may = assessment.state === 'closed' || isAuthor(actor, assessment) || actor.kind === 'system';
      return may ? this.#ofAuthor(placeId, assessment, tool) : [];
    }
    const kept = await this.views.views(placeId, assessment.id);
    const facts = await this.room.facts(placeId, assessment.id);
    return tool.domains.flatMap(({ id }) => {
      const view = kept.get(id);
      const seen = assessment.state === 'closed' || (facts?.room != null && Object.hasOwn(facts.room.revealed, id));
      return view && seen ? [view] : [];
    });
  }

  /** Of a room those that were shown with its views; of a record those of its author. */
  async #comments(
    placeId: string,
    { id, kind }: AssessmentRow,
    domains: readonly string[],
  ): Promise<Results['comments']> {
    const source = isRecord(kind) ? this.results : this.views;
    return (await source.comments(placeId, id, domains)) as Results['comments'];
  }

  async #ofAuthor(placeId: string, assessment: AssessmentRow, tool: Tool): Promise<DomainView[]> {
    const answers = await this.results.ofAuthor(placeId, assessment.id);
    return tool.domains.flatMap((domain) => {
      const answer = answers.get(domain.id);
      return answer ? [viewOfOne(tool, domain.id, domain.name, answer.choice, answer.at)] : [];
    });
  }
}

/** A record of one author: their answer, and nothing to compare it with. */
function viewOfOne(tool: Tool, domain: string, name: string, choice: Choice, at: Date): DomainView {
  const level = typeof choice === 'number' ? choice : null;
  const levels: [number, number, number, number] = [0, 0, 0, 0];
  if (level !== null) levels[level - 1] = 1;
  const said = { unknown: `${name}: the author does not know.`, skip: `${name} was skipped.` };
  return {
    ...{ domain, seq: 1, at: at.toISOString(), people: 1, answered: level === null ? 0 : 1 },
    counts: { levels, unknown: choice === 'unknown' ? 1 : 0, skip: choice === 'skip' ? 1 : 0 },
    middle: level === null ? null : [level, level],
    range: level === null ? null : [level, level],
    agreement: { value: null, words: 'one record' },
    basis: { verdict: 'too few answers', by: null, share: null, words: '' },
    finding:
      typeof choice === 'number'
        ? `${name}: ${tool.levels[choice - 1]!.name.toLowerCase()} (${choice}).`
        : said[choice],
    ...{ supporting: [], splits: [], heldBack: 0, withheld: null },
  };
}

/** The least agreement first; what cannot be judged last, in the order of the tool. */
function byDisagreement(views: readonly DomainView[]): DomainView[] {
  return views.toSorted((a, b) => (a.agreement.value ?? 2) - (b.agreement.value ?? 2));
}

function findingOverAll(assessment: AssessmentRow, tool: Tool, views: readonly DomainView[]): string {
  if (views.length === 0) {
    if (assessment.state === 'closed') return 'Nobody answered, so there is nothing to show.';
    if (isRecord(assessment.kind)) return 'Nothing can be shown of this record yet.';
    return assessment.kind === 'open online'
      ? 'What people answered is shown once it has closed.'
      : 'Nothing has been shown yet. Results appear here when they are revealed.';
  }
  if (isRecord(assessment.kind)) return `${views.length} of ${tool.domains.length} domains are recorded.`;
  const [most, ...next] = byDisagreement(views);
  if (most!.agreement.value === null) return 'Too few people answered to say where they agree.';
  const inStrongAgreement = ({ agreement }: DomainView): boolean => agreement.words === 'strong agreement';
  const strong = views.filter(inStrongAgreement).length;
  const agreed = `People agree strongly on ${strong === 0 ? 'none' : strong} of ${views.length} ${views.length === 1 ? 'domain' : 'domains'}`;
  if (inStrongAgreement(most!)) return `${agreed}.`;
  // Two or three stand together at the top only where they agree as little.
  const like = next.filter(({ agreement }) => agreement.words === most!.agreement.words).slice(0, 2);
  const names = [most!, ...like].map(({ domain }) => tool.domains.find(({ id }) => id === domain)!.name);
  return `${agreed}, and differ most on ${new Intl.ListFormat('en-GB').format(names)}.`;
}

function withheldOf(tool: Tool, views: readonly DomainView[]): string[] {
  const nameOf = (id: string): string => tool.domains.find((domain) => domain.id === id)?.name ?? id;
  const whole = views.flatMap(({ withheld }) => (withheld === null ? [] : [withheld]));
  const notes = new Map<string, string[]>();
  for (const { domain, splits, withheld } of views)
    for (const { note } of withheld === null ? splits : [])
      if (note !== null) notes.set(note, [...(notes.get(note) ?? []), nameOf(domain)]);
  const inSplits = [...notes].map(([note, names]) =>
    names.length === views.length ? note : `${names.join(', ')}: ${note}`,
  );
  const later = views
    .filter(({ heldBack }) => heldBack > 0)
    .map(
      ({ domain, heldBack }) =>
        `${nameOf(domain)}: ${heldBack} later ${heldBack === 1 ? 'answer is' : 'answers are'} kept back, so that nobody can see whose.`,
    );
  return [...whole, ...inSplits, ...later];
}
