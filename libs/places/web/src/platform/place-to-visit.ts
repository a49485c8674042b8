import { listPlaces } from '@turnstone/contract/places/platform';
import type { Place, Session } from '@turnstone/contract/places/session';
import { deedsOf } from '@turnstone/places-rules';
import type { ContractClient } from '../contract-client.js';

/** A place that a platform administrator does not belong to, with what the policy lets them do there. */
export async function placeToVisit(
  client: ContractClient,
  person: NonNullable<Session['person']>,
  slug: string,
): Promise<Place | null> {
  const { places } = await client.ask(listPlaces);
  const found = places.find((place) => place.slug === slug);
  if (!found) return null;
  const actor = {
    kind: 'member',
    personId: person.id,
    name: person.name,
    sessionId: '',
    platformAdministrator: true,
    places: {},
  } as const;
  return {
    id: found.id,
    slug: found.slug,
    name: found.name,
    level: found.level,
    about: found.about,
    invented: found.invented,
    areaName: null,
    shared: false,
    roles: [],
    version: found.version,
    may: deedsOf(actor, { kind: 'place', id: found.id }),
  };
}
