import { effect, untracked } from '@angular/core';
import type { SeriesReading } from '@turnstone/contract/indicators/reading';
import { momentOf } from '@turnstone/places-web';

/** 'Judged 21 November 2026, 14:03; figures to 2024', or that the answers are on their way. */
export function freshnessOf(reading: SeriesReading): string {
  const to = reading.latest ? `; figures to ${reading.latest.period}` : '';
  if (reading.judgements.length === 0) {
    return reading.observations.length === 0 ? 'No figures yet' : `Being worked out${to}`;
  }
  if (!isFresh(reading)) return `Being worked out again${to}`;
  // The oldest answer speaks for all: none of them is older than we say.
  const judgedAt = reading.judgements.map((judgement) => judgement.judgedAt).sort()[0];
  return judgedAt ? `Judged ${momentOf(judgedAt)}${to}` : '';
}

export function isFresh(reading: SeriesReading): boolean {
  return reading.judgements.length > 0 && reading.judgements.every((judgement) => judgement.fresh);
}

/**
 * Judging happens in the background, so a page asks again while an answer is on its way: every four seconds, for a
 * minute and a half at most. Call it where a page's store is made.
 */
export function askAgainWhileStale(readings: () => readonly SeriesReading[], askAgain: () => void): void {
  let left = 22;
  effect((onCleanup) => {
    const waiting = readings().some((reading) => reading.observations.length > 0 && !isFresh(reading));
    if (!waiting || left === 0) return;
    const timer = setTimeout(() => {
      left -= 1;
      untracked(askAgain);
    }, 4000);
    onCleanup(() => clearTimeout(timer));
  });
}
