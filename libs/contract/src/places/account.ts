import { roles } from '@turnstone/places-rules';
import * as z from 'zod/mini';
import { conversation } from '../conversation.js';

import { Email, Id, Line, Moment, Token } from './words.js';

/** Notices that a person may choose not to get. Those about the safety of the account always come. */
export const noticeKinds = ['roles', 'invitations', 'assessments'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const Account = z.object({
  id: Id,
  name: z.string(),
  /** Null: a demo person. */
  email: z.nullable(z.string()),
  /** An address that was typed and waits for the click in the mail sent there. */
  emailWaiting: z.nullable(z.string()),
  platformAdministrator: z.boolean(),
  demo: z.boolean(),
  places: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      roles: z.array(z.enum(roles)),
      organisationName: z.nullable(z.string()),
      workstreams: z.array(z.string()),
    }),
  ),
  sessions: z.array(
    z.object({
      id: Id,
      /** The session that asks. */
      current: z.boolean(),
      method: z.string(),
      provider: z.nullable(z.string()),
      device: z.string(),
      startedAt: Moment,
      seenAt: Moment,
    }),
  ),
  identities: z.array(z.object({ id: Id, providerName: z.string(), linkedAt: Moment, usedAt: z.nullable(Moment) })),
  password: z.nullable(z.object({ changedAt: Moment, recoveryCodesLeft: z.int() })),
  notices: z.array(z.object({ kind: z.enum(noticeKinds), wanted: z.boolean() })),
  /** Why the account cannot be erased now, in a sentence each; empty when it can. */
  erasureStandsAgainst: z.array(z.string()),
});
export type Account = z.infer<typeof Account>;

const common = { area: 'account', keepsAnswer: false } as const;

export const readAccount = conversation({
  ...common,
  name: 'readAccount',
  summary: 'One’s own account: profile, places, sessions, ways to sign in, notices.',
  method: 'GET',
  path: '/api/account',
  answer: Account,
  refusals: ['not signed in'],
});

export const changeName = conversation({
  ...common,
  name: 'changeName',
  summary: 'Change one’s own name.',
  method: 'PUT',
  path: '/api/account/name',
  body: z.object({ name: Line(120) }),
  answer: Account,
  refusals: ['not signed in', 'invalid'],
});

export const askForEmailChange = conversation({
  ...common,
  name: 'askForEmailChange',
  summary: 'Send a link to another e-mail address, which becomes one’s own with a click.',
  method: 'POST',
  path: '/api/account/email',
  body: z.object({ email: Email }),
  answer: Account,
  refusals: ['not signed in', 'invalid', 'too many'],
});

export const confirmEmail = conversation({
  ...common,
  name: 'confirmEmail',
  summary: 'Take the new e-mail address, with the token of the link that was sent there.',
  method: 'POST',
  path: '/api/account/email/confirm',
  body: z.object({ token: Token }),
  answer: Account,
  refusals: ['not signed in', 'invalid', 'too many'],
});

export const startPassword = conversation({
  ...common,
  name: 'startPassword',
  summary:
    'Begin to set a password with a code: a new secret for the app that shows codes. Nothing changes until it is confirmed.',
  method: 'POST',
  path: '/api/account/password/start',
  answer: z.object({
    /** To type where no picture can be scanned: groups of four letters. */
    secret: z.string(),
    /** otpauth:// address. */
    address: z.string(),
    /** The same as a QR code: rows of dark (1) and light (0) squares. */
    squares: z.array(z.string()),
  }),
  refusals: ['not signed in', 'invalid'],
});

export const setPassword = conversation({
  ...common,
  name: 'setPassword',
  summary:
    'Set the password, with a first code that proves the app. Answers recovery codes, shown this once. Ends all other sessions.',
  method: 'PUT',
  path: '/api/account/password',
  body: z.object({
    password: z.string().check(z.minLength(1, 'Type a password'), z.maxLength(1_000)),
    code: z.string().check(z.trim(), z.minLength(1, 'Type the code'), z.maxLength(12)),
  }),
  answer: z.object({ account: Account, recoveryCodes: z.array(z.string()) }),
  refusals: ['not signed in', 'invalid', 'too many'],
});

export const removePassword = conversation({
  ...common,
  name: 'removePassword',
  summary: 'Remove password, code and recovery codes. Ends all other sessions.',
  method: 'DELETE',
  path: '/api/account/password',
  answer: Account,
  refusals: ['not signed in', 'invalid'],
});

export const unlinkIdentity = conversation({
  ...common,
  name: 'unlinkIdentity',
  summary: 'No longer sign in with this provider.',
  method: 'DELETE',
  path: '/api/account/identities/:identity',
  params: z.object({ identity: Id }),
  answer: Account,
  refusals: ['not signed in', 'not found', 'invalid'],
});

export const endSession = conversation({
  ...common,
  name: 'endSession',
  summary: 'End one of one’s own sessions.',
  method: 'DELETE',
  path: '/api/account/sessions/:session',
  params: z.object({ session: Id }),
  answer: Account,
  refusals: ['not signed in', 'not found', 'invalid'],
});

export const endOtherSessions = conversation({
  ...common,
  name: 'endOtherSessions',
  summary: 'End all of one’s own sessions but this one.',
  method: 'POST',
  path: '/api/account/sessions/end-others',
  answer: Account,
  refusals: ['not signed in'],
});

export const endAllSessions = conversation({
  ...common,
  name: 'endAllSessions',
  summary: 'End all of one’s own sessions, this one too.',
  method: 'POST',
  path: '/api/account/sessions/end-all',
  refusals: ['not signed in'],
});

export const chooseNotices = conversation({
  ...common,
  name: 'chooseNotices',
  summary: 'Choose which notices come by e-mail.',
  method: 'PUT',
  path: '/api/account/notices',
  body: z.object({
    notices: z.array(z.object({ kind: z.enum(noticeKinds), wanted: z.boolean() })).check(z.maxLength(20)),
  }),
  answer: Account,
  refusals: ['not signed in', 'invalid'],
});

export const exportAccount = conversation({
  ...common,
  name: 'exportAccount',
  summary: 'Everything that is kept about oneself, as one JSON file.',
  method: 'GET',
  path: '/api/account/export',
  answer: z.looseObject({ exportedAt: Moment, person: z.looseObject({}) }),
  refusals: ['not signed in'],
});

export const eraseAccount = conversation({
  ...common,
  name: 'eraseAccount',
  summary: 'Erase one’s own account. What was done stays on record without the name.',
  method: 'POST',
  path: '/api/account/erase',
  body: z.object({ confirm: z.literal('erase my account') }),
  refusals: ['not signed in', 'invalid', 'conflict'],
});
