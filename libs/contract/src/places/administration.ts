import { roles } from '@turnstone/places-rules';
import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { levels, Place } from './session.js';
import { Email, Id, Line, Moment, Text, Version } from './words.js';

export const sectors = [
  'civic',
  'health and care',
  'voluntary and community',
  'community (residents)',
  'other public service',
  'private',
] as const;

const common = { area: 'administration' } as const;
const toManage = ['not signed in', 'not permitted', 'not found'] as const;

// ------------------------------------------------------------------------------------------------------------ people
export const Membership = z.object({
  roles: z.array(z.enum(roles)).check(z.minLength(1, 'Choose at least one role'), z.maxLength(roles.length)),
  organisationId: z.nullable(Id),
  /** The workstreams that a workstream lead leads. */
  workstreamIds: z.array(Id).check(z.maxLength(50)),
});

export const Member = z.object({
  personId: Id,
  name: z.string(),
  /** Null for those who may not manage people, and for demo people. */
  email: z.nullable(z.string()),
  roles: z.array(z.enum(roles)),
  organisationId: z.nullable(Id),
  organisationName: z.nullable(z.string()),
  workstreamIds: z.array(Id),
  joinedAt: Moment,
  /** The day of their last request; null for those who may not manage people, and when they were never here. */
  seenOn: z.nullable(z.string()),
  version: Version,
});
export type Member = z.infer<typeof Member>;

export const Invitation = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(roles)),
  organisationId: z.nullable(Id),
  organisationName: z.nullable(z.string()),
  workstreamIds: z.array(Id),
  invitedBy: z.string(),
  createdAt: Moment,
  expiresAt: Moment,
  state: z.enum(['waiting', 'expired', 'accepted', 'withdrawn']),
});
export type Invitation = z.infer<typeof Invitation>;

export const listPeople = conversation({
  ...common,
  name: 'listPeople',
  summary:
    'The people of a place with their roles. E-mail addresses and last visits only for those who may manage people.',
  method: 'GET',
  path: '/api/places/:place/people',
  params: PlaceParams,
  answer: z.object({ people: z.array(Member) }),
  refusals: toManage,
});

const PersonParams = z.extend(PlaceParams, { person: Id });

export const changeMember = conversation({
  ...common,
  name: 'changeMember',
  summary: 'Change a person’s roles, organisation and workstreams in this place. Their sessions get new tokens.',
  method: 'PUT',
  path: '/api/places/:place/people/:person',
  params: PersonParams,
  body: Membership,
  answer: Member,
  versioned: true,
  refusals: [...toManage, 'invalid', 'conflict', 'changed meanwhile', 'version missing'],
});

export const removeMember = conversation({
  ...common,
  name: 'removeMember',
  summary: 'A person no longer belongs to this place. What they wrote keeps their name.',
  method: 'DELETE',
  path: '/api/places/:place/people/:person',
  params: PersonParams,
  refusals: [...toManage, 'conflict'],
});

export const listInvitations = conversation({
  ...common,
  name: 'listInvitations',
  summary: 'Invitations to this place, the latest first.',
  method: 'GET',
  path: '/api/places/:place/invitations',
  params: PlaceParams,
  answer: z.object({ invitations: z.array(Invitation) }),
  refusals: toManage,
});

export const invite = conversation({
  ...common,
  name: 'invite',
  summary:
    'Invite somebody by e-mail. An earlier invitation that still waits is withdrawn. The answer is the same whether or not they have an account.',
  method: 'POST',
  path: '/api/places/:place/invitations',
  params: PlaceParams,
  body: z.extend(Membership, { name: Line(120), email: Email }),
  answer: Invitation,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict', 'too many'],
});

const InvitationParams = z.extend(PlaceParams, { invitation: Id });

export const inviteAgain = conversation({
  ...common,
  name: 'inviteAgain',
  summary: 'Send an invitation once more: a new link for another seven days; the old link is dead.',
  method: 'POST',
  path: '/api/places/:place/invitations/:invitation/again',
  params: InvitationParams,
  answer: Invitation,
  refusals: [...toManage, 'invalid', 'conflict', 'too many'],
});

