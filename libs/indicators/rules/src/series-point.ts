import type { Period } from './period.js';

/** Which way is better. `none`: neither, so a difference is named and never praised. */
export type Polarity = 'high' | 'low' | 'none';
export const POLARITIES: readonly Polarity[] = ['high', 'low', 'none'];

/** What the numbers of a series are. A rate is per some multiplier, a standardised rate is a rate already adjusted. */
export type ValueType = 'proportion' | 'rate' | 'standardised rate' | 'mean' | 'count' | 'index';
export const VALUE_TYPES: readonly ValueType[] = ['proportion', 'rate', 'standardised rate', 'mean', 'count', 'index'];

/**
 * One observation as the rules see it. Null and absent both mean "not given": suppressed, confidential and missing
 * figures all come in this way, and never as zero.
 */
export interface SeriesPoint {
  readonly period: Period;
  readonly value: number | null;
  readonly lower95?: number | null;
  readonly upper95?: number | null;
  readonly lower998?: number | null;
  readonly upper998?: number | null;
  readonly count?: number | null;
  readonly denominator?: number | null;
}

export const isGiven = (n: number | null | undefined): n is number => typeof n === 'number' && Number.isFinite(n);
