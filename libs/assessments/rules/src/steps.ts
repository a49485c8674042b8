import { stageAllows, type Stage, type StageKind } from './agenda.js';
import type { Level } from './tool.js';

export const roomStates = ['waiting', 'running', 'closed'] as const;

/** Where a workshop stands. Flat: each field is a column. Times are the server's, in milliseconds since 1970. */
export interface RoomState {
  readonly state: (typeof roomStates)[number];
  /** Index into the agenda. */
  readonly stage: number;
  /** When the present stage began, moved on by every pause that has ended. Null until the workshop starts. */
  readonly stageSince: number | null;
  /** Added to the present stage alone. */
  readonly extraSeconds: number;
  /** Null while the clock runs. */
  readonly pausedAt: number | null;
  /** The domain that is being talked about; null when none is. */
  readonly currentDomain: string | null;
  /** Domains whose answers are shown, by id. */
  readonly revealed: Readonly<Record<string, true>>;
  /** Domains that take no answers, by id. What is revealed is closed too. */
  readonly closedDomains: Readonly<Record<string, true>>;
  /** When anything was first revealed; no undo takes it back, for what was seen was seen. */
  readonly firstRevealedAt: number | null;
  /** When the workshop was first closed; no undo takes it back, for the phones have forgotten whose they were. */
  readonly scoresFrozenAt: number | null;
}

export const newRoom: RoomState = {
  state: 'waiting',
  stage: 0,
  stageSince: null,
  extraSeconds: 0,
  pausedAt: null,
  currentDomain: null,
  revealed: {},
  closedDomains: {},
  firstRevealedAt: null,
  scoresFrozenAt: null,
};

/** What the room says of one domain, as somebody typed it. */
export interface Agreed {
  readonly level: Level | null;
  /** False: talked about, and not agreed. Null: not talked about. */
  readonly reached: boolean | null;
  readonly reason: string;
  /** What was answered to the prompts, by prompt. */
  readonly prompts: Readonly<Record<string, string>>;
}

/** What a facilitator can do in the room. Participants are named by their number. */
export type Step =
  | { readonly kind: 'start' }
  | { readonly kind: 'next stage' }
  | { readonly kind: 'back a stage' }
  | { readonly kind: 'extend time'; readonly seconds: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'draw tables'; readonly tables: number; readonly seed: number }
  | { readonly kind: 'move person'; readonly participant: number; readonly table: number | null }
  | { readonly kind: 'show domain'; readonly domain: string | null }
  | { readonly kind: 'reveal'; readonly domain: string }
  | { readonly kind: 'reveal all' }
  | { readonly kind: 'hide'; readonly domain: string }
  | { readonly kind: 'hide all' }
  | { readonly kind: 'reopen domain'; readonly domain: string }
  | { readonly kind: 'close domain'; readonly domain: string }
  | { readonly kind: 'remove participant'; readonly participant: number }
  | { readonly kind: 'put back participant'; readonly participant: number }
  | ({ readonly kind: 'record consensus'; readonly domain: string } & Agreed)
  | { readonly kind: 'close workshop' };
export type StepKind = Step['kind'];

interface StepRule {
  /** In which states of the room it may be done at all. */
  readonly when: readonly RoomState['state'][];
  /** Which stages it belongs to; null for all. */
  readonly stages: 'reveal' | 'consensus' | 'score' | null;
  /** What it changes beside the room, which the server does and keeps as `before.outside`. */
  readonly changes: Outside['kind'] | null;
  /** What undo does, as the page says it. */
  readonly undo: string;
}

