import * as z from 'zod/mini';
import { conversation } from '../conversation.js';
import { AuditPage, AuditQuery, Invitation } from './administration.js';
import { levels } from './session.js';
import { Email, Id, Line, Moment, Text, Version } from './words.js';

const common = { area: 'platform' } as const;
const toManage = ['not signed in', 'not permitted'] as const;

// ------------------------------------------------------------------------------------------------------------ places
export const PlaceKept = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  level: z.enum(levels),
  about: z.string(),
  areaCode: z.nullable(z.string()),
  parentId: z.nullable(Id),
  people: z.int(),
  programmeManagers: z.int(),
  invented: z.boolean(),
  version: Version,
});
export type PlaceKept = z.infer<typeof PlaceKept>;
const PlaceGiven = z.object({
  name: Line(120),
  slug: z
    .string()
    .check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, figures and hyphens'), z.maxLength(60)),
  level: z.enum(levels),
  about: Text(1_000),
  /** ONS code. */
  areaCode: z.nullable(z.string().check(z.regex(/^[A-Z]\d{8}$/, 'An ONS code is a letter and eight figures'))),
  parentId: z.nullable(Id),
});

export const listPlaces = conversation({
  ...common,
  name: 'listPlaces',
  summary: 'Every place of this Turnstone, as a tree: parents before their children.',
  method: 'GET',
  path: '/api/platform/places',
  answer: z.object({ places: z.array(PlaceKept) }),
  refusals: toManage,
});
export const addPlace = conversation({
  ...common,
  name: 'addPlace',
  summary: 'Add a place.',
  method: 'POST',
  path: '/api/platform/places',
  body: PlaceGiven,
  answer: PlaceKept,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict'],
});
export const changePlace = conversation({
  ...common,
  name: 'changePlace',
  summary: 'Change what a place is and where it nests. Sharing that no longer runs up or down its tree ends.',
  method: 'PUT',
  path: '/api/platform/places/:id',
  params: z.object({ id: Id }),
  body: PlaceGiven,
  answer: PlaceKept,
  versioned: true,
  refusals: [...toManage, 'not found', 'invalid', 'conflict', 'changed meanwhile', 'version missing'],
});

// ---------------------------------------------------------------------------------------------------- administrators
export const Administrator = z.object({ personId: Id, name: z.string(), email: z.nullable(z.string()), since: Moment });
export type Administrator = z.infer<typeof Administrator>;
export const listAdministrators = conversation({
  ...common,
  name: 'listAdministrators',
  summary: 'Who administers the platform, and who is invited to.',
  method: 'GET',
  path: '/api/platform/administrators',
  answer: z.object({ administrators: z.array(Administrator), invitations: z.array(Invitation) }),
  refusals: toManage,
});
export const inviteAdministrator = conversation({
  ...common,
  name: 'inviteAdministrator',
  summary: 'Invite somebody to administer the platform.',
  method: 'POST',
  path: '/api/platform/administrators',
  body: z.object({ name: Line(120), email: Email }),
  answer: Invitation,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict', 'too many'],
});
export const removeAdministrator = conversation({
  ...common,
  name: 'removeAdministrator',
  summary: 'A person no longer administers the platform. The last one stays.',
  method: 'DELETE',
  path: '/api/platform/administrators/:person',
  params: z.object({ person: Id }),
  refusals: [...toManage, 'not found', 'conflict'],
});
export const withdrawAdministratorInvitation = conversation({
  ...common,
  name: 'withdrawAdministratorInvitation',
  summary: 'Withdraw an invitation to administer the platform.',
  method: 'DELETE',
  path: '/api/platform/invitations/:invitation',
  params: z.object({ invitation: Id }),
  refusals: [...toManage, 'not found', 'conflict'],
});

// ---------------------------------------------------------------------------------------------------------- accounts
export const AccountKept = z.object({
  personId: Id,
  name: z.string(),
  email: z.nullable(z.string()),
  state: z.enum(['active', 'disabled']),
  places: z.array(z.object({ slug: z.string(), name: z.string() })),
  signsInWith: z.array(z.string()),
});
export type AccountKept = z.infer<typeof AccountKept>;
export const findAccounts = conversation({
  ...common,
  name: 'findAccounts',
  summary: 'Accounts by part of a name or address, 50 at most.',
  method: 'GET',
  path: '/api/platform/accounts',
  query: z.object({ search: z.optional(z.string().check(z.maxLength(120))) }),
  answer: z.object({ accounts: z.array(AccountKept), more: z.boolean() }),
  refusals: toManage,
});
export const changeAccount = conversation({
  ...common,
  name: 'changeAccount',
  summary: 'Disable an account (every session of it ends at once), or enable it again.',
  method: 'PUT',
  path: '/api/platform/accounts/:person',
  params: z.object({ person: Id }),
  body: z.object({ state: z.enum(['active', 'disabled']) }),
  answer: AccountKept,
  refusals: [...toManage, 'not found', 'invalid', 'conflict'],
});

