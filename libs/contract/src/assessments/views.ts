import * as z from 'zod/mini';
import { Moment } from '../places/words.js';
import { Choice, DomainId, Level, Sector } from './words.js';

/** How many people said what of one domain. */
export const Counts = z.object({
  /** Of the levels 1 to 4. */
  levels: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  unknown: z.int(),
  skip: z.int(),
});
export type Counts = z.infer<typeof Counts>;
/** The middle answer. Two levels when half of the people stand on either side; null without an answer. */
export const Middle = z.nullable(z.tuple([Level, Level]));

export const GroupView = z.object({
  /** One name, or those of the groups that are shown together. */
  names: z.array(z.string()),
  people: z.int(),
  /** "I don't know" and skipped are one here: each alone would give away too many. */
  counts: z.object({ levels: Counts.shape.levels, withoutLevel: z.int() }),
  middle: Middle,
});
export type GroupView = z.infer<typeof GroupView>;

export const SplitView = z.object({
  by: z.enum(['sector', 'organisation', 'table']),
  groups: z.array(GroupView),
  /** Why groups are shown together, or why the split is not shown at all; null when nothing is kept back. */
  note: z.nullable(z.string()),
});
export type SplitView = z.infer<typeof SplitView>;

/** What everybody may see of one domain once it was revealed. Worked out by assessments/rules, kept, and never worked out while it is read. */
export const DomainView = z.object({
  domain: DomainId,
  /** 1 at the reveal; one more with each batch. */
  seq: z.int(),
  at: Moment,
  /** Who answered it, whether or not they gave a level. */
  people: z.int(),
  /** Those who gave a level; 0 when nothing is shown. */
  answered: z.int(),
  /** Null when so few answered that nothing is shown. */
  counts: z.nullable(Counts),
  middle: Middle,
  range: z.nullable(z.tuple([Level, Level])),
  /** Van der Eijk’s agreement, −1 to 1, and what it means; value null when too few answered. */
  agreement: z.object({ value: z.nullable(z.number()), words: z.string() }),
  /** Whether people differ within their groups or the groups from each other. */
  basis: z.object({
    verdict: z.enum(['between groups', 'within groups', 'no real disagreement', 'too few answers']),
    by: z.nullable(z.enum(['sector', 'organisation', 'table'])),
    /** Of the variation in rank, the share that lies between the groups, 0 to 1. */
    share: z.nullable(z.number()),
    words: z.string(),
  }),
  /** The headline, and the sentences that support it. */
  finding: z.string(),
  supporting: z.array(z.string()),
  splits: z.array(SplitView),
  /** Later answers that wait until they are enough to hide whose they are. */
  heldBack: z.int(),
  /** Why nothing is shown; null when something is. */
  withheld: z.nullable(z.string()),
});
export type DomainView = z.infer<typeof DomainView>;

/** What the tables said of a domain. A table's level is nobody's own answer. */
export const TableView = z.object({
  table: z.int(),
  level: z.nullable(Level),
  reasons: z.string(),
  kind: z.enum(['table', 'paper']),
});
export type TableView = z.infer<typeof TableView>;

/** Where names were agreed on before scoring: who stands where. */
export const NamedAnswer = z.object({ name: z.string(), sector: z.nullable(Sector), choice: Choice });
export type NamedAnswer = z.infer<typeof NamedAnswer>;

export const ConsensusView = z.object({
  domain: DomainId,
  level: z.nullable(Level),
  /** False: talked about, and not agreed. Null: not talked about yet. */
  reached: z.nullable(z.boolean()),
  reason: z.string(),
  /** What was answered to the prompts, by prompt. */
  prompts: z.record(z.string(), z.string()),
  version: z.int(),
});
export type ConsensusView = z.infer<typeof ConsensusView>;

export const PriorityView = z.object({
  id: z.uuid(),
  domain: z.nullable(DomainId),
  text: z.string(),
  table: z.nullable(z.int()),
  /** Null until voting is over: votes that are seen change votes. */
  votes: z.nullable(z.int()),
});
export type PriorityView = z.infer<typeof PriorityView>;
