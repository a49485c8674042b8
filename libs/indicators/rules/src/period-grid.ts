import { comparePeriods, monthsBetween, shiftPeriod, type Period } from './period.js';

/** More than this many missing periods in a row are drawn as one gap: the chart is about figures. */
const LONGEST_GAP = 6;

/**
 * The labels of every period between the first and the last figure, missing ones included, and then those of the
 * forecast that lie beyond: what a chart sets out along its axis, so that a gap stays a gap.
 */
export function periodGrid(periods: readonly Period[], ahead: readonly string[]): string[] {
  const sorted = periods.toSorted(comparePeriods);
  const step = usualStep(sorted);
  const labels: string[] = [];
  for (const [index, period] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && step) {
      const missing = Math.round(monthsBetween(before, period) / step) - 1;
      for (let k = 1; k <= Math.min(missing, LONGEST_GAP); k++) labels.push(shiftPeriod(before, k, step).label);
    }
    labels.push(period.label);
  }
  const seen = new Set(labels);
  return [...labels, ...ahead.filter((label) => !seen.has(label))];
}

/**
 * The shortest distance between two figures, in months: a survey every second year has no gap in the years between, and
 * one that then skipped a round has one.
 */
function usualStep(sorted: readonly Period[]): number | null {
  let step: number | null = null;
  for (const [index, period] of sorted.entries()) {
    const before = sorted[index - 1];
    const distance = before ? monthsBetween(before, period) : 0;
    if (distance > 0 && (step === null || distance < step)) step = distance;
  }
  return step;
}
