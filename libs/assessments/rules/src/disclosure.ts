import { findSettled, type Seat } from './another-room.js';
import { LEAST_SMALLEST_GROUP, SMALLEST_GROUP, type Choice, type Respondent, type SectorOfRoom } from './answers.js';
import { sum, tally, type LevelCounts, type Tally } from './collate.js';
import { smallestCut } from './smallest-cut.js';

/** A change of what it lets show is a new version. */
export const DISCLOSURE_METHOD = 'disclosure/1';

/** In the order in which they are let in: what a later one would give away is held back there. */
export const splitsOfRoom = ['sector', 'table', 'organisation'] as const;
export type SplitOfRoom = (typeof splitsOfRoom)[number];

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

/** Why a split is not there: nobody gave a name to split by; every group is too small; or somebody's answer could be worked out. */
export type WhyWithheld = 'no groups' | 'groups too small' | 'could be worked out';

export interface DisclosedSplit {
  readonly by: SplitOfRoom;
  /** Shown apart, in order of name. */
  readonly shown: readonly DisclosedGroup[];
  /** Shown as one, because one of them could be worked out otherwise. */
  readonly together: DisclosedGroup | null;
  /** Why those are shown as one: some have fewer than k answers, or none has and they would give somebody away. */
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
  readonly groups: Readonly<Record<SplitOfRoom, string>>;
}

/** One split as it stands while it is being let in. */
interface Draft {
  readonly by: SplitOfRoom;
  readonly members: ReadonlyMap<string, readonly number[]>;
  readonly names: ReadonlyMap<string, GroupName>;
  readonly hidden: ReadonlySet<string>;
}

/**
 * What may be seen of one domain so that nobody can be worked out. Totals from k answers on; a group from k answers on; smaller ones together
 * with the next smallest until the joint group holds k; then, split by split, groups are joined (at last the split is held back) until for every
 * answer, every hidden group and every crossing of fewer than k people there is another room that shows the same (`another-room.ts`), and no
 * difference of published groups of two splits comes down to fewer than k people (`smallest-cut.ts`). k below three counts as three.
 *
 * One thing is let through: when everyone of a group of k or more says the same, its count says so of each of them.
 */
export function disclose(respondents: readonly Respondent[], domainId: string, k = SMALLEST_GROUP): DisclosedDomain {
  const smallest = Math.max(k, LEAST_SMALLEST_GROUP);
  const choices = respondents.map((respondent) => respondent.choices[domainId]);
  const total = tally(choices);
  if (choices.length - total.notAnswered < smallest) return { domainId, k: smallest, total: null, splits: [] };
  const people = respondents.map((respondent, i): Person => ({ choice: choices[i], groups: keysOf(respondent) }));
  const drafts = splitsOfRoom.map((by) => draftOf(by, respondents, people));
  const small = drafts.flatMap((draft) => [...draft.members.values()].filter((members) => members.length < smallest));
  const accepted: Draft[] = [];
  const splits = drafts.map((fresh): DisclosedSplit => {
    const { by } = fresh;
    const draft = letIn(fresh, accepted, { people, small, k: smallest });
    if (typeof draft === 'string') return { by, shown: [], together: null, whyTogether: null, withheld: draft };
    accepted.push(draft);
    return published(draft, people, smallest);
  });
  return { domainId, k: smallest, total, splits };
}

interface Room {
  readonly people: readonly Person[];
  /** Groups of fewer than k people, of all splits: those of a split that is held back are kept safe as well. */
  readonly small: readonly (readonly number[])[];
  readonly k: number;
}

const keysOf = (respondent: Respondent): Person['groups'] => ({
  sector: keyOf(respondent.sector),
  table: keyOf(respondent.table),
  organisation: keyOf(respondent.organisation),
});

/** Null is a group like the others, and no name can be taken for it. */
const keyOf = (name: GroupName): string => JSON.stringify(name);

function draftOf(by: SplitOfRoom, respondents: readonly Respondent[], people: readonly Person[]): Draft {
  const members = new Map<string, number[]>();
  const names = new Map<string, GroupName>();
  people.forEach(({ groups }, i) => {
    const key = groups[by];
    names.set(key, respondents[i]![by]);
    members.set(key, [...(members.get(key) ?? []), i]);
  });
  return { by, members, names, hidden: new Set() };
}

