import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAfter, isWeekend, londonTimeOf, startOfDay } from './london-days.js';
import { remindsNow } from './reminder.js';

const at = (moment: string): number => Date.parse(moment);

test('a day begins in London at 00:00 by its own clock, in winter, in summer and on the nights of the change', () => {
  // Summer time ran from 29 March to 25 October 2026 (gov.uk, When do the clocks change?), each at 01:00 UTC.
  const days: [string, string][] = [
    ['2026-01-15', '2026-01-15T00:00:00Z'],
    ['2026-03-29', '2026-03-29T00:00:00Z'],
    ['2026-03-30', '2026-03-29T23:00:00Z'],
    ['2026-07-01', '2026-06-30T23:00:00Z'],
    ['2026-10-25', '2026-10-24T23:00:00Z'],
    ['2026-10-26', '2026-10-26T00:00:00Z'],
  ];
  for (const [day, begins] of days) {
    assert.equal(new Date(startOfDay(day)).toISOString(), begins.replace('Z', '.000Z'), day);
    assert.equal(londonTimeOf(at(begins)).day, day);
    assert.equal(londonTimeOf(at(begins)).hour, 0);
    assert.equal(londonTimeOf(at(begins) - 1).day, dayAfter(day, -1));
  }
  // 23 and 25 hours.
  assert.equal(startOfDay('2026-03-30') - startOfDay('2026-03-29'), 23 * 3_600_000);
  assert.equal(startOfDay('2026-10-26') - startOfDay('2026-10-25'), 25 * 3_600_000);
});

test('for every day of two years, the moment before it begins is the day before', () => {
  for (let day = '2026-01-01'; day < '2028-01-01'; day = dayAfter(day, 1)) {
    assert.deepEqual(londonTimeOf(startOfDay(day)), { day, hour: 0 });
    assert.deepEqual(londonTimeOf(startOfDay(day) - 1), { day: dayAfter(day, -1), hour: 23 });
  }
});

test('weekends are Saturdays and Sundays', () => {
  // 21 November 2026 is a Saturday.
  assert.deepEqual(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map(isWeekend), [false, true, true, false]);
});

const LONG_AGO = at('2026-11-01T12:00:00Z');
/** The first full hours at which somebody who was asked long ago is reminded of what closes on that day. */
function firstReminder(closesOn: string, invitedAt = LONG_AGO): string | null {
  for (let now = startOfDay(dayAfter(closesOn, -6)); now < startOfDay(dayAfter(closesOn, 3)); now += 3_600_000)
    if (remindsNow(closesOn, invitedAt, now)) return `${londonTimeOf(now).day} ${londonTimeOf(now).hour}`;
  return null;
}

test('the reminder comes three days before, at nine in the morning, and waits for Monday rather than come at a weekend', () => {
  assert.equal(firstReminder('2026-11-27'), '2026-11-24 9', 'Friday: on Tuesday');
  assert.equal(firstReminder('2026-11-26'), '2026-11-23 9', 'Thursday: on Monday');
  assert.equal(firstReminder('2026-11-25'), '2026-11-23 9', 'Wednesday: three days before is a Sunday');
  assert.equal(firstReminder('2026-11-24'), '2026-11-23 9', 'Tuesday: three days before is a Saturday');
  assert.equal(firstReminder('2026-11-23'), '2026-11-20 9', 'Monday: on Friday');
  assert.equal(firstReminder('2026-11-22'), '2026-11-19 9', 'Sunday: on Thursday');
  // In summer nine o’clock in London is eight o’clock in UTC.
  assert.equal(remindsNow('2026-07-03', LONG_AGO - 365 * 86_400_000, at('2026-06-30T08:00:00Z')), true);
  assert.equal(remindsNow('2026-07-03', LONG_AGO - 365 * 86_400_000, at('2026-06-30T07:59:59Z')), false);
});

test('a weekend is used only where Monday would be too late', () => {
  // Asked on Friday at noon, closing on Sunday or Monday: Saturday noon is a day later.
  const friday = at('2026-11-20T12:00:00Z');
  assert.equal(firstReminder('2026-11-22', friday), '2026-11-21 12');
  assert.equal(firstReminder('2026-11-23', friday), '2026-11-21 12');
  assert.equal(firstReminder('2026-11-24', friday), '2026-11-23 9', 'Tuesday leaves Monday');
});

test('nobody is reminded on the day on which they were asked, at night, or after it closed', () => {
  assert.equal(remindsNow('2026-11-27', at('2026-11-25T10:00:00Z'), at('2026-11-25T15:00:00Z')), false);
  assert.equal(remindsNow('2026-11-27', LONG_AGO, at('2026-11-25T18:00:00Z')), false);
  assert.equal(remindsNow('2026-11-27', LONG_AGO, at('2026-11-25T17:59:59Z')), true);
  assert.equal(remindsNow('2026-11-27', LONG_AGO, at('2026-11-25T03:00:00Z')), false);
  assert.equal(remindsNow('2026-11-27', LONG_AGO, at('2026-11-28T10:00:00Z')), false);
  assert.equal(remindsNow('2026-11-27', LONG_AGO, at('2026-11-23T10:00:00Z')), false, 'four days before');
  assert.equal(firstReminder('2026-11-25', at('2026-11-25T08:00:00Z')), null);
});
