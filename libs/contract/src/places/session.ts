import { deeds, roles } from '@turnstone/places-rules';
import * as z from 'zod/mini';
import { conversation } from '../conversation.js';

export const DemoPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  placeName: z.string(),
  placeSlug: z.string(),
  introduction: z.string(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;

export const Place = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  level: z.enum(['system', 'place', 'neighbourhood']),
  about: z.string(),
  /** An invented place says so on every page. */
  invented: z.boolean(),
  areaName: z.nullable(z.string()),
  /** What the asking person may do here. */
  may: z.array(z.enum(deeds)),
});
export type Place = z.infer<typeof Place>;

export const Session = z.object({
  /** Whether demo people may sign in with one click. */
  demo: z.boolean(),
  person: z.nullable(z.object({ id: z.uuid(), name: z.string() })),
  places: z.array(Place),
});
export type Session = z.infer<typeof Session>;

export const readSession = conversation({
  name: 'readSession',
  summary: 'Who is signed in, and the places that they belong to.',
  area: 'places',
  method: 'GET',
  path: '/api/session',
  answer: Session,
});

export const readDemoPeople = conversation({
  name: 'readDemoPeople',
  summary: 'The invented people whom the demo lets in. Not found outside demo mode.',
  area: 'places',
  method: 'GET',
  path: '/api/demo/people',
  answer: z.object({ people: z.array(DemoPerson) }),
  refusals: ['not found'],
});

export const signInToDemo = conversation({
  name: 'signInToDemo',
  summary: 'Sign in as one of the demo people. Sets the session cookie. Not found outside demo mode.',
  area: 'places',
  method: 'POST',
  path: '/api/demo/sign-in',
  body: z.object({ personId: z.uuid() }),
  answer: Session,
  refusals: ['invalid', 'not found'],
});

export const signOut = conversation({
  name: 'signOut',
  summary: 'End this session.',
  area: 'places',
  method: 'POST',
  path: '/api/sign-out',
  refusals: [],
});

export const readPlace = conversation({
  name: 'readPlace',
  summary: 'One place that the asking person belongs to.',
  area: 'places',
  method: 'GET',
  path: '/api/places/:place',
  params: z.object({ place: z.string().check(z.maxLength(80)) }),
  answer: Place,
  refusals: ['not signed in', 'not found'],
});
