import { Problem } from '@turnstone/contract/conversation';
import type { Conversation, Schema } from '@turnstone/contract/conversation';
import { Refused, Unreachable } from '@turnstone/places-web';
import * as z from 'zod/mini';
import { headersOf, takeAhead } from './phone.js';

/** A phone that has lost its network hears of it late, or never: what takes longer counts as lost. Milliseconds. */
const PATIENCE = 9_000;

interface Asking<Params extends Schema, Body extends Schema> {
  params?: z.input<Params>;
  body?: z.input<Body>;
}

/** The only one who knows URLs, for somebody who has a participant's token, or nothing yet. Sends no cookie. */
export async function askRoom<Params extends Schema, Query extends Schema, Body extends Schema, Answer extends Schema>(
  conversation: Conversation<Params, Query, Body, Answer>,
  token: string | null,
  asking: Asking<Params, Body> = {},
): Promise<z.output<Answer>> {
  const params = (asking.params ?? {}) as Record<string, unknown>;
  const address = conversation.path.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const response = await send(conversation.method, address, token, asking.body);
  const said: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response, said);
  const read = z.safeParse(conversation.answer, said);
  if (!read.success) throw new Unreachable('unreadable', response.headers.get('x-request-id'));
  return read.data;
}

async function send(method: string, address: string, token: string | null, body: unknown): Promise<Response> {
  const ahead = method === 'GET' ? takeAhead(address, token) : null;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await (ahead ??
      fetch(address, {
        method,
        headers: { ...headersOf(token), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
        cache: 'no-store',
        credentials: 'omit',
        signal: patience.signal,
      }));
  } catch {
    throw new Unreachable('no answer');
  } finally {
    clearTimeout(timer);
  }
}

export function refusalOf(response: Response, said: unknown): Refused | Unreachable {
  const problem = Problem.safeParse(said);
  if (problem.success && response.status < 500) return new Refused(problem.data);
  return new Unreachable('server failed', problem.data?.requestId ?? response.headers.get('x-request-id'));
}

/** What a person is told when something else went wrong than what the page expects. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Refused) return thrown.problem.detail;
  if (thrown instanceof Unreachable && thrown.why !== 'no answer') return thrown.message;
  return 'We cannot reach the room. Look at the network of this phone, then try again.';
}
