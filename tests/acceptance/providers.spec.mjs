// Signing in with a provider (OpenID Connect): with real providers of several kinds, and refused for every reason of R14.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startApi } from '../support/programs.mjs';
import { startForger, startOidc } from '../support/oidc.mjs';
import { openDemoPlace } from './support/place.mjs';

let place;
let administrator;
const running = [];

before(async () => {
  place = await openDemoPlace();
  // One test starts a program with the clock of this machine, which removes the sessions that are over by then.
  place.clock.now = new Date();
  administrator = new Browser();
  await administrator.signInToDemo('platform administrator');
});
after(async () => {
  for (const one of running) await one.stop();
  await place?.close();
});

// ------------------------------------------------------------------------------------------------------------ browser

let browsers = 0;

/** A browser with its cookies. Pages of ours are asked by injection, providers through HTTP; redirects are followed by hand. */
class Browser {
  #jars = new Map();
  address = `10.0.${Math.floor(browsers / 250)}.${(browsers++ % 250) + 1}`;

  #jar(host) {
    if (!this.#jars.has(host)) this.#jars.set(host, new Map());
    return this.#jars.get(host);
  }

  get cookies() {
    return Object.fromEntries(this.#jar('here'));
  }

  async ask(method, url, payload, headers = {}) {
    const answer = await place.api.inject({
      method,
      url,
      headers,
      cookies: this.cookies,
      remoteAddress: this.address,
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (value === '' || maxAge === 0) this.#jar('here').delete(name);
      else this.#jar('here').set(name, value);
    }
    return answer;
  }

  /** Follows redirects at the provider until it sends the browser back; answers the address of ours that it names. */
  async through(address) {
    for (let url = address, steps = 0; steps < 10; steps += 1) {
      const { host, origin } = new URL(url);
      if (origin === 'http://localhost:3000') return url;
      const jar = this.#jar(host);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      const next = answer.headers.get('location');
      assert.ok(next, `${url} answered ${answer.status}: ${await answer.text()}`);
      url = new URL(next, url).href;
    }
    throw new Error('The provider goes round in circles');
  }

  /** Begins at our door; answers the address at the provider. */
  async begin(slug, query = '') {
    const answer = await this.signInAt(slug, query);
    assert.equal(answer.statusCode, 303, answer.body);
    return answer.headers.location;
  }

  /** Comes back to us with what the provider said. */
  async comeBack(address) {
    const { pathname, search } = new URL(address);
    return this.ask('GET', `${pathname}${search}`);
  }

  async signIn(slug, query = '') {
    return this.comeBack(await this.through(await this.begin(slug, query)));
  }

  /** As far as our own door, from a page of ours. */
  async signInAt(slug, query = '', headers = { 'sec-fetch-site': 'same-origin' }) {
    return this.ask('GET', `/api/sign-in/with/${slug}${query}`, undefined, headers);
  }

  async signInToDemo(role) {
    const { people } = (await this.ask('GET', '/api/demo/people')).json();
    const person = people.find((one) => one.role === role);
    assert.ok(person, `The demo has no ${role}`);
    await this.ask('POST', '/api/demo/sign-in', { personId: person.id });
    return person;
  }

  async session() {
    return (await this.ask('GET', '/api/session')).json();
  }
}

// --------------------------------------------------------------------------------------------------------- setting up

async function startProvider(options) {
  const oidc = await startOidc(options);
  running.push(oidc);
  return oidc;
}
async function startForged() {
  const forger = await startForger();
  running.push(forger);
  return forger;
}

let slugs = 0;
const formOf = (oidc, more = {}) => {
  slugs += 1;
  return {
    name: `Provider ${slugs}`,
    slug: `provider-${slugs}`,
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    ...(oidc.clientSecret ? { clientSecret: oidc.clientSecret } : {}),
    clientAuthentication: oidc.clientAuthentication,
    scopes: 'openid',
    enabled: true,
    ...more,
  };
};
async function added(oidc, more) {
  const answer = await administrator.ask('POST', '/api/platform/providers', formOf(oidc, more));
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json();
}

/** Somebody with an account, and with an identity when a provider is named. */
async function somebody({
  issuer,
  subject = randomUUID(),
  email = `${randomUUID()}@example.org`,
  state = 'active',
} = {}) {
  const id = randomUUID();
  await place.pool.query('insert into person (id, name, email, state) values ($1, $2, $3, $4)', [
    id,
    'Robin Example',
    email,
    state,
  ]);
  if (issuer) {
    await place.pool.query('insert into identity (issuer, subject, person_id, linked_at) values ($1, $2, $3, now())', [
      issuer,
      subject,
      id,
    ]);
  }
  return { id, subject, email };
}

const count = async (text, values = []) =>
  (await place.pool.query(`select count(*)::int as n from ${text}`, values)).rows[0].n;
const sessionsOf = (person) => count('session where person_id = $1', [person.id]);

/** Led to the page of the problem, with no session: neither a cookie nor a row. */
async function assertRefused(browser, answer, why, sessions) {
  assert.equal(answer.statusCode, 303, answer.body);
  assert.equal(answer.body, '');
  const { pathname, searchParams } = new URL(answer.headers.location, 'http://localhost:3000');
  assert.equal(pathname, '/sign-in/problem');
  assert.equal(searchParams.get('why'), why);
  assert.equal(browser.cookies.turnstone, undefined);
  assert.equal((await browser.session()).person, null);
  if (sessions !== undefined) assert.equal(await count('session'), sessions);
}

// ------------------------------------------------------------------------------------------------------------ success

const kinds = {
  'a plain one': {},
  'an issuer with a path, the secret in the body, ES256': {
    path: '/tenant-a',
    clientAuthentication: 'client_secret_post',
    algorithm: 'ES256',
  },
  'an issuer that ends with a slash, PS256, further words in its configuration': {
    path: '/application/o/place/',
    algorithm: 'PS256',
    metadata: { extra_words: ['one', { two: 2 }], service_documentation: 'https://example.org' },
  },
  'a public client, EdDSA': { clientAuthentication: 'none', algorithm: 'EdDSA' },
  'one that wants its requests pushed': { requirePushed: true },
  'a public client at one that wants its requests pushed': { requirePushed: true, clientAuthentication: 'none' },
};
for (const [kind, options] of Object.entries(kinds)) {
  test(`somebody known signs in with ${kind}`, async () => {
    const oidc = await startProvider(options);
    const provider = await added(oidc);
    assert.equal(provider.redirectAddress, `http://localhost:3000/api/sign-in/with/${provider.slug}/back`);
    const person = await somebody({ issuer: oidc.issuer });
    oidc.signInAs(person.subject);
    const browser = new Browser();
    const answer = await browser.signIn(provider.slug, '?to=%2Fplaces%3Fa%3D%C3%A9');
    assert.equal(answer.statusCode, 303, answer.body);
    assert.equal(answer.headers.location, '/places?a=%C3%A9');
    assert.equal((await browser.session()).person?.id, person.id, answer.headers.location);
    const { rows } = await place.pool.query('select method, provider from session where person_id = $1', [person.id]);
    assert.deepEqual(rows, [{ method: 'single sign-on', provider: provider.name }]);
  });
}

test('a provider that wants pushed requests of one client without saying so is served, and one that will have none pushed', async () => {
  const forger = await startForged();
  const provider = await added(forger);
  const person = await somebody({ issuer: forger.issuer });
  forger.subject = person.subject;
  // The forger names an endpoint for pushed requests that refuses them all.
  forger.metadata = { pushed_authorization_request_endpoint: `${forger.issuer}/refused` };
  const browser = new Browser();
  await browser.signIn(provider.slug);
  assert.equal((await browser.session()).person?.id, person.id);
});

test('what is asked of a provider: the code flow with PKCE, state, nonce and the scopes that are written down', async () => {
  const forger = await startForged();
  const provider = await added(forger, { scopes: 'openid groups' });
  const asked = new URL(await new Browser().begin(provider.slug)).searchParams;
  assert.equal(asked.get('response_type'), 'code');
  assert.equal(asked.get('code_challenge_method'), 'S256');
  assert.equal(asked.get('scope'), 'openid groups');
  assert.equal(asked.get('redirect_uri'), provider.redirectAddress);
  // 256 bits each (R11 asks for 128).
  for (const name of ['state', 'nonce', 'code_challenge']) assert.match(asked.get(name), /^[\w-]{43}$/, name);
  assert.equal(new Set(['state', 'nonce', 'code_challenge'].map((name) => asked.get(name))).size, 3);
});

test('the configuration of a provider is read once for several who begin together, and anew after a change', async () => {
  const forger = await startForged();
  const provider = await added(forger);
  await Promise.all([1, 2, 3, 4].map(() => new Browser().begin(provider.slug)));
  assert.equal(forger.discoveries, 1);
  const { id, version } = provider;
  const changed = await administrator.ask(
    'PUT',
    `/api/platform/providers/${id}`,
    { ...formOf(forger), slug: provider.slug },
    { 'if-match': `"${version}"` },
  );
  assert.equal(changed.statusCode, 200, changed.body);
  await new Browser().begin(provider.slug);
  assert.equal(forger.discoveries, 2);
});

test('a provider exchanges its signing key: the new one counts at once, the old one no more', async () => {
  const { forger, provider, person } = await forgedFor();
  for (let n = 0; n < 3; n += 1) {
    const browser = new Browser();
    await browser.signIn(provider.slug);
    assert.equal((await browser.session()).person?.id, person.id);
    forger.exchangeKey();
  }
});

test('two tabs of one browser both come back', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer });
  oidc.signInAs(person.subject);
  const browser = new Browser();
  const first = await browser.through(await browser.begin(provider.slug, '?to=/first'));
  const second = await browser.through(await browser.begin(provider.slug, '?to=/second'));
  assert.equal((await browser.comeBack(first)).headers.location, '/first');
  assert.equal((await browser.comeBack(second)).headers.location, '/second');
  assert.equal(await sessionsOf(person), 1, 'the session before is ended');
});

