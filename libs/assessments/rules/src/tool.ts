/**
 * A maturity tool: domains by four levels, each cell a description of how things are at that level. What the toolkit prints as
 * a matrix. It comes as a pack (content/tools) or is adapted by a place; either way it has a version and never changes.
 */
export const levels = [1, 2, 3, 4] as const;
export type Level = (typeof levels)[number];

/** Fills that ink can be read on; each also has its digit and its word. */
export const levelFills = ['white', 'bronze', 'silver', 'gold'] as const;
export type LevelFill = (typeof levelFills)[number];

/** The collation sheet holds ten columns and two hours hold ten domains. */
export const MOST_DOMAINS = 10;
export const FEWEST_DOMAINS = 2;

export interface ToolLevel {
  readonly level: Level;
  readonly name: string;
  readonly fill: LevelFill;
}

export interface ToolDomain {
  /** Lower-case words joined by hyphens; stays the same from version to version, so that rounds can be compared. */
  readonly id: string;
  readonly name: string;
  /** The heading that it stands under, in tools that have such headings. */
  readonly group: string | null;
  /** What is asked, in everyday words. */
  readonly question: string;
  /** A plain-English note for somebody who is new to the subject. */
  readonly note: string;
  /** Where in the source its four cells come from. */
  readonly source: string;
  /** One description a level, emerging first. */
  readonly cells: readonly [string, string, string, string];
}

export interface Tool {
  readonly id: string;
  readonly version: number;
  /** The letter of the toolkit; null for a tool of a place's own. */
  readonly letter: string | null;
  readonly title: string;
  readonly about: string;
  /** Why this one comes first; null for the others. */
  readonly recommendedFirst: string | null;
  readonly source: {
    readonly title: string;
    readonly publisher: string;
    readonly licence: string;
    readonly url: string;
  };
  readonly levels: readonly [ToolLevel, ToolLevel, ToolLevel, ToolLevel];
  readonly domains: readonly ToolDomain[];
}
