import {
  applyStep,
  drawTables,
  stepRules,
  stepToUndo,
  undo,
  type AroundRoom,
  type LoggedStep,
  type Step,
  type StepKind,
} from '@turnstone/assessments-rules';
import type { PersonRow, StepRow, WorkshopRow } from './workshop.repository.js';

/** What the rules ask of a workshop beside its room. */
export const aroundOf = ({ agenda, tool }: WorkshopRow, tablesAnswered: boolean): AroundRoom => ({
  agenda,
  domains: tool.domains.map(({ id }) => id),
  tablesAnswered,
});

/** Why no step at all can be taken; null when one can. */
export function whyNoStep({ state, room }: WorkshopRow): string | null {
  if (state === 'draft') return 'This workshop has not been opened yet. Open it first.';
  if (state === 'closed' && room.state !== 'closed') return 'The workshop is closed.';
  return null;
}

/** By kind of step: why it cannot be taken just now, whatever it is taken of. Kinds that can be taken are not named. */
export function whyNotByKind(
  workshop: WorkshopRow,
  people: readonly PersonRow[],
  tablesAnswered: boolean,
  now: number,
): Record<string, string> {
  const around = aroundOf(workshop, tablesAnswered);
  const reasons: Record<string, string> = {};
  for (const kind of Object.keys(stepRules) as StepKind[]) {
    const reason = whyNoStep(workshop) ?? whyNoneOf(workshop, examplesOf(kind, around.domains), around, now);
    const beside = reason ?? whyNotBeside(kind, workshop, people);
    if (beside !== null) reasons[kind] = beside;
  }
  const rehearsing = whyNotRehearse(workshop, people);
  if (rehearsing !== null) reasons['rehearse'] = rehearsing;
  return reasons;
}

export function whyNotRehearse(workshop: WorkshopRow, people: readonly PersonRow[]): string | null {
  const reason = whyNoStep(workshop) ?? (workshop.room.state === 'closed' ? 'The workshop is closed.' : null);
  if (reason !== null) return reason;
  if (people.some(({ simulated }) => !simulated)) return 'Somebody has joined already, so this is no rehearsal.';
  return people.length > 0 ? 'The rehearsal has its people already.' : null;
}

/** Of each step of the log that is no undoing: why it cannot be taken back now; null when it can. */
export function whyNotUndone(
  workshop: WorkshopRow,
  steps: readonly StepRow[],
  seq: number,
  tablesAnswered: boolean,
  now: number,
): string | null {
  const asked = steps.find((one) => one.seq === seq);
  if (!asked) return 'There is no such step.';
  if (asked.undoes !== null) return 'An undoing is not taken back: take the step again instead.';
  if (asked.undoneBy !== null) return 'This step is already undone.';
  const last = stepToUndo(loggedOf(steps));
  if (last?.seq !== seq) return 'Take back the steps after it first.';
  // What a table said would otherwise be said by other people.
  if (tablesAnswered && asked.step.kind === 'draw tables')
    return 'A table has already handed in its level. Move single people instead.';
  const undone = undo(workshop.room, last, now);
  return undone.ok ? null : undone.reason;
}

/** The log as the rules know it: undoings are marks on the steps that they took back. */
export function loggedOf(steps: readonly StepRow[]): (LoggedStep & { readonly seq: number })[] {
  return steps.flatMap(({ seq, step, at, before, undoneBy }) =>
    step.kind === 'undo' ? [] : [{ seq, step, at: at.getTime(), before, undone: undoneBy !== null }],
  );
}

function whyNoneOf({ room }: WorkshopRow, examples: readonly Step[], around: AroundRoom, now: number): string | null {
  const tried = examples.map((step) => applyStep(room, step, now, around));
  if (tried.some(({ ok }) => ok)) return null;
  const refused = tried.find((one) => !one.ok);
  return refused && !refused.ok ? refused.reason : null;
}

/** Steps of this kind to try: one of each domain where it is about domains. */
function examplesOf(kind: StepKind, domains: readonly string[]): Step[] {
  switch (kind) {
    case 'extend time':
      return [{ kind, seconds: 60 }];
    case 'draw tables':
      return [{ kind, tables: 1, seed: 0 }];
    case 'move person':
      return [{ kind, participant: '', table: null }];
    case 'remove participant':
    case 'put back participant':
      return [{ kind, participant: '' }];
    case 'record consensus':
      return domains.map((domain) => ({ kind, domain, level: null, note: '' }));
    case 'show domain':
      return [null, ...domains].map((domain) => ({ kind, domain }));
    case 'reveal':
    case 'hide':
    case 'reopen domain':
    case 'close domain':
      return domains.map((domain) => ({ kind, domain }));
    default:
      return [{ kind }];
  }
}

function whyNotBeside(kind: StepKind, workshop: WorkshopRow, people: readonly PersonRow[]): string | null {
  const here = people.filter(({ removed }) => !removed);
  if (kind === 'draw tables') {
    const drawn = drawTables(here, 1, 0);
    return drawn.ok ? null : drawn.reason;
  }
  if (kind === 'move person' && workshop.tables === 0) return 'Tables have not been drawn yet.';
  if ((kind === 'move person' || kind === 'remove participant') && here.length === 0) return 'Nobody has joined yet.';
  if (kind === 'put back participant' && here.length === people.length) return 'Nobody was removed.';
  return null;
}
