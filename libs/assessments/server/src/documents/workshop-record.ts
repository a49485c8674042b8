import type { CollationSheet, PaperConsensus } from './collation-sheet.js';

/** One domain as the room went through it. */
export interface RecordedDomain {
  readonly name: string;
  /** The headline: 'Two camps: health and care put Leadership two levels below the voluntary sector.' */
  readonly finding: string;
  /** Sentences that support it. */
  readonly supporting: readonly string[];
  /** Emerging first; null when so few answered that nothing is shown. */
  readonly counts: readonly [number, number, number, number] | null;
  readonly withoutLevel: number | null;
  readonly median: string | null;
  /** In words: 'two camps'. */
  readonly agreement: string;
  readonly consensus: PaperConsensus;
  /** Why the room agreed on it, or did not. */
  readonly reason: string;
  /** What was said at the tables. Null: the table agreed on no level. */
  readonly tables: readonly {
    readonly table: number;
    readonly level: 1 | 2 | 3 | 4 | null;
    readonly reasons: string;
  }[];
  readonly prompts: readonly { readonly prompt: string; readonly answer: string }[];
  /** What the level after the consensus asks for; null without a consensus. */
  readonly nextLevel: string | null;
}

export interface RecordedAction {
  readonly what: string;
  readonly who: string;
  /** '31 March 2027'; empty while there is none. */
  readonly byWhen: string;
  readonly measuredBy: string;
  /** The domain, and the table that proposed it: null when it came up in plenary. */
  readonly domain: string | null;
  readonly table: number | null;
}

/** The record of a workshop, as everything that stands in it. Dates and sentences come ready to print; nobody's name is in it. */
export interface WorkshopRecord extends Pick<
  CollationSheet,
  'place' | 'assessment' | 'tool' | 'scope' | 'round' | 'date' | 'people' | 'levels' | 'source' | 'withheld'
> {
  /** One sentence over all. */
  readonly finding: string;
  /** By sector; small sectors are joined before they come here ('Private; other public service'). */
  readonly represented: readonly { readonly sectors: string; readonly people: number }[];
  /** Minutes that the agenda gave and that it took; `took` is null where the clock was not run. */
  readonly agenda: readonly { readonly title: string; readonly planned: number; readonly took: number | null }[];
  readonly domains: readonly RecordedDomain[];
  readonly priorities: readonly {
    readonly text: string;
    readonly domain: string | null;
    readonly table: number | null;
    readonly votes: number | null;
  }[];
  readonly actions: readonly RecordedAction[];
  /** How figures were worked out, with their sources. */
  readonly methods: readonly { readonly name: string; readonly words: string }[];
}
