import { findSettled, type Seat } from './another-room.js';
import { LEAST_SMALLEST_GROUP, SMALLEST_GROUP, type Choice, type Respondent, type SectorOfRoom } from './answers.js';
import { sum, tally, type LevelCounts, type Tally } from './collate.js';
import { smallestCut } from './smallest-cut.js';
import { findSolvedFew } from './solved-few.js';

/** A change of what it lets show is a new version. */
export const DISCLOSURE_METHOD = 'disclosure/2';

/** In the order in which they are let in: what a later one would give away is held back there. */
export const splitsOfRoom = ['sector', 'table', 'organisation'] as const;
export type SplitOfRoom = (typeof splitsOfRoom)[number];

/** A split into more groups than this is held back: it says little, and to weigh it would hold up everybody else. */
export const MOST_GROUPS = 40;

/** A split that would still give somebody away with so many of its groups joined to the small ones is held back: each try costs as much as the first. */
const MOST_TRIES = 6;

/** A sector, a table's number or an organisation as respondents name it; null: they gave none. */
export type GroupName = SectorOfRoom | string | number | null;

/** What is told of a group. "I don't know", skipped and not answered are one here: each alone would give away too many. */
export interface DisclosedGroup {
  /** One name; of groups that are shown together all of theirs. */
  readonly names: readonly GroupName[];
  readonly people: number;
  /** Those who gave a level. */
  readonly answered: number;
  readonly levels: LevelCounts;
  readonly withoutLevel: number;
}

/** Why a split is not there: nobody gave a name to split by; there are too many groups; every group is too small; or somebody's answer could be worked out. */
export type WhyWithheld = 'no groups' | 'too many groups' | 'groups too small' | 'could be worked out';

export interface DisclosedSplit {
  readonly by: SplitOfRoom;
  /** Shown apart, in order of name. */
  readonly shown: readonly DisclosedGroup[];
  /** Shown as one, because one of them could be worked out otherwise. */
  readonly together: DisclosedGroup | null;
  /** Why these are shown as one: to hold k answers, or also because some of them would give somebody away. */
  readonly whyTogether: 'groups too small' | 'could be worked out' | null;
  readonly withheld: WhyWithheld | null;
}

export interface DisclosedDomain {
  readonly domainId: string;
  readonly k: number;
  /** Null: fewer than k answers, and nothing of the domain is shown. */
  readonly total: Tally | null;
  readonly splits: readonly DisclosedSplit[];
}

interface Person {
  readonly choice: Choice | undefined;
  /** 1 to 4; 0 for everybody without a level. */
  readonly category: number;
  readonly onPaper: boolean;
}

/** One split as it stands while it is being let in. Groups go by number, in order of name. */
interface Draft {
  readonly by: SplitOfRoom;
  readonly names: readonly GroupName[];
  /** By group: numbers of people. */
  readonly members: readonly (readonly number[])[];
  /** By group: how many have answered. */
  readonly answers: readonly number[];
  /** By group: how many of those on a phone of their own. */
  readonly ownAnswers: readonly number[];
  /** By person: their group. */
  readonly groups: readonly number[];
  readonly hidden: ReadonlySet<number>;
}

/**
 * What may be seen of one domain so that nobody can be worked out. Totals from k answers on; a group from k answers on; smaller ones together
 * with the next smallest until the joint group holds k; then, split by split, groups are joined (at last the split is held back) until for every
 * answer, every hidden group and every crossing of fewer than k people there is another room that shows the same (`another-room.ts`), and no
 * difference of published groups of two splits comes down to fewer than k people (`smallest-cut.ts`). k below three counts as three.
 *
 * All of it holds also for the people on phones alone, since whoever typed in the sheets of paper can take them off again: so there are k of them, or
 * none, in the room and in every group.
 *
 * One thing is let through: when everyone of a group of k or more says the same, its count says so of each of them.
 */
