import type { Place } from '@turnstone/contract/places/session';

export type Role = Place['roles'][number];
export type Level = Place['level'];

/** What each role may do, in one line; the whole truth is the table of the policy. */
export const roleSays: Readonly<Record<Role, string>> = {
  'programme manager':
    'Runs the partnership here: people, organisations, workstreams, sharing, figures, every report card.',
  'workstream lead': 'Writes the report cards of the workstreams that they lead.',
  contributor: 'Reads everything here and reports for their organisation.',
  facilitator: 'Reads everything here and runs workshops.',
  analyst: 'Imports figures, freezes baselines and chooses the indicators of a card.',
  'board member': 'Reads everything here, to decide on it.',
  viewer: 'Reads everything here and changes nothing.',
};

export const levelSays: Readonly<Record<Level, string>> = {
  system: 'System',
  place: 'Place',
  neighbourhood: 'Neighbourhood',
};

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** 'Programme manager, analyst'. */
export function rolesSaid(roles: readonly string[]): string {
  return capital(roles.join(', '));
}

/** 'Mere, Vale and Northbeck'. */
export function listSaid(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** '1 person', '24 people'. */
export function countSaid(count: number, one: string, several: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;
}

/** How long a link still works: 'works for 6 more days'. */
export function timeLeft(expiresAt: string, now: Date): string {
  const hours = (new Date(expiresAt).getTime() - now.getTime()) / 3_600_000;
  if (hours <= 0) return 'over';
  if (hours < 1) return 'less than an hour left';
  if (hours < 24) return `${countSaid(Math.floor(hours), 'hour', 'hours')} left`;
  return `${countSaid(Math.round(hours / 24), 'day', 'days')} left`;
}
