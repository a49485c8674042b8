import { Refused } from '@turnstone/platform';
import type { WorkshopRow } from './workshop.repository.js';
import { whyNoStep } from './why-not.js';

/** Whether anything can be typed in for people or tables: until the scores are frozen. */
export function insistOnTyping(workshop: WorkshopRow): void {
  const reason = whyNoStep(workshop) ?? whyFrozen(workshop);
  if (reason !== null) throw Refused.conflict(reason);
}

function whyFrozen({ room }: WorkshopRow): string | null {
  if (room.state === 'waiting') return 'The workshop has not started.';
  if (room.state === 'closed') return 'The workshop is closed.';
  return room.scoresFrozenAt === null ? null : 'The scores were frozen when the workshop was closed.';
}

/** Before a draw any number will do: paper has its own tables. */
export function insistOnTable({ tables }: WorkshopRow, table: number | null): void {
  if (table === null || tables === 0 || table <= tables) return;
  const reason = `There is no table ${table}: there are ${tables}`;
  throw Refused.invalid(`${reason}.`, [{ path: 'table', reason }]);
}

export function insistOnDomains(
  { tool }: WorkshopRow,
  given: readonly { readonly domain: string }[],
  field: string,
): void {
  const known = new Set(tool.domains.map(({ id }) => id));
  const fields = given.flatMap(({ domain }, index) => {
    const path = `${field}.${index}.domain`;
    if (!known.has(domain)) return [{ path, reason: 'This tool has no such domain' }];
    const twice = given.findIndex((other) => other.domain === domain) < index;
    return twice ? [{ path, reason: 'This domain stands here twice' }] : [];
  });
  if (fields[0]) throw Refused.invalid(`${fields[0].reason}.`, fields);
}