/** The split with as few of its groups hidden as it takes; or why it is held back. */
function letIn(fresh: Draft, accepted: readonly Draft[], room: Room): Draft | WhyWithheld {
  const { people, k } = room;
  if ([...fresh.names.values()].every((name) => name === null)) return 'no groups';
  let draft = hideSmall(fresh, people, k);
  if (shownOf(draft).length === 0) return 'groups too small';
  for (;;) {
    const givenAway = givesAway([...accepted, draft], room);
    if (givenAway === null) return draft;
    const next = nextToHide(draft, people, givenAway);
    if (next === null) return 'could be worked out';
    draft = { ...draft, hidden: new Set([...draft.hidden, next]) };
    if (shownOf(draft).length === 0) return 'could be worked out';
  }
}

function hideSmall(draft: Draft, people: readonly Person[], k: number): Draft {
  const bySize = [...draft.members.keys()].sort(smallestFirst(draft, people));
  const hidden = new Set(bySize.filter((key) => answersOf(draft, key, people) < k));
  while (
    hidden.size > 0 &&
    hidden.size < bySize.length &&
    sum([...hidden].map((key) => answersOf(draft, key, people))) < k
  )
    hidden.add(bySize.find((key) => !hidden.has(key))!);
  return { ...draft, hidden };
}

const shownOf = (draft: Draft): string[] => [...draft.members.keys()].filter((key) => !draft.hidden.has(key));

const answersOf = (draft: Draft, key: string, people: readonly Person[]): number =>
  draft.members.get(key)!.filter((i) => people[i]!.choice !== undefined).length;

/** By answers; by name where those are the same, so that the order in which people came decides nothing. */
const smallestFirst = (draft: Draft, people: readonly Person[]) => (a: string, b: string) =>
  answersOf(draft, a, people) - answersOf(draft, b, people) || (a < b ? -1 : 1);

/** The smallest shown group that holds somebody who would be given away; else the smallest. */
function nextToHide(draft: Draft, people: readonly Person[], givenAway: readonly number[]): string | null {
  const shown = shownOf(draft).sort(smallestFirst(draft, people));
  const near = new Set(givenAway.map((i) => people[i]!.groups[draft.by]));
  return shown.find((key) => near.has(key)) ?? shown[0] ?? null;
}

/** People whom these splits together would give away; null when nobody. */
function givesAway(drafts: readonly Draft[], room: Room): readonly number[] | null {
  const { people, k } = room;
  if (new Set(people.map(categoryOf)).size === 1) return null;
  const everyone = people.map((_, i) => i);
  const answerers = everyone.filter((i) => people[i]!.choice !== undefined);
  const told = toldByTheirGroup(drafts, people);
  // Who did not answer can often be seen in the room; answers have to hold against somebody who saw it.
  const ofAnswers =
    smallDifference(drafts, people, answerers, k) ??
    settled(drafts, people, answerers, targetsOf(drafts, room, answerers), told);
  if (ofAnswers !== null || answerers.length === everyone.length) return ofAnswers;
  const silent = everyone.filter((i) => people[i]!.choice === undefined).map((i) => [i]);
  return smallDifference(drafts, people, everyone, k) ?? settled(drafts, people, everyone, silent, told);
}

/** 1 to 4; 0 for everybody without a level. */
const categoryOf = ({ choice }: Person): number => (typeof choice === 'number' ? choice : 0);

/** A shown group of one mind says what each of its people said, in so many words. A joint group may not. */
function toldByTheirGroup(drafts: readonly Draft[], people: readonly Person[]): ReadonlySet<number> {
  const unanimous = drafts.flatMap((draft) =>
    shownOf(draft)
      .map((key) => draft.members.get(key)!)
      .filter((members) => new Set(members.map((i) => categoryOf(people[i]!))).size === 1),
  );
  return new Set(unanimous.flat());
}

const blockOf = (draft: Draft, key: string): string => (draft.hidden.has(key) ? 'together' : key);

/**
 * Every difference between unions of groups of two splits is a cut of the graph whose nodes are the published groups and whose
 * edges are the people. A cut of fewer than k people would tell something about so few.
 */
