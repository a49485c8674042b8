import { BATCH, SMALLEST_GROUP, type Choice, type Respondent } from './answers.js';
import { disclose, splitsOfRoom, type DisclosedDomain, type DisclosedSplit, type GroupName } from './disclosure.js';

/** One view of a domain with the answers that stood behind it. It is kept on the server: the answers are nobody else's business. */
export interface ShownView {
  readonly disclosed: DisclosedDomain;
  /** By respondent. */
  readonly behind: Readonly<Record<string, Behind>>;
}

export interface Behind extends Pick<Respondent, 'sector' | 'table' | 'organisation'> {
  /** Null: not answered. */
  readonly choice: Choice | null;
}

export function viewOf(respondents: readonly Respondent[], domainId: string, k = SMALLEST_GROUP): ShownView {
  const behind = respondents.map(({ id, sector, table, organisation, choices }): [string, Behind] => [
    id,
    { sector, table, organisation, choice: choices[domainId] ?? null },
  ]);
  return { disclosed: disclose(respondents, domainId, k), behind: Object.fromEntries(behind) };
}

/**
 * May the view `now` be shown after `earlier` (all views of this domain that were shown, in any order)? Only if, against each of them, in the room
 * and in each group or joint group that both let one work out, nobody's part differs or at least three people's do. All earlier views count: two
 * changes for and one back would leave two. A first view needs k answers; without them there is nothing to show.
 */
export function mayRenew(earlier: readonly ShownView[], now: ShownView): boolean {
  return now.disclosed.total !== null && earlier.every((view) => differInBatches(view, now));
}

function differInBatches(one: ShownView, other: ShownView): boolean {
  const ids = [...new Set([...Object.keys(one.behind), ...Object.keys(other.behind)])];
  const differing = (part: (behind: Behind) => string) =>
    ids.filter((id) => said(one.behind[id], part) !== said(other.behind[id], part)).length;
  const inBatch = (n: number) => n === 0 || n >= BATCH;
  if (!inBatch(differing(({ choice }) => String(choice)))) return false;
  return splitsOfRoom.every((by) =>
    comparable(splitOf(one, by), splitOf(other, by)).every((names) =>
      inBatch(differing((behind) => (names.includes(behind[by]) ? levelOf(behind) : ''))),
    ),
  );
}

const said = (behind: Behind | undefined, part: (behind: Behind) => string): string =>
  behind === undefined ? '' : part(behind);

/** What a split tells of somebody: the level, or that there is none. */
const levelOf = ({ choice }: Behind): string => (typeof choice === 'number' ? String(choice) : 'without');

const splitOf = ({ disclosed }: ShownView, by: SplitName): DisclosedSplit | undefined =>
  disclosed.splits.find((split) => split.by === by && split.withheld === null);

type SplitName = DisclosedSplit['by'];

/** The smallest sets of groups that both views count: groups that one of them shows as one can only be compared together. */
function comparable(one: DisclosedSplit | undefined, other: DisclosedSplit | undefined): GroupName[][] {
  if (!one || !other) return [];
  let sets: GroupName[][] = [];
  for (const { names } of [one, other].flatMap(({ shown, together }) => (together ? [...shown, together] : shown))) {
    const touching = sets.filter((set) => set.some((name) => names.includes(name)));
    sets = [...sets.filter((set) => !touching.includes(set)), [...new Set([...touching.flat(), ...names])]];
  }
  return sets;
}

/**
 * "27 of 42 have answered": the number to show. It is a count of who has finished and no answer, so it may go on to the end; before that it moves
 * in steps of three or more, so that nobody sees their neighbour press the button. Both counts in people.
 */
export function progressToShow(shown: number, finished: number, people: number): number {
  return finished === people || Math.abs(finished - shown) >= BATCH ? finished : shown;
}
