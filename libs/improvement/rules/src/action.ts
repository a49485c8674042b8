export const statuses = ['not started', 'on track', 'at risk', 'blocked', 'done'] as const;

/** What the rules read of an action. Days are days in London: '2026-11-21'. */
export interface ActionFacts {
  readonly leadOrganisation: string;
  readonly leadPerson: string;
  readonly dueOn: string | null;
  readonly measure: string;
  readonly status: (typeof statuses)[number];
}
export type Missing = 'owner' | 'date' | 'measure';

/** Not done, and its day has gone by. On the day itself it is not late yet. */
export function isOverdue({ status, dueOn }: ActionFacts, today: string): boolean {
  return status !== 'done' && dueOn !== null && dueOn < today;
}

/** What an action needs to be chased and has not got. What is done needs nobody to chase it. */
export function missingOf({ leadOrganisation, leadPerson, dueOn, measure, status }: ActionFacts): Missing[] {
  if (status === 'done') return [];
  return [
    ...(leadOrganisation === '' && leadPerson === '' ? (['owner'] as const) : []),
    ...(dueOn === null ? (['date'] as const) : []),
    ...(measure === '' ? (['measure'] as const) : []),
  ];
}

/** In the room an action may be raised without owner, date or measure; after these days it is told apart from the others. */
export const DAYS_TO_COMPLETE = 7;

/** Whether what is missing should have been said by now. One whose day of raising is not known is never hurried. */
export function isLateToComplete(missing: readonly Missing[], raisedAt: Date | null, now: Date): boolean {
  return missing.length > 0 && raisedAt !== null && now.getTime() - raisedAt.getTime() > DAYS_TO_COMPLETE * 86_400_000;
}

/** Overdue first, then by day, those without a day after them, what is done at the end: the latest done first. */
export function inChasingOrder<T extends ActionFacts & { readonly title: string; readonly doneAt: Date | null }>(
  actions: readonly T[],
): T[] {
  return actions.toSorted((a, b) => {
    const done = Number(a.status === 'done') - Number(b.status === 'done');
    if (done !== 0) return done;
    if (a.status === 'done') return (b.doneAt?.getTime() ?? 0) - (a.doneAt?.getTime() ?? 0);
    return (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.title.localeCompare(b.title, 'en-GB');
  });
}

/** What was promised and what became of it, in one or two sentences: counts, and no share of anything. */
export function promisesInWords(actions: readonly ActionFacts[], today: string): string {
  if (actions.length === 0) return 'No action came from it.';
  const promised = actions.length === 1 ? 'One action was promised.' : `${actions.length} actions were promised.`;
  const done = actions.filter(({ status }) => status === 'done').length;
  if (done === actions.length) return `${promised} ${done === 1 ? 'It is' : 'All are'} done.`;
  const late = actions.filter((action) => isOverdue(action, today)).length;
  const open = actions.length - done - late;
  const said = (count: number, what: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'is' : 'are'} ${what}`];
  return `${promised} ${sentence([...said(done, 'done'), ...said(late, 'overdue'), ...said(open, 'open')])}`;
}

function sentence(parts: readonly string[]): string {
  return `${new Intl.ListFormat('en-GB').format(parts)}.`;
}
