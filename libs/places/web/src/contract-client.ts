import { Injectable, signal } from '@angular/core';
import { Problem } from '@turnstone/contract/conversation';
import type { Conversation, Schema } from '@turnstone/contract/conversation';
import * as z from 'zod/mini';

/** What a conversation may be asked with: as its schemas take it, nothing else. */
export interface Asking<Params extends Schema, Query extends Schema, Body extends Schema> {
  params?: z.input<Params>;
  query?: z.input<Query>;
  body?: z.input<Body>;
  /** The version that was read, for a conversation that must say which one it changes. */
  ifMatch?: number;
  /** For an upload: sent as the field `file`. */
  file?: File;
  signal?: AbortSignal;
}

/** The server understood and said no: its problem holds the words for the person. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
  }
}

/** No answer that can be read: no network, a server that is down, or one of another version than this page. */
export class Unreachable extends Error {
  constructor(
    readonly why: 'no answer' | 'server failed' | 'unreadable',
    /** Given by the server, to quote when asking for help. */
    readonly requestId: string | null = null,
  ) {
    super(
      why === 'unreadable'
        ? 'Turnstone was updated while this page was open. Load the page again.'
        : 'We cannot reach Turnstone.',
    );
    this.name = 'Unreachable';
  }
}

/** The last answer that came: when, by the clock of this device, and how far that is ahead of the server's. Milliseconds. */
export interface Heard {
  readonly at: number;
  readonly ahead: number;
}

/** How long a write that got no answer waits before it is sent once more. Milliseconds. */
const PAUSE = 400;

/**
 * The only one who knows URLs. Everything that crosses the wire is a conversation of the contract, checked on arrival.
 *
 * A write carries a key of its own, so that sending it again, because the network failed, does not do it twice. The key
 * stays with the write until an answer has come: whoever presses the button again sends the same key again.
 */
@Injectable({ providedIn: 'root' })
export class ContractClient {
  readonly #heard = signal<Heard | null>(null);
  readonly #unanswered = new Map<string, string>();

  readonly heard = this.#heard.asReadonly();
  /** Asked when the server no longer knows us: whether it does after all, under a new token. */
  knownAfterAll: () => Promise<boolean> = () => Promise.resolve(false);

  /** The address of a conversation that the browser follows by itself, such as a download. */
  address<Params extends Schema, Query extends Schema, Body extends Schema, Answer extends Schema>(
    conversation: Conversation<Params, Query, Body, Answer>,
    asking: Pick<Asking<Params, Query, Body>, 'params' | 'query'>,
  ): string {
    const params = (asking.params ?? {}) as Record<string, unknown>;
    const path = conversation.path.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
      encodeURIComponent(String(params[name])),
    );
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries((asking.query ?? {}) as Record<string, unknown>)) {
      if (value !== undefined && value !== null) query.set(name, String(value));
    }
    const search = query.toString();
    return search ? `${path}?${search}` : path;
  }

  async ask<Params extends Schema, Query extends Schema, Body extends Schema, Answer extends Schema>(
    conversation: Conversation<Params, Query, Body, Answer>,
    asking: Asking<Params, Query, Body> = {},
  ): Promise<z.output<Answer>> {
    const headers = new Headers({ accept: 'application/json, application/problem+json' });
    if (asking.ifMatch !== undefined) headers.set('if-match', `"${asking.ifMatch}"`);
    let body: BodyInit | null = null;
    if (asking.file) {
      const form = new FormData();
      form.append('file', asking.file, asking.file.name);
      body = form;
    } else if (asking.body !== undefined) {
      headers.set('content-type', 'application/json');
      body = JSON.stringify(asking.body);
    }

    const address = this.address(conversation, asking);
    const init: RequestInit = {
      method: conversation.method,
      headers,
      body,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: asking.signal ?? null,
    };
    const keyed = conversation.keepsAnswer;
    const action = `${conversation.method} ${address} ${typeof body === 'string' ? body : ''} ${asking.ifMatch ?? ''}`;
    if (keyed) {
      const key = this.#unanswered.get(action) ?? newKey();
      this.#unanswered.set(action, key);
      headers.set('idempotency-key', key);
    }
    let response = await this.#send(address, init, keyed);
    // Nothing was done: a request that was under way while the token was renewed may go again under the new one.
    const mayGoAgain = conversation.refusals.includes('not signed in') && (keyed || conversation.method === 'GET');
    if (response.status === 401 && mayGoAgain && (await this.knownAfterAll())) {
      response = await this.#send(address, init, keyed);
    }
    this.#unanswered.delete(action);

    if (!response.ok) throw await refusalOf(response);
    if (response.status === 204) return undefined as z.output<Answer>;
    const said: unknown = await response.json().catch(() => undefined);
    const read = z.safeParse(conversation.answer, said);
    if (!read.success) throw new Unreachable('unreadable', response.headers.get('x-request-id'));
    return read.data;
  }

  async #send(address: string, init: RequestInit, again: boolean): Promise<Response> {
    try {
      const response = await fetch(address, init);
      const at = Date.now();
      const there = Date.parse(response.headers.get('date') ?? '');
      this.#heard.set({ at, ahead: Number.isNaN(there) ? 0 : at - there });
      return response;
    } catch (thrown) {
      if (init.signal?.aborted) throw thrown;
      if (!again) throw new Unreachable('no answer');
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      return this.#send(address, init, false);
    }
  }
}

/** 128 bits by chance, as hexadecimal figures. `crypto.randomUUID` is missing where a page came over plain http. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function refusalOf(response: Response): Promise<Refused | Unreachable> {
  const said: unknown = await response.json().catch(() => undefined);
  const problem = Problem.safeParse(said);
  if (problem.success && response.status < 500) return new Refused(problem.data);
  return new Unreachable('server failed', problem.data?.requestId ?? response.headers.get('x-request-id'));
}
