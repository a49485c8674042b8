/** A content pack cannot be used. One sentence a problem, each naming file and place; nothing was loaded. */
export class ContentProblem extends Error {
  override readonly name = 'ContentProblem';

  constructor(readonly problems: readonly string[]) {
    super([...problems.slice(0, SHOWN), ...more(problems.length - SHOWN)].join('\n'));
  }
}

/** More would scroll the first ones, which usually explain the rest, out of sight. */
const SHOWN = 10;
const more = (count: number): string[] =>
  count > 0 ? [`There ${count === 1 ? 'is 1 more problem' : `are ${count} more problems`} of this kind.`] : [];
