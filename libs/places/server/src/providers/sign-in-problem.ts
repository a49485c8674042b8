import { PathHere, type ProviderProblem } from '@turnstone/contract';
import { Refused } from '@turnstone/platform';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/** A sign-in with a provider that does not work. The person is led to the page that says so; `cause` goes to the log. */
export class SignInProblem extends Error {
  override readonly name = 'SignInProblem';
  constructor(
    readonly why: ProviderProblem,
    readonly of: { readonly to?: string; readonly detail?: string; readonly cause?: unknown } = {},
  ) {
    super(of.detail ?? why, { cause: of.cause });
  }
}

/** A path of ours, or the first page: what came with an address is not believed. */
export function pathHere(given: unknown, otherwise = '/'): string {
  const path = PathHere.safeParse(given);
  return path.success ? path.data : otherwise;
}

/** The same path as a header may carry it: plain ASCII. Nothing of it is resolved, so that it stays a path of ours. */
export function asLocation(path: string): string {
  return path.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** What went wrong while talking to a provider, in the words of the contract. */
export function whyOf(error: unknown): ProviderProblem {
  if (error instanceof SignInProblem) return error.why;
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'cancelled';
    return error.error === 'temporarily_unavailable' || error.error === 'server_error' ? 'away' : 'refused';
  }
  if (error instanceof ClientError) {
    if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return 'away';
    return error.cause instanceof Response && error.cause.status >= 500 ? 'away' : 'refused';
  }
  return isNobodyThere(error) ? 'away' : 'refused';
}

/** Something that a person, a provider or the network does; the rest is ours to mend. */
export function isForeseen(error: unknown): boolean {
  if (error instanceof SignInProblem) return error.cause === undefined || isForeseen(error.cause);
  return (
    error instanceof Refused ||
    error instanceof ClientError ||
    error instanceof AuthorizationResponseError ||
    error instanceof ResponseBodyError ||
    isNobodyThere(error)
  );
}

/** That is how fetch says that nobody answered. */
function isNobodyThere(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

/**
 * What the log may hold of an error and of what caused it: names, codes and messages. Never the error itself: those of
 * OpenID Connect carry answers with codes and tokens in them.
 */
export function traceOf(error: unknown): object {
  const trace: object[] = [];
  for (let one = error; one instanceof Error && trace.length < 4; one = one.cause) {
    const { code, error: answered } = one as { code?: unknown; error?: unknown };
    trace.push({
      name: one.name,
      // One about a text that is no JSON quotes it.
      ...(one instanceof SyntaxError ? {} : { message: one.message }),
      ...(typeof code === 'string' ? { code } : {}),
      // The error code of OAuth (RFC 6749, 5.2): a word. The provider's own description may say anything.
      ...((one instanceof ResponseBodyError || one instanceof AuthorizationResponseError) &&
      typeof answered === 'string' &&
      /^\w{1,60}$/.test(answered)
        ? { answered }
        : {}),
    });
  }
  return { trace };
}
