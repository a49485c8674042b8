import { deeds, roles } from '@turnstone/places-rules';
import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { Moment, PathHere, Version } from './words.js';

export const levels = ['system', 'place', 'neighbourhood'] as const;

export const DemoPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** As the demo shows it: a role, or platform administrator. */
  role: z.string(),
  placeName: z.string(),
  placeSlug: z.string(),
  introduction: z.string(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;

export const Place = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  level: z.enum(levels),
  about: z.string(),
  /** An invented place says so on every page. */
  invented: z.boolean(),
  areaName: z.nullable(z.string()),
  /** The asking person does not belong here: the place has opened itself to one that they belong to. */
  shared: z.boolean(),
  /** The roles of the asking person here. */
  roles: z.array(z.enum(roles)),
  /** What the asking person may do here. 'write a report card' may mean: those of the workstreams that they lead. */
  may: z.array(z.enum(deeds)),
  version: Version,
});
export type Place = z.infer<typeof Place>;

export const Session = z.object({
  /** Whether demo people may sign in with one click. */
  demo: z.boolean(),
  /** Nobody administers this Turnstone yet: the first page sets it up. */
  setUpNeeded: z.boolean(),
  /** The ways to sign in beside the link by e-mail and the password with code. */
  providers: z.array(z.object({ slug: z.string(), name: z.string() })),
  /** Whether anybody may read sent mail on the page of the outbox (the demo, where mails leave the machine nowhere). */
  outboxOpen: z.boolean(),
  person: z.nullable(
    z.object({
      id: z.uuid(),
      name: z.string(),
      platformAdministrator: z.boolean(),
      /** What they may do on the platform. */
      may: z.array(z.enum(deeds)),
    }),
  ),
  /** When the session is over in any case, and after how many minutes without a request. Null when signed out. */
  ends: z.nullable(z.object({ at: Moment, idleMinutes: z.int() })),
  places: z.array(Place),
});
export type Session = z.infer<typeof Session>;

export const readSession = conversation({
  name: 'readSession',
  summary: 'Who is signed in, the places that they belong to or that are shared with them, and the ways to sign in.',
  area: 'places',
  method: 'GET',
  path: '/api/session',
  answer: Session,
});

export const readDemoPeople = conversation({
  name: 'readDemoPeople',
  summary: 'The invented people whom the demo lets in. Not there outside demo mode.',
  area: 'places',
  method: 'GET',
  path: '/api/demo/people',
  answer: z.object({ people: z.array(DemoPerson) }),
  refusals: ['not found'],
});

export const signInToDemo = conversation({
  name: 'signInToDemo',
  summary: 'Sign in as one of the demo people. Sets the session cookie. Not there outside demo mode.',
  area: 'places',
  method: 'POST',
  path: '/api/demo/sign-in',
  keepsAnswer: false,
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
  keepsAnswer: false,
  refusals: [],
});

export const readPlace = conversation({
  name: 'readPlace',
  summary: 'One place that the asking person may read.',
  area: 'places',
  method: 'GET',
  path: '/api/places/:place',
  params: PlaceParams,
  answer: Place,
  refusals: ['not signed in', 'not found'],
});

export const Onward = z.object({ session: Session, to: PathHere });