export const withdrawInvitation = conversation({
  ...common,
  name: 'withdrawInvitation',
  summary: 'Withdraw an invitation: its link is dead.',
  method: 'DELETE',
  path: '/api/places/:place/invitations/:invitation',
  params: InvitationParams,
  refusals: [...toManage, 'conflict'],
});

// ----------------------------------------------------------------------------------------------------- organisations
export const Organisation = z.object({
  id: Id,
  name: z.string(),
  sector: z.enum(sectors),
  people: z.int(),
  /** No longer a partner since. */
  closedAt: z.nullable(Moment),
  version: Version,
});
export type Organisation = z.infer<typeof Organisation>;
const OrganisationGiven = z.object({ name: Line(160), sector: z.enum(sectors) });
const OrganisationParams = z.extend(PlaceParams, { organisation: Id });

export const listOrganisations = conversation({
  ...common,
  name: 'listOrganisations',
  summary: 'The partners of a place, by name.',
  method: 'GET',
  path: '/api/places/:place/organisations',
  params: PlaceParams,
  answer: z.object({ organisations: z.array(Organisation) }),
  refusals: toManage,
});
export const addOrganisation = conversation({
  ...common,
  name: 'addOrganisation',
  summary: 'Add a partner.',
  method: 'POST',
  path: '/api/places/:place/organisations',
  params: PlaceParams,
  body: OrganisationGiven,
  answer: Organisation,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict'],
});
export const changeOrganisation = conversation({
  ...common,
  name: 'changeOrganisation',
  summary: 'Change a partner’s name or sector; `closed` says whether it is one no longer.',
  method: 'PUT',
  path: '/api/places/:place/organisations/:organisation',
  params: OrganisationParams,
  body: z.extend(OrganisationGiven, { closed: z.boolean() }),
  answer: Organisation,
  versioned: true,
  refusals: [...toManage, 'invalid', 'conflict', 'changed meanwhile', 'version missing'],
});

// ------------------------------------------------------------------------------------------------------- workstreams
export const Workstream = z.object({
  id: Id,
  name: z.string(),
  about: z.string(),
  leads: z.array(z.object({ personId: Id, name: z.string() })),
  outcomes: z.array(z.object({ slug: z.string(), statement: z.string() })),
  closedAt: z.nullable(Moment),
  version: Version,
});
export type Workstream = z.infer<typeof Workstream>;
const WorkstreamGiven = z.object({
  name: Line(120),
  about: Text(600),
  /** The outcomes whose cards its leads write. An outcome belongs to one workstream at most. */
  outcomes: z.array(z.string().check(z.maxLength(80))).check(z.maxLength(100)),
});
const WorkstreamParams = z.extend(PlaceParams, { workstream: Id });

export const listWorkstreams = conversation({
  ...common,
  name: 'listWorkstreams',
  summary: 'The workstreams of a place, who leads them, and their outcomes.',
  method: 'GET',
  path: '/api/places/:place/workstreams',
  params: PlaceParams,
  answer: z.object({
    workstreams: z.array(Workstream),
    otherOutcomes: z.array(z.object({ slug: z.string(), statement: z.string() })),
  }),
  refusals: toManage,
});
export const addWorkstream = conversation({
  ...common,
  name: 'addWorkstream',
  summary: 'Add a workstream.',
  method: 'POST',
  path: '/api/places/:place/workstreams',
  params: PlaceParams,
  body: WorkstreamGiven,
  answer: Workstream,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict'],
});
export const changeWorkstream = conversation({
  ...common,
  name: 'changeWorkstream',
  summary: 'Change a workstream; `closed` says whether it has ended.',
  method: 'PUT',
  path: '/api/places/:place/workstreams/:workstream',
  params: WorkstreamParams,
  body: z.extend(WorkstreamGiven, { closed: z.boolean() }),
  answer: Workstream,
  versioned: true,
  refusals: [...toManage, 'invalid', 'conflict', 'changed meanwhile', 'version missing'],
});

