import type { Timer } from '@turnstone/assessments-rules/agenda';

/** '6:32', or '1:04:09' from an hour on. Seconds. */
export function clockWords(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const last = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${last}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${last}`;
}

/** What stands above the figure of the clock. */
export function timerName(timer: Timer): string {
  return { waiting: 'Time', running: 'Time left', paused: 'Paused with', over: 'Over by' }[timer.state];
}

export const timerFigure = (timer: Timer): string =>
  clockWords(timer.state === 'over' ? timer.overrunSeconds : timer.remainingSeconds);

export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** 'one, two and three'. */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const short: Readonly<Record<string, string>> = {
  'community (residents)': 'residents',
  'other public service': 'other public services',
  private: 'private sector',
  'Sector not said': 'sector not said',
};

/** Groups that are shown together or apart, by their names: 'Civic and private sector'. */
export const groupWords = (names: readonly string[]): string => capital(list(names.map((name) => short[name] ?? name)));

/** The middle answer: '2', or 'between 2 and 3'. */
export function middleWords(middle: readonly [number, number]): string {
  return middle[0] === middle[1] ? String(middle[0]) : `between ${middle[0]} and ${middle[1]}`;
}
