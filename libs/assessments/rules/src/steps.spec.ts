import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stageKinds, timerOf, type Agenda } from './agenda.js';
import {
  applyStep,
  newRoom,
  stepRules,
  stepToRedo,
  stepToUndo,
  undo,
  UNDO_CLOSE_MINUTES,
  whyNotNow,
  whyNotOtherSector,
  type AroundRoom,
  type LoggedStep,
  type Outside,
  type RoomState,
  type Step,
  type StepKind,
} from './steps.js';

const NOW = Date.UTC(2026, 10, 21, 9);
const MINUTE = 60_000;
const agenda: Agenda = stageKinds.map((kind) => ({ kind, title: kind, minutes: 10, least: 5, most: 60 }));
const around: AroundRoom = { agenda, domains: ['leadership', 'evaluation'], tablesAnswered: false };
const at = (kind: (typeof stageKinds)[number], other: Partial<RoomState> = {}): RoomState => ({
  ...newRoom,
  state: 'running',
  stage: stageKinds.indexOf(kind),
  stageSince: NOW,
  ...other,
});

function apply(room: RoomState, step: Step, now = NOW, others: Partial<AroundRoom> = {}): RoomState {
  const applied = applyStep(room, step, now, { ...around, ...others });
  assert.ok(applied.ok, applied.ok ? '' : applied.reason);
  return applied.room;
}

function refusal(room: RoomState, step: Step, others: Partial<AroundRoom> = {}): string {
  const applied = applyStep(room, step, NOW, { ...around, ...others });
  return applied.ok ? 'done' : applied.reason;
}

/** What the server keeps of what a step changed beside the room. */
function outsideOf(step: Step): Outside | null {
  if (stepRules[step.kind].changes === 'seats') return { kind: 'seats', seats: { a: 1, b: null } };
  if (step.kind === 'remove participant' || step.kind === 'put back participant')
    return { kind: 'participant', participant: step.participant, removed: step.kind === 'put back participant' };
  if (step.kind === 'record consensus') return { kind: 'consensus', domain: step.domain, consensus: null };
  return null;
}

function logged(room: RoomState, step: Step, now = NOW): { room: RoomState; entry: LoggedStep } {
  const applied = applyStep(room, step, now, around);
  assert.ok(applied.ok, applied.ok ? '' : applied.reason);
  const before = { room: applied.before, outside: outsideOf(step) };
  return { room: applied.room, entry: { step, at: now, before, undone: false } };
}

/** Each step with a room in which it may be done. */
const doable: Readonly<Record<StepKind, readonly [RoomState, Step]>> = {
  start: [newRoom, { kind: 'start' }],
  'next stage': [at('scoring', { extraSeconds: 60 }), { kind: 'next stage' }],
  'back a stage': [at('scoring'), { kind: 'back a stage' }],
  'extend time': [at('scoring'), { kind: 'extend time', seconds: 300 }],
  pause: [at('scoring'), { kind: 'pause' }],
  resume: [at('scoring', { pausedAt: NOW - MINUTE }), { kind: 'resume' }],
  'draw tables': [newRoom, { kind: 'draw tables', tables: 6, seed: 1 }],
  'move person': [at('tables'), { kind: 'move person', participant: 'a', table: 2 }],
  'show domain': [at('plenary'), { kind: 'show domain', domain: 'leadership' }],
  reveal: [at('plenary'), { kind: 'reveal', domain: 'leadership' }],
  'reveal all': [at('break', { closedDomains: { leadership: true } }), { kind: 'reveal all' }],
  hide: [at('plenary', { revealed: { leadership: true } }), { kind: 'hide', domain: 'leadership' }],
  'hide all': [at('plenary', { revealed: { leadership: true } }), { kind: 'hide all' }],
  'reopen domain': [
    at('plenary', { revealed: { leadership: true }, closedDomains: { leadership: true } }),
    { kind: 'reopen domain', domain: 'leadership' },
  ],
  'close domain': [at('scoring'), { kind: 'close domain', domain: 'leadership' }],
  'remove participant': [at('scoring'), { kind: 'remove participant', participant: 'a' }],
  'put back participant': [at('scoring'), { kind: 'put back participant', participant: 'a' }],
  'record consensus': [at('plenary'), { kind: 'record consensus', domain: 'leadership', level: 2, note: '' }],
  'close workshop': [at('close'), { kind: 'close workshop' }],
};