function smallDifference(
  drafts: readonly Draft[],
  people: readonly Person[],
  room: readonly number[],
  k: number,
): readonly number[] | null {
  const newest = drafts.at(-1)!;
  for (const earlier of drafts.slice(0, -1)) {
    const nodes = new Map<string, number>();
    const node = (name: string) => nodes.get(name) ?? (nodes.set(name, nodes.size), nodes.size - 1);
    const edges = room.map((i): readonly [number, number] => [
      node(`earlier ${blockOf(earlier, people[i]!.groups[earlier.by])}`),
      node(`newest ${blockOf(newest, people[i]!.groups[newest.by])}`),
    ]);
    const cut = smallestCut(edges);
    if (cut !== null && cut.length < k) return cut.map((edge) => room[edge]!);
  }
  return null;
}

function settled(
  drafts: readonly Draft[],
  people: readonly Person[],
  seated: readonly number[],
  targets: readonly (readonly number[])[],
  told: ReadonlySet<number>,
): readonly number[] | null {
  const place = new Map(seated.map((i, seat) => [i, seat]));
  const numbers = new Map<string, number>();
  const number = (name: string) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1);
  const seats = seated.map((i): Seat => ({
    category: categoryOf(people[i]!),
    blocks: drafts.map((draft) => number(`${draft.by} ${blockOf(draft, people[i]!.groups[draft.by])}`)),
  }));
  const untold = targets
    .map((target) => target.filter((i) => !told.has(i)).map((i) => place.get(i)!))
    .filter((target) => target.length > 0);
  return findSettled(seats, untold)?.map((seat) => seated[seat]!) ?? null;
}

/** Each person; each small or hidden group; each crossing of groups, or of groups as shown, with fewer than k people. */
function targetsOf(drafts: readonly Draft[], { people, small, k }: Room, seated: readonly number[]) {
  const targets = new Map<string, readonly number[]>();
  const inRoom = new Set(seated);
  const add = (members: readonly number[]) => {
    const present = members.filter((i) => inRoom.has(i));
    if (present.length > 0) targets.set(present.join(), present);
  };
  for (const i of seated) add([i]);
  for (const members of small) add(members);
  for (const draft of drafts) for (const key of draft.hidden) add(draft.members.get(key)!);
  const asNamed = (draft: Draft, i: number) => people[i]!.groups[draft.by];
  const asShown = (draft: Draft, i: number) => blockOf(draft, people[i]!.groups[draft.by]);
  for (const name of [asNamed, asShown])
    for (const crossed of crossingsOf(drafts)) {
      const cells = new Map<string, number[]>();
      for (const i of seated) {
        const cell = crossed.map((draft) => name(draft, i)).join(' × ');
        cells.set(cell, [...(cells.get(cell) ?? []), i]);
      }
      for (const members of cells.values()) if (members.length < k) add(members);
    }
  return [...targets.values()];
}

/** Two by two, and all three. */
function crossingsOf(drafts: readonly Draft[]): (readonly Draft[])[] {
  const pairs = drafts.flatMap((one, i) => drafts.slice(i + 1).map((other) => [one, other]));
  return drafts.length > 2 ? [...pairs, drafts] : pairs;
}

function published(draft: Draft, people: readonly Person[], k: number): DisclosedSplit {
  const group = (keys: readonly string[]): DisclosedGroup => {
    const { levels, answered, unknown, skip, notAnswered } = tally(
      keys.flatMap((key) => draft.members.get(key)!.map((i) => people[i]!.choice)),
    );
    const withoutLevel = unknown + skip + notAnswered;
    const names = keys.map((key) => draft.names.get(key)!);
    return { names, people: answered + withoutLevel, answered, levels, withoutLevel };
  };
  const hidden = [...draft.hidden].sort(byName);
  const small = hidden.some((key) => answersOf(draft, key, people) < k);
  return {
    by: draft.by,
    shown: shownOf(draft)
      .sort(byName)
      .map((key) => group([key])),
    together: hidden.length === 0 ? null : group(hidden),
    whyTogether: hidden.length === 0 ? null : small ? 'groups too small' : 'could be worked out',
    withheld: null,
  };
}

/** Tables by number, names by letter, no name last. */
function byName(a: string, b: string): number {
  if (a === 'null' || b === 'null') return a === b ? 0 : a === 'null' ? 1 : -1;
  const [x, y] = [JSON.parse(a), JSON.parse(b)] as [string | number, string | number];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  return String(x) < String(y) ? -1 : 1;
}
