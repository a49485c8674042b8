import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  betterOffset,
  checkAgenda,
  clockOffset,
  expectedEnd,
  expectedTimes,
  serverTime,
  stageAllows,
  stageKinds,
  timerOf,
  totalMinutes,
  withMinutes,
  type Agenda,
  type Stage,
  type StageKind,
} from './agenda.js';

const NOW = Date.UTC(2026, 10, 21, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const stage = (kind: StageKind, minutes: number, least = 5, most = 60): Stage => ({
  kind,
  title: kind,
  minutes,
  least,
  most,
});
const short: Agenda = [
  stage('introduction', 10),
  stage('scoring', 10),
  stage('tables', 35),
  stage('break', 10),
  stage('plenary', 50),
  stage('close', 5),
];
const why = (agenda: Agenda): string => {
  const checked = checkAgenda(agenda);
  return checked.ok ? 'held' : checked.reason;
};

test('an agenda that can be held is taken, and one that cannot says why', () => {
  assert.equal(why(short), 'held');
  assert.equal(totalMinutes(short), 120); // 10 + 10 + 35 + 10 + 50 + 5
  assert.match(why([]), /at least one stage/);
  assert.match(why([stage('introduction', 10)]), /a stage in which people score/);
  assert.match(why([stage('tables', 10), stage('scoring', 10)]), /scoring comes first/);
  assert.match(why([stage('close', 10), stage('scoring', 10)]), /close is the last/);
  assert.match(why([stage('scoring', 4)]), /from 5 to 60 minutes, not 4/);
  assert.match(why([stage('scoring', 61)]), /not 61/);
  assert.match(why([stage('scoring', 7.5)]), /whole minutes/);
  assert.match(why([stage('scoring', 10, 20, 10)]), /not above its most/);
  assert.match(why(Array.from({ length: 9 }, () => stage('scoring', 60))), /540 minutes together: .* 480 at most/);
});

test('stages are stretched within their least and most', () => {
  const longer = withMinutes(short, [10, 10, 40, 10, 50, 5]);
  assert.ok(longer.ok);
  assert.equal(totalMinutes(longer.agenda), 125);
  assert.equal(short[2]?.minutes, 35, 'the agenda before is as it was');
  assert.equal(withMinutes(short, [10, 10, 61, 10, 50, 5]).ok, false);
  const fewer = withMinutes(short, [10, 10]);
  assert.equal(fewer.ok ? '' : fewer.reason, 'Give the minutes of each of the 6 stages.');
});

test('the clock waits, runs, pauses and runs over', () => {
  const at = (since: number | null, extra: number, pausedAt: number | null, now: number) =>
    timerOf(stage('scoring', 10), since, extra, pausedAt, now);
  assert.deepEqual(at(null, 0, null, NOW), {
    state: 'waiting',
    remainingSeconds: 600,
    overrunSeconds: 0,
    endsAt: null,
  });
  assert.deepEqual(at(NOW, 0, null, NOW + 4 * MINUTE), {
    state: 'running',
    remainingSeconds: 360, // 600 - 240
    overrunSeconds: 0,
    endsAt: NOW + 10 * MINUTE,
  });
  assert.equal(at(NOW, 120, null, NOW + 4 * MINUTE).remainingSeconds, 480); // 600 + 120 - 240
  assert.deepEqual(at(NOW, 0, NOW + 3 * MINUTE, NOW + HOUR), {
    state: 'paused',
    remainingSeconds: 420, // 600 - 180, however late it is
    overrunSeconds: 0,
    endsAt: null,
  });
  assert.deepEqual(at(NOW, 0, null, NOW + 12 * MINUTE), {
    state: 'over',
    remainingSeconds: 0,
    overrunSeconds: 120,
    endsAt: NOW + 10 * MINUTE,
  });
  assert.equal(at(NOW, 0, null, NOW + 10 * MINUTE - 1).remainingSeconds, 1, '0:00 shows only when the time is up');
  assert.equal(at(NOW, 0, null, NOW - 5).remainingSeconds, 600, 'never more than the whole');
});

test('the end moves with a stage that runs over, is stretched or paused', () => {
  const end = (clock: Partial<Parameters<typeof expectedEnd>[1]>, now: number) =>
    (expectedEnd(short, { stage: 0, stageSince: NOW, extraSeconds: 0, pausedAt: null, ...clock }, now) - NOW) / MINUTE;
  assert.equal(end({ stageSince: null }, NOW), 120);
  assert.equal(end({ stageSince: null }, NOW + 15 * MINUTE), 135, 'not begun: it begins now');
  assert.equal(end({}, NOW + 5 * MINUTE), 120);
  assert.equal(end({ extraSeconds: 300 }, NOW + 5 * MINUTE), 125);
  assert.equal(end({}, NOW + 14 * MINUTE), 124, 'four minutes over');
  assert.equal(end({ pausedAt: NOW + 5 * MINUTE }, NOW + 8 * MINUTE), 123, 'paused for three minutes so far');
  assert.equal(end({ stage: 5 }, NOW), 5);
  assert.deepEqual(
    expectedTimes(short, { stage: 3, stageSince: NOW, extraSeconds: 0, pausedAt: null }, NOW).map(
      ({ stage, from, to }) => [stage, (from - NOW) / MINUTE, (to - NOW) / MINUTE],
    ),
    [
      [3, 0, 10],
      [4, 10, 60],
      [5, 60, 65],
    ],
  );
});

test('a phone whose clock is hours out shows the same seconds as the server, within half the way there and back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -48 * HOUR, max: 48 * HOUR }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 20 * MINUTE }),
      (skew, there, back, later) => {
        const phone = (server: number): number => server + skew;
        const offset = clockOffset(phone(NOW), NOW + there, phone(NOW + there + back));
        assert.ok(offset);
        const off = serverTime(phone(NOW + later), offset) - (NOW + later);
        assert.ok(Math.abs(off) <= offset.within + 1e-6, `${off} beyond ${offset.within}`);
        assert.equal(offset.within, (there + back) / 2);
      },
    ),
  );
  // Three hours fast, 200 ms each way: the offset is exact.
  const offset = clockOffset(NOW + 3 * HOUR, NOW + 200, NOW + 3 * HOUR + 400)!;
  assert.deepEqual(offset, { milliseconds: -3 * HOUR, within: 200 });
  const seen = serverTime(NOW + 3 * HOUR + 4 * MINUTE, offset);
  assert.equal(timerOf(stage('scoring', 10), NOW, 0, null, seen).remainingSeconds, 360);
});

