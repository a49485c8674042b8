import type { ToolSummary } from '@turnstone/contract';
import type { ToolRow } from './tool.repository.js';

export function toolAsAnswered({ placeId, createdAt, putAwayAt, ...row }: ToolRow): ToolSummary {
  return { ...row, own: placeId !== null, putAway: putAwayAt !== null, createdAt: createdAt.toISOString() };
}
