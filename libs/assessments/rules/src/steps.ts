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

/** What a facilitator can do in the room. Participants are named by their id. */
export type Step =
  | { readonly kind: 'start' }
  | { readonly kind: 'next stage' }
  | { readonly kind: 'back a stage' }
  | { readonly kind: 'extend time'; readonly seconds: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'draw tables'; readonly tables: number; readonly seed: number }
  | { readonly kind: 'move person'; readonly participant: string; readonly table: number | null }
  | { readonly kind: 'show domain'; readonly domain: string | null }
  | { readonly kind: 'reveal'; readonly domain: string }
  | { readonly kind: 'reveal all' }
  | { readonly kind: 'hide'; readonly domain: string }
  | { readonly kind: 'hide all' }
  | { readonly kind: 'reopen domain'; readonly domain: string }
  | { readonly kind: 'close domain'; readonly domain: string }
  | { readonly kind: 'remove participant'; readonly participant: string }
  | { readonly kind: 'put back participant'; readonly participant: string }
  | {
      readonly kind: 'record consensus';
      readonly domain: string;
      /** Null takes the consensus away. */
      readonly level: Level | null;
      readonly note: string;
    }
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
  | { readonly kind: 'participant'; readonly participant: string; readonly removed: boolean }
  | {
      readonly kind: 'consensus';
      readonly domain: string;
      /** Null: none was recorded. */
      readonly consensus: { readonly level: Level; readonly note: string } | null;
    };

/** What undo needs: the fields of the room that the step changed, as they were, and what it changed beside the room. */
export interface Before {
  readonly room: Partial<RoomState>;
  readonly outside: Outside | null;
}

/** A step as the log keeps it. */
export interface LoggedStep {
  readonly step: Step;
  readonly at: number;
  readonly before: Before;
  readonly undone: boolean;
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
export type Undone = { readonly ok: true; readonly room: RoomState; readonly outside: Outside | null } | Refusal;

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

/** What undo takes back: the last step that stands. Null when none does. */
export function stepToUndo<Logged extends LoggedStep>(log: readonly Logged[]): Logged | null {
  return log.findLast((logged) => !logged.undone) ?? null;
}

/** What redo does again: the first of the steps undone since the last one that stands. A new step ends the chance of it. */
export function stepToRedo<Logged extends LoggedStep>(log: readonly Logged[]): Logged | null {
  return log[log.findLastIndex((logged) => !logged.undone) + 1] ?? null;
}

/** These stay as they are whatever is undone. */
const keptByUndo: readonly (keyof RoomState)[] = ['firstRevealedAt', 'scoresFrozenAt'];

/**
 * The room before the step that `stepToUndo` names. Only what the step changed is put back. A stage that is gone back to has
 * the time left that it had when the step was made. To redo is to apply the step again.
 */
export function undo(room: RoomState, logged: LoggedStep, now: number): Undone {
  const { step, at, before } = logged;
  if (logged.undone) return refuse('This step is already undone.');
  const changes = stepRules[step.kind].changes;
  if (before.outside?.kind !== (changes ?? undefined)) return refuse('What was before this step was not kept.');
  if (room.state === 'closed' && step.kind !== 'close workshop') return refuse(inState.closed);
  if (step.kind === 'close workshop' && now - at > UNDO_CLOSE_MINUTES * 60_000)
    return refuse(`The workshop was closed more than ${UNDO_CLOSE_MINUTES} minutes ago, and stays closed.`);
  if (changes === 'participant' && room.scoresFrozenAt !== null)
    return refuse('The scores were frozen when the workshop was closed.');
  const back = Object.entries(before.room).filter(([field]) => !keptByUndo.includes(field as keyof RoomState));
  const restored: RoomState = { ...room, ...(Object.fromEntries(back) as Partial<RoomState>) };
  const stood = step.kind === 'next stage' || step.kind === 'back a stage' || step.kind === 'close workshop';
  return { ok: true, room: stood ? later(restored, Math.max(0, now - at)) : restored, outside: before.outside };
}

/** The same time left, `milliseconds` later. */
function later(room: RoomState, milliseconds: number): RoomState {
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
