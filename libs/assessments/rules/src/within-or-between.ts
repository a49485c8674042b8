import { agreement } from './agreement.js';
import { sum, type LevelCounts } from './collate.js';

/** A change of any figure that it gives is a new version. */
export const WITHIN_OR_BETWEEN_METHOD = 'within-or-between/1';

export const PERMUTATIONS = 2_000;
/** Fewer levels in all, or fewer than two groups: nothing is said. The bounds are ours. */
export const FEWEST_TO_COMPARE = 10;
export const CHANCE_TO_CALL = 0.05;
export const SHARE_TO_CALL = 0.08;

/** A group as it is shown. Only what may be shown goes in: shown groups, or groups shown together as one. */
export interface GroupOfLevels {
  readonly levels: LevelCounts;
}

export type WithinOrBetweenVerdict = 'between groups' | 'within groups' | 'no real disagreement' | 'too few answers';

export interface WithinOrBetween {
  readonly verdict: WithinOrBetweenVerdict;
  /** Answers with a level, and groups that have one. */
  readonly n: number;
  readonly groups: number;
  /** Kruskal and Wallis's H with the correction for ties; null when it can't be had. */
  readonly h: number | null;
  /** Epsilon squared, H / (n − 1): how much of the differences in rank lies between the groups, from 0 to 1. */
  readonly share: number | null;
  /** How often a share at least this large comes up when the same answers are dealt to the groups at random. */
  readonly chance: number | null;
}

/**
 * Personal or sectoral? W. H. Kruskal and W. A. Wallis, "Use of ranks in one-criterion variance analysis", JASA 47 (1952),
 * 583–621; epsilon squared after T. L. Kelley (1935). Small groups with many ties are far from the chi-square that the method is printed with, so the
 * chance comes from 2,000 random deals; the seed makes it the same each time.
 */
export function withinOrBetween(given: readonly GroupOfLevels[], seed: number): WithinOrBetween {
  const groups = given.filter((group) => sum(group.levels) > 0);
  const all = addUp(groups);
  const n = sum(all);
  const none = { n, groups: groups.length, h: null, share: null, chance: null };
  if (groups.length < 2 || n < FEWEST_TO_COMPARE) return { ...none, verdict: 'too few answers' };
  const h = kruskalWallis(groups.map((group) => group.levels));
  if (h === null) return { ...none, verdict: 'no real disagreement' };
  const share = h / (n - 1);
  const chance = chanceOf(groups, seed);
  return { n, groups: groups.length, h, share, chance, verdict: verdictOf(share, chance, all) };
}

function verdictOf(share: number, chance: number, all: LevelCounts): WithinOrBetweenVerdict {
  if (chance < CHANCE_TO_CALL && share >= SHARE_TO_CALL) return 'between groups';
  return agreement(all).words === 'strong agreement' ? 'no real disagreement' : 'within groups';
}

function addUp(groups: readonly GroupOfLevels[]): LevelCounts {
  const at = (i: 0 | 1 | 2 | 3) => sum(groups.map((group) => group.levels[i]));
  return [at(0), at(1), at(2), at(3)];
}

/**
 * H of counts per group and category, corrected for ties. Null when all answers are alike: ranks then do not differ.
 * H = (12 / (N(N + 1)) Σ R²/n − 3(N + 1)) / (1 − Σ(t³ − t) / (N³ − N)).
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): number | null {
  const ties = groups[0]!.map((_, i) => sum(groups.map((group) => group[i]!)));
  const n = sum(ties);
  const correction = 1 - sum(ties.map((t) => t ** 3 - t)) / (n ** 3 - n);
  if (n < 2 || correction === 0) return null;
  const ranks = midRanks(ties);
  const squares = sum(groups.map((group) => sum(group.map((count, i) => count * ranks[i]!)) ** 2 / sum(group)));
  return Math.max(0, ((12 / (n * (n + 1))) * squares - 3 * (n + 1)) / correction);
}

/** The mean rank of each category: all answers of a category are tied. */
function midRanks(ties: readonly number[]): number[] {
  let below = 0;
  return ties.map((t) => {
    const rank = below + (t + 1) / 2;
    below += t;
    return rank;
  });
}

/** H grows with Σ R²/n and with nothing else while the answers stay the same, so only that is compared. */
function chanceOf(groups: readonly GroupOfLevels[], seed: number): number {
  const ranks = midRanks(addUp(groups));
  const dealt = groups.flatMap(({ levels }) => levels.flatMap((count, i) => Array<number>(count).fill(ranks[i]!)));
  const sizes = groups.map(({ levels }) => sum(levels));
  const random = numbersFrom(seed);
  // Sums of the same ranks in another order may differ in their last digits.
  const seen = spreadOf(dealt, sizes) * (1 - 1e-12);
  let asLarge = 0;
  for (let i = 0; i < PERMUTATIONS; i++) {
    shuffle(dealt, random);
    if (spreadOf(dealt, sizes) >= seen) asLarge++;
  }
  // The deal that was seen is one of those that could have been.
  return (asLarge + 1) / (PERMUTATIONS + 1);
}

function spreadOf(dealt: readonly number[], sizes: readonly number[]): number {
  let at = 0;
  let squares = 0;
  for (const size of sizes) {
    let ranks = 0;
    for (const end = at + size; at < end; at++) ranks += dealt[at]!;
    squares += ranks ** 2 / size;
  }
  return squares;
}

function shuffle(cards: number[], random: () => number): void {
  for (let i = cards.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [cards[i], cards[j]] = [cards[j]!, cards[i]!];
  }
}

/** Weyl's sequence of 32 bits, stirred (the generator known as mulberry32): numbers from 0 to under 1, the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