test('the way on after signing in is a page of ours, whatever was asked', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer });
  oidc.signInAs(person.subject);
  for (const to of [
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    '/\r\nx',
  ]) {
    const browser = new Browser();
    const answer = await browser.signIn(provider.slug, `?to=${encodeURIComponent(to)}`);
    assert.equal(answer.headers.location, '/', to);
  }
  const answer = await new Browser().signIn(provider.slug, `?to=%2Fx%2F..%2F%2Felsewhere.example`);
  assert.equal(answer.headers.location, '/x/..//elsewhere.example', 'a path that begins here stays here');
});

test('the cookie that holds an attempt to its browser is for this site alone, and the state is kept as a hash', async () => {
  const forger = await startForged();
  const provider = await added(forger);
  const answer = await new Browser().ask('GET', `/api/sign-in/with/${provider.slug}`);
  const [cookie] = answer.cookies;
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.maxAge, cookie.path], [true, 'Lax', 600, '/']);
  const state = new URL(answer.headers.location).searchParams.get('state');
  const { rows } = await place.pool.query(
    'select *, provider_attempt::text as whole from provider_attempt where provider_id = $1',
    [provider.id],
  );
  assert.equal(rows.length, 1);
  assert.ok(!rows[0].whole.includes(state));
  assert.ok(!rows[0].whole.includes(cookie.value));
});

// ------------------------------------------------------------------------------------------------------------ refusals

/** A forger with somebody who could sign in, were it not for what it is made to say. */
async function forgedFor() {
  const forger = await startForged();
  const provider = await added(forger);
  const person = await somebody({ issuer: forger.issuer });
  forger.subject = person.subject;
  return { forger, provider, person };
}

const lies = {
  'another nonce': (forger) => (forger.tamper = ({ claims }) => (claims.nonce = 'another')),
  'no nonce': (forger) => (forger.tamper = ({ claims }) => delete claims.nonce),
  'another audience': (forger) => (forger.tamper = ({ claims }) => (claims.aud = 'another-client')),
  'two audiences, and issued to the other': (forger) =>
    (forger.tamper = ({ claims }) => Object.assign(claims, { aud: [claims.aud, 'another'], azp: 'another' })),
  'another issuer in the token': (forger) =>
    (forger.tamper = ({ claims }) => (claims.iss = 'https://elsewhere.example')),
  'another issuer in the address (RFC 9207)': (forger) =>
    (forger.answer = (answer) => answer.set('iss', 'https://elsewhere.example')),
  'no issuer in the address though it promised one (RFC 9207)': (forger) =>
    (forger.answer = (answer) => answer.delete('iss')),
  'algorithm none': (forger) => (forger.tamper = ({ header }) => (header.alg = 'none')),
  'algorithm HS256, signed with the public key': (forger) => (forger.tamper = ({ header }) => (header.alg = 'HS256')),
  'an expired token': (forger) =>
    (forger.tamper = ({ claims }) => Object.assign(claims, { iat: claims.iat - 7200, exp: claims.iat - 3600 })),
  'a token not valid yet': (forger) => (forger.tamper = ({ claims }) => (claims.nbf = claims.iat + 3600)),
  'a token that never ends': (forger) => (forger.tamper = ({ claims }) => delete claims.exp),
  'a signature by another key': (forger) => (forger.strangeKey = true),
  'a key of another name': (forger) => (forger.tamper = ({ header }) => (header.kid = 'two')),
  'no subject': (forger) => (forger.tamper = ({ claims }) => delete claims.sub),
  'a subject with a NUL in it': (forger) => (forger.tamper = ({ claims }) => (claims.sub += '\0')),
  'the state twice': (forger) => (forger.answer = (answer) => answer.append('state', 'another')),
  'no code': (forger) => (forger.answer = (answer) => answer.delete('code')),
};
for (const [lie, tell] of Object.entries(lies)) {
  test(`refused: ${lie}`, async () => {
    const { forger, provider, person } = await forgedFor();
    const sessions = await count('session');
    tell(forger);
    const browser = new Browser();
    const answer = await browser.signIn(provider.slug, '?to=/places');
    await assertRefused(browser, answer, 'refused', sessions);
    const said = new URL(answer.headers.location, 'http://localhost:3000').searchParams;
    assert.deepEqual([said.get('provider'), said.get('to')], [provider.slug, '/places']);

    // The refusal twin: nothing but the lie stood in the way.
    Object.assign(forger, { tamper: () => undefined, answer: () => undefined, strangeKey: false });
    await browser.signIn(provider.slug);
    assert.equal((await browser.session()).person?.id, person.id);
  });
}

