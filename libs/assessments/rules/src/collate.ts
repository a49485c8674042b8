import type { Choice, Respondent, TableAnswer } from './answers.js';
import { levels, type Level } from './tool.js';

/** How many said each level, emerging first. */
export type LevelCounts = readonly [number, number, number, number];

/** The middle of ordered answers. With an even number of them the two in the middle may differ: then the median is said as both. */
export interface Median {
  readonly low: Level;
  readonly high: Level;
}

/** One domain, counted. Levels are ordered and no more: they are never added up or averaged. */
export interface Tally {
  readonly levels: LevelCounts;
  /** Those who gave a level. */
  readonly answered: number;
  readonly unknown: number;
  readonly skip: number;
  readonly notAnswered: number;
  readonly median: Median | null;
  readonly range: { readonly lowest: Level; readonly highest: Level } | null;
  /** Of those who gave a level, how many lie within one level of the middle (from low − 1 to high + 1). */
  readonly nearMedian: number;
}

/** The two kinds are never mixed: a table's level is what its people agreed, and they are counted already. */
export interface Collation {
  readonly domainId: string;
  readonly people: Tally;
  readonly tables: Tally;
}

export function collate(
  respondents: readonly Respondent[],
  tables: readonly TableAnswer[],
  domainId: string,
): Collation {
  return {
    domainId,
    people: tally(respondents.map(({ choices }) => choices[domainId])),
    tables: tally(tables.map(({ choices }) => choices[domainId])),
  };
}

export function tally(choices: readonly (Choice | undefined)[]): Tally {
  const count = (wanted: Choice | undefined) => choices.filter((choice) => choice === wanted).length;
  const counts: LevelCounts = [count(1), count(2), count(3), count(4)];
  const median = medianOf(counts);
  const near = (level: Level) => median !== null && level >= median.low - 1 && level <= median.high + 1;
  return {
    levels: counts,
    answered: sum(counts),
    unknown: count('unknown'),
    skip: count('skip'),
    notAnswered: count(undefined),
    median,
    range: rangeOf(counts),
    nearMedian: sum(levels.map((level) => (near(level) ? counts[level - 1]! : 0))),
  };
}

export function medianOf(counts: LevelCounts): Median | null {
  const n = sum(counts);
  if (n === 0) return null;
  return { low: levelAt(counts, Math.floor((n - 1) / 2)), high: levelAt(counts, Math.floor(n / 2)) };
}

/** The level of the answer with this many below it, when they stand in order. */
function levelAt(counts: LevelCounts, below: number): Level {
  let passed = 0;
  for (const level of levels) {
    passed += counts[level - 1]!;
    if (passed > below) return level;
  }
  return 4;
}

function rangeOf(counts: LevelCounts): Tally['range'] {
  const said = levels.filter((level) => counts[level - 1]! > 0);
  const [lowest, highest] = [said[0], said.at(-1)];
  return lowest === undefined || highest === undefined ? null : { lowest, highest };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