test('a clock that was set on the way says nothing; of two offsets the more exact counts, unless the clock was set in between', () => {
  assert.equal(clockOffset(NOW, NOW, NOW - 1), null);
  const exact = { milliseconds: 1000, within: 50 };
  const rough = { milliseconds: 1200, within: 400 };
  assert.deepEqual(betterOffset(exact, rough), exact);
  assert.deepEqual(betterOffset(rough, exact), exact);
  assert.deepEqual(betterOffset(null, rough), rough);
  assert.deepEqual(betterOffset(rough, null), rough);
  const set = { milliseconds: 3_600_000, within: 400 };
  assert.deepEqual(betterOffset(exact, set), set, 'an hour away: the clock was set');
});

test('nothing is shown before tables have handed in, and nothing is voted before it is shown', () => {
  const stages = (what: keyof (typeof stageAllows)['break']) => stageKinds.filter((kind) => stageAllows[kind][what]);
  assert.deepEqual(stages('score'), ['scoring', 'tables', 'break', 'plenary']);
  assert.deepEqual(stages('table'), ['tables', 'break']);
  assert.deepEqual(stages('reveal'), ['break', 'plenary', 'priorities', 'close']);
  assert.deepEqual(stages('consensus'), ['plenary', 'priorities', 'close']);
  assert.deepEqual(stages('propose'), ['plenary', 'priorities']);
  assert.deepEqual(stages('vote'), ['priorities']);
});