test('refused: another state, and none', async () => {
  const { forger, provider } = await forgedFor();
  for (const change of [(answer) => answer.set('state', 'A'.repeat(43)), (answer) => answer.delete('state')]) {
    forger.answer = change;
    const browser = new Browser();
    await assertRefused(browser, await browser.signIn(provider.slug), 'stale', await count('session'));
  }
});

test('refused: a code that was used already, in the same browser and in another, although the provider takes it again', async () => {
  const { forger, provider } = await forgedFor();
  forger.forgetful = true;
  const browser = new Browser();
  const address = await browser.through(await browser.begin(provider.slug));
  await browser.comeBack(address);
  assert.notEqual((await browser.session()).person, null);
  await browser.ask('POST', '/api/sign-out');
  const sessions = await count('session');
  await assertRefused(browser, await browser.comeBack(address), 'stale', sessions);
  const other = new Browser();
  await other.begin(provider.slug);
  await assertRefused(other, await other.comeBack(address), 'stale', sessions);
});

test('refused: the code of one attempt with the state of another, at a real provider', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer });
  oidc.signInAs(person.subject);
  const browser = new Browser();
  const first = new URL(await browser.through(await browser.begin(provider.slug)));
  const second = new URL(await browser.through(await browser.begin(provider.slug)));
  second.searchParams.set('code', first.searchParams.get('code'));
  await assertRefused(browser, await browser.comeBack(second.href), 'refused', await count('session'));
});

test('refused: begun in one browser and returned in another; the attempt is then used up for both', async () => {
  const { provider } = await forgedFor();
  const mine = new Browser();
  const theirs = new Browser();
  await theirs.begin(provider.slug);
  const address = await mine.through(await mine.begin(provider.slug));
  const sessions = await count('session');
  await assertRefused(theirs, await theirs.comeBack(address), 'stale', sessions);
  await assertRefused(mine, await mine.comeBack(address), 'stale', sessions);
});

test('an attempt used by two at once is used once', async () => {
  const { forger, provider, person } = await forgedFor();
  forger.forgetful = true;
  const browser = new Browser();
  const address = await browser.through(await browser.begin(provider.slug));
  const answers = await Promise.all([1, 2, 3, 4].map(() => browser.comeBack(address)));
  assert.deepEqual(answers.map((one) => one.headers.location).filter((to) => to === '/').length, 1);
  assert.equal(await sessionsOf(person), 1);
});

test('refused: an attempt that is older than ten minutes', async () => {
  const { provider } = await forgedFor();
  const start = place.clock.now;
  try {
    const browser = new Browser();
    const address = await browser.through(await browser.begin(provider.slug));
    place.clock.now = new Date(start.getTime() + 10 * 60_000);
    await assertRefused(browser, await browser.comeBack(address), 'stale', await count('session'));
  } finally {
    place.clock.now = start;
  }
});

test('refused: the same subject at a second issuer, which is somebody else', async () => {
  const { person } = await forgedFor();
  const second = await startForged();
  const provider = await added(second);
  second.subject = person.subject;
  const browser = new Browser();
  await assertRefused(browser, await browser.signIn(provider.slug), 'unknown', await count('session'));
});

test('refused: the answer of one provider by the way of another', async () => {
  const one = await forgedFor();
  const other = await forgedFor();
  const browser = new Browser();
  const address = await browser.through(await browser.begin(one.provider.slug));
  const moved = address.replace(`/${one.provider.slug}/`, `/${other.provider.slug}/`);
  await assertRefused(browser, await browser.comeBack(moved), 'refused', await count('session'));
});

test('the e-mail address at a provider finds nobody, changes nothing and is kept nowhere', async () => {
  const owner = await somebody({ email: 'owner-of-the-address@example.org' });
  let email = owner.email;
  const oidc = await startProvider({ claims: () => ({ email, email_verified: true, name: 'Morgan Elsewhere' }) });
  const provider = await added(oidc, { scopes: 'openid email profile' });
  const known = await somebody({ issuer: oidc.issuer });

  // Somebody unknown says that the owner's address is theirs.
  oidc.signInAs('a-stranger');
  const stranger = new Browser();
  await assertRefused(stranger, await stranger.signIn(provider.slug), 'unknown', await count('session'));
  // Somebody known has the owner's address now, and then another: they stay themselves.
  oidc.signInAs(known.subject);
  for (email of [owner.email, 'changed@elsewhere.example']) {
    const browser = new Browser();
    await browser.signIn(provider.slug);
    assert.equal((await browser.session()).person.id, known.id);
  }
  assert.equal(await sessionsOf(owner), 0);
  const { rows } = await place.pool.query('select email, name from person where id = $1', [known.id]);
  assert.deepEqual(rows, [{ email: known.email, name: 'Robin Example' }]);
  for (const table of ['person', 'identity', 'audit_entry', 'audit_personal', 'session', 'provider_attempt']) {
    assert.equal(
      await count(`${table} t where t::text like '%elsewhere.example%' or t::text like '%Morgan%'`),
      0,
      table,
    );
  }
});

test('refused: somebody disabled or erased is not told apart from somebody who was never here', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const told = new Set();
  for (const state of ['disabled', 'erased', 'never here']) {
    const person = state === 'never here' ? { subject: 'nobody' } : await somebody({ issuer: oidc.issuer, state });
    oidc.signInAs(person.subject);
    const browser = new Browser();
    const answer = await browser.signIn(provider.slug);
    await assertRefused(browser, answer, 'unknown', await count('session'));
    told.add(JSON.stringify([answer.headers.location, answer.body, Object.keys(answer.headers).sort()]));
  }
  assert.equal(told.size, 1);
});

test('somebody who says no at the provider is led to a page that says so', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  oidc.sayNo();
  const browser = new Browser();
  await assertRefused(browser, await browser.signIn(provider.slug), 'cancelled', await count('session'));
});

