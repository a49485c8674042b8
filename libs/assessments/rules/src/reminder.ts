import { dayAfter, isWeekend, londonTimeOf } from './london-days.js';

/** How many days before it closes people are reminded. */
export const REMINDED_DAYS_BEFORE = 3;
/** From nine in the morning until before six in the evening, in London. */
const FROM_HOUR = 9;
const UNTIL_HOUR = 18;
const DAY_MS = 86_400_000;

/**
 * Whether somebody who was asked at `invitedAt` is reminded now that an assessment closes at the end of `closesOn`. From three
 * days before on, in the hours of work, a day after they were asked at the earliest. Not at a weekend, unless it closes before
 * the next Monday is over: then Monday would be too late to do anything about it before the last day.
 */
export function remindsNow(closesOn: string, invitedAt: number, now: number): boolean {
  const { day, hour } = londonTimeOf(now);
  if (day > closesOn || day < dayAfter(closesOn, -REMINDED_DAYS_BEFORE)) return false;
  if (hour < FROM_HOUR || hour >= UNTIL_HOUR) return false;
  if (now - invitedAt < DAY_MS) return false;
  return !isWeekend(day) || closesOn <= nextMonday(day);
}

function nextMonday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return dayAfter(day, weekday === 0 ? 1 : 8 - weekday);
}
