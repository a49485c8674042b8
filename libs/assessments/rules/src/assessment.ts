/** What an assessment is made for, by whom, and what may happen to it when. */
export const assessmentKinds = ['own record', 'one organisation', 'peer review', 'open online', 'workshop'] as const;
export type AssessmentKind = (typeof assessmentKinds)[number];

export const scopes = ['whole place', 'one organisation', 'one topic'] as const;
export type Scope = (typeof scopes)[number];

/** Whether the room sees who answered what. Chosen before anybody answers, and shown to everybody. */
export const identities = ['anonymous', 'named'] as const;
export type Identity = (typeof identities)[number];

export const assessmentStates = ['draft', 'open', 'closed'] as const;
export type AssessmentState = (typeof assessmentStates)[number];

export const assessmentDeeds = ['open', 'take back', 'close', 'reopen'] as const;
export type AssessmentDeed = (typeof assessmentDeeds)[number];

/** The life of an assessment: what leads from where to where. `whyNot` says when. */
export const assessmentSteps: Readonly<Record<AssessmentDeed, { from: AssessmentState; to: AssessmentState }>> = {
  open: { from: 'draft', to: 'open' },
  'take back': { from: 'open', to: 'draft' },
  close: { from: 'open', to: 'closed' },
  reopen: { from: 'closed', to: 'open' },
};

interface KindRule {
  /** Whether it has a day on which it closes by itself. */
  readonly closing: 'must' | 'may' | 'never';
  /** Whether it belongs to one organisation, whatever its scope. */
  readonly organisation: boolean;
  /** Whether people without an account answer through a link or a code. */
  readonly invites: boolean;
  /** How many people answer. */
  readonly answerers: 'one' | 'many';
  /**
   * Whether it can be opened again after it was closed. Where many answer, results that somebody has read would change the
   * answers to come. A workshop never is: its close freezes the scores, and the phones forget whose they were.
   */
  readonly reopens: 'always' | 'until results were read' | 'never';
}

export const kindRules: Readonly<Record<AssessmentKind, KindRule>> = {
  'own record': { closing: 'never', organisation: false, invites: false, answerers: 'one', reopens: 'always' },
  'one organisation': {
    closing: 'may',
    organisation: true,
    invites: false,
    answerers: 'one',
    reopens: 'until results were read',
  },
  'peer review': {
    closing: 'may',
    organisation: false,
    invites: false,
    answerers: 'one',
    reopens: 'until results were read',
  },
  'open online': {
    closing: 'must',
    organisation: false,
    invites: true,
    answerers: 'many',
    reopens: 'until results were read',
  },
  workshop: { closing: 'never', organisation: false, invites: true, answerers: 'many', reopens: 'never' },
};

/** What the guards ask of an assessment. Times are in milliseconds since 1970. */
export interface AssessmentFacts {
  readonly kind: AssessmentKind;
  readonly state: AssessmentState;
  readonly scope: Scope;
  /** Null: none chosen. */
  readonly tool: { readonly id: string; readonly version: number } | null;
  readonly organisation: string | null;
  readonly topic: string | null;
  readonly opensAt: number | null;
  /** Null: it closes when somebody closes it. */
  readonly closesAt: number | null;
  /** Answers of any kind that were handed in and not removed. */
  readonly answers: number;
  readonly resultsRead: boolean;
}

export const MOST_DAYS_OPEN = 366;
const DAY = 86_400_000;

/** Why an assessment cannot be opened, taken back, closed or reopened now; null when it can. */
export function whyNot(deed: AssessmentDeed, facts: AssessmentFacts, now: number): string | null {
  const { from } = assessmentSteps[deed];
  if (facts.state !== from) return `${deedNeeds[deed]} This one is ${stateWords[facts.state]}.`;
  switch (deed) {
    case 'open':
      return whyIncomplete(facts, now);
    case 'take back':
      return facts.answers === 0
        ? null
        : 'Somebody has answered already, so this can no longer be changed. Close it, or make a new one.';
    case 'close':
      return null;
    case 'reopen':
      return whyNotReopen(facts, now);
  }
}

const stateWords: Readonly<Record<AssessmentState, string>> = {
  draft: 'a draft',
  open: 'open',
  closed: 'closed',
};

const deedNeeds: Readonly<Record<AssessmentDeed, string>> = {
  open: 'Only a draft can be opened.',
  'take back': 'Only an open assessment can be taken back to a draft.',
  close: 'Only an open assessment can be closed.',
  reopen: 'Only a closed assessment can be reopened.',
};

function whyNotReopen(facts: AssessmentFacts, now: number): string | null {
  const { reopens } = kindRules[facts.kind];
  if (reopens === 'never')
    return 'A closed workshop stays closed, because closing freezes its scores. Hold another round.';
  if (reopens === 'until results were read' && facts.resultsRead)
    return 'Its results have been read, and would change the answers to come. Make another round.';
  return whyNotClosing(facts, now);
}

/** What is still missing before people can answer; null when nothing is. */
export function whyIncomplete(facts: AssessmentFacts, now: number): string | null {
  if (facts.tool === null) return 'Choose a tool first.';
  const blank = (text: string | null): boolean => text === null || text.trim() === '';
  if ((facts.scope === 'one organisation' || kindRules[facts.kind].organisation) && blank(facts.organisation))
    return 'Say which organisation this is about.';
  if (facts.scope === 'one topic' && blank(facts.topic)) return 'Say which topic this is about.';
  return whyNotClosing(facts, now);
}

/** Why the closing time will not do; null when it will, or when it may be missing and is. */
export function whyNotClosing(
  facts: Pick<AssessmentFacts, 'kind' | 'opensAt' | 'closesAt'>,
  now: number,
): string | null {
  const { closing } = kindRules[facts.kind];
  const { opensAt, closesAt } = facts;
  if (closesAt === null) return closing === 'must' ? 'Say when this closes.' : null;
  if (closing === 'never')
    return facts.kind === 'workshop'
      ? 'A workshop has no closing date: it closes when the facilitator closes it.'
      : 'A record of your own has no closing date.';
  if (opensAt !== null && closesAt <= opensAt) return 'This would close before it opens.';
  if (closesAt <= now) return 'The closing date has passed. Choose a later one.';
  if (closesAt - Math.max(now, opensAt ?? now) > MOST_DAYS_OPEN * DAY)
    return 'This would be open for more than a year.';
  return null;
}

/** What can be changed in each state. Tool, scope and identity are settled before anybody answers and stay so. */
export const changeable: Readonly<
  Record<
    AssessmentState,
    readonly ('title' | 'closing date' | 'opening date' | 'tool' | 'scope' | 'identity' | 'agenda')[]
  >
> = {
  draft: ['title', 'closing date', 'opening date', 'tool', 'scope', 'identity', 'agenda'],
  open: ['title', 'closing date', 'agenda'],
  closed: ['title'],
};

/** Why nobody can answer now; null when they can. An assessment past its closing time takes no answers even before it is marked closed. */
export function whyNoAnswers(
  facts: Pick<AssessmentFacts, 'state' | 'opensAt' | 'closesAt'>,
  now: number,
): string | null {
  if (facts.state === 'draft' || (facts.opensAt !== null && now < facts.opensAt)) return 'This has not opened yet.';
  if (facts.state === 'closed' || (facts.closesAt !== null && now >= facts.closesAt)) return 'This has closed.';
  return null;
}