test('the browser goes on only when the session is kept: one that cannot be is led to the page of the problem', async () => {
  const { provider, person } = await forgedFor();
  await place.pool.query(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
  // Deferred: it speaks up in the commit, after everything else went well.
  await place.pool.query(
    'create constraint trigger refuse after insert on session deferrable initially deferred for each row execute function refuse()',
  );
  const browser = new Browser();
  const sessions = await count('session');
  const answer = await browser.signIn(provider.slug).finally(() => place.pool.query('drop function refuse cascade'));
  assert.match(answer.headers.location, /^\/sign-in\/problem\?why=refused&/);
  assert.equal((await browser.session()).person, null);
  assert.equal(await count('session'), sessions);
  await browser.signIn(provider.slug);
  assert.equal((await browser.session()).person.id, person.id);
});

test('a provider that is gone, before and halfway, is led to a page that says so', async () => {
  const oidc = await startOidc();
  const provider = await added(oidc);
  const browser = new Browser();
  const address = await browser.through(await browser.begin(provider.slug));
  await oidc.stop();
  const sessions = await count('session');
  await assertRefused(browser, await browser.comeBack(address), 'away', sessions);
  await assertRefused(browser, await browser.signInAt(provider.slug), 'away', sessions);
});

test('a provider that never answers is given up after five seconds, and holds nobody else up', async () => {
  const silent = await forgedFor();
  silent.forger.silentAt = '/.well-known/openid-configuration';
  const halfway = await forgedFor();
  halfway.forger.silentAt = '/token';
  const browser = new Browser();
  const address = await browser.through(await browser.begin(halfway.provider.slug));
  const start = Date.now();
  // More than there are connections to the database.
  const waiting = Promise.all([
    browser.comeBack(address),
    ...Array.from({ length: 15 }, () => new Browser().signInAt(silent.provider.slug)),
  ]);
  let given = false;
  void waiting.then(() => (given = true));
  for (let n = 0; n < 20; n += 1) assert.equal((await administrator.session()).person !== null, true);
  assert.equal(given, false, 'the others were answered while these wait');
  for (const answer of await waiting) assert.match(answer.headers.location, /why=away/);
  assert.ok(Date.now() - start < 15_000);
});

test('refused: a provider that is turned off, one that is not there, and addresses that are none', async () => {
  const { forger, provider } = await forgedFor();
  const browser = new Browser();
  const address = await browser.through(await browser.begin(provider.slug));
  await administrator.ask(
    'PUT',
    `/api/platform/providers/${provider.id}`,
    { ...formOf(forger), slug: provider.slug, enabled: false },
    { 'if-match': '"1"' },
  );
  const sessions = await count('session');
  await assertRefused(browser, await browser.comeBack(address), 'refused', sessions);
  await assertRefused(browser, await browser.signInAt(provider.slug), 'refused', sessions);
  assert.ok(!(await browser.session()).providers.some((one) => one.slug === provider.slug));
  for (const url of [
    '/api/sign-in/with/not-there',
    `/api/sign-in/with/${'x'.repeat(200)}`,
    `/api/sign-in/with/x?to=${'x'.repeat(2_000)}`,
    '/api/sign-in/with/%00',
    '/api/sign-in/with/x?to=a&to=b',
    '/api/sign-in/with/x/back?state=%00&code=%00',
    '/api/sign-in/with/x/back?state=a&state=b',
  ]) {
    const answer = await browser.ask('GET', url);
    assert.equal(answer.statusCode, 303, `${url}: ${answer.body}`);
    assert.match(answer.headers.location, /^\/sign-in\/problem\?why=(refused|stale)&/, url);
  }
});

test('a hundred begins and a hundred returns a quarter of an hour from one address, then the page of the problem', async () => {
  const { provider } = await forgedFor();
  for (const [url, usual] of [
    [`/api/sign-in/with/${provider.slug}`, /^http:\/\/127/],
    [`/api/sign-in/with/${provider.slug}/back?state=x`, /why=stale/],
  ]) {
    const browser = new Browser();
    for (let n = 1; n <= 100; n += 1)
      assert.match((await browser.ask('GET', url)).headers.location, usual, `${url} ${n}`);
    await assertRefused(browser, await browser.ask('GET', url), 'refused');
    assert.match((await new Browser().ask('GET', url)).headers.location, usual, 'another address is not held up');
  }
});

test('whoever is let in does not count against the others of their network; whoever is not does', async () => {
  const { forger, provider } = await forgedFor();
  const counted = async ({ address }) => {
    const who = createHash('sha256').update(address).digest('base64url');
    const of = async (kind) =>
      (await place.pool.query('select n from rate_count where bucket = $1', [`${kind}:${who}`])).rows[0]?.n;
    return [await of('provider begin'), await of('provider return')];
  };
  const browser = new Browser();
  await browser.signIn(provider.slug);
  assert.deepEqual(await counted(browser), [0, 0]);
  forger.subject = 'nobody-here';
  await browser.signIn(provider.slug);
  assert.deepEqual(await counted(browser), [1, 1]);
});

// ---------------------------------------------------------------------------------------- linking, unlinking, invitations

const audits = async (action) =>
  (
    await place.pool.query(
      `select e.*, p.content from audit_entry e left join audit_personal p using (place_id, seq) where action = $1 order by e.at, e.seq`,
      [action],
    )
  ).rows;

const whyOf = (answer) => new URL(answer.headers.location, 'http://localhost:3000').searchParams.get('why');

/** What a browser says of a request that no page of ours made: another site, a sister site, a mail, nothing at all. */
const foreign = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { referer: 'https://elsewhere.example/' },
  { referer: 'nonsense' },
  {},
];

/** A browser in which the person is signed in. */
async function signedIn(oidc, provider, person) {
  oidc.signInAs(person.subject);
  const browser = new Browser();
  await browser.signIn(provider.slug);
  assert.equal((await browser.session()).person?.id, person.id);
  return browser;
}

