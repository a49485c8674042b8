import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RoomFeed } from '@turnstone/assessments-server';
import { PARTICIPANT_HEADER } from '@turnstone/contract';
import { OfferSetUp, SessionCookie } from '@turnstone/places-server';
import { LiveChannel, Refused, problemOf } from '@turnstone/platform';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppModule, type Given } from './app.module.js';
import { isForMembersOnly, refuseToPhones } from './local-network.js';
import { openApiDocument } from './openapi.js';
import { serveWeb } from './web.js';

/** The largest file that a page may upload. The command line has no such limit; rows are limited for both. */
export const LARGEST_UPLOAD = 20 * 1024 * 1024;

export type Api = FastifyInstance & {
  /** For the console of whoever starts it: where the first platform administrator is made; undefined when there is one. */
  offerSetUp(): Promise<string | undefined>;
};

/** The whole HTTP side, ready to listen or to be asked by `inject`. */
export async function createApi(given: Given): Promise<Api> {
  const adapter = new FastifyAdapter({
    logger:
      given.config.logLevel === 'silent'
        ? false
        : {
            level: given.config.logLevel,
            redact: ['req.headers.cookie', 'req.headers.authorization', `req.headers["${PARTICIPANT_HEADER}"]`],
          },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // How long a name in an address may be is the contract's to say, in its own words.
    routerOptions: { maxParamLength: 100_000 },
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    // An address that cannot be read.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(
        Refused.invalid('This address cannot be read.'),
        request,
        reply.headers({ ...headersOfNone, 'x-request-id': String(request.id) }),
      ),
    clientErrorHandler: refuseUnreadable,
    // Who asks is counted by address: only a proxy of ours may say whose address it is.
    trustProxy: given.config.trustedProxies.length > 0 ? [...given.config.trustedProxies] : false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(given), adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
    // Fastify's own parser takes JSON and nothing that a form of another site could send.
    bodyParser: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;

  await fastify.register(helmet, {
    // Pages say their own, with a nonce (web.ts); everything else may load nothing at all.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: given.config.secureCookies ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  });
  await fastify.register(cookie);
  await fastify.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    // One step above the package's own: a report card is a fifteenth smaller, and takes about as long.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
  });
  await fastify.register(multipart, { limits: { fileSize: LARGEST_UPLOAD, files: 1, fields: 4, parts: 5 } });

  const sessions = app.get(SessionCookie);
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    void reply.header('x-request-id', String(request.id));
    if (given.config.localNetwork && isForMembersOnly(request)) return refuseToPhones(request, reply);
    // The router reads an address in more than one spelling: what counts is the route that it found.
    const ofApi = isOfApi(request);
    if (ofApi) void reply.header('cache-control', 'no-store');
    try {
      refuseForeignWrites(request);
      if (!ofApi) return undefined;
      await sessions.recognise(request, reply);
    } catch (error) {
      return sendProblem(error, request, reply);
    }
    return undefined;
  });

  fastify.get('/api/health', async () => {
    await given.database.alone({ text: 'select 1' });
    return { ok: true };
  });
  const document = openApiDocument();
  fastify.get('/api/openapi.json', async () => document);
  await serveWeb(fastify, given.config.webFolder);

  await app.init();
  const [feed, live] = [app.get(RoomFeed, { strict: false }), app.get(LiveChannel, { strict: false })];
  // Streams have no end of their own, and a connection that is cut tells the page less than one that ends.
  fastify.addHook('preClose', async () => feed.end());
  fastify.addHook('onClose', async () => live.end());
  await fastify.ready();
  const setUp = app.get(OfferSetUp, { strict: false });
  return Object.assign(fastify, { offerSetUp: () => setUp.offer() });
}

function isOfApi(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/') || request.routeOptions.url?.startsWith('/api/') === true;
}

/** What a request that never became one is answered with: hooks do not run for it. */
const headersOfNone = {
  'content-security-policy': `default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  return reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** No request could be made of what came: the connection says so and ends. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const headers = Object.entries({ ...headersOfNone, 'content-length': '0', connection: 'close' });
  socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
}

/**
 * A page of another site can't write here with the person's cookie: browsers say where a request comes from
 * (Fetch Metadata; Origin for those that lack it). SameSite=Lax on the cookie is the second lock.
 */
function refuseForeignWrites(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreign =
    site === undefined
      ? origin !== undefined && hostOf(origin) !== request.headers.host
      : site !== 'same-origin' && site !== 'none';
  if (foreign) throw Refused.notPermitted('This was sent from another site.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