export function disclose(respondents: readonly Respondent[], domainId: string, k = SMALLEST_GROUP): DisclosedDomain {
  const smallest = Math.max(k, LEAST_SMALLEST_GROUP);
  const choices = respondents.map((respondent) => respondent.choices[domainId]);
  const total = tally(choices);
  const people = choices.map((choice, i): Person => ({
    ...{ choice, category: typeof choice === 'number' ? choice : 0, onPaper: respondents[i]!.kind === 'paper' },
  }));
  const ownAnswers = people.filter(({ choice, onPaper }) => choice !== undefined && !onPaper).length;
  if (isFew(choices.length - total.notAnswered, ownAnswers, smallest))
    return { domainId, k: smallest, total: null, splits: [] };
  const drafts = splitsOfRoom.map((by) => draftOf(by, respondents, people));
  const small = drafts.flatMap(({ members }) => members.filter((group) => group.length < smallest));
  const accepted: Draft[] = [];
  const splits = drafts.map((fresh): DisclosedSplit => {
    const { by } = fresh;
    const draft = letIn(fresh, accepted, { people, small, k: smallest });
    if (typeof draft === 'string') return { by, shown: [], together: null, whyTogether: null, withheld: draft };
    accepted.push(draft);
    return published(draft, choices, smallest);
  });
  return { domainId, k: smallest, total, splits };
}

interface Room {
  readonly people: readonly Person[];
  /** Groups of fewer than k people, of all splits: those of a split that is held back are kept safe as well. */
  readonly small: readonly (readonly number[])[];
  readonly k: number;
}

/** Too few to be shown: of all answers, or of those that nobody but their givers knows. */
const isFew = (answers: number, ownAnswers: number, k: number): boolean =>
  answers < k || (ownAnswers > 0 && ownAnswers < k);

function draftOf(by: SplitOfRoom, respondents: readonly Respondent[], people: readonly Person[]): Draft {
  // Null is a group like the others.
  const names = [...new Set<GroupName>(respondents.map((respondent) => respondent[by]))].sort(inOrder);
  const place = new Map(names.map((name, group) => [name, group]));
  const groups = respondents.map((respondent) => place.get(respondent[by])!);
  const members = names.map((_, group) => groups.flatMap((own, i) => (own === group ? [i] : [])));
  const answered = members.map((ids) => ids.filter((i) => people[i]!.choice !== undefined));
  const answers = answered.map((ids) => ids.length);
  const ownAnswers = answered.map((ids) => ids.filter((i) => !people[i]!.onPaper).length);
  return { by, names, members, answers, ownAnswers, groups, hidden: new Set() };
}

/** Tables by number, names by letter, no name last. */
function inOrder(a: GroupName, b: GroupName): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** The split with as few of its groups hidden as it takes; or why it is held back. */
function letIn(fresh: Draft, accepted: readonly Draft[], room: Room): Draft | WhyWithheld {
  if (fresh.names.every((name) => name === null)) return 'no groups';
  if (fresh.names.length > MOST_GROUPS) return 'too many groups';
  let draft = hideSmall(fresh, room.k);
  if (shownOf(draft).length === 0) return 'groups too small';
  for (let tries = 0; tries <= MOST_TRIES && shownOf(draft).length > 0; tries++) {
    const givenAway = givesAway([...accepted, draft], room);
    if (givenAway === null) return draft;
    draft = { ...draft, hidden: new Set([...draft.hidden, nextToHide(draft, givenAway)]) };
  }
  return 'could be worked out';
}

/** Groups of fewer than k answers, and the smallest of the others until all hidden ones together have k. */
function hideSmall(draft: Draft, k: number): Draft {
  const { answers, ownAnswers } = draft;
  const hidden = new Set(answers.flatMap((n, group) => (isFew(n, ownAnswers[group]!, k) ? [group] : [])));
  const inAll = (of: readonly number[]) => sum([...hidden].map((group) => of[group]!));
  for (const next of smallestFirst({ ...draft, hidden: new Set(hidden) })) {
    if (hidden.size === 0 || !isFew(inAll(answers), inAll(ownAnswers), k)) break;
    hidden.add(next);
  }
  return { ...draft, hidden };
}

/** By answers; in order of name where those are the same, so that the order in which people came decides nothing. */
const smallestFirst = (draft: Draft): number[] => shownOf(draft).sort((a, b) => draft.answers[a]! - draft.answers[b]!);