test('somebody signed in links a second provider, signs in with it, and unlinks it again', async () => {
  const first = await startProvider();
  const second = await startProvider({ algorithm: 'ES256' });
  const old = await added(first);
  const fresh = await added(second);
  const person = await somebody({ issuer: first.issuer });
  const browser = await signedIn(first, old, person);
  const session = browser.cookies.turnstone;
  const before = { audit: await count('audit_entry'), mail: await count('mail') };

  second.signInAs('at-the-second');
  const answer = await browser.signIn(fresh.slug, '?link=1');
  assert.equal(answer.headers.location, '/account');
  assert.equal(browser.cookies.turnstone, session, 'the session goes on');
  assert.equal(await count('audit_entry'), before.audit + 1);
  const linked = (await audits('link a way to sign in')).at(-1);
  assert.equal(linked.person_id, person.id);
  assert.deepEqual(linked.after, { provider: fresh.slug, issuer: second.issuer });
  assert.ok(!JSON.stringify([linked.subject, linked.after, linked.before]).includes('at-the-second'));
  assert.equal(linked.content.after.subject, 'at-the-second');
  const { rows: mails } = await place.pool.query('select kind, address from mail where person_id = $1', [person.id]);
  assert.deepEqual(mails, [{ kind: 'security', address: person.email }]);

  // Linking it again changes nothing.
  await browser.signIn(fresh.slug, '?link=1');
  assert.equal(await count('audit_entry'), before.audit + 1);

  const other = new Browser();
  await other.signIn(fresh.slug);
  assert.equal((await other.session()).person.id, person.id);

  const { identities } = (await browser.ask('GET', '/api/account')).json();
  assert.deepEqual(identities.map((one) => one.providerName).sort(), [old.name, fresh.name].sort());
  const mine = identities.find((one) => one.providerName === fresh.name);
  assert.notEqual(mine.usedAt, null);
  const audit = await count('audit_entry');
  const unlinked = await browser.ask('DELETE', `/api/account/identities/${mine.id}`);
  assert.equal(unlinked.statusCode, 200, unlinked.body);
  assert.deepEqual(
    unlinked.json().identities.map((one) => one.providerName),
    [old.name],
  );
  assert.equal(await count('audit_entry'), audit + 1);
  assert.equal((await audits('unlink a way to sign in')).at(-1).content.before.subject, 'at-the-second');
  assert.equal(await count('mail where person_id = $1', [person.id]), 2);
  assert.equal((await browser.ask('DELETE', `/api/account/identities/${mine.id}`)).statusCode, 404);
  const gone = new Browser();
  await assertRefused(gone, await gone.signIn(fresh.slug), 'unknown');
});

test('refused: linking an identity of another account, by a demo person, by nobody, and begun from another site', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const owner = await somebody({ issuer: oidc.issuer });
  const person = await somebody({ issuer: oidc.issuer });
  const browser = await signedIn(oidc, provider, person);
  const identities = await count('identity');

  oidc.signInAs(owner.subject);
  assert.equal(whyOf(await browser.signIn(provider.slug, '?link=1')), 'taken');
  assert.equal((await browser.session()).person.id, person.id);

  assert.equal(whyOf(await administrator.signInAt(provider.slug, '?link=1')), 'refused');
  assert.equal(whyOf(await new Browser().signInAt(provider.slug, '?link=1')), 'stale');
  for (const headers of foreign) {
    assert.equal(whyOf(await browser.signInAt(provider.slug, '?link=1', headers)), 'stale', JSON.stringify(headers));
  }
  const ours = await browser.signInAt(provider.slug, '?link=1');
  assert.match(ours.headers.location, /^http:\/\/127/);

  // Signed out, or signed in as somebody else, on the way.
  oidc.signInAs('a-new-one');
  const address = await browser.through(ours.headers.location);
  await browser.ask('POST', '/api/sign-out');
  await assertRefused(browser, await browser.comeBack(address), 'stale');
  assert.equal(await count('identity'), identities);
});

test('refused: unlinking the last way in, and an identity of somebody else', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer, email: null });
  const browser = await signedIn(oidc, provider, person);
  const other = await somebody({ issuer: oidc.issuer });
  const idOf = async ({ id }) =>
    (await place.pool.query('select id from identity where person_id = $1', [id])).rows[0].id;
  const answer = await browser.ask('DELETE', `/api/account/identities/${await idOf(person)}`);
  assert.equal(answer.statusCode, 400);
  assert.match(answer.json().detail, /last way to sign in/);
  assert.equal((await browser.ask('DELETE', `/api/account/identities/${await idOf(other)}`)).statusCode, 404);
  assert.equal((await new Browser().ask('DELETE', `/api/account/identities/${await idOf(other)}`)).statusCode, 401);
  assert.equal(await count('identity where issuer = $1', [oidc.issuer]), 2);
});

test('of two identities that are the only ways in, one stays though both are unlinked at once', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer, email: null });
  const browser = await signedIn(oidc, provider, person);
  oidc.signInAs('their-second');
  await browser.signIn(provider.slug, '?link=1');
  const { rows } = await place.pool.query('select id from identity where person_id = $1', [person.id]);
  assert.equal(rows.length, 2);
  const answers = await Promise.all(rows.map(({ id }) => browser.ask('DELETE', `/api/account/identities/${id}`)));
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, 400]);
  assert.equal(await count('identity where person_id = $1', [person.id]), 1);
});

/** An invitation to the demo place, as its mail would carry it. */
async function invitation({ email = `${randomUUID()}@example.org`, expires = '7 days' } = {}) {
  const token = randomUUID().replaceAll('-', '').padEnd(43, 'x');
  const { rows } = await place.pool.query(
    `insert into invitation (id, place_id, email, name, roles, token_hash, created_at, expires_at)
     select gen_random_uuid(), id, $1, 'Sam Invited', '{viewer}', $2, $3::timestamptz, $3::timestamptz + $4::interval
     from place where invented and level = 'place' order by slug limit 1 returning id, place_id`,
    [email, createHash('sha256').update(token).digest(), place.clock.now, expires],
  );
  return { token, email, ...rows[0] };
}

test('somebody new accepts an invitation by signing in with a provider, once', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const invited = await invitation();
  oidc.signInAs('somebody-new');
  const browser = new Browser();
  const answer = await browser.signIn(provider.slug, `?invitation=${invited.token}`);
  assert.match(answer.headers.location, /^\/places\//);
  const { person, places } = await browser.session();
  assert.equal(person.name, 'Sam Invited');
  assert.deepEqual(
    places.filter((one) => !one.shared).map((one) => one.roles),
    [['viewer']],
  );
  assert.equal(await count(`identity where subject = 'somebody-new' and person_id = $1`, [person.id]), 1);
  // From now on they sign in as anybody does.
  const again = new Browser();
  await again.signIn(provider.slug);
  assert.equal((await again.session()).person.id, person.id);
  // The link is used up, for them and for others.
  oidc.signInAs('somebody-else');
  const late = new Browser();
  await assertRefused(late, await late.signInAt(provider.slug, `?invitation=${invited.token}`), 'invitation');
  assert.equal(await count(`identity where subject = 'somebody-else'`), 0);
});

test('somebody known accepts an invitation by signing in, for their own account', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const person = await somebody({ issuer: oidc.issuer });
  const invited = await invitation();
  oidc.signInAs(person.subject);
  const browser = new Browser();
  await browser.signIn(provider.slug, `?invitation=${invited.token}`);
  const session = await browser.session();
  assert.equal(session.person.id, person.id);
  assert.deepEqual(
    session.places.filter((one) => !one.shared).map((one) => one.roles),
    [['viewer']],
  );
  assert.equal(await count('person where email_key = $1', [invited.email]), 0);
});

