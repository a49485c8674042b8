/**
 * Who may do what, in one table. Pages hide what it refuses; the server refuses it.
 * A role is held per place; nobody holds a role everywhere.
 */
export const roles = [
  'programme manager',
  'workstream lead',
  'contributor',
  'facilitator',
  'analyst',
  'board member',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

export const deeds = [
  'read the place',
  'write a report card',
  'choose the indicators of a card',
  'import figures',
  'freeze a baseline',
] as const;
export type Deed = (typeof deeds)[number];

type Answers = Readonly<Record<Role, boolean>>;

/** Every deed by every role, an explicit yes or no each. */
export const policy: Readonly<Record<Deed, Answers>> = {
  'read the place': {
    'programme manager': true,
    'workstream lead': true,
    contributor: true,
    facilitator: true,
    analyst: true,
    'board member': true,
    viewer: true,
  },
  'write a report card': {
    'programme manager': true,
    'workstream lead': true,
    contributor: false,
    facilitator: false,
    analyst: false,
    'board member': false,
    viewer: false,
  },
  'choose the indicators of a card': {
    'programme manager': true,
    'workstream lead': true,
    contributor: false,
    facilitator: false,
    analyst: true,
    'board member': false,
    viewer: false,
  },
  'import figures': {
    'programme manager': true,
    'workstream lead': false,
    contributor: false,
    facilitator: false,
    analyst: true,
    'board member': false,
    viewer: false,
  },
  'freeze a baseline': {
    'programme manager': true,
    'workstream lead': false,
    contributor: false,
    facilitator: false,
    analyst: true,
    'board member': false,
    viewer: false,
  },
};

/** A person who signed in, with the roles held in each place (by place id), or anyone at all. */
export type Actor =
  | {
      readonly kind: 'member';
      readonly personId: string;
      readonly name: string;
      readonly roles: Readonly<Record<string, readonly Role[]>>;
    }
  /** The system itself: content packs and the command line on the machine that holds the database. */
  | { readonly kind: 'system' }
  | { readonly kind: 'public' };

export function can(actor: Actor, deed: Deed, placeId: string): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'public') return false;
  const held = Object.hasOwn(actor.roles, placeId) ? (actor.roles[placeId] ?? []) : [];
  return held.some((role) => policy[deed][role]);
}

/** What an actor may do in a place: sent to the pages so that they hide what would be refused. */
export function deedsOf(actor: Actor, placeId: string): Deed[] {
  return deeds.filter((deed) => can(actor, deed, placeId));
}
