/**
 * Days as the calendar stands in London. An assessment opens at the first moment of its day and closes at the last one of its
 * last day, whatever the clocks do in between.
 */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** The day (2026-03-29) and the hour (0 to 23) in London at that moment, in milliseconds since 1970. */
export function londonTimeOf(at: number): { day: string; hour: number } {
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${part['year']}-${part['month']}-${part['day']}`, hour: Number(part['hour']) };
}

/**
 * The first moment of that day in London. British clocks change at 01:00 UTC (Summer Time Order 2002, SI 2002/262), so that
 * at 00:00 UTC the hour in London says by how much that day begins earlier than in UTC: none, or one hour.
 */
export function startOfDay(day: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  return utcMidnight - londonTimeOf(utcMidnight).hour * HOUR_MS;
}

/** The day that comes so many days later; earlier when negative. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
