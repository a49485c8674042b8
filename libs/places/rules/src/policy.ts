/**
 * Who may do what, in one table: every deed by every standing, an explicit answer each. Pages hide what it refuses; the
 * server refuses it. A role is held in one place; nobody holds a role everywhere.
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

/**
 * How somebody may stand to what they want to touch. 'shared reader' belongs to a place above or below that this one has
 * opened itself to; 'signed in' is anybody who is known, for what is their own; 'participant' joined one assessment by its
 * code, without an account, and is nobody anywhere else; 'public' is everybody else.
 */
export const standings = [
  ...roles,
  'shared reader',
  'platform administrator',
  'signed in',
  'participant',
  'public',
] as const;
export type Standing = (typeof standings)[number];

/** 'theirs': a workstream lead, for what belongs to a workstream that they lead. */
export type Answer = 'yes' | 'no' | 'theirs';

export const deeds = [
  // in a place
  'read the place',
  'write a report card',
  'choose the indicators of a card',
  'import figures',
  'freeze a baseline',
  'see the people',
  'manage people',
  'manage organisations',
  'manage workstreams',
  'choose sharing',
  'describe the place',
  'read the audit trail',
  'read assessments',
  'run assessments',
  'keep a record',
  'adapt tools',
  'raise actions',
  // in one assessment
  'take part',
  // on the platform
  'manage places',
  'manage sign-in providers',
  'manage administrators',
  'manage accounts',
  'read the platform audit trail',
  'read sent mail',
  // of one's own
  'keep an account',
] as const;
export type Deed = (typeof deeds)[number];

const columns = standings;
type Row = Readonly<Record<Standing, Answer>>;

/** One row a deed; the marks stand in the order of `standings`: y yes, n no, t theirs. */
function row(marks: string): Row {
  const letters = marks.replaceAll(' ', '');
  const said: Record<string, Answer> = { y: 'yes', n: 'no', t: 'theirs' };
  return Object.fromEntries(columns.map((standing, index) => [standing, said[letters[index]!]!])) as Row;
}

// A platform administrator keeps people, places and doors, and reads no place's work: neither its cards nor its trail, which
// holds their words.
//                                         programme manager
//                                         | workstream lead
//                                         | | contributor
//                                         | | | facilitator
//                                         | | | | analyst
//                                         | | | | | board member
//                                         | | | | | | viewer
//                                         | | | | | | |  shared reader
//                                         | | | | | | |  | platform administrator
//                                         | | | | | | |  | | signed in
//                                         | | | | | | |  | | | participant
//                                         | | | | | | |  | | | | public
export const policy: Readonly<Record<Deed, Row>> = {
  'read the place': /*                  */ row('y y y y y y y  y n n n n'),
  'write a report card': /*             */ row('y t n n n n n  n n n n n'),
  'choose the indicators of a card': /* */ row('y t n n y n n  n n n n n'),
  'import figures': /*                  */ row('y n n n y n n  n n n n n'),
  'freeze a baseline': /*               */ row('y n n n y n n  n n n n n'),
  'see the people': /*                  */ row('y y y y y y y  n y n n n'),
  'manage people': /*                   */ row('y n n n n n n  n y n n n'),
  'manage organisations': /*            */ row('y n n n n n n  n y n n n'),
  'manage workstreams': /*              */ row('y n n n n n n  n n n n n'),
  'choose sharing': /*                  */ row('y n n n n n n  n n n n n'),
  'describe the place': /*              */ row('y n n n n n n  n y n n n'),
  'read the audit trail': /*            */ row('y n n n n n n  n n n n n'),
  'read assessments': /*                */ row('y y y y y y y  n n n n n'),
  'run assessments': /*                 */ row('y n n y n n n  n n n n n'),
  'keep a record': /*                   */ row('y y y y y y n  n n n n n'),
  'adapt tools': /*                     */ row('y n n y n n n  n n n n n'),
  'raise actions': /*                   */ row('y y n y n n n  n n n n n'),
  'take part': /*                       */ row('n n n n n n n  n n n y n'),
  'manage places': /*                   */ row('n n n n n n n  n y n n n'),
  'manage sign-in providers': /*        */ row('n n n n n n n  n y n n n'),
  'manage administrators': /*           */ row('n n n n n n n  n y n n n'),
  'manage accounts': /*                 */ row('n n n n n n n  n y n n n'),
  'read the platform audit trail': /*   */ row('n n n n n n n  n y n n n'),
  'read sent mail': /*                  */ row('n n n n n n n  n y n n n'),
  'keep an account': /*                 */ row('n n n n n n n  n n y n n'),
};

