import { Refused } from '@turnstone/platform';
import type { DueAssessment } from './due.repository.js';

/**
 * Does it to each by itself, so that one that fails holds up no other; answers how many were done. What is refused was done by
 * somebody else meanwhile, or waits for a person.
 */
export async function oneByOne(
  due: readonly DueAssessment[],
  done: string,
  work: (one: DueAssessment) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  for (const one of due) {
    try {
      await work(one);
      count += 1;
    } catch (error) {
      if (error instanceof Refused) continue;
      const why = error instanceof Error ? error.message : String(error);
      console.error(`Assessment ${one.assessment} could not be ${done}: ${why}`);
    }
  }
  return count;
}