test('accepting with a provider leaves one entry, in the chain of the place, that says how and nothing of an account before', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const known = await somebody({ issuer: oidc.issuer });
  for (const subject of ['one-entry', known.subject]) {
    const invited = await invitation();
    const start = await count('audit_entry');
    oidc.signInAs(subject);
    const browser = new Browser();
    await browser.signIn(provider.slug, `?invitation=${invited.token}`);
    const { person } = await browser.session();
    assert.equal(await count('audit_entry'), start + 1);
    const entry = (await audits('accept an invitation')).at(-1);
    assert.deepEqual([entry.place_id, entry.person_id], [invited.place_id, person.id]);
    const { rows } = await place.pool.query('select id from identity where person_id = $1', [person.id]);
    assert.deepEqual(entry.after, {
      ...{ personId: person.id, method: 'single sign-on', provider: provider.name },
      ...{ roles: ['viewer'], organisationId: null, workstreamIds: [] },
      ...(subject === 'one-entry' ? { identityId: rows[0].id } : {}),
    });
    assert.ok(!JSON.stringify(entry).includes(subject));
  }
});

test('refused: an invitation that no page of ours opened: nobody is tied to the account of whoever sent it', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const invited = await invitation();
  oidc.signInAs('the-victim');
  const browser = new Browser();
  for (const headers of foreign) {
    const answer = await browser.signInAt(provider.slug, `?invitation=${invited.token}`, headers);
    await assertRefused(browser, answer, 'stale');
  }
  assert.equal(await count(`provider_attempt where invitation_id = $1`, [invited.id]), 0);
  const ours = await browser.signInAt(provider.slug, `?invitation=${invited.token}`, {
    ...{ host: 'turnstone.example.org', referer: 'https://turnstone.example.org/invitation' },
  });
  assert.match(ours.headers.location, /^http:\/\/127/);
});

