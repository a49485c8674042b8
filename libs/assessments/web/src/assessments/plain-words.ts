import type { Assessment, AssessmentSummary } from '@turnstone/contract/assessments/assessments';

export type Kind = AssessmentSummary['kind'];
export type Scope = AssessmentSummary['scope'];

/** What each kind is called, and what it is for. */
export const kindSays: Readonly<Record<Kind, { name: string; is: string }>> = {
  workshop: {
    name: 'Workshop',
    is: 'People from all partners meet, score by themselves, talk about why they differ, and leave with actions.',
  },
  'open online': {
    name: 'Open online',
    is: 'Everybody with the link answers in their own time until a closing day. Good before a workshop, or instead of one.',
  },
  'one organisation': {
    name: 'One organisation',
    is: 'One person answers for their organisation, to see where it stands before it sits down with the others.',
  },
  'peer review': {
    name: 'Peer review',
    is: 'Somebody from outside looks at us with the same tool: a second pair of eyes beside our own answers.',
  },
  'own record': {
    name: 'A record of your own',
    is: 'You answer for yourself. Nobody else sees it, or that there is one.',
  },
};

export const scopeSays: Readonly<Record<Scope, { name: string; is: string }>> = {
  'whole place': { name: 'The whole place', is: 'All partners, everything we plan and do together.' },
  'one organisation': { name: 'One organisation', is: 'How that organisation does its part.' },
  'one topic': { name: 'One topic', is: 'One part of the work, such as early years or falls.' },
};

export const identitiesSay: Readonly<Record<Assessment['identities'], { name: string; is: string }>> = {
  anonymous: {
    name: 'Anonymous',
    is: 'No name is asked or kept. People say more freely what they think, and nobody can be asked about their answer.',
  },
  named: {
    name: 'Named',
    is: 'Everybody gives a name, which stands beside their answers once they are shown. People can explain what they meant.',
  },
};

/** One person answers these, and nobody joins. */
export const isRecord = (kind: Kind): boolean => kind !== 'workshop' && kind !== 'open online';

/** 'Tool A', or nothing where the tool is a place's own. */
export const letterSaid = (letter: string | null): string => (letter === null ? '' : `Tool ${letter}`);

/** 'Tool A, Place-based planning'. */
export const toolSaid = ({ letter, title }: { letter: string | null; title: string }): string =>
  [letterSaid(letter), title].filter(Boolean).join(', ');

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** '1 person', '24 people'. */
export const countSaid = (count: number, one: string, several: string): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;

/** '2 hours', '3½ hours', '1 hour 50 minutes', from minutes. */
export function lengthSaid(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return countSaid(rest, 'minute', 'minutes');
  if (rest === 30) return `${hours}½ hours`;
  const whole = countSaid(hours, 'hour', 'hours');
  return rest === 0 ? whole : `${whole} ${countSaid(rest, 'minute', 'minutes')}`;
}

/** '11:05' from '09:00' and 125; from the next day on it says so. Null where `from` is no time of day. */
export function endOf(from: string, minutes: number): string | null {
  const read = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(from.trim());
  if (!read) return null;
  const end = Number(read[1]) * 60 + Number(read[2]) + minutes;
  const two = (part: number): string => String(part).padStart(2, '0');
  const time = `${two(Math.floor(end / 60) % 24)}:${two(end % 60)}`;
  return end >= 24 * 60 ? `${time} the next day` : time;
}

/** How many have answered; few enough to tell on somebody are not counted aloud. */
export function answeredSaid({ kind, people }: Pick<AssessmentSummary, 'kind' | 'people'>, smallest?: number): string {
  if (isRecord(kind)) return people ? 'Begun' : 'Not begun yet';
  if (people !== null) return `${countSaid(people, 'person has', 'people have')} answered`;
  return smallest === undefined
    ? 'Too few have answered so far to say how many'
    : `Fewer than ${smallest} people have answered so far, so we do not say how many`;
}
