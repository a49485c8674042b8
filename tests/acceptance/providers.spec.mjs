// Signing in with a provider (OpenID Connect): with real providers of several kinds, and refused for every reason of R14.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startForger, startOidc } from '../support/oidc.mjs';
import { openDemoPlace } from './support/place.mjs';

let place;
let administrator;
const running = [];

before(async () => {
  place = await openDemoPlace();
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
  #address = `10.0.${Math.floor(browsers / 250)}.${(browsers++ % 250) + 1}`;

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
      remoteAddress: this.#address,
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
    const answer = await this.ask('GET', `/api/sign-in/with/${slug}${query}`);
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