// ----------------------------------------------------------------------------------------------- the place, its sharing
export const describePlace = conversation({
  ...common,
  name: 'describePlace',
  summary: 'Change the name and the description of a place.',
  method: 'PUT',
  path: '/api/places/:place',
  params: PlaceParams,
  body: z.object({ name: Line(120), about: Text(1_000) }),
  answer: Place,
  versioned: true,
  refusals: [...toManage, 'invalid', 'changed meanwhile', 'version missing'],
});

const Related = z.object({ id: Id, name: z.string(), level: z.enum(levels) });
export const Sharing = z.object({
  /** Every place above and below, and whether its people may read this one. */
  opensTo: z.array(
    z.extend(Related, {
      direction: z.enum(['up', 'down']),
      open: z.boolean(),
      chosenBy: z.nullable(z.string()),
      chosenAt: z.nullable(Moment),
    }),
  ),
  /** The places that have opened themselves to this one. */
  openedToUs: z.array(z.extend(Related, { slug: z.string(), since: Moment })),
});
export type Sharing = z.infer<typeof Sharing>;

export const readSharing = conversation({
  ...common,
  name: 'readSharing',
  summary: 'Who above and below may read this place, and which places have opened themselves to it.',
  method: 'GET',
  path: '/api/places/:place/sharing',
  params: PlaceParams,
  answer: Sharing,
  refusals: toManage,
});
export const chooseSharing = conversation({
  ...common,
  name: 'chooseSharing',
  summary: 'Open this place to the people of one above or below it, or close it again.',
  method: 'PUT',
  path: '/api/places/:place/sharing/:with',
  params: z.extend(PlaceParams, { with: Id }),
  body: z.object({ open: z.boolean() }),
  answer: Sharing,
  refusals: [...toManage, 'invalid'],
});

// ------------------------------------------------------------------------------------------------------ audit trail
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a day as 2026-11-21'));
/** Filters that the address of the page keeps. Days are of London, both included. */
export const AuditQuery = z.object({
  person: z.optional(Id),
  action: z.optional(z.string().check(z.maxLength(120))),
  /** Part of what was changed. */
  about: z.optional(z.string().check(z.maxLength(120))),
  from: z.optional(day),
  to: z.optional(day),
  /** Only entries before this one: for the next page. */
  before: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
});
export const AuditEntryShown = z.object({
  seq: z.int(),
  at: Moment,
  /** Null: the system, or somebody not known. */
  personId: z.nullable(Id),
  /** Null when the person has been erased. */
  personName: z.nullable(z.string()),
  through: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.nullable(z.unknown()),
  after: z.nullable(z.unknown()),
  /** What of it identifies a person, while it is kept: {before, after}. 'erased' when it was erased. Null: nothing does. */
  personal: z.nullable(z.unknown()),
  /** The first twelve digits of its hash. */
  hash: z.string(),
});
export type AuditEntryShown = z.infer<typeof AuditEntryShown>;
export const AuditPage = z.object({
  entries: z.array(AuditEntryShown),
  /** For the next page; null on the last. */
  next: z.nullable(z.string()),
  /** Every action and every person that the trail knows, for the filters. */
  actions: z.array(z.string()),
  people: z.array(z.object({ id: Id, name: z.string() })),
  total: z.int(),
});
export type AuditPage = z.infer<typeof AuditPage>;

export const readAudit = conversation({
  ...common,
  name: 'readAudit',
  summary: 'The audit trail of a place, the latest first, 50 at a time.',
  method: 'GET',
  path: '/api/places/:place/audit',
  params: PlaceParams,
  query: AuditQuery,
  answer: AuditPage,
  refusals: [...toManage, 'invalid'],
});
export const downloadAudit = conversation({
  ...common,
  name: 'downloadAudit',
  summary: 'The audit trail of a place as CSV, with the same filters, the hash of every entry included.',
  method: 'GET',
  path: '/api/places/:place/audit.csv',
  params: PlaceParams,
  query: AuditQuery,
  kind: 'csv',
  refusals: [...toManage, 'invalid'],
});
