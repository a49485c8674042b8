import type { LevelFill, Level } from '@turnstone/assessments-rules';

/** A level as the tool names it. */
export interface PaperLevel {
  readonly level: Level;
  readonly name: string;
  readonly fill: LevelFill;
}

/** What the room agreed of one domain. Null: it was not talked about. */
export type PaperConsensus = { readonly level: Level } | 'not agreed' | null;

export interface PaperPriority {
  readonly text: string;
  /** Null: it was not voted on. */
  readonly votes: number | null;
}

/** One column of the sheet. */
export interface CollationColumn {
  readonly name: string;
  /** The heading that it stands under in the tool; null in tools without. Neighbours with the same one share it. */
  readonly group: string | null;
  /** How many said each level, emerging first; null when so few answered that nothing is shown. */
  readonly counts: readonly [number, number, number, number] | null;
  /** "I don't know" and skipped together; null when it may not be shown. */
  readonly withoutLevel: number | null;
  /** In words: '2', '2 to 3'; null without one. */
  readonly median: string | null;
  readonly consensus: PaperConsensus;
  readonly priorities: readonly PaperPriority[];
}

/** The filled collation sheet, as everything that stands on it. Dates and sentences come ready to print. */
export interface CollationSheet {
  readonly place: string;
  readonly assessment: string;
  /** With its letter and version: 'Tool A: Place-based working, version 1'. */
  readonly tool: string;
  /** 'The whole place', an organisation, or a topic. */
  readonly scope: string;
  /** 'First round', 'Second round'. */
  readonly round: string;
  /** '21 November 2026'. */
  readonly date: string;
  /** '34 people', or in words why their number is not given. */
  readonly people: string;
  readonly levels: readonly [PaperLevel, PaperLevel, PaperLevel, PaperLevel];
  /** One to ten; more would be too narrow to read. */
  readonly domains: readonly CollationColumn[];
  /** Where the tool is from, with publisher and licence. */
  readonly source: string;
  /** What is kept back and why, in sentences. */
  readonly withheld: readonly string[];
}
