/** Dates and times as people in England write them; times are those of London whatever the device says. */
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const shortDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/London',
});

/** '21 November 2026', from a date or a moment in ISO form. */
export function dayOf(iso: string): string {
  return day.format(asDate(iso));
}

/** '18 Dec 2026', for tables; months keep three letters, September too. */
export function shortDayOf(iso: string): string {
  return shortDay.format(asDate(iso)).replace('Sept', 'Sep');
}

/** '14:03', from a moment in ISO form. */
export function timeOf(iso: string): string {
  return clock.format(new Date(iso));
}

/** '21 November 2026, 14:03'. */
export function momentOf(iso: string): string {
  return `${dayOf(iso)}, ${timeOf(iso)}`;
}

/** Today's moments are said by the time alone. */
export function recentlyOf(iso: string, now: Date): string {
  return dayOf(iso) === dayOf(now.toISOString()) ? timeOf(iso) : momentOf(iso);
}

// Noon keeps a plain date on its day in every time zone that we write for.
function asDate(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso);
}
