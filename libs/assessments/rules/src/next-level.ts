import type { Level, ToolDomain } from './tool.js';

/** What to reach for: the words of the next level up, or at the top the words to hold on to. */
export interface NextLevel {
  readonly level: Level;
  readonly asks: string;
  readonly keep: boolean;
}

export function nextLevel(domain: Pick<ToolDomain, 'cells'>, consensus: Level): NextLevel {
  const level = Math.min(consensus + 1, 4) as Level;
  return { level, asks: domain.cells[level - 1]!, keep: consensus === 4 };
}
