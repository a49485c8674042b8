import { Refused } from '@turnstone/platform';

/** Sentences that more than one use case says of the people of a place. */

/** 'a, b and c'; 'nothing' when there is none. */
export function inWords(items: readonly string[]): string {
  if (items.length === 0) return 'nothing';
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(items);
}

/** '29 November 2026', in London. */
export function dayInWords(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(at);
}

export function lastProgrammeManager(placeName: string): string {
  return `Nobody else is programme manager of ${placeName}, and somebody has to be: make somebody else one first.`;
}

export function nameTaken(name: string): Refused {
  const reason = 'Another one has this name already';
  return Refused.conflict(`${reason}: ${name}.`, [{ path: 'name', reason }]);
}
