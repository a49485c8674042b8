import type { Action, Origin } from '@turnstone/contract/improvement/actions';
import { DAYS_TO_COMPLETE, isLateToComplete } from '@turnstone/improvement-rules';
import { dayOf, shortDayOf } from '@turnstone/places-web';

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** 'Harrowmere Council: Head of finance'; empty while nobody has it. */
export function ownerOf({ leadOrganisation, leadPerson }: Pick<Action, 'leadOrganisation' | 'leadPerson'>): string {
  return [leadOrganisation, leadPerson].filter(Boolean).join(': ');
}

/** 'Leadership, table 3: Planning together (12 May 2026)'. */
export function originOf({ domainName, table, assessmentTitle, on }: Origin): string {
  const where = [domainName, table === null ? null : `table ${table}`].filter(Boolean).join(', ');
  const when = on === null ? '' : ` (${dayOf(on)})`;
  return `${where}${where === '' ? '' : ': '}${assessmentTitle}${when}`;
}

/** The shape beside an action: it says the same as the words that stand with it. */
export function shapeOf({ status, overdue }: Pick<Action, 'status' | 'overdue'>): 'stop' | 'risk' | 'done' | 'open' {
  if (status === 'done') return 'done';
  if (overdue || status === 'blocked') return 'stop';
  return status === 'at risk' ? 'risk' : 'open';
}

/** What stands large at the right: how it is, and by when. */
export function standing(action: Action, asAt: string): { how: string; when: string } {
  if (action.status === 'done') return { how: 'Done', when: action.doneAt === null ? '' : shortDayOf(action.doneAt) };
  const when = action.dueOn === null ? 'no date yet' : shortDayOf(action.dueOn);
  if (!action.overdue || action.dueOn === null) return { how: capital(action.status), when };
  const days = Math.round((Date.parse(asAt) - Date.parse(action.dueOn)) / 86_400_000);
  const late = `overdue by ${days} ${days === 1 ? 'day' : 'days'}`;
  return { how: capital(action.status === 'blocked' ? `blocked, ${late}` : late), when: `was due ${when}` };
}

/** What is still to be said of an action: a hint within the first days, pressing from then on. Null when nothing is missing. */
export function stillToSay(
  { missing, raisedAt }: Pick<Action, 'missing' | 'raisedAt'>,
  now: Date,
): { words: string; late: boolean } | null {
  if (missing.length === 0) return null;
  const names = { owner: 'who does it', date: 'by when', measure: 'how progress is measured' };
  const list = new Intl.ListFormat('en-GB').format(missing.map((one) => names[one]));
  const raised = raisedAt === null ? null : new Date(raisedAt);
  if (isLateToComplete(missing, raised, now)) return { words: `Still not said: ${list}.`, late: true };
  if (raised === null) return { words: `Not said: ${list}.`, late: false };
  const until = new Date(raised.getTime() + DAYS_TO_COMPLETE * 86_400_000).toISOString();
  return { words: `To be said by ${dayOf(until)}: ${list}.`, late: false };
}
