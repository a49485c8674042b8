import type { RoomDoor, RoomView } from '@turnstone/contract/assessments/room';
import { dayOf } from '@turnstone/places-web/days';

type About = Pick<RoomDoor | RoomView, 'kind' | 'identities'>;

/** Said before anybody joins, whole; and on the foot of every page, its first two sentences. */
export function whoSeesWhat({ kind, identities }: About, closesOn: string | null): { short: string; more: string[] } {
  const own = kind === 'own record' || kind === 'peer review';
  if (own)
    return {
      short: 'These answers are yours. They are read by you and by those you share this record with.',
      more: [],
    };
  const when =
    kind === 'workshop'
      ? 'until the facilitator shows it to everyone'
      : closesOn
        ? `before it closes on ${dayOf(closesOn)}`
        : 'before it closes';
  if (identities === 'named')
    return {
      short: `Your name is kept with your answers. Nobody sees a result ${when}; then your name stands beside your answers.`,
      more: ['Everybody who takes part here has been told the same.'],
    };
  return {
    short: `No name is kept. Nobody sees a result ${when}.`,
    more: [
      'We ask for no e-mail address, and you need no account.',
      'Results are counts. Groups too small to hide one person are never shown apart.',
    ],
  };
}

/** How sectors are explained to somebody who does not know in which one they are. */
export const sectorWords = {
  civic: { name: 'Civic', hint: 'The council and its services' },
  'health and care': { name: 'Health and care', hint: 'The NHS, social care, public health' },
  'voluntary and community': { name: 'Voluntary and community', hint: 'Charities, community and faith groups' },
  'community (residents)': { name: 'Community (residents)', hint: 'I am here as somebody who lives here' },
  'other public service': { name: 'Other public service', hint: 'Police, fire, schools, housing, jobs' },
  private: { name: 'Private', hint: 'A business' },
} as const;