test('every step can be done where it belongs, and undone to what was before', () => {
  for (const [kind, [room, step]] of Object.entries(doable)) {
    const done = logged(room, step);
    const undone = undo(done.room, done.entry, NOW);
    assert.ok(undone.ok, `${kind}: ${undone.ok ? '' : undone.reason}`);
    const kept = { firstRevealedAt: done.room.firstRevealedAt, scoresFrozenAt: done.room.scoresFrozenAt };
    assert.deepEqual(undone.room, { ...room, ...kept }, kind);
    assert.deepEqual(undone.outside, outsideOf(step), kind);
    assert.deepEqual(JSON.parse(JSON.stringify(done)), done, `${kind} is kept as JSON`);
  }
});

test('no step is done in a state of the room that is not its own', () => {
  for (const [kind, [room, step]] of Object.entries(doable)) {
    const { when } = stepRules[kind as StepKind];
    for (const state of ['waiting', 'running', 'closed'] as const) {
      if (when.includes(state)) continue;
      const expected = { waiting: /has not started/, running: /already started/, closed: /is closed/ }[state];
      assert.match(refusal({ ...room, state }, step), expected, `${kind} when ${state}`);
    }
  }
});

test('stages follow each other, each with a clock of its own', () => {
  const started = apply(newRoom, { kind: 'start' });
  assert.equal(started.stageSince, NOW);
  const longer = apply(started, { kind: 'extend time', seconds: 120 });
  const next = apply(longer, { kind: 'next stage' }, NOW + 5 * MINUTE);
  assert.deepEqual(next, { ...started, stage: 1, stageSince: NOW + 5 * MINUTE });
  assert.match(refusal(at('close'), { kind: 'next stage' }), /last stage/);
  assert.match(refusal(at('introduction'), { kind: 'back a stage' }), /first stage/);
  assert.match(refusal(newRoom, { kind: 'start' }, { agenda: [] }), /no agenda/);
  for (const seconds of [0, -60, 0.5, 3601, Number.NaN])
    assert.match(refusal(started, { kind: 'extend time', seconds }), /one second to one hour/);
  assert.match(refusal({ ...started, extraSeconds: 4 * 3600 }, { kind: 'extend time', seconds: 1 }), /no more/);
});

test('a pause stops the clock, and the stage goes on with the time that it had', () => {
  const left = (room: RoomState, now: number) =>
    timerOf(agenda[room.stage]!, room.stageSince, room.extraSeconds, room.pausedAt, now).remainingSeconds;
  const room = at('scoring');
  const paused = apply(room, { kind: 'pause' }, NOW + 4 * MINUTE);
  const resumed = apply(paused, { kind: 'resume' }, NOW + 34 * MINUTE);
  assert.equal(left(paused, NOW + 20 * MINUTE), 360); // 600 - 240
  assert.equal(left(resumed, NOW + 35 * MINUTE), 300); // 360 - 60
  assert.match(refusal(paused, { kind: 'pause' }), /already paused/);
  assert.match(refusal(room, { kind: 'resume' }), /is running/);
});

test('a stage that undo goes back to has the time left that it had', () => {
  const step = logged(at('scoring'), { kind: 'next stage' }, NOW + 4 * MINUTE);
  const undone = undo(step.room, step.entry, NOW + 9 * MINUTE);
  assert.ok(undone.ok);
  const { stageSince, extraSeconds, pausedAt } = undone.room;
  assert.equal(timerOf(agenda[1]!, stageSince, extraSeconds, pausedAt, NOW + 9 * MINUTE).remainingSeconds, 360);
});

test('a revealed domain takes no answers until it is reopened; hiding it alone does not open it', () => {
  const room = at('plenary');
  const shown = apply(room, { kind: 'reveal', domain: 'leadership' });
  assert.match(whyNotNow(shown, agenda, 'score', 'leadership') ?? '', /have been shown/);
  assert.equal(whyNotNow(shown, agenda, 'score', 'evaluation'), null, 'the others are open to who comes late');
  const hidden = apply(shown, { kind: 'hide', domain: 'leadership' });
  assert.match(whyNotNow(hidden, agenda, 'score', 'leadership') ?? '', /has closed this domain/);
  const open = apply(shown, { kind: 'reopen domain', domain: 'leadership' });
  assert.deepEqual([open.revealed, open.closedDomains], [{}, {}]);
  assert.equal(whyNotNow(open, agenda, 'score', 'leadership'), null);
  assert.match(refusal(shown, { kind: 'reveal', domain: 'leadership' }), /already shown/);
  assert.match(refusal(room, { kind: 'hide', domain: 'leadership' }), /not shown/);
  assert.match(refusal(room, { kind: 'hide all' }), /No domain is shown/);
  assert.match(refusal(room, { kind: 'reopen domain', domain: 'leadership' }), /takes answers already/);
  assert.match(refusal(apply(room, { kind: 'reveal all' }), { kind: 'reveal all' }), /already shown/);
});