/** Every step, when it is allowed, and how it is undone. The console and the server read this one table. */
export const stepRules: Readonly<Record<StepKind, StepRule>> = {
  start: { when: ['waiting'], stages: null, changes: null, undo: 'The workshop waits again.' },
  'next stage': {
    when: ['running'],
    stages: null,
    changes: null,
    undo: 'The stage before goes on with the time that it had left.',
  },
  'back a stage': {
    when: ['running'],
    stages: null,
    changes: null,
    undo: 'The later stage goes on with the time that it had left.',
  },
  'extend time': { when: ['running'], stages: null, changes: null, undo: 'The added time is taken off.' },
  pause: { when: ['running'], stages: null, changes: null, undo: 'The clock goes on as if there had been no pause.' },
  resume: { when: ['running'], stages: null, changes: null, undo: 'The clock stands where the pause had stopped it.' },
  'draw tables': {
    when: ['waiting', 'running'],
    stages: null,
    changes: 'seats',
    undo: 'Everybody sits where they sat before the draw.',
  },
  'move person': { when: ['waiting', 'running'], stages: null, changes: 'seats', undo: 'They sit where they sat.' },
  'show domain': {
    when: ['running'],
    stages: null,
    changes: null,
    undo: 'The screens show the domain that they showed before.',
  },
  reveal: { when: ['running'], stages: 'reveal', changes: null, undo: 'The answers are hidden and can be changed.' },
  'reveal all': { when: ['running'], stages: 'reveal', changes: null, undo: 'What was hidden before is hidden again.' },
  hide: { when: ['running'], stages: null, changes: null, undo: 'The answers are shown again.' },
  'hide all': { when: ['running'], stages: null, changes: null, undo: 'What was shown before is shown again.' },
  'reopen domain': { when: ['running'], stages: 'score', changes: null, undo: 'It takes no answers again.' },
  'close domain': { when: ['running'], stages: null, changes: null, undo: 'It takes answers again.' },
  'remove participant': {
    when: ['waiting', 'running'],
    stages: null,
    changes: 'participant',
    undo: 'Their answers count again.',
  },
  'put back participant': {
    when: ['waiting', 'running'],
    stages: null,
    changes: 'participant',
    undo: 'Their answers no longer count.',
  },
  'record consensus': {
    when: ['running'],
    stages: 'consensus',
    changes: 'consensus',
    undo: 'What was agreed before stands again.',
  },
  'close workshop': {
    when: ['running'],
    stages: null,
    changes: null,
    undo: 'For 15 minutes: the room opens again for what it agrees, but the scores stay frozen.',
  },
};

/** What stands in other tables than the workshop's own, as it was before a step. */
export type Outside =
  | {
      readonly kind: 'seats';
      /** By participant; null is no table. */ readonly seats: Readonly<Record<string, number | null>>;
    }
  | { readonly kind: 'participant'; readonly participant: number; readonly removed: boolean }
  | {
      readonly kind: 'consensus';
      readonly domain: string;
      /** Null: none was recorded. */
      readonly agreed: Agreed | null;
    };

/** What undo needs: the fields of the room that the step changed, as they were, and what it changed beside the room. */
export interface Before {
  readonly room: Partial<RoomState>;
  readonly outside: Outside | null;
}

/** A row of the log. To undo a step is a step itself: its row holds the step that it takes back, and `undoes` says which row. */
export interface LoggedStep {
  readonly seq: number;
  readonly step: Step;
  readonly at: number;
  /** How things were before this row: before the step, or before it was undone. */
  readonly before: Before;
  readonly undoes: number | null;
  readonly undoneBy: number | null;
}

/** What a step has to know of the workshop beside its room. */
export interface AroundRoom {
  readonly agenda: readonly Pick<Stage, 'kind'>[];
  readonly domains: readonly string[];
  /** True once a table has handed in a level: a new draw would give it to other people. */
  readonly tablesAnswered: boolean;
}

export interface Refusal {
  readonly ok: false;
  readonly reason: string;
}
export type Applied = { readonly ok: true; readonly room: RoomState; readonly before: Partial<RoomState> } | Refusal;
export type Undone =
  | {
      readonly ok: true;
      readonly room: RoomState;
      /** Of the room, for the row of this undoing; the caller adds what stood outside before it put `outside` back. */
      readonly before: Partial<RoomState>;
      readonly outside: Outside | null;
    }
  | Refusal;

/** The longest that one press adds, and all presses together add to one stage. */
export const MOST_EXTENSION_SECONDS = 3600;
export const MOST_EXTRA_SECONDS = 4 * 3600;
/** Closing frees the phones of their tokens; so long the room can still be opened again for what it agrees. */
export const UNDO_CLOSE_MINUTES = 15;

const refuse = (reason: string): Refusal => ({ ok: false, reason });

const inState: Readonly<Record<RoomState['state'], string>> = {
  waiting: 'The workshop has not started.',
  running: 'The workshop has already started.',
  closed: 'The workshop is closed.',
};

const notInStage = {
  reveal: 'Answers are shown from the break on: what is seen earlier changes what people still answer.',
  consensus: 'What the room agrees is typed from the plenary on.',
  score: 'No answers are taken in this stage. Go back a stage first.',
} as const;

const stageOf = (room: RoomState, agenda: readonly Pick<Stage, 'kind'>[]): StageKind | undefined =>
  agenda[room.stage]?.kind;

/**
 * The room after a step, with what undo needs of the room; or why the step cannot be done. What a step changes beside the room
 * (`stepRules[…].changes`) is done by the caller, in the same unit of work.
 */
export function applyStep(room: RoomState, step: Step, now: number, around: AroundRoom): Applied {
  const rule = stepRules[step.kind];
  if (!rule.when.includes(room.state)) return refuse(inState[room.state]);
  if ('domain' in step && step.domain !== null && !around.domains.includes(step.domain))
    return refuse('This tool has no such domain.');
  const kind = stageOf(room, around.agenda);
  if (rule.stages !== null && !(kind !== undefined && stageAllows[kind][rule.stages]))
    return refuse(notInStage[rule.stages]);
  const change = changeOf(room, step, now, around);
  if ('reason' in change) return change;
  const before = Object.fromEntries(Object.keys(change).map((field) => [field, room[field as keyof RoomState]]));
  return { ok: true, room: { ...room, ...change }, before: before as Partial<RoomState> };
}

