/** A mail is tried for about 43 minutes: 5 s + 10 s + 20 s + … + 1280 s between ten attempts. */
export const ATTEMPTS = 10;
export const FIRST_PAUSE_MS = 5_000;
/** Longer than an attempt takes at worst. */
const SLACK_MS = 2 * 60_000;
const MINUTE_MS = 60_000;

/** When the queue's next attempt, after so many, must have come: until then nobody else has to look after the mail. */
export function jobIsLateAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + (attempts === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (attempts - 1)) + SLACK_MS);
}

/** Days that a mail is kept. */
export const KEPT_DAYS = 30;
export function oldestKept(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * 24 * 60 * MINUTE_MS);
}