test('nothing is revealed while people score or tables talk', () => {
  for (const kind of stageKinds) {
    const said = refusal(at(kind), { kind: 'reveal', domain: 'leadership' });
    if (['introduction', 'scoring', 'tables'].includes(kind)) assert.match(said, /from the break on/);
    else assert.equal(said, 'done');
  }
  assert.match(refusal(at('tables'), { kind: 'reveal all' }), /from the break on/);
  assert.match(refusal(at('break'), { kind: 'record consensus', domain: 'leadership', level: 2, note: '' }), /plenary/);
  const closed = at('priorities', { closedDomains: { leadership: true } });
  assert.match(refusal(closed, { kind: 'reopen domain', domain: 'leadership' }), /Go back a stage first/);
});

test('a domain that the tool does not have, even one of an object’s own names, is refused', () => {
  for (const domain of ['nothing', '__proto__', 'constructor', ''])
    assert.match(refusal(at('plenary'), { kind: 'reveal', domain }), /no such domain/);
  const odd = { ...around, domains: ['constructor', '__proto__'] };
  const shown = apply(at('plenary'), { kind: 'reveal all' }, NOW, odd);
  assert.deepEqual(Object.keys(shown.revealed), ['constructor', '__proto__']);
  assert.equal(whyNotNow(at('plenary'), agenda, 'score', 'constructor'), null);
});

test('tables are not drawn again once one has handed in', () => {
  const draw = { kind: 'draw tables', tables: 5, seed: 2 } as const;
  assert.equal(refusal(at('tables'), draw), 'done');
  assert.match(refusal(at('tables'), draw, { tablesAnswered: true }), /already handed in its level/);
  assert.match(refusal(at('tables'), { kind: 'move person', participant: 'a', table: 0 }), /no such table/);
});

test('closing freezes the scores for good; for 15 minutes the room can be opened again for what it agrees', () => {
  const closed = logged(at('close'), { kind: 'close workshop' });
  assert.equal(closed.room.scoresFrozenAt, NOW);
  const soon = undo(closed.room, closed.entry, NOW + UNDO_CLOSE_MINUTES * MINUTE);
  assert.ok(soon.ok);
  assert.equal(soon.room.state, 'running');
  const back = { ...soon.room, stage: stageKinds.indexOf('plenary'), closedDomains: { leadership: true as const } };
  assert.match(whyNotNow(back, agenda, 'score', 'evaluation') ?? '', /were frozen/);
  assert.match(refusal(back, { kind: 'reopen domain', domain: 'leadership' }), /were frozen/);
  assert.match(refusal(back, { kind: 'remove participant', participant: 'a' }), /were frozen/);
  assert.equal(refusal(back, { kind: 'record consensus', domain: 'leadership', level: 3, note: '' }), 'done');
  const late = undo(closed.room, closed.entry, NOW + UNDO_CLOSE_MINUTES * MINUTE + 1);
  assert.match(late.ok ? '' : late.reason, /stays closed/);
  const again = apply(soon.room, { kind: 'close workshop' }, NOW + 20 * MINUTE);
  assert.equal(again.scoresFrozenAt, NOW, 'frozen when it was first closed');
});

test('a closed workshop has no other step undone, and no step is undone twice or without what was before', () => {
  const step = logged(at('plenary'), { kind: 'reveal', domain: 'leadership' });
  const reason = (room: RoomState, entry: LoggedStep): string => {
    const undone = undo(room, entry, NOW);
    return undone.ok ? 'undone' : undone.reason;
  };
  assert.match(reason({ ...step.room, state: 'closed' }, step.entry), /is closed/);
  assert.match(reason(step.room, { ...step.entry, undone: true }), /already undone/);
  const moved = logged(at('tables'), { kind: 'move person', participant: 'a', table: 2 });
  assert.match(reason(moved.room, { ...moved.entry, before: { room: {}, outside: null } }), /was not kept/);
  const removed = logged(at('plenary'), { kind: 'remove participant', participant: 'a' });
  assert.match(reason({ ...removed.room, scoresFrozenAt: NOW }, removed.entry), /were frozen/);
});

