// OpenID Connect providers for tests, on 127.0.0.1.
//
//   const oidc = await startOidc();            a real one (oidc-provider), which signs in without anybody typing
//   oidc.issuer, oidc.clientId, oidc.clientSecret   what the form of a platform administrator asks for
//   oidc.signInAs('some-subject');             whom it signs in from now on (any text; 'somebody' at first)
//   oidc.sayNo();                              the person declines from now on, until the next signInAs
//   await oidc.stop();
//
// Options: port; path ('/tenant/'), which with the origin makes the issuer; clientAuthentication; algorithm (of the ID
// token); requirePushed (RFC 9126); claims(subject), such as an e-mail address; metadata, added to its configuration.
// Any redirect address on this machine is taken. In a browser, open Turnstone at its PUBLIC_URL (http://localhost:PORT,
// not 127.0.0.1): the provider sends the browser back there, and the cookies of the attempt have to be there too.
//
//   const forger = await startForger();        one made by hand, for what a real one never does
//   forger.tamper = ({ header, claims }) => { claims.aud = 'another' };
import { createHash, createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';

const KEYS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

/** A real provider with one client. */
export async function startOidc({
  port = 0,
  path = '',
  clientAuthentication = 'client_secret_basic',
  algorithm = 'RS256',
  requirePushed = false,
  claims = () => ({}),
  metadata = {},
} = {}) {
  const { default: Provider } = await quietly(() => import('oidc-provider'));
  const server = createServer();
  const origin = await listen(server, port);
  const issuer = `${origin}${path}`;
  const mount = path.replace(/\/$/, '');
  const clientId = `turnstone-${randomBytes(4).toString('hex')}`;
  const clientSecret = clientAuthentication === 'none' ? undefined : randomBytes(24).toString('base64url');
  const key = KEYS[algorithm]().privateKey.export({ format: 'jwk' });
  let subject = 'somebody';
  let declines = false;

  const provider = await quietly(
    () =>
      new Provider(issuer, {
        clients: [
          {
            client_id: clientId,
            ...(clientSecret ? { client_secret: clientSecret } : {}),
            token_endpoint_auth_method: clientAuthentication,
            id_token_signed_response_alg: algorithm,
            redirect_uris: ['http://127.0.0.1/back'],
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        jwks: { keys: [{ ...key, use: 'sig', alg: algorithm, kid: randomBytes(4).toString('hex') }] },
        enabledJWA: { idTokenSigningAlgValues: [...new Set(['RS256', algorithm])] },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        conformIdTokenClaims: false,
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims(id) }) }),
        features: {
          devInteractions: { enabled: false },
          pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: requirePushed },
        },
        interactions: { url: (_context, interaction) => `${mount}/interaction/${interaction.uid}` },
        ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
        discovery: metadata,
      }),
  );
  provider.Client.prototype.redirectUriAllowed = (address) =>
    ['localhost', '127.0.0.1'].includes(new URL(address).hostname);
  const answer = provider.callback();

  server.on('request', (request, response) => {
    request.originalUrl = request.url;
    if (mount && request.url.startsWith(`${mount}/`)) request.url = request.url.slice(mount.length);
    if (request.url.startsWith('/interaction/')) {
      interact(request, response).catch((error) => response.writeHead(500).end(error.message));
      return;
    }
    // Each sign-in is a new one: the browser's session here would bring back the subject of the one before.
    if (request.headers.cookie) request.headers.cookie = withoutSession(request.headers.cookie);
    answer(request, response);
  });

  async function interact(request, response) {
    const { params } = await provider.interactionDetails(request, response);
    if (declines) return provider.interactionFinished(request, response, { error: 'access_denied' });
    const grant = new provider.Grant({ accountId: subject, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const grantId = await grant.save();
    return provider.interactionFinished(request, response, { login: { accountId: subject }, consent: { grantId } });
  }

  return {
    issuer,
    clientId,
    clientSecret,
    clientAuthentication,
    signInAs(one) {
      subject = one;
      declines = false;
    },
    sayNo() {
      declines = true;
    },
    stop: () => stop(server),
  };
}

/**
 * A provider that says what it is told to say. It takes every request and signs in `subject`; `tamper` may change the
 * token before it is signed, and `answer` the parameters with which the browser is sent back. It checks PKCE, the
 * redirect address and that a code is used once, as any provider does.
 */
export async function startForger() {
  const server = createServer();
  const origin = await listen(server, 0);
  let { privateKey, publicKey } = KEYS.RS256();
  let keyName = 'one';
  const stranger = KEYS.RS256().privateKey;
  const codes = new Map();
  const forger = {
    issuer: origin,
    clientId: 'turnstone',
    clientSecret: randomBytes(24).toString('base64url'),
    clientAuthentication: 'client_secret_basic',
    subject: 'somebody',
    /** ({ header, claims }) => void. `header.alg` decides the signature: none, HS256 (by the public key) or RS256. */
    tamper: () => undefined,
    /** (URLSearchParams) => void */
    answer: () => undefined,
    /** Signs with a key that it does not publish. */
    strangeKey: false,
    /** What its configuration says beside the usual, or instead of it. */
    metadata: {},
    /** The path at which it takes the question and never answers. */
    silentAt: undefined,
    /** How often its configuration was read. */
    discoveries: 0,
    /** Every code and token that it gave out. */
    issued: [],
    /** The token endpoint gives each code as often as it is asked. */
    forgetful: false,
    /** Another key signs from now on. */
    exchangeKey() {
      ({ privateKey, publicKey } = KEYS.RS256());
      keyName = randomBytes(4).toString('hex');
    },
    stop: () => stop(server),
  };

  server.on('request', (request, response) => {
    const url = new URL(request.url, origin);
    if (url.pathname === forger.silentAt) return;
    const json = (body, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration') {
      forger.discoveries += 1;
      return json({
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        authorization_response_iss_parameter_supported: true,
        ...forger.metadata,
      });
    }
    if (url.pathname === '/keys') {
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: keyName }] });
    }
    if (url.pathname === '/authorize') {
      const code = randomBytes(16).toString('base64url');
      forger.issued.push(code);
      codes.set(code, Object.fromEntries(url.searchParams));
      const back = new URL(url.searchParams.get('redirect_uri'));
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state'));
      back.searchParams.set('iss', origin);
      forger.answer(back.searchParams);
      return response.writeHead(303, { location: back.href }).end();
    }
    if (url.pathname === '/token') {
      return void read(request).then((body) => {
        const given = new URL(`?${body}`, origin).searchParams;
        const asked = codes.get(given.get('code'));
        if (!forger.forgetful) codes.delete(given.get('code'));
        const challenge = createHash('sha256')
          .update(given.get('code_verifier') ?? '')
          .digest('base64url');
        if (asked?.code_challenge !== challenge || asked.redirect_uri !== given.get('redirect_uri')) {
          return json({ error: 'invalid_grant' }, 400);
        }
        const tokens = { access_token: randomBytes(16).toString('base64url'), id_token: idToken(asked) };
        forger.issued.push(...Object.values(tokens));
        return json({ ...tokens, token_type: 'Bearer', expires_in: 60 });
      });
    }
    return json({ error: 'not_found' }, 404);
  });

  function idToken(asked) {
    const now = Math.floor(Date.now() / 1000);
    const token = {
      header: { alg: 'RS256', kid: keyName },
      claims: {
        iss: origin,
        sub: forger.subject,
        aud: asked.client_id,
        nonce: asked.nonce,
        iat: now,
        exp: now + 60,
      },
    };
    forger.tamper(token);
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part(token.header)}.${part(token.claims)}`;
    if (token.header.alg === 'none') return `${body}.`;
    if (token.header.alg === 'HS256') {
      const asSecret = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
      return `${body}.${createHmac('sha256', asSecret).update(body).digest('base64url')}`;
    }
    const key = forger.strangeKey ? stranger : privateKey;
    return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
  }

  return forger;
}

function withoutSession(cookies) {
  return cookies
    .split('; ')
    .filter((one) => !/^_session/.test(one))
    .join('; ');
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

function stop(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** The provider greets with advice for those who run it in service. */
async function quietly(work) {
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}
