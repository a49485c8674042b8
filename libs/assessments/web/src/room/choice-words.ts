import type { OwnAnswer } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';

/** '2 Developing', 'I don’t know', 'Skipped', or that nothing was answered. */
export function choiceWords(choice: OwnAnswer['choice'] | null | undefined, levels: Tool['levels']): string {
  if (choice === null || choice === undefined) return 'Not answered';
  if (choice === 'unknown') return 'I don’t know';
  if (choice === 'skip') return 'Skipped';
  return `${choice} ${levels[choice - 1]?.name ?? ''}`.trim();
}
