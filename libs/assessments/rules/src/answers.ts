import type { Level } from './tool.js';

/** What somebody says of one domain. "I don't know" and "skip" are answers of their own: neither is level 1, and neither is nothing. */
export type Choice = Level | 'unknown' | 'skip';

/** Sectors of the people in the room. Null is "prefer not to say". */
export const sectorsOfRoom = [
  'civic',
  'health and care',
  'voluntary and community',
  'community (residents)',
  'other public service',
  'private',
] as const;
export type SectorOfRoom = (typeof sectorsOfRoom)[number];

/** How an answer came in. 'table' is what a table agreed; it is never counted among people. */
export const responseKinds = ['phone', 'paper', 'table'] as const;
export type ResponseKind = (typeof responseKinds)[number];

/** One person (phone or paper) with all that they answered. */
export interface Respondent {
  readonly id: string;
  readonly sector: SectorOfRoom | null;
  /** As the room's list names it; null when they did not say. */
  readonly organisation: string | null;
  /** Null until tables were drawn, and without tables. */
  readonly table: number | null;
  /** Absent: on a phone of their own. What is on paper was typed in by somebody, who knows it. */
  readonly kind?: 'phone' | 'paper';
  /** By domain id. Absent: not answered yet. */
  readonly choices: Readonly<Record<string, Choice>>;
}

/** The smallest group that is ever shown apart. A place may ask for more, never for fewer than three. */
export const SMALLEST_GROUP = 5;
export const LEAST_SMALLEST_GROUP = 3;

/** By how many a count of people moves while it is watched. What is shown of their answers moves by the smallest group (`batches.ts`). */
export const BATCH = 3;

/** What one table agreed. */
export interface TableAnswer {
  readonly table: number;
  /** By domain id. Absent: the table has not agreed yet. */
  readonly choices: Readonly<Record<string, Choice>>;
}
