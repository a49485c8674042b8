import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { refusalStatus, type Problem } from '@turnstone/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../refusal.js';

/** PostgreSQL is starting, stopping, or not there: the request may be tried again. */
const databaseAway = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
]);

/** A text that PostgreSQL cannot keep: a NUL, or half of a surrogate pair. */
const unkeepable = new Set(['22021', '22P02', '22P05']);

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

const words: Readonly<Record<number, string>> = {
  400: 'What was sent could not be read.',
  404: 'There is nothing at this address.',
  405: 'This address does not take that method.',
  413: 'What was sent is too large.',
  415: 'What was sent is in a form that is not taken here.',
};

/** Turns everything thrown into one problem shape: calm words to the person, detail to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request: FastifyRequest = http.getRequest();
    const reply: FastifyReply = http.getResponse();
    const problem = problemOf(error, request);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    if (problem.status === 503) void reply.header('retry-after', '2');
    if (error instanceof Refused && error.retryAfter !== undefined)
      void reply.header('retry-after', String(error.retryAfter));
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  }
}

export function problemOf(error: unknown, request: Pick<FastifyRequest, 'id'>): Problem {
  const requestId = String(request.id);
  if (error instanceof Refused) {
    const status = refusalStatus[error.kind];
    return {
      type: `/problems/${error.kind.replaceAll(' ', '-')}`,
      title: error.kind,
      status,
      detail: error.detail,
      ...(error.fields ? { fields: [...error.fields] } : {}),
      ...(error.present === undefined ? {} : { present: error.present }),
      requestId,
    };
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return { type: 'about:blank', title: 'refused', status, detail: words[status] ?? 'This was refused.', requestId };
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && unkeepable.has(code)) {
    const detail = 'What was sent holds a character that cannot be kept.';
    return { type: '/problems/invalid', title: 'invalid', status: 400, detail, requestId };
  }
  const message = error instanceof Error ? error.message : '';
  if (
    (typeof code === 'string' && databaseAway.has(code)) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  ) {
    return {
      type: '/problems/away',
      title: 'away for a moment',
      status: 503,
      detail: 'The database is not answering. Nothing was lost; try again in a moment.',
      requestId,
    };
  }
  return {
    type: '/problems/ours',
    title: 'our fault',
    status: 500,
    detail:
      'Something went wrong on our side, and it has been noted. Try again; if it stays, say this number to whoever runs Turnstone.',
    requestId,
  };
}