const shownOf = ({ names, hidden }: Draft): number[] => [...names.keys()].filter((group) => !hidden.has(group));

/** The smallest shown group that holds somebody who would be given away; else the smallest. */
function nextToHide(draft: Draft, givenAway: readonly number[]): number {
  const shown = smallestFirst(draft);
  const near = new Set(givenAway.map((i) => draft.groups[i]!));
  return shown.find((group) => near.has(group)) ?? shown[0]!;
}

/** People whom these splits together would give away; null when nobody. */
function givesAway(drafts: readonly Draft[], room: Room): readonly number[] | null {
  const { people, k } = room;
  const everyone = people.map((_, i) => i);
  if (isOfOneMind(everyone, people)) return null;
  const answerers = everyone.filter((i) => people[i]!.choice !== undefined);
  const together = drafts.map((draft) => [...draft.hidden].flatMap((group) => draft.members[group]!));
  const ofOneMind = together.find((members) => isOfOneMind(members, people));
  if (ofOneMind) return ofOneMind;
  const told = toldByTheirGroup(drafts, people, everyone);
  // Who did not answer can often be seen in the room; answers have to hold against somebody who saw it.
  const ofAnswers = answersGivenAway(drafts, room, answerers, told) ?? ownAnswersGivenAway(drafts, room, answerers);
  if (ofAnswers !== null || answerers.length === everyone.length) return ofAnswers;
  const silent = everyone.filter((i) => people[i]!.choice === undefined).map((i) => [i]);
  return smallDifference(drafts, everyone, k) ?? settled(drafts, people, everyone, silent, told);
}

function answersGivenAway(
  drafts: readonly Draft[],
  room: Room,
  seated: readonly number[],
  told: ReadonlySet<number>,
): readonly number[] | null {
  return (
    smallDifference(drafts, seated, room.k) ??
    settled(drafts, room.people, seated, targetsOf(drafts, room, seated), told) ??
    solvedOfThree(drafts, seated, told, room.k)
  );
}

/** The same against somebody who knows what is on paper. */
function ownAnswersGivenAway(
  drafts: readonly Draft[],
  room: Room,
  answerers: readonly number[],
): readonly number[] | null {
  const { people } = room;
  const own = answerers.filter((i) => !people[i]!.onPaper);
  if (own.length === 0 || own.length === answerers.length || isOfOneMind(own, people)) return null;
  const isOwn = new Set(own);
  const together = drafts.map(({ hidden, members }) =>
    [...hidden].flatMap((group) => members[group]!).filter((i) => isOwn.has(i)),
  );
  const ofOneMind = together.find((members) => isOfOneMind(members, people));
  return ofOneMind ?? answersGivenAway(drafts, room, own, toldByTheirGroup(drafts, people, own));
}

const isOfOneMind = (members: readonly number[], people: readonly Person[]): boolean =>
  new Set(members.map((i) => people[i]!.category)).size === 1;

/** A shown group of one mind says what each of its people said, in so many words. A joint group may not. */
function toldByTheirGroup(
  drafts: readonly Draft[],
  people: readonly Person[],
  among: readonly number[],
): ReadonlySet<number> {
  const counted = new Set(among);
  const unanimous = drafts.flatMap((draft) =>
    shownOf(draft)
      .map((group) => draft.members[group]!.filter((i) => counted.has(i)))
      .filter((members) => isOfOneMind(members, people)),
  );
  return new Set(unanimous.flat());
}

const groupOf = ({ groups }: Draft, i: number): number => groups[i]!;

/** As it is shown: hidden groups are one. */
const blockOf = ({ groups, hidden, names }: Draft, i: number): number =>
  hidden.has(groups[i]!) ? names.length : groups[i]!;

/**
 * Every difference between unions of groups of two splits is a cut of the graph whose nodes are the published groups and whose
 * edges are the people. A cut of fewer than k people would tell something about so few.
 */
