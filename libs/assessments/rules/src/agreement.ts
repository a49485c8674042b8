import { sum, type LevelCounts } from './collate.js';
import { levels, type Level } from './tool.js';

/** A change of any figure that it gives is a new version. */
export const AGREEMENT_METHOD = 'agreement/1';

/** Under so many levels the figure says little, and less than nothing in words. */
export const FEWEST_FOR_AGREEMENT = 5;

/** The bounds of the words are ours, not the author's. */
export const STRONG_AGREEMENT = 0.7;
export const SOME_AGREEMENT = 0.3;

export type AgreementInWords = 'strong agreement' | 'some agreement' | 'spread out' | 'two camps' | 'too few';

export interface Agreement {
  /** From −1 (two opposed camps) by 0 (evenly spread) to 1 (everyone alike); null with fewer than five levels. */
  readonly value: number | null;
  readonly words: AgreementInWords;
}

export function agreement(counts: LevelCounts): Agreement {
  if (sum(counts) < FEWEST_FOR_AGREEMENT) return { value: null, words: 'too few' };
  const value = agreementA(counts);
  return { value, words: inWords(value, counts) };
}

/**
 * Van der Eijk's A: C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001), 325–341.
 * Counts are cut into layers of equal height; each layer is a pattern of empty and filled levels with an agreement of its own;
 * A is their mean, weighted by the answers in each. For three or more levels; 0 when nobody answered.
 */
export function agreementA(counts: readonly number[]): number {
  const n = sum(counts);
  const heights = [...new Set(counts.filter((count) => count > 0))].sort((a, b) => a - b);
  let agreed = 0;
  let below = 0;
  for (const height of heights) {
    const pattern = counts.map((count) => count > below);
    const answers = (height - below) * pattern.filter(Boolean).length;
    agreed += (answers / n) * agreementOfPattern(pattern);
    below = height;
  }
  return agreed;
}

/** U of all triples (filled, empty, filled against filled, filled, empty), times how few of the levels are filled. */
function agreementOfPattern(pattern: readonly boolean[]): number {
  const k = pattern.length;
  const filled = pattern.filter(Boolean).length;
  if (filled === 1) return 1;
  let oneHump = 0;
  let twoHumps = 0;
  for (let i = 0; i < k - 2; i++)
    for (let j = i + 1; j < k - 1; j++)
      for (let m = j + 1; m < k; m++) {
        if (pattern[i] && !pattern[j] && pattern[m]) twoHumps++;
        if (pattern[j] && pattern[i] !== pattern[m]) oneHump++;
      }
  if (oneHump + twoHumps === 0) return 0;
  const unimodality = ((k - 2) * oneHump - (k - 1) * twoHumps) / ((k - 2) * (oneHump + twoHumps));
  return unimodality * (1 - (filled - 1) / (k - 1));
}

function inWords(value: number, counts: LevelCounts): AgreementInWords {
  if (value >= STRONG_AGREEMENT) return 'strong agreement';
  if (value >= SOME_AGREEMENT) return 'some agreement';
  return value < 0 && campsOf(counts) !== null ? 'two camps' : 'spread out';
}

/**
 * Two levels that are not neighbours, each with three answers in ten or more, and between them no level with half as many as the
 * smaller; the pair with most answers. The figure alone can't tell: 5, 0, 5, 0 is −0.17 and 3, 2, 2, 3 is −0.2.
 */
export function campsOf(counts: LevelCounts): readonly [Level, Level] | null {
  const size = (level: Level) => counts[level - 1]!;
  const pairs = levels.flatMap((low) => levels.filter((high) => high > low + 1).map((high) => [low, high] as const));
  const camps = pairs.filter(([low, high]) => {
    const smaller = Math.min(size(low), size(high));
    return smaller >= 0.3 * sum(counts) && counts.slice(low, high - 1).every((between) => between < smaller / 2);
  });
  return camps.sort((a, b) => size(b[0]) + size(b[1]) - size(a[0]) - size(a[1]))[0] ?? null;
}
