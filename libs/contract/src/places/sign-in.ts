import { roles } from '@turnstone/places-rules';
import * as z from 'zod/mini';
import { conversation } from '../conversation.js';
import { Onward } from './session.js';
import { Email, Line, PathHere, Token } from './words.js';

/** Passwords may hold anything; how good one is, is judged apart. */
const PasswordGiven = z.string().check(z.minLength(1, 'Type your password'), z.maxLength(1_000));
const Code = z.string().check(z.trim(), z.minLength(1, 'Type the code'), z.maxLength(40));
const onward = z.optional(PathHere);

/** What is done with a link is never done by opening it: the page of the link asks for a click, which asks this. */
export const askForLink = conversation({
  name: 'askForLink',
  summary: 'Ask for a link by e-mail that signs in. The answer is the same whether or not anyone has this address.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/sign-in/link',
  body: z.object({ email: Email, to: onward }),
  refusals: ['invalid', 'too many'],
});

export const useLink = conversation({
  name: 'useLink',
  summary: 'Sign in with a link from an e-mail. It works once, for 15 minutes.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/sign-in/link/use',
  body: z.object({ token: Token }),
  answer: Onward,
  refusals: ['invalid', 'too many'],
});

export const signInWithPassword = conversation({
  name: 'signInWithPassword',
  summary:
    'Sign in with e-mail address, password and the code of the moment (or a recovery code). One answer for everything that is wrong.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/sign-in/password',
  body: z.object({ email: Email, password: PasswordGiven, code: Code, to: onward }),
  answer: Onward,
  refusals: ['invalid', 'too many'],
});

export const askForReset = conversation({
  name: 'askForReset',
  summary: 'Ask for a link by e-mail with which to choose another password. The answer is the same whoever asks.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/sign-in/reset',
  body: z.object({ email: Email }),
  refusals: ['invalid', 'too many'],
});

export const useReset = conversation({
  name: 'useReset',
  summary:
    'Choose another password with the link from an e-mail. Ends every session of the person; the code stays as it is.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/sign-in/reset/use',
  body: z.object({ token: Token, password: PasswordGiven }),
  refusals: ['invalid', 'too many'],
});

export const startWithProvider = conversation({
  name: 'startWithProvider',
  summary: 'Leads the browser to a sign-in provider (OpenID Connect, code flow with PKCE).',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'GET',
  path: '/api/sign-in/with/:provider',
  params: z.object({ provider: z.string().check(z.maxLength(80)) }),
  query: z.object({
    to: z.optional(z.string().check(z.maxLength(500))),
    /** The token of an invitation that is accepted by signing in. */
    invitation: z.optional(z.string().check(z.maxLength(60))),
    /** '1': link the provider to the account that is signed in. */
    link: z.optional(z.string().check(z.maxLength(1))),
  }),
  kind: 'redirect',
});

export const returnFromProvider = conversation({
  name: 'returnFromProvider',
  summary:
    'Where a sign-in provider sends the browser back to. Leads on to the page asked for, or to one that says what went wrong.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'GET',
  path: '/api/sign-in/with/:provider/back',
  params: z.object({ provider: z.string().check(z.maxLength(80)) }),
  query: z.looseObject({}),
  kind: 'redirect',
});

/** Why a sign-in with a provider did not work: `/sign-in/problem?why=…` has a page for each. */
export const providerProblems = [
  /** Nobody here has this identity, and there was no invitation. */
  'unknown',
  /** Begun in another browser, too long ago, or used already. */
  'stale',
  /** The answer of the provider did not hold up. */
  'refused',
  /** The person said no at the provider. */
  'cancelled',
  /** The provider could not be reached. */
  'away',
  /** This identity belongs to another account. */
  'taken',
  /** The invitation is over. */
  'invitation',
  /** The invitation is for somebody with an account, and that account does not have this identity. */
  'known',
] as const;
export type ProviderProblem = (typeof providerProblems)[number];

export const InvitationSeen = z.object({
  /** Null: to administer the platform. */
  placeName: z.nullable(z.string()),
  invitedBy: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  organisationName: z.nullable(z.string()),
  expiresAt: z.string(),
});
export type InvitationSeen = z.infer<typeof InvitationSeen>;

export const lookAtInvitation = conversation({
  name: 'lookAtInvitation',
  summary: 'What an invitation is for. Looking does not use it up.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/invitations/look',
  body: z.object({ token: Token }),
  answer: InvitationSeen,
  refusals: ['invalid', 'too many'],
});

export const acceptInvitation = conversation({
  name: 'acceptInvitation',
  summary: 'Accept an invitation and be signed in. Whoever is signed in already accepts it for their own account.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/invitations/accept',
  body: z.object({ token: Token, name: Line(120) }),
  answer: Onward,
  refusals: ['invalid', 'conflict', 'too many'],
});

export const setUp = conversation({
  name: 'setUp',
  summary:
    'Make the first platform administrator, with the code that was printed when Turnstone started. Not there afterwards.',
  area: 'sign-in',
  keepsAnswer: false,
  method: 'POST',
  path: '/api/set-up',
  body: z.object({ token: Token, name: Line(120), email: Email }),
  answer: Onward,
  refusals: ['invalid', 'not found', 'too many'],
});