// --------------------------------------------------------------------------------------------------------- providers
export const clientAuthentications = ['client_secret_basic', 'client_secret_post', 'none'] as const;
const ProviderGiven = z.object({
  name: Line(80),
  slug: z
    .string()
    .check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, figures and hyphens'), z.maxLength(60)),
  issuer: z
    .string()
    .check(z.trim(), z.url('Write the address of the issuer, such as https://login.example.org'), z.maxLength(300)),
  clientId: Line(300),
  /** Left out on a change: the secret stays. */
  clientSecret: z.optional(z.string().check(z.maxLength(1_000))),
  clientAuthentication: z.enum(clientAuthentications),
  scopes: z
    .string()
    .check(z.trim(), z.regex(/^openid( [\w:./-]+)*$/, 'Begin with openid; divide scopes by spaces'), z.maxLength(300)),
  enabled: z.boolean(),
});
export const Provider = z.object({
  id: Id,
  name: z.string(),
  slug: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  clientAuthentication: z.enum(clientAuthentications),
  scopes: z.string(),
  enabled: z.boolean(),
  /** To be entered at the provider. */
  redirectAddress: z.string(),
  people: z.int(),
  version: Version,
});
export type Provider = z.infer<typeof Provider>;

export const listProviders = conversation({
  ...common,
  name: 'listProviders',
  summary: 'The sign-in providers (OpenID Connect). Secrets are never answered.',
  method: 'GET',
  path: '/api/platform/providers',
  answer: z.object({ providers: z.array(Provider) }),
  refusals: toManage,
});
export const addProvider = conversation({
  ...common,
  name: 'addProvider',
  summary: 'Add a sign-in provider.',
  method: 'POST',
  path: '/api/platform/providers',
  body: ProviderGiven,
  answer: Provider,
  status: 201,
  refusals: [...toManage, 'invalid', 'conflict'],
});
const ProviderParams = z.object({ id: Id });
export const changeProvider = conversation({
  ...common,
  name: 'changeProvider',
  summary: 'Change a sign-in provider. The issuer stays while somebody signs in with it.',
  method: 'PUT',
  path: '/api/platform/providers/:id',
  params: ProviderParams,
  body: ProviderGiven,
  answer: Provider,
  versioned: true,
  refusals: [...toManage, 'not found', 'invalid', 'conflict', 'changed meanwhile', 'version missing'],
});
export const removeProvider = conversation({
  ...common,
  name: 'removeProvider',
  summary: 'Remove a sign-in provider with which nobody signs in.',
  method: 'DELETE',
  path: '/api/platform/providers/:id',
  params: ProviderParams,
  refusals: [...toManage, 'not found', 'conflict'],
});
export const checkProvider = conversation({
  ...common,
  name: 'checkProvider',
  summary: 'Ask the provider for its configuration and say in words whether it fits.',
  method: 'POST',
  path: '/api/platform/providers/:id/check',
  params: ProviderParams,
  // Each check asks the provider anew: an answer of before would say nothing of now.
  keepsAnswer: false,
  answer: z.object({ ok: z.boolean(), findings: z.array(z.object({ ok: z.boolean(), says: z.string() })) }),
  refusals: [...toManage, 'not found'],
});

// -------------------------------------------------------------------------------------------------- mail, audit trail
export const MailShown = z.object({
  id: Id,
  to: z.string(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.int(),
  problem: z.nullable(z.string()),
  createdAt: Moment,
  sentAt: z.nullable(Moment),
  /** Only where mails leave the machine nowhere: what it says. */
  text: z.nullable(z.string()),
});
export type MailShown = z.infer<typeof MailShown>;
export const listMail = conversation({
  ...common,
  name: 'listMail',
  summary:
    'Mails of the last 30 days, the latest first, 100 at most. In the demo anybody may read them; else the platform administrator.',
  method: 'GET',
  path: '/api/platform/mail',
  answer: z.object({ way: z.enum(['smtp', 'notify', 'outbox']), mails: z.array(MailShown) }),
  refusals: toManage,
});
export const readPlatformAudit = conversation({
  ...common,
  name: 'readPlatformAudit',
  summary: 'The audit trail of the platform itself: sign-ins, providers, places, administrators.',
  method: 'GET',
  path: '/api/platform/audit',
  query: AuditQuery,
  answer: AuditPage,
  refusals: [...toManage, 'invalid'],
});
export const downloadPlatformAudit = conversation({
  ...common,
  name: 'downloadPlatformAudit',
  summary: 'The audit trail of the platform as CSV.',
  method: 'GET',
  path: '/api/platform/audit.csv',
  query: AuditQuery,
  kind: 'csv',
  refusals: [...toManage, 'invalid'],
});
