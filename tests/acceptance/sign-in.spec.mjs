// The ways in: a link by e-mail, a password with a code, another password, the first administrator.
// The worker's part is done here and now by its own use case; the clock is the spec's.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { NestFactory } from '@nestjs/core';
import { PlacesJobsModule, placesJobs } from '@turnstone/places-server';
import { Database, PlatformModule, readConfig, Seal } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';
import { createApi } from '../../apps/api/dist/api.js';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { NOW } from './support/place.mjs';

const SECRET = 'a secret of this test run, and of no other';
let place;
let worker;

before(async () => {
  place = await openTurnstone();
  worker = await startWorker(place);
});
after(async () => {
  await worker?.close();
  await place?.close();
});

/** A Turnstone with nothing in it but what the programs make, and nobody's demo. */
async function openTurnstone(settings = {}) {
  const { pool, database, url, drop } = await createTestDatabase();
  const config = readConfig({
    DATABASE_URL: url,
    LOG_LEVEL: 'silent',
    SECURE_COOKIES: 'false',
    TURNSTONE_SECRET: SECRET,
    ...settings,
  });
  const clock = { now: NOW };
  const given = { config, database, clock: () => clock.now };
  const api = await createApi(given);
  return {
    api,
    pool,
    clock,
    given,
    async close() {
      await api.close();
      await drop();
    },
  };
}

/** The worker's jobs without its process: `sendLinks` does what was announced, as the program does it. */
async function startWorker({ given, pool }) {
  class Jobs {}
  const app = await NestFactory.createApplicationContext(
    { module: Jobs, imports: [PlatformModule.of(given), PlacesJobsModule] },
    { logger: ['error'], abortOnError: false },
  );
  const sendLink = placesJobs(app).find((job) => job.queue === 'send-link');
  return {
    sendLink: (requestId) => sendLink.run(sendLink.parse({ requestId })),
    async sendLinks() {
      const { rows } = await pool.query(`delete from outbox where queue = 'send-link' returning payload`);
      for (const { payload } of rows) await this.sendLink(payload.requestId);
    },
    close: () => app.close(),
  };
}

let people = 0;
/** Somebody of the place with an address of their own. */
function newPerson(of = {}) {
  people += 1;
  return addPerson(place.pool, { name: 'Robin Example', email: `robin.${people}@example.org`, ...of });
}

async function mailsTo(address) {
  const { rows } = await place.pool.query(
    'select * from mail where lower(address) = lower($1) order by created_at, id',
    [address],
  );
  return rows.map((row) => ({ ...row, parts: JSON.parse(new Seal(SECRET).open('mail', row.id, row.content)) }));
}

/** The link of the latest mail to that address. */
async function linkTo(address) {
  const mail = (await mailsTo(address)).at(-1);
  return mail?.parts.find((part) => typeof part === 'object')?.address;
}

async function tokenTo(address, ask = { url: '/api/sign-in/link', more: {} }) {
  await place.pool.query('delete from mail');
  const asked = await stranger(place).post(ask.url, { email: address, ...ask.more });
  assert.equal(asked.statusCode, 204, asked.body);
  await worker.sendLinks();
  return (await linkTo(address))?.split('#')[1];
}

const auditCount = async () => (await place.pool.query('select count(*)::int as n from audit_entry')).rows[0].n;
const lastAudit = async () =>
  (
    await place.pool.query(
      `select * from audit_entry where place_id = '00000000-0000-0000-0000-000000000000' order by seq desc limit 1`,
    )
  ).rows[0];
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const at = (milliseconds) => (place.clock.now = new Date(NOW.getTime() + milliseconds));
const minutes = 60_000;

// ------------------------------------------------------------------------------------------------------ link by e-mail

test('a link by e-mail signs in, once, and leads on to the page that was asked for', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email, { url: '/api/sign-in/link', more: { to: '/places/sandwell?tab=2' } });
  const client = stranger(place);
  const entries = await auditCount();
  const used = await client.post('/api/sign-in/link/use', { token });
  assert.equal(used.statusCode, 200, used.body);
  assert.equal(used.json().to, '/places/sandwell?tab=2');
  assert.equal(used.json().session.person.id, person.id);
  assert.equal((await client.get('/api/session')).json().person.name, person.name);
  assert.equal(await auditCount(), entries + 1);
  const entry = await lastAudit();
  assert.deepEqual([entry.action, entry.person_id, entry.after], ['sign in', person.id, { method: 'e-mail link' }]);

  const again = await stranger(place).post('/api/sign-in/link/use', { token });
  assert.equal(again.statusCode, 400);
  const never = await stranger(place).post('/api/sign-in/link/use', { token: randomBytes(32).toString('base64url') });
  assert.equal(again.json().detail, never.json().detail);
  assert.match(never.json().detail, /Ask for a new one/);
});

test('without a page asked for the link leads to the first one, and another site is no page', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email);
  assert.equal((await stranger(place).post('/api/sign-in/link/use', { token })).json().to, '/');
  for (const to of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'places']) {
    const answer = await stranger(place).post('/api/sign-in/link', { email: person.email, to });
    assert.equal(answer.statusCode, 400, to);
  }
});

