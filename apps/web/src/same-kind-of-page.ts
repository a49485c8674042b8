import type { Place } from '@turnstone/contract/places/session';

type Deed = Place['may'][number];

/** The kinds of page that a place has, and the deed that each of them asks for. */
export const kindsOfPage: Readonly<Record<string, Deed>> = {
  outcomes: 'read the place',
  indicators: 'read the place',
  assessments: 'read assessments',
  tools: 'read assessments',
  actions: 'read the place',
  import: 'import figures',
  people: 'see the people',
  organisations: 'manage organisations',
  workstreams: 'manage workstreams',
  sharing: 'see the people',
  audit: 'read the audit trail',
  about: 'describe the place',
};

/** The kind of page that an address of a place is: 'people' of '/places/harrowmere/people/…'. */
export function kindOf(url: string): string {
  return /^\/places\/[^/?#]+\/([^/?#]+)/.exec(url)?.[1] ?? '';
}

/** The same kind of page in another place, where that has it and lets us in; else its first page. */
export function sameKindOfPage(url: string, place: Place): string[] {
  const kind = kindOf(url);
  const deed = kindsOfPage[kind];
  if (deed && place.may.includes(deed)) return ['/places', place.slug, kind];
  return firstPageOf(place);
}

export function firstPageOf(place: Place): string[] {
  return ['/places', place.slug, place.may.includes('read the place') ? 'outcomes' : 'people'];
}