const enter = (stage: number, now: number): Partial<RoomState> => ({
  stage,
  stageSince: now,
  extraSeconds: 0,
  pausedAt: null,
});

const all = (domains: readonly string[]): Record<string, true> =>
  Object.fromEntries(domains.map((domain) => [domain, true as const]));

function without(of: Readonly<Record<string, true>>, domain: string): Record<string, true> {
  return all(Object.keys(of).filter((other) => other !== domain));
}

const has = (of: Readonly<Record<string, true>>, domain: string): boolean => Object.hasOwn(of, domain);

function reveal(room: RoomState, domains: readonly string[], now: number): Partial<RoomState> {
  return {
    revealed: { ...room.revealed, ...all(domains) },
    closedDomains: { ...room.closedDomains, ...all(domains) },
    firstRevealedAt: room.firstRevealedAt ?? now,
  };
}

function changeOf(room: RoomState, step: Step, now: number, around: AroundRoom): Partial<RoomState> | Refusal {
  switch (step.kind) {
    case 'start':
      if (around.agenda.length === 0) return refuse('The workshop has no agenda.');
      return { state: 'running', ...enter(0, now) };
    case 'next stage':
      if (room.stage + 1 >= around.agenda.length)
        return refuse('This is the last stage. Close the workshop when it is over.');
      return enter(room.stage + 1, now);
    case 'back a stage':
      if (room.stage === 0) return refuse('This is the first stage.');
      return enter(room.stage - 1, now);
    case 'extend time': {
      const { seconds } = step;
      if (!Number.isSafeInteger(seconds) || seconds < 1 || seconds > MOST_EXTENSION_SECONDS)
        return refuse('Add from one second to one hour.');
      if (room.extraSeconds + seconds > MOST_EXTRA_SECONDS)
        return refuse('A stage can be made four hours longer, and no more.');
      return { extraSeconds: room.extraSeconds + seconds };
    }
    case 'pause':
      if (room.pausedAt !== null) return refuse('The clock is already paused.');
      return { pausedAt: now };
    case 'resume':
      if (room.pausedAt === null || room.stageSince === null) return refuse('The clock is running.');
      return { pausedAt: null, stageSince: room.stageSince + Math.max(0, now - room.pausedAt) };
    case 'draw tables':
      if (!around.tablesAnswered) return {};
      return refuse('A table has already handed in its level. Move single people instead, or undo.');
    case 'move person':
      if (step.table === null || (Number.isSafeInteger(step.table) && step.table >= 1)) return {};
      return refuse('There is no such table.');
    case 'show domain':
      if (step.domain === room.currentDomain) return refuse('The screens already show this.');
      return { currentDomain: step.domain };
    case 'reveal':
      if (has(room.revealed, step.domain)) return refuse('The answers to this domain are already shown.');
      return reveal(room, [step.domain], now);
    case 'reveal all':
      if (around.domains.every((domain) => has(room.revealed, domain))) return refuse('Every domain is already shown.');
      return reveal(room, around.domains, now);
    case 'hide':
      if (!has(room.revealed, step.domain)) return refuse('The answers to this domain are not shown.');
      return { revealed: without(room.revealed, step.domain) };
    case 'hide all':
      if (Object.keys(room.revealed).length === 0) return refuse('No domain is shown.');
      return { revealed: {} };
    case 'reopen domain':
      if (room.scoresFrozenAt !== null) return refuse('The scores were frozen when the workshop was closed.');
      if (!has(room.closedDomains, step.domain)) return refuse('This domain takes answers already.');
      return {
        revealed: without(room.revealed, step.domain),
        closedDomains: without(room.closedDomains, step.domain),
      };
    case 'close domain':
      if (has(room.closedDomains, step.domain)) return refuse('This domain takes no answers already.');
      return { closedDomains: { ...room.closedDomains, [step.domain]: true } };
    case 'remove participant':
    case 'put back participant':
      if (room.scoresFrozenAt === null) return {};
      return refuse('The scores were frozen when the workshop was closed.');
    case 'record consensus':
      return {};
    case 'close workshop':
      return { state: 'closed', scoresFrozenAt: room.scoresFrozenAt ?? now };
  }
}

/**
 * Why a row of the log cannot be undone now; null when it can. The last step that stands can be; so can, until the next new step,
 * the last undoing, which does the step again.
 */
