import type { Place } from '@turnstone/contract';
import { belongingOf, deedsOf, type Actor } from '@turnstone/places-rules';
import type { PlaceRow } from './place.repository.js';

/** A place as its page sees it: with what the asking person is there and may do there. */
export function placeAsAnswered(actor: Actor, place: PlaceRow): Place {
  const belonging = actor.kind === 'member' ? belongingOf(actor, place.id) : undefined;
  return {
    id: place.id,
    slug: place.slug,
    name: place.name,
    level: place.level,
    about: place.about,
    invented: place.invented,
    areaName: place.areaName,
    version: place.version,
    shared: belonging?.shared ?? false,
    roles: [...(belonging?.roles ?? [])],
    may: deedsOf(actor, { kind: 'place', id: place.id }),
  };
}