test('refused: an unknown identity with an invitation to the address of an account, unless that account is signed in', async () => {
  const oidc = await startProvider();
  const home = await startProvider();
  const provider = await added(oidc);
  const door = await added(home);
  const owner = await somebody({ issuer: home.issuer });
  const other = await somebody({ issuer: home.issuer });
  const invited = await invitation({ email: owner.email.toUpperCase() });
  const left = async () => [await count('identity'), await count('audit_entry'), await count('mail')];
  oidc.signInAs('not-known-yet');
  const stranger = new Browser();
  const before = await left();
  const answer = await stranger.signIn(provider.slug, `?invitation=${invited.token}`);
  await assertRefused(stranger, answer, 'known', await count('session'));
  assert.deepEqual(await left(), before);
  // Somebody else who is signed in has no part in it, and stays who they are.
  const elsewhere = await signedIn(home, door, other);
  const since = await left();
  assert.equal(whyOf(await elsewhere.signIn(provider.slug, `?invitation=${invited.token}`)), 'known');
  assert.equal((await elsewhere.session()).person.id, other.id);
  assert.deepEqual(await left(), since);
  assert.equal(await count('invitation where id = $1 and accepted_at is null', [invited.id]), 1, 'it still stands');

  const theirs = await signedIn(home, door, owner);
  assert.match((await theirs.signIn(provider.slug, `?invitation=${invited.token}`)).headers.location, /^\/places\//);
  assert.equal(await count(`identity where subject = 'not-known-yet' and person_id = $1`, [owner.id]), 1);
  assert.equal(await count(`mail where kind = 'security' and person_id = $1`, [owner.id]), 1);
});

test('refused: an invitation that is over when the person comes back, with nothing left behind', async () => {
  const oidc = await startProvider();
  const provider = await added(oidc);
  const invited = await invitation();
  oidc.signInAs('too-late');
  const browser = new Browser();
  const address = await browser.through(await browser.begin(provider.slug, `?invitation=${invited.token}`));
  await place.pool.query('update invitation set withdrawn_at = now() where id = $1', [invited.id]);
  const people = await count('person');
  await assertRefused(browser, await browser.comeBack(address), 'invitation', await count('session'));
  assert.equal(await count('person'), people);
  assert.equal(await count(`identity where subject = 'too-late'`), 0);
  const old = await invitation({ expires: '-1 hour' });
  await assertRefused(browser, await browser.signInAt(provider.slug, `?invitation=${old.token}`), 'invitation');
});

// ------------------------------------------------------------------------------------------------ the administrator's forms

const change = (provider, form, version = provider.version) =>
  administrator.ask('PUT', `/api/platform/providers/${provider.id}`, form, { 'if-match': `"${version}"` });

test('providers are added, listed, changed and removed, each with one entry, and the secret is in none of it', async () => {
  const forger = await startForged();
  const start = await count('audit_entry');
  const form = formOf(forger);
  const answers = [await administrator.ask('POST', '/api/platform/providers', form)];
  const provider = answers[0].json();
  assert.deepEqual(
    [provider.hasSecret, provider.version, provider.people, provider.issuer],
    [true, 1, 0, forger.issuer],
  );
  const { clientSecret: old, ...unsaid } = form;
  // Left out, the secret stays: somebody can still sign in.
  answers.push(await change(provider, { ...unsaid, name: 'A better name' }));
  assert.deepEqual(
    [answers[1].json().name, answers[1].json().hasSecret, answers[1].json().version],
    ['A better name', true, 2],
  );
  answers.push(await change(provider, { ...unsaid, clientSecret: 'another-secret-of-theirs' }, 2));
  answers.push(await change(provider, { ...unsaid, clientAuthentication: 'none' }, 3));
  assert.equal(answers[3].json().hasSecret, false);
  answers.push(await administrator.ask('GET', '/api/platform/providers'));
  answers.push(await administrator.ask('DELETE', `/api/platform/providers/${provider.id}`));
  assert.deepEqual(
    answers.map((one) => one.statusCode),
    [201, 200, 200, 200, 200, 204],
  );
  assert.equal(await count('sign_in_provider where id = $1', [provider.id]), 0);

  assert.equal(await count('audit_entry'), start + 5);
  const { rows } = await place.pool.query(
    'select action, before, after, person_id is not null as somebody from audit_entry where subject = $1 order by seq',
    [`sign-in provider ${provider.id}`],
  );
  assert.deepEqual(
    rows.map((row) => [row.action, row.before !== null, row.after?.secretChanged, row.after?.hasSecret, row.somebody]),
    [
      ['add a sign-in provider', false, true, true, true],
      ['change a sign-in provider', true, false, true, true],
      ['change a sign-in provider', true, true, true, true],
      ['change a sign-in provider', true, false, false, true],
      ['remove a sign-in provider', true, undefined, undefined, true],
    ],
  );
  for (const secret of [old, 'another-secret-of-theirs']) {
    assert.ok(!answers.some((one) => one.body.includes(secret)));
    for (const table of ['audit_entry', 'audit_personal', 'sign_in_provider', 'outbox']) {
      assert.equal(await count(`${table} t where position($1 in t::text) > 0`, [secret]), 0, table);
    }
  }
});

test('neither a secret, nor a code, nor a token reaches the log; what went wrong does', async () => {
  const { forger, provider } = await forgedFor();
  const api = await startApi({
    DATABASE_URL: place.url,
    PUBLIC_URL: 'http://localhost:3000',
    TURNSTONE_SECRET: 'a secret of this test run, and of no other',
    LOG_LEVEL: 'trace',
  });
  const own = api.url;
  const told = [];
  try {
    const signIn = async () => {
      const begun = await fetch(`${own}/api/sign-in/with/${provider.slug}`, { redirect: 'manual' });
      const address = begun.headers.get('location');
      const [cookie] = begun.headers.getSetCookie()[0].split(';');
      told.push(cookie.split('=')[1], ...['state', 'nonce'].map((name) => new URL(address).searchParams.get(name)));
      const back = new URL(await new Browser().through(address));
      const answer = await fetch(`${own}${back.pathname}${back.search}`, { redirect: 'manual', headers: { cookie } });
      return answer.headers.get('location');
    };
    assert.equal(await signIn(), '/');
    for (const tamper of [
      ({ claims }) => (claims.nonce = 'another'),
      ({ claims }) => (claims.sub += '\0'),
      ({ claims }) => (claims.sub = 'unknown-subject'),
      ({ header }) => (header.alg = 'none'),
      ({ header }) => (header.kid = 'two'),
    ]) {
      forger.tamper = tamper;
      assert.match(await signIn(), /why=(refused|unknown)/);
    }
    forger.answer = (answer) => answer.set('error', 'server_error');
    assert.match(await signIn(), /why=away/);
  } finally {
    await api.stop();
  }
  const log = api.log();
  assert.equal(log.match(/sign-in with a provider/g).length, 6, log);
  assert.match(log, /unexpected JWT/);
  const secrets = [forger.clientSecret, 'unknown-subject', forger.subject, ...forger.issued, ...told];
  assert.ok(secrets.length > 30);
  for (const secret of secrets) assert.ok(!log.includes(secret), `${secret} is in the log`);
});

test('begun under another name of this machine, it begins anew under the one that the provider sends back to', async () => {
  const { provider } = await forgedFor();
  const url = `/api/sign-in/with/${provider.slug}?to=%2Faccount`;
  const begin = (host) => place.api.inject({ url, headers: { host } });
  const other = await begin('127.0.0.1:3000');
  assert.equal(other.statusCode, 303);
  assert.equal(other.headers.location, `http://localhost:3000${url}`);
  assert.deepEqual(other.cookies, []);
  for (const host of ['localhost:3000', '127.0.0.1:4000', 'elsewhere.example:3000', 'not a host'])
    assert.doesNotMatch((await begin(host)).headers.location, /^http:\/\/localhost:3000/, host);
});

test('a secret that was moved to another provider does not open there', async () => {
  const one = await forgedFor();
  const other = await forgedFor();
  await place.pool.query(
    'update sign_in_provider set client_secret = (select client_secret from sign_in_provider where id = $1) where id = $2',
    [one.provider.id, other.provider.id],
  );
  const browser = new Browser();
  await assertRefused(browser, await browser.signInAt(other.provider.slug), 'refused');
});

test('refused: forms that cannot be, each with its reason at the field', async () => {
  const forger = await startForged();
  const form = formOf(forger);
  const cases = [
    ['issuer', { issuer: 'not an address' }],
    ['issuer', { issuer: 'http://login.example.org' }],
    ['issuer', { issuer: 'http://10.0.0.1/' }],
    ['issuer', { issuer: 'http://127.0.0.1.example.org/' }],
    ['issuer', { issuer: 'ftp://login.example.org' }],
    ['issuer', { issuer: 'https://user:word@login.example.org' }],
    ['issuer', { issuer: 'https://login.example.org/?a=b' }],
    ['issuer', { issuer: 'https://login.example.org/.well-known/openid-configuration' }],
    ['clientSecret', { clientSecret: undefined }],
    ['clientSecret', { clientSecret: '' }],
    ['scopes', { scopes: 'email openid' }],
    ['slug', { slug: 'Not A Slug' }],
    ['name', { name: ' ' }],
    ['clientAuthentication', { clientAuthentication: 'private_key_jwt' }],
  ];
  for (const [field, wrong] of cases) {
    const answer = await administrator.ask('POST', '/api/platform/providers', { ...form, ...wrong });
    assert.equal(answer.statusCode, 400, `${JSON.stringify(wrong)}: ${answer.body}`);
    assert.equal(answer.json().fields[0].path, field, answer.body);
  }
  assert.equal(await count('sign_in_provider where slug = $1', [form.slug]), 0);
});

test('where cookies go over https only, no issuer is http, not even on this machine', async () => {
  const { problemOfIssuer } = await import('../../libs/places/server/dist/providers/issuer.js');
  assert.equal(problemOfIssuer('http://127.0.0.1:9', false), undefined);
  assert.match(problemOfIssuer('http://127.0.0.1:9', true), /https/);
  assert.equal(problemOfIssuer('https://login.example.org/tenant/v2.0', true), undefined);
  // Loopback: RFC 1122, 3.2.1.3; RFC 4291, 2.5.3; RFC 6761, 6.3. Link-local: RFC 3927; RFC 4291, 2.5.6. Mapped: 2.5.5.2.
  for (const host of [
    ...[
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      '127.0.0.1',
      '127.1',
      '127.255.0.9',
      '2130706433',
      '0x7f.1',
      '0.0.0.0',
    ],
    ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '169.254.169.254', '[fe80::1]', '[febf::1]'],
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:169.254.169.254]'],
  ]) {
    assert.match(problemOfIssuer(`https://${host}/op`, true) ?? `${host} is taken`, /on another machine/);
    assert.equal(problemOfIssuer(`https://${host}/op`, false), undefined, host);
  }
  // RFC 1918, RFC 4193: a directory inside of an organisation.
  for (const host of [
    '10.0.0.1',
    '172.16.9.1',
    '192.168.1.1',
    '[fd00::1]',
    '[::ffff:10.0.0.1]',
    'localhost.example.org',
  ]) {
    assert.equal(problemOfIssuer(`https://${host}/op`, true), undefined, host);
  }

  const secure = await openDemoPlace({ secureCookies: true, publicUrl: 'https://turnstone.example.org' });
  try {
    const begun = await secure.api.inject({ url: '/api/sign-in/with/not-there' });
    const [cookie] = begun.cookies;
    assert.deepEqual(
      [cookie.name, cookie.secure, cookie.httpOnly, cookie.path, cookie.domain],
      ['__Host-turnstone-provider', true, true, '/', undefined],
    );
    const client = await secure.as('platform administrator');
    const form = formOf({ issuer: 'http://127.0.0.1:9', clientId: 'x', clientAuthentication: 'none' });
    const refused = await client.post('/api/platform/providers', form);
    assert.equal(refused.statusCode, 400, refused.body);
    assert.equal(refused.json().fields[0].path, 'issuer');
    const here = await client.post('/api/platform/providers', { ...form, issuer: 'https://127.0.0.1:9' });
    assert.deepEqual([here.statusCode, here.json().fields[0].path], [400, 'issuer']);
    const taken = await client.post('/api/platform/providers', { ...form, issuer: 'https://10.0.0.9' });
    assert.equal(taken.json().redirectAddress, `https://turnstone.example.org/api/sign-in/with/${form.slug}/back`);
  } finally {
    await secure.close();
  }
});