test('undo takes the last step that stands; redo the first undone after it; a new step ends the chance of redo', () => {
  const entry = (kind: 'pause' | 'resume', undone: boolean): LoggedStep => ({
    step: { kind },
    at: NOW,
    before: { room: {}, outside: null },
    undone,
  });
  const [one, two, three] = [entry('pause', false), entry('resume', true), entry('pause', true)];
  assert.equal(stepToUndo([one, two, three]), one);
  assert.equal(stepToRedo([one, two, three]), two);
  const fresh = entry('resume', false);
  assert.equal(stepToUndo([one, two, three, fresh]), fresh);
  assert.equal(stepToRedo([one, two, three, fresh]), null);
  assert.equal(stepToRedo([two, three]), two);
  assert.deepEqual([stepToUndo([]), stepToRedo([]), stepToUndo([two])], [null, null, null]);
});

test('a sector is changed until anything was shown, and an undone reveal does not bring that back', () => {
  assert.equal(whyNotOtherSector(at('scoring')), null);
  const step = logged(at('plenary'), { kind: 'reveal', domain: 'leadership' });
  assert.match(whyNotOtherSector(step.room) ?? '', /sectors stay as they are/);
  const undone = undo(step.room, step.entry, NOW);
  assert.ok(undone.ok);
  assert.deepEqual([undone.room.revealed, undone.room.closedDomains], [{}, {}]);
  assert.match(whyNotOtherSector(undone.room) ?? '', /sectors stay as they are/);
});

test('answers, table levels and votes are taken in their stages alone', () => {
  assert.match(whyNotNow(newRoom, agenda, 'score', 'leadership') ?? '', /has not started/);
  assert.match(whyNotNow({ ...newRoom, state: 'closed' }, agenda, 'vote', null) ?? '', /is closed/);
  assert.equal(whyNotNow(at('tables'), agenda, 'table', 'leadership'), null);
  assert.match(whyNotNow(at('plenary'), agenda, 'table', 'leadership') ?? '', /Tables hand in/);
  assert.equal(whyNotNow(at('priorities'), agenda, 'vote', null), null);
  assert.match(whyNotNow(at('plenary'), agenda, 'vote', null) ?? '', /chooses its priorities/);
  assert.equal(whyNotNow(at('plenary'), agenda, 'propose', null), null);
  assert.match(whyNotNow(at('break'), agenda, 'propose', null) ?? '', /from the plenary on/);
  assert.match(whyNotNow(at('introduction'), agenda, 'score', 'leadership') ?? '', /No answers are taken/);
});

test('whatever a facilitator does, undoing all of it leads back to the beginning, and redoing to where they were', () => {
  const domain = fc.constantFrom(...around.domains);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constantFrom<Step>(
      { kind: 'start' },
      { kind: 'next stage' },
      { kind: 'next stage' },
      { kind: 'back a stage' },
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'reveal all' },
      { kind: 'hide all' },
    ),
    fc.integer({ min: 1, max: 3600 }).map((seconds): Step => ({ kind: 'extend time', seconds })),
    fc
      .tuple(fc.constantFrom('show domain', 'reveal', 'hide', 'reopen domain', 'close domain' as const), domain)
      .map(([kind, domain]) => ({ kind, domain }) as Step),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const start = apply(newRoom, { kind: 'start' });
      let room = start;
      const log: LoggedStep[] = [];
      for (const wanted of steps) {
        const applied = applyStep(room, wanted, NOW, around);
        if (!applied.ok) continue;
        log.push({ step: wanted, at: NOW, before: { room: applied.before, outside: null }, undone: false });
        room = applied.room;
      }
      const end = room;
      for (let last = stepToUndo(log); last !== null; last = stepToUndo(log)) {
        const undone = undo(room, last, NOW);
        assert.ok(undone.ok);
        room = undone.room;
        log[log.indexOf(last)] = { ...last, undone: true };
      }
      assert.deepEqual(room, { ...start, firstRevealedAt: end.firstRevealedAt });
      for (let next = stepToRedo(log); next !== null; next = stepToRedo(log)) {
        room = apply(room, next.step);
        log[log.indexOf(next)] = { ...next, undone: false };
      }
      assert.deepEqual(room, end);
    }),
    { numRuns: 300 },
  );
});