export function whyNotUndone(room: RoomState, log: readonly LoggedStep[], seq: number, now: number): string | null {
  const rows = new Map(log.map((row) => [row.seq, row]));
  const row = rows.get(seq);
  if (row === undefined) return 'There is no such step.';
  const made = log.filter(({ undoes }) => undoes === null);
  // An undone step stands again once its undoing was undone.
  const stands = ({ undoneBy }: LoggedStep): boolean =>
    undoneBy === null || (rows.get(undoneBy)?.undoneBy ?? null) !== null;
  if (row.undoes === null) {
    if (!stands(row)) return 'This step is already undone.';
    if (made.some((other) => other.seq > seq && stands(other))) return 'Undo what was done after this first.';
  } else {
    if (rows.get(row.undoes)?.undoes !== null) return 'This step stands again: undo the step itself.';
    if (row.undoneBy !== null) return 'This step was already done again.';
    if (made.some((other) => other.seq > seq)) return 'Something else was done since. Take the step anew.';
    const undoings = log.filter(({ undoes }) => undoes !== null && rows.get(undoes)?.undoes === null);
    if (undoings.some((other) => other.seq > seq && other.undoneBy === null))
      return 'Another step was undone after this one. Do that one again first.';
  }
  const { step, at, before } = row;
  const { changes } = stepRules[step.kind];
  if ((before.outside?.kind ?? null) !== changes) return 'What was before this step was not kept.';
  if (room.state === 'closed' && step.kind !== 'close workshop') return inState.closed;
  if (room.state === 'closed' && now - at > UNDO_CLOSE_MINUTES * 60_000)
    return `The workshop was closed more than ${UNDO_CLOSE_MINUTES} minutes ago, and stays closed.`;
  if (changes === 'participant' && room.scoresFrozenAt !== null)
    return 'The scores were frozen when the workshop was closed.';
  return null;
}

/** These stay as they are whatever is undone. */
const keptByUndo: readonly string[] = ['firstRevealedAt', 'scoresFrozenAt'];

/**
 * The room before the row `seq` of the log. Only what that row changed is put back. A stage that is gone back to has the time
 * left that it had when it was left.
 */
export function undo(room: RoomState, log: readonly LoggedStep[], seq: number, now: number): Undone {
  const reason = whyNotUndone(room, log, seq, now);
  const row = log.find((other) => other.seq === seq);
  if (reason !== null || row === undefined) return refuse(reason ?? 'There is no such step.');
  const { step, at, before } = row;
  const back = Object.entries(before.room).filter(([field]) => !keptByUndo.includes(field));
  const restored: RoomState = { ...room, ...(Object.fromEntries(back) as Partial<RoomState>) };
  const leaves = step.kind === 'next stage' || step.kind === 'back a stage' || step.kind === 'close workshop';
  const after = leaves ? sameTimeLeft(restored, Math.max(0, now - at)) : restored;
  const changed = Object.entries(room).filter(
    ([field]) => after[field as keyof RoomState] !== room[field as keyof RoomState],
  );
  return { ok: true, room: after, before: Object.fromEntries(changed) as Partial<RoomState>, outside: before.outside };
}

/** The same time left, `milliseconds` later. */
function sameTimeLeft(room: RoomState, milliseconds: number): RoomState {
  const move = (time: number | null): number | null => (time === null ? null : time + milliseconds);
  return { ...room, stageSince: move(room.stageSince), pausedAt: move(room.pausedAt) };
}

/** Why a person may not answer, a table hand in, or anybody propose or vote, now; null when they may. `domain` is asked for by the first two. */
export function whyNotNow(
  room: RoomState,
  agenda: readonly Pick<Stage, 'kind'>[],
  what: 'score' | 'table' | 'propose' | 'vote',
  domain: string | null,
): string | null {
  if (room.state !== 'running') return inState[room.state];
  const kind = stageOf(room, agenda);
  if (kind === undefined || !stageAllows[kind][what]) return notNow[what];
  if (what === 'propose' || what === 'vote') return null;
  if (room.scoresFrozenAt !== null) return 'The scores were frozen when the workshop was closed.';
  if (domain !== null && has(room.revealed, domain))
    return 'The answers to this domain have been shown, so it takes no more.';
  if (domain !== null && has(room.closedDomains, domain)) return 'The facilitator has closed this domain.';
  return null;
}

const notNow = {
  score: 'No answers are taken in this stage.',
  table: 'Tables hand in their levels while tables talk and in the break.',
  propose: 'Priorities are proposed from the plenary on.',
  vote: 'Votes are taken when the room chooses its priorities.',
} as const;

/** A sector is chosen once; it can be changed until anything was shown, for after that a change would show whose answers move. */
export function whyNotOtherSector(room: RoomState): string | null {
  if (room.state === 'closed') return inState.closed;
  return room.firstRevealedAt === null ? null : 'Answers have been shown, so sectors stay as they are.';
}
