import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Serves the built pages: hashed files for ever, the entry page fresh each time, and it for every address of a page. */
export async function serveWeb(fastify: FastifyInstance, folder: string): Promise<void> {
  fastify.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: '/*', handler: sendNothing });
  const entry = join(folder, 'index.html');
  if (!existsSync(entry)) {
    fastify.log.warn('The web app is not built; only the API answers.');
    fastify.get('/*', sendNothing);
    return;
  }
  const sendPage = pageSender(readFileSync(entry, 'utf8'));
  // Those who take part in a room have a lighter bundle of their own; without it the app opens their addresses too.
  const phone = join(folder, 'phone', 'index.html');
  const sendPhone = existsSync(phone) ? pageSender(readFileSync(phone, 'utf8')) : sendPage;
  await fastify.register(serveStatic, {
    root: folder,
    wildcard: false,
    index: false,
    // The build leaves a .br and a .gz beside each file; what is compressed per answer is larger by a sixth.
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = /-[\w-]{8}\.(js|css)(\.br|\.gz)?$/.test(path);
      reply.header('vary', 'accept-encoding');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  fastify.get('/', async (_request, reply) => sendPage(reply));
  fastify.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    // A missing file or a missing part of the API must not look like a page.
    if (path.startsWith('/api/') || extname(path) !== '') return sendNothing(request, reply);
    return /^\/(?:join|room)(?:\/|$)/.test(path) ? sendPhone(reply) : sendPage(reply);
  });
}

/**
 * The entry page with a nonce of its own for each answer: the scripts and styles that the build named in it may run, what
 * they load by themselves may too ('strict-dynamic'), and nothing that anybody managed to write into a page. Text becomes
 * markup only through Angular's own policy (Trusted Types).
 */
function pageSender(page: string): (reply: FastifyReply) => FastifyReply {
  const parts = page
    .replace(/<(script|style|link)(?=[\s>])/g, '<$1 nonce="{nonce}"')
    .replace('<ts-turnstone', '<ts-turnstone ngCspNonce="{nonce}"')
    .split('{nonce}');
  return (reply) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      `img-src 'self' data: blob:`,
      `connect-src 'self'`,
      `font-src 'self'`,
      `manifest-src 'self'`,
      `base-uri 'self'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
      `require-trusted-types-for 'script'`,
      `trusted-types angular angular#unsafe-bypass angular#bundler`,
    ];
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy.join('; '))
      .send(parts.join(nonce));
  };
}

function sendNothing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: 'refused',
        status: 404,
        detail: 'There is nothing at this address.',
        requestId: request.id,
      }),
    );
}
