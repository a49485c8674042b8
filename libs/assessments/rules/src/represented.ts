import type { SectorOfRoom } from './answers.js';

export interface Represented {
  /** Sectors; null is "prefers not to say". More than one when they are told as one. */
  readonly sectors: readonly (SectorOfRoom | null)[];
  readonly people: number;
}

/**
 * Who was there, by sector, largest first. Sectors of fewer than `k` people are told as one, together with the next smallest while
 * they are still fewer than k: with the sum of all known, whatever is left out would be known too.
 */
export function representedBy(people: readonly (SectorOfRoom | null)[], k: number): Represented[] {
  const counts = new Map<SectorOfRoom | null, number>();
  for (const sector of people) counts.set(sector, (counts.get(sector) ?? 0) + 1);
  const sizes = [...counts].sort(([, a], [, b]) => b - a);
  const apart = sizes.filter(([, size]) => size >= k);
  const joined = sizes.filter(([, size]) => size < k);
  const size = (of: typeof sizes): number => of.reduce((sum, [, n]) => sum + n, 0);
  while (joined.length > 0 && size(joined) < k && apart.length > 0) joined.unshift(apart.pop()!);
  const all = apart.map(([sector, n]): Represented => ({ sectors: [sector], people: n }));
  return joined.length === 0 ? all : [...all, { sectors: joined.map(([sector]) => sector), people: size(joined) }];
}