function smallDifference(drafts: readonly Draft[], room: readonly number[], k: number): readonly number[] | null {
  const newest = drafts.at(-1)!;
  for (const earlier of drafts.slice(0, -1)) {
    const nodes = earlier.names.length + 1;
    const edges = room.map((i): readonly [number, number] => [blockOf(earlier, i), nodes + blockOf(newest, i)]);
    const cut = smallestCut(edges);
    if (cut !== null && cut.length < k) return cut.map((edge) => room[edge]!);
  }
  return null;
}

/** With two splits a set of so few that published groups add up to is a cut as well; with three it is looked for. */
function solvedOfThree(
  drafts: readonly Draft[],
  seated: readonly number[],
  told: ReadonlySet<number>,
  k: number,
): readonly number[] | null {
  if (drafts.length < 3) return null;
  const blocks = seated.map((i) => drafts.map((draft) => blockOf(draft, i)));
  const found = findSolvedFew(blocks, k, (members) => members.some((place) => !told.has(seated[place]!)));
  return found?.map((place) => seated[place]!) ?? null;
}

function settled(
  drafts: readonly Draft[],
  people: readonly Person[],
  seated: readonly number[],
  targets: Iterable<readonly number[]>,
  told: ReadonlySet<number>,
): readonly number[] | null {
  const place = new Map(seated.map((i, seat) => [i, seat]));
  const seats = seated.map((i): Seat => ({
    category: people[i]!.category,
    blocks: drafts.map((draft) => blockOf(draft, i)),
  }));
  return findSettled(seats, untold(targets, told, place))?.map((seat) => seated[seat]!) ?? null;
}

function* untold(
  targets: Iterable<readonly number[]>,
  told: ReadonlySet<number>,
  place: ReadonlyMap<number, number>,
): Iterable<readonly number[]> {
  for (const target of targets) {
    const members = target.filter((i) => !told.has(i)).map((i) => place.get(i)!);
    if (members.length > 0) yield members;
  }
}

/** Each person; each small or hidden group; each crossing of groups, or of groups as shown, with fewer than k people. */
function* targetsOf(
  drafts: readonly Draft[],
  { small, k }: Room,
  seated: readonly number[],
): Iterable<readonly number[]> {
  for (const i of seated) yield [i];
  const inRoom = new Set(seated);
  const hidden = drafts.flatMap((draft) => [...draft.hidden].map((group) => draft.members[group]!));
  for (const members of [...small, ...hidden]) yield members.filter((i) => inRoom.has(i));
  for (const crossed of crossingsOf(drafts))
    for (const name of [groupOf, blockOf]) {
      const cells = new Map<number, number[]>();
      for (const i of seated) {
        const cell = crossed.reduce((cells, draft) => cells * (draft.names.length + 1) + name(draft, i), 0);
        if (cells.get(cell)?.push(i) === undefined) cells.set(cell, [i]);
      }
      for (const members of cells.values()) if (members.length > 1 && members.length < k) yield members;
    }
}

/** Two by two, and all three. */
function crossingsOf(drafts: readonly Draft[]): (readonly Draft[])[] {
  const pairs = drafts.flatMap((one, i) => drafts.slice(i + 1).map((other) => [one, other]));
  return drafts.length > 2 ? [...pairs, drafts] : pairs;
}

function published(draft: Draft, choices: readonly (Choice | undefined)[], k: number): DisclosedSplit {
  const group = (groups: readonly number[]): DisclosedGroup => {
    const members = groups.flatMap((one) => draft.members[one]!);
    const { levels, answered } = tally(members.map((i) => choices[i]));
    const names = groups.map((one) => draft.names[one]!);
    return { names, people: members.length, answered, levels, withoutLevel: members.length - answered };
  };
  const hidden = [...draft.hidden].sort((a, b) => a - b);
  const onlySmall = hidden.length === hideSmall({ ...draft, hidden: new Set() }, k).hidden.size;
  return {
    by: draft.by,
    shown: shownOf(draft).map((one) => group([one])),
    together: hidden.length === 0 ? null : group(hidden),
    whyTogether: hidden.length === 0 ? null : onlySmall ? 'groups too small' : 'could be worked out',
    withheld: null,
  };
}
