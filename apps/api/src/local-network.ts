import { problemOf, Refused } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * One laptop without internet (LOCAL_NETWORK): what does not come from the machine itself reaches the pages for joining, the room, and
 * the files that they are made of. Members sign in on that machine only, because nothing on plain http keeps their cookie safe.
 *
 * What counts is the address of the connection: neither Host nor X-Forwarded-For says anything. And it is the route that was
 * found that counts, however its address was spelt.
 */
export function isForMembersOnly(request: FastifyRequest): boolean {
  return !fromThisMachine(request.raw.socket.remoteAddress ?? '') && !isForPhones(request);
}

/** A plain page for people, a problem for programs. */
export function refuseToPhones(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const words = 'From other devices only joining a workshop works here. Sign in on the laptop itself, at localhost.';
  void reply.status(403).header('cache-control', 'no-store');
  if (isOfApi(request))
    return reply
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(Refused.notPermitted(words), request)));
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>Join a workshop – Turnstone</title></head><body><h1>Join a workshop</h1><p>${words}</p>` +
        `<p><a href="/join">Join with a code</a></p></body></html>`,
    );
}

const fromThisMachine = (address: string): boolean => /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);

const isOfApi = (request: FastifyRequest): boolean =>
  request.url.startsWith('/api') || request.routeOptions.url?.startsWith('/api') === true;

function isForPhones(request: FastifyRequest): boolean {
  const route = request.routeOptions.url;
  if (route === undefined) return false;
  if (route.startsWith('/api')) return /^\/api\/(join|room|health)(\/|$)/.test(route);
  // Pages have one route for all of them; every other one is a file of theirs.
  if (route === '/' || route === '/*') return request.method !== 'POST' && /^\/(join|room)([/?]|$)/.test(request.url);
  return true;
}
