import type { Conversation } from '@turnstone/contract/conversation';
import type * as contract from '@turnstone/contract/assessments/room';
import type * as z from 'zod/mini';
import { headersOf, takeAhead } from './phone.js';

/** A phone that has lost its network hears of it late, or never: what takes longer counts as lost. Milliseconds. */
const PATIENCE = 9_000;

type Answer<C extends Conversation> = z.output<C['answer']>;
type Body<C extends Conversation> = z.input<C['body']>;
type Token = string | null;
type Shape = Readonly<Record<string, 'string' | 'number' | 'object' | 'list'>>;

/** The server understood and said no: its words are for the person. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly fields: readonly { path: string; reason: string }[],
  ) {
    super(detail);
    this.name = 'Refused';
  }
}

/** No answer that can be read. */
export class Unreachable extends Error {
  constructor(why: 'no answer' | 'server failed' | 'unreadable') {
    super(unreachable[why]);
    this.name = 'Unreachable';
  }
}
const unreachable = {
  'no answer': 'We cannot reach the room. Look at the network of this phone, then try again.',
  'server failed': 'Something went wrong at our end.',
  unreadable: 'Turnstone was updated while this page was open. Load the page again.',
} as const;

/**
 * The only one who knows URLs: the conversations of contract/assessments/room, for somebody who has a participant's token, or
 * nothing yet. The server has checked each answer by its schema; here only its outline is looked at, so that a page of another
 * version says so. The schema library would weigh a tenth of all that a phone loads.
 */
export const roomClient = {
  lookAt: (code: string) =>
    ask<Answer<typeof contract.lookAtRoom>>('GET', `/api/join/${encodeURIComponent(code)}`, null, undefined, {
      assessment: 'string',
      title: 'string',
      organisations: 'list',
    }),
  join: (code: string, body: Body<typeof contract.joinRoom>) =>
    ask<Answer<typeof contract.joinRoom>>('POST', `/api/join/${encodeURIComponent(code)}`, null, body, {
      assessment: 'string',
    }),
  async read(token: Token) {
    const answer = await ask<Answer<typeof contract.readRoom>>('GET', '/api/room', token, undefined, {
      tool: 'object',
      room: 'object',
      me: 'object',
      prompts: 'list',
    });
    if (!isRoomView(answer.room) || !fits(answer.tool, { domains: 'list', levels: 'list' }) || !fits(answer.me, ofMe))
      throw new Unreachable('unreadable');
    return answer;
  },
  me: (token: Token) => ask<Answer<typeof contract.readMe>>('GET', '/api/room/me', token, undefined, ofMe),
  views: (token: Token) =>
    ask<Answer<typeof contract.readRoomViews>>('GET', '/api/room/views', token, undefined, {
      views: 'list',
      tables: 'object',
    }),
  sendAnswers: (token: Token, body: Body<typeof contract.sendAnswers>) =>
    ask<Answer<typeof contract.sendAnswers>>('PUT', '/api/room/answers', token, body, kept),
  sendScores: (token: Token, body: Body<typeof contract.sendTableScores>) =>
    ask<Answer<typeof contract.sendTableScores>>('PUT', '/api/room/table/scores', token, body, kept),
  changeMe: (token: Token, body: Body<typeof contract.changeMe>) =>
    ask<Answer<typeof contract.changeMe>>('PUT', '/api/room/me', token, body, ofMe),
  becomeTable: (token: Token, body: Body<typeof contract.becomeTableDevice>) =>
    ask<Answer<typeof contract.becomeTableDevice>>('POST', '/api/room/table', token, body, ofMe),
  propose: (token: Token, priority: string, body: Body<typeof contract.proposePriority>) =>
    ask<Answer<typeof contract.proposePriority>>('PUT', `/api/room/priorities/${priority}`, token, body, {
      id: 'string',
    }),
  vote: (token: Token, body: Body<typeof contract.castVotes>) =>
    ask<Answer<typeof contract.castVotes>>('PUT', '/api/room/votes', token, body, { votes: 'list' }),
  /** The stream of views; its answer is read by FollowRoom. */
  follow: (token: Token, signal: AbortSignal) =>
    fetch('/api/room/live', {
      headers: { ...headersOf(token), accept: 'text/event-stream, application/problem+json' },
      cache: 'no-store',
      credentials: 'omit',
      signal,
    }),
};

const ofMe: Shape = { number: 'number', answers: 'list', tableScores: 'list', votes: 'list' };
const kept: Shape = { kept: 'list', closed: 'list' };

export function isRoomView(said: unknown): said is contract.RoomView {
  return fits(said, {
    revision: 'number',
    assessment: 'string',
    state: 'string',
    now: 'string',
    stages: 'list',
    may: 'object',
    revealed: 'list',
    shownTables: 'list',
    consensus: 'list',
    priorities: 'list',
  });
}

function fits(said: unknown, shape: Shape): boolean {
  if (typeof said !== 'object' || said === null) return false;
  return Object.entries(shape).every(([name, kind]) => {
    const value = (said as Record<string, unknown>)[name];
    return kind === 'list' ? Array.isArray(value) : value !== null && typeof value === kind;
  });
}

async function ask<Said>(method: string, address: string, token: Token, body: unknown, shape: Shape): Promise<Said> {
  const response = await send(method, address, token, body);
  const said: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response.status, said);
  if (!fits(said, shape)) throw new Unreachable('unreadable');
  return said as Said;
}

async function send(method: string, address: string, token: Token, body: unknown): Promise<Response> {
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

export function refusalOf(status: number, said: unknown): Refused | Unreachable {
  if (status >= 500 || !fits(said, { detail: 'string' })) return new Unreachable('server failed');
  const { detail, fields } = said as { detail: string; fields?: { path: string; reason: string }[] };
  return new Refused(status, detail, Array.isArray(fields) ? fields : []);
}

/** What a person is told when something else went wrong than what the page expects. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Refused || thrown instanceof Unreachable ? thrown.message : 'That did not work. Try again.';
}