/** How a person stands to one place. */
export interface Belonging {
  readonly slug: string;
  /** Empty when the place is only shared with them. */
  readonly roles: readonly Role[];
  /** The organisation that they speak for. */
  readonly organisationId: string | null;
  /** The workstreams that they lead. */
  readonly workstreamIds: readonly string[];
  /** They do not belong: they read, because the place has opened itself to a place that they belong to. */
  readonly shared: boolean;
}

/** A person who signed in, with how they stand to each place (by place id), or the system, or anyone at all. */
export type Actor =
  | {
      readonly kind: 'member';
      readonly personId: string;
      readonly name: string;
      readonly sessionId: string;
      readonly platformAdministrator: boolean;
      readonly places: Readonly<Record<string, Belonging>>;
    }
  /** The system itself: content packs, jobs, and the command line on the machine that holds the database. */
  | { readonly kind: 'system' }
  /** Somebody who joined one assessment by its code: known by a token, and as nobody. */
  | {
      readonly kind: 'participant';
      readonly placeId: string;
      readonly assessmentId: string;
      readonly participantId: string;
    }
  | { readonly kind: 'public' };

export type Resource =
  /** `workstreamId` when what is touched belongs to a workstream; null when it belongs to none. */
  | { readonly kind: 'place'; readonly id: string; readonly workstreamId?: string | null }
  /** One assessment, for those who joined it. Members ask about its place. */
  | { readonly kind: 'assessment'; readonly placeId: string; readonly id: string }
  | { readonly kind: 'platform' }
  | { readonly kind: 'account'; readonly personId: string };

/** Every standing that the actor has to the resource. */
export function standingsOf(actor: Actor, resource: Resource): Standing[] {
  if (actor.kind === 'participant') {
    const joined =
      resource.kind === 'assessment' && resource.id === actor.assessmentId && resource.placeId === actor.placeId;
    return [joined ? 'participant' : 'public'];
  }
  if (actor.kind !== 'member') return ['public'];
  const held: Standing[] = [];
  if (resource.kind === 'account' && resource.personId === actor.personId) held.push('signed in');
  if (actor.platformAdministrator && (resource.kind === 'place' || resource.kind === 'platform'))
    held.push('platform administrator');
  if (resource.kind === 'place') {
    const belonging = belongingOf(actor, resource.id);
    if (belonging?.shared) held.push('shared reader');
    else if (belonging) held.push(...belonging.roles);
  }
  return held;
}

/** The one question. `resource` without a workstream asks whether there is anything at all that the actor may do it to. */
export function can(actor: Actor, deed: Deed, resource: Resource): boolean {
  if (actor.kind === 'system') return true;
  return standingsOf(actor, resource).some((standing) => {
    const answer = policy[deed][standing];
    return answer === 'yes' || (answer === 'theirs' && isTheirs(actor, resource));
  });
}

/** What an actor may do to it: sent to the pages so that they hide what would be refused. */
export function deedsOf(actor: Actor, resource: Resource): Deed[] {
  return deeds.filter((deed) => can(actor, deed, resource));
}

export function belongingOf(actor: Actor & { kind: 'member' }, placeId: string): Belonging | undefined {
  return Object.hasOwn(actor.places, placeId) ? actor.places[placeId] : undefined;
}

function isTheirs(actor: Actor, resource: Resource): boolean {
  if (actor.kind !== 'member' || resource.kind !== 'place') return false;
  const led = belongingOf(actor, resource.id)?.workstreamIds ?? [];
  if (resource.workstreamId === undefined) return led.length > 0;
  return resource.workstreamId !== null && led.includes(resource.workstreamId);
}