test('refused: the short name or the issuer of another provider', async () => {
  const { forger, provider } = await forgedFor();
  const elsewhere = await startForged();
  for (const form of [
    { ...formOf(elsewhere), slug: provider.slug },
    formOf(forger),
    formOf(forger, { issuer: `${forger.issuer}/` }),
  ]) {
    const answer = await administrator.ask('POST', '/api/platform/providers', form);
    assert.equal(answer.statusCode, 409, answer.body);
  }
  const same = formOf(elsewhere);
  const answers = await Promise.all(
    [1, 2, 3].map(() => administrator.ask('POST', '/api/platform/providers', { ...same, slug: `${same.slug}-x` })),
  );
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [201, 409, 409]);
});

test('refused: changing from an old version, without one, and moving the issuer or the secret from under people', async () => {
  const { forger, provider } = await forgedFor();
  const form = { ...formOf(forger), slug: provider.slug };
  assert.equal((await change(provider, { ...form, name: 'First' })).statusCode, 200);
  const late = await change(provider, { ...form, name: 'Second' });
  assert.equal(late.statusCode, 412, late.body);
  assert.deepEqual([late.json().present.name, late.json().present.version], ['First', 2]);
  assert.ok(!late.body.includes(forger.clientSecret));
  assert.equal((await administrator.ask('PUT', `/api/platform/providers/${provider.id}`, form)).statusCode, 428);
  assert.equal((await change({ id: randomUUID(), version: 1 }, form)).statusCode, 404);
  // The person of forgedFor signs in with it.
  assert.equal((await change(provider, { ...form, issuer: 'https://elsewhere.example' }, 2)).statusCode, 409);
  const removed = await administrator.ask('DELETE', `/api/platform/providers/${provider.id}`);
  assert.equal(removed.statusCode, 409);
  assert.match(removed.json().detail, /One person signs in/);
  // Where nobody does, another issuer needs its own secret: the old one is not sent to it.
  const lonely = await added(await startForged());
  const unsaid = formOf(forger, {
    slug: lonely.slug,
    issuer: 'https://elsewhere.example',
    clientSecret: undefined,
  });
  const answer = await change(lonely, unsaid);
  assert.equal(answer.statusCode, 400);
  assert.equal(answer.json().fields[0].path, 'clientSecret');
});

test('a check says in words what fits, and what does not', async () => {
  const oidc = await startProvider({ path: '/op', algorithm: 'ES256', clientAuthentication: 'client_secret_post' });
  const check = async ({ id }) => (await administrator.ask('POST', `/api/platform/providers/${id}/check`, {})).json();
  const good = await check(await added(oidc));
  assert.equal(good.ok, true, JSON.stringify(good));
  assert.equal(good.findings.length, 6);
  assert.ok(good.findings.every((one) => one.ok && one.says.endsWith('.')));

  const forger = await startForged();
  const provider = await added(forger, { scopes: 'openid groups' });
  const bad = {
    issuer: 'https://elsewhere.example',
    response_types_supported: ['id_token'],
    code_challenge_methods_supported: ['plain'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    id_token_signing_alg_values_supported: ['HS256', 'none'],
    scopes_supported: ['openid'],
  };
  for (const [index, [name, value]] of Object.entries(bad).entries()) {
    forger.metadata = { scopes_supported: ['openid', 'groups'], [name]: value };
    const { ok, findings } = await check(provider);
    assert.equal(ok, false, name);
    assert.deepEqual(
      findings.map((one) => one.ok),
      [0, 1, 2, 3, 4, 5].map((n) => n !== index),
      name,
    );
  }
  // What it names itself is looked at when somebody signs in, too.
  forger.metadata = { issuer: 'https://elsewhere.example' };
  const browser = new Browser();
  await assertRefused(browser, await browser.signInAt(provider.slug), 'refused');
  for (const metadata of [
    { issuer: 7 },
    { issuer: null },
    { id_token_signing_alg_values_supported: 'RS256', scopes_supported: {} },
  ]) {
    forger.metadata = metadata;
    const answer = await administrator.ask('POST', `/api/platform/providers/${provider.id}/check`, {});
    assert.equal(answer.statusCode, 200, answer.body);
  }
});

test('a check says that a provider cannot be reached, or is none', async () => {
  const check = async ({ id }) => (await administrator.ask('POST', `/api/platform/providers/${id}/check`, {})).json();
  const gone = await startOidc();
  const provider = await added(gone);
  await gone.stop();
  const away = await check(provider);
  assert.deepEqual([away.ok, away.findings.length], [false, 1]);
  assert.match(away.findings[0].says, /could not be reached/);
  const forger = await startForged();
  const none = await check(await added(forger, { issuer: `${forger.issuer}/nothing-here` }));
  assert.match(none.findings[0].says, /not the configuration of an OpenID Connect provider/);
  assert.equal((await administrator.ask('POST', `/api/platform/providers/${randomUUID()}/check`, {})).statusCode, 404);
});

test('refused: whoever does not administer the platform', async () => {
  const { forger, provider } = await forgedFor();
  const manager = new Browser();
  await manager.signInToDemo('programme manager');
  for (const [browser, status] of [
    [manager, 403],
    [new Browser(), 401],
  ]) {
    const url = `/api/platform/providers/${provider.id}`;
    const answers = [
      await browser.ask('GET', '/api/platform/providers'),
      await browser.ask('POST', '/api/platform/providers', formOf(forger)),
      await browser.ask('PUT', url, formOf(forger), { 'if-match': '"1"' }),
      await browser.ask('DELETE', url),
      await browser.ask('POST', `${url}/check`, {}),
    ];
    assert.deepEqual(
      answers.map((one) => one.statusCode),
      answers.map(() => status),
    );
  }
});