test('an address counts in capitals and small letters alike; a demo person, a stranger and a disabled person get no mail', async () => {
  const person = await newPerson();
  await tokenTo(person.email.toUpperCase());
  assert.equal((await mailsTo(person.email)).length, 1);
  const disabled = await newPerson();
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [disabled.id]);
  assert.equal(await tokenTo(disabled.email), undefined);
  assert.equal(await tokenTo('nobody.at.all@example.org'), undefined);
  const { rows } = await place.pool.query('select count(*)::int as n from mail');
  assert.equal(rows[0].n, 0);
  assert.equal((await place.pool.query('select count(*)::int as n from link_request')).rows[0].n, 0);
});

test('R11: the token has 256 bits, stands after the #, and only its hash is kept', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email);
  assert.match(token, /^[\w-]{43}$/);
  assert.ok(Buffer.from(token, 'base64url').length * 8 >= 128);
  assert.equal(await linkTo(person.email), `http://localhost:3000/sign-in/link#${token}`);
  const { rows } = await place.pool.query(
    'select token_hash, expires_at, created_at from sign_in_link where person_id = $1',
    [person.id],
  );
  assert.equal(rows.length, 1);
  assert.deepEqual(rows[0].token_hash, createHash('sha256').update(token).digest());
  assert.equal(rows[0].expires_at - rows[0].created_at, 15 * minutes);
  assert.equal(await rowsThatHold(token), 0);
});

/** In how many rows of the whole database a text stands, as text or in bytes. */
async function rowsThatHold(text) {
  const { rows } = await place.pool.query(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  let found = 0;
  for (const { table_name: table } of rows) {
    const { rows: some } = await place.pool.query(
      `select count(*)::int as n from "${table}" t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
      [text.replaceAll('_', '\\_'), Buffer.from(text).toString('hex')],
    );
    found += some[0].n;
  }
  return found;
}

test('R11: five looks of a mail scanner at the page of a link use nothing up', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email);
  for (const url of [
    '/sign-in/link',
    `/sign-in/link#${token}`,
    `/api/sign-in/link/use?token=${token}`,
    '/api/sign-in/link/use',
    '/api/sign-in/link',
  ]) {
    const looked = await stranger(place).get(url);
    assert.ok([200, 404].includes(looked.statusCode), `${url} ${looked.statusCode}`);
    assert.deepEqual(looked.cookies, []);
  }
  assert.equal((await stranger(place).post('/api/sign-in/link/use', { token })).statusCode, 200);
});

test('R11: a link works until 15 minutes are over, and not a moment longer; a newer one takes its place', async () => {
  const person = await newPerson();
  try {
    const late = await tokenTo(person.email);
    at(15 * minutes);
    const answer = await stranger(place).post('/api/sign-in/link/use', { token: late });
    assert.equal(answer.statusCode, 400);
    at(0);
    const old = await tokenTo(person.email);
    const fresh = await tokenTo(person.email);
    assert.equal(
      (await stranger(place).post('/api/sign-in/link/use', { token: old })).json().detail,
      answer.json().detail,
    );
    at(15 * minutes - 1);
    assert.equal((await stranger(place).post('/api/sign-in/link/use', { token: fresh })).statusCode, 200);
  } finally {
    at(0);
  }
});

test('R11: of twenty uses of one link at once exactly one signs in', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => stranger(place).post('/api/sign-in/link/use', { token })),
  );
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, ...Array(19).fill(400)]);
  const { rows } = await place.pool.query('select count(*)::int as n from session where person_id = $1', [person.id]);
  assert.equal(rows[0].n, 1);
});

test('the worker may do the same request twice: one mail goes out', async () => {
  const person = await newPerson();
  await stranger(place).post('/api/sign-in/link', { email: person.email });
  const { rows } = await place.pool.query(`delete from outbox where queue = 'send-link' returning payload`);
  await worker.sendLink(rows[0].payload.requestId);
  await worker.sendLink(rows[0].payload.requestId);
  assert.equal((await mailsTo(person.email)).length, 1);
});

test('a link of somebody who was disabled meanwhile does not work', async () => {
  const person = await newPerson();
  const token = await tokenTo(person.email);
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [person.id]);
  assert.equal((await stranger(place).post('/api/sign-in/link/use', { token })).statusCode, 400);
});

test('asking for a link is on record without the address, whoever asks', async () => {
  const entries = await auditCount();
  await stranger(place).post('/api/sign-in/link', { email: 'Nobody.There@example.org' });
  assert.equal(await auditCount(), entries + 1);
  const entry = await lastAudit();
  assert.deepEqual([entry.action, entry.person_id, entry.through], ['ask for a sign-in link', null, 'page']);
  assert.ok(!/nobody/i.test(JSON.stringify(entry)));
  const { rows } = await place.pool.query('select * from audit_personal where place_id = $1 and seq = $2', [
    entry.place_id,
    entry.seq,
  ]);
  assert.equal(rows[0].address_key, 'nobody.there@example.org');
});
