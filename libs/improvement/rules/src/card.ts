/** The states of a curve, worst news first: the order in which a board reads them. */
export const readingOrder = [
  'worse than the baseline',
  'on the baseline',
  'too early to say',
  null,
  'turning',
  'turned',
] as const;
export type State = (typeof readingOrder)[number];

/** Worse first, turned last; within a state the order of the framework is kept. */
export function inReadingOrder<T extends { readonly state: State }>(outcomes: readonly T[]): T[] {
  return outcomes.toSorted((a, b) => readingOrder.indexOf(a.state) - readingOrder.indexOf(b.state));
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const numberWord = (n: number): string => words[n] ?? String(n);
const lower = (n: number): string => (n < words.length ? numberWord(n).toLowerCase() : String(n));

/**
 * The one sentence over a place's outcomes: what is worse, what is better, and only then what is open. It counts and
 * never averages: outcomes do not add up.
 */
export function overallFinding(states: readonly State[]): string {
  const count = (of: State): number => states.filter((state) => state === of).length;
  if (states.length === 0) return 'No outcomes have been agreed yet';
  const worse = count('worse than the baseline');
  const better = count('turned') + count('turning');
  const judged = states.length - count(null);
  if (judged === 0)
    return `${numberWord(states.length)} ${states.length === 1 ? 'outcome' : 'outcomes'}, none judged yet`;
  const sentences: string[] = [];
  if (worse > 0)
    sentences.push(`${numberWord(worse)} ${worse === 1 ? 'outcome is' : 'outcomes are'} doing worse than we expected.`);
  if (better > 0) {
    const who = worse > 0 ? numberWord(better) : `${numberWord(better)} ${better === 1 ? 'outcome' : 'outcomes'}`;
    sentences.push(`${who} ${better === 1 ? 'is' : 'are'} doing better${worse > 0 ? '' : ' than we expected'}.`);
  }
  if (sentences.length === 0) {
    const on = count('on the baseline');
    if (on === 0) return 'It is too early to say whether any curve is turning.';
    return on === judged
      ? `${judged === 1 ? 'The one outcome judged is' : `${judged === 2 ? 'Both' : `All ${lower(judged)}`} outcomes judged are`} where we expected.`
      : `No curve has turned yet: ${lower(on)} of ${lower(judged)} outcomes ${on === 1 ? 'is' : 'are'} where we expected.`;
  }
  return sentences.join(' ');
}
