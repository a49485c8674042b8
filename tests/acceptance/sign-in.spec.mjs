// The ways in: a link by e-mail, a password with a code, another password, the first administrator.
// The worker's part is done here and now by its own use case; the clock is the spec's.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { NestFactory } from '@nestjs/core';
import { OfferSetUp, PlacesJobsModule, placesJobs, placesSweeps } from '@turnstone/places-server';
import { PlatformModule, readConfig, Seal } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';
import { administrator } from '../../apps/cli/dist/administrator.js';
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
    app,
    sweep: () =>
      placesSweeps(app)
        .find((one) => one.constructor.name === 'SweepSignIn')
        .sweep(),
    close: () => app.close(),
  };
}

/** What must stand nowhere in the database. */
const secrets = new Set();
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
  const token = (await linkTo(address))?.split('#')[1];
  if (token) secrets.add(token);
  return token;
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
  assert.deepEqual(await tablesThatHold([token]), []);
  assert.deepEqual(
    (await tablesThatHold([person.id])).sort(),
    ['mail', 'person', 'sign_in_link'],
    'the search finds what is there',
  );
});

/** The tables in which one of these texts stands, as text or as bytes. */
async function tablesThatHold(texts) {
  // What a row looks like as text: bytes stand in it in hexadecimal.
  const forms = texts.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  forms.push(...texts.filter((text) => /^[A-Z2-7]{32}$/.test(text)).map((text) => fromBase32(text).toString('hex')));
  const { rows } = await place.pool.query(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found = [];
  for (const { table_name: table } of rows) {
    const { rowCount } = await place.pool.query(
      `select from "${table}" t where exists (select from unnest($1::text[]) s where position(s in t::text) > 0)`,
      [forms],
    );
    if (rowCount > 0) found.push(table);
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

test('R11: a link works until 15 minutes are over, and not a moment longer; a newer one leaves it as it is', async () => {
  const person = await newPerson();
  try {
    const late = await tokenTo(person.email);
    at(15 * minutes);
    const answer = await stranger(place).post('/api/sign-in/link/use', { token: late });
    assert.equal(answer.statusCode, 400);
    at(0);
    const old = await tokenTo(person.email);
    const fresh = await tokenTo(person.email);
    at(15 * minutes - 1);
    for (const token of [old, fresh]) {
      assert.equal((await stranger(place).post('/api/sign-in/link/use', { token })).statusCode, 200);
    }
  } finally {
    at(0);
  }
});

test('asking again and again for links to somebody’s address does not keep them out; the latest five work', async () => {
  const person = await newPerson();
  const other = await newPerson();
  try {
    const theirs = await tokenTo(other.email);
    const tokens = [];
    for (let n = 0; n < 7; n += 1) {
      at(n * 1_000);
      await place.pool.query('delete from rate_count');
      tokens.push(await tokenTo(person.email));
    }
    const statuses = [];
    for (const token of tokens) {
      statuses.push((await stranger(place).post('/api/sign-in/link/use', { token })).statusCode);
    }
    assert.deepEqual(statuses, [400, 400, 200, 200, 200, 200, 200]);
    assert.equal((await stranger(place).post('/api/sign-in/link/use', { token: theirs })).statusCode, 200);
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

test('a request that no job came for is answered by the sweep, which removes old counts too', async () => {
  const person = await newPerson();
  await stranger(place).post('/api/sign-in/link', { email: person.email });
  await place.pool.query('delete from outbox');
  const counts = async () => (await place.pool.query('select count(*)::int as n from rate_count')).rows[0].n;
  try {
    await worker.sweep();
    assert.equal((await mailsTo(person.email)).length, 0, 'a job has a minute');
    assert.ok((await counts()) > 0);
    at(minutes);
    await worker.sweep();
    assert.equal((await mailsTo(person.email)).length, 1);
    await stranger(place).post('/api/sign-in/link', { email: person.email });
    await place.pool.query('delete from outbox');
    at(25 * 60 * minutes);
    await worker.sweep();
    assert.equal((await mailsTo(person.email)).length, 1, 'nobody waits for it any more');
    assert.equal(await counts(), 0);
  } finally {
    at(0);
  }
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

// ---------------------------------------------------------------------------------------------------- password and code

/** HOTP as RFC 4226, section 5, describes it; a second hand beside the one that the programs use. */
function hotp(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** RFC 4648, section 6. */
function fromBase32(text) {
  const bits = [...text.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

const stepNow = () => Math.floor(place.clock.now.getTime() / 30_000);
/** The code that an app shows, now or some steps from now. */
const codeOf = (secret, stepsOff = 0) => hotp(fromBase32(secret), stepNow() + stepsOff);
const PASSWORD = 'purple kettle monday rain';

/** Somebody with a password, a secret for codes, recovery codes, and the client that set them. */
async function withPassword(of = {}) {
  const person = await newPerson(of);
  const client = await signedIn(place, person.id);
  const started = await client.post('/api/account/password/start');
  assert.equal(started.statusCode, 200, started.body);
  const { secret } = started.json();
  const set = await client.put('/api/account/password', { password: PASSWORD, code: codeOf(secret) });
  assert.equal(set.statusCode, 200, set.body);
  const { recoveryCodes, account } = set.json();
  for (const one of [secret.replaceAll(' ', ''), PASSWORD, ...recoveryCodes]) secrets.add(one);
  return { ...person, client, secret, recoveryCodes, account };
}

/** By default the code of the step after the one with which the password was set. */
const tryPassword = (person, more = {}, client = stranger(place)) =>
  client.post('/api/sign-in/password', {
    email: person.email,
    password: PASSWORD,
    code: person.secret ? codeOf(person.secret, 1) : '000000',
    ...more,
  });

/** A refusal without the number of its request, by which alone two may differ. */
const refusalOf = (answer) => {
  const { requestId, ...rest } = answer.json();
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    retry: answer.headers['retry-after'],
    ...rest,
  };
};

test('the second hand of this spec agrees with RFC 4226, appendix D', () => {
  const secret = Buffer.from('12345678901234567890');
  const published = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ];
  assert.deepEqual(
    published.map((_, count) => hotp(secret, count)),
    published,
  );
  assert.deepEqual(fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'), secret);
});

test('a password and the code of the moment sign in and lead on', async () => {
  const person = await withPassword();
  assert.equal(person.recoveryCodes.length, 10);
  assert.equal(person.account.password.recoveryCodesLeft, 10);
  const client = stranger(place);
  const entries = await auditCount();
  const answer = await tryPassword(person, { email: person.email.toUpperCase(), to: '/account' }, client);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.json().to, '/account');
  assert.equal((await client.get('/api/session')).json().person.id, person.id);
  assert.equal(await auditCount(), entries + 1);
  assert.deepEqual((await lastAudit()).after, { method: 'password' });
});

test('R8: whoever signs in gets a new session id, and the one that the browser held before is dead', async () => {
  const person = await withPassword();
  // A token that somebody planted in the browser is not taken over.
  const planted = randomBytes(32).toString('base64url');
  const first = await place.api.inject({
    method: 'POST',
    url: '/api/sign-in/password',
    payload: { email: person.email, password: PASSWORD, code: codeOf(person.secret, 1) },
    cookies: { turnstone: planted },
    remoteAddress: '10.8.0.1',
  });
  const token = first.cookies.find((one) => one.name === 'turnstone').value;
  assert.notEqual(token, planted);
  const whoIs = async (turnstone) =>
    (await place.api.inject({ url: '/api/session', cookies: { turnstone } })).json().person;
  assert.equal(await whoIs(planted), null);
  assert.equal((await whoIs(token)).id, person.id);
  const again = await place.api.inject({
    method: 'POST',
    url: '/api/sign-in/link/use',
    payload: { token: await tokenTo(person.email) },
    cookies: { turnstone: token },
    remoteAddress: '10.8.0.1',
  });
  const next = again.cookies.find((one) => one.name === 'turnstone').value;
  assert.notEqual(next, token);
  assert.equal(await whoIs(token), null);
  assert.equal((await whoIs(next)).id, person.id);
});

test('R9: setting, changing and removing a password end the other sessions at once; disabling ends all', async () => {
  const person = await withPassword();
  const isIn = async (client) => (await client.get('/api/session')).json().person !== null;
  const set = async (client) => {
    const { secret } = (await client.post('/api/account/password/start')).json();
    const answer = await client.put('/api/account/password', { password: `${PASSWORD} two`, code: codeOf(secret) });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer;
  };
  const other = await signedIn(place, person.id);
  assert.ok(await isIn(other));
  const first = person.client.token();
  const answer = await set(person.client);
  assert.equal(await isIn(other), false);
  const renewed = async (before) => {
    assert.ok(await isIn(person.client));
    assert.notEqual(person.client.token(), before);
    const old = { url: '/api/session', cookies: { turnstone: before } };
    assert.equal((await place.api.inject(old)).json().person, null, 'the token before is dead');
    return person.client.token();
  };
  const second = await renewed(first);
  assert.deepEqual(
    answer.json().account.sessions.map((one) => one.current),
    [true],
  );

  const third = await signedIn(place, person.id);
  assert.equal((await person.client.delete('/api/account/password')).statusCode, 200);
  assert.equal(await isIn(third), false);
  await renewed(second);
  assert.equal((await person.client.delete('/api/account/password')).statusCode, 400);

  await set(person.client);
  const token = await tokenTo(person.email, { url: '/api/sign-in/reset', more: {} });
  const used = await stranger(place).post('/api/sign-in/reset/use', { token, password: `${PASSWORD} three` });
  assert.equal(used.statusCode, 204, used.body);
  assert.equal(await isIn(person.client), false);

  const last = await signedIn(place, person.id);
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [person.id]);
  assert.equal((await last.get('/api/account')).statusCode, 401);
  assert.equal((await last.post('/api/account/password/start')).statusCode, 401);

  const mails = (await mailsTo(person.email)).filter((mail) => mail.kind === 'security');
  assert.equal(mails.length, 1, 'what came after tokenTo emptied the outbox: the changed password');
});

test('each change of a password is told to the person, and leaves one entry', async () => {
  const person = await withPassword();
  const kinds = async () => (await mailsTo(person.email)).map((mail) => mail.subject);
  assert.deepEqual(await kinds(), ['A password was set for your account in Turnstone']);
  const done = async (expected, work) => {
    const entries = await auditCount();
    const answer = await work();
    assert.ok([200, 204].includes(answer.statusCode), answer.body);
    assert.equal(await auditCount(), entries + 1, expected);
    const entry = await lastAudit();
    assert.deepEqual([entry.action, entry.person_id], [expected, person.id]);
    return answer;
  };
  const { secret } = (
    await done('begin to set a password', () => person.client.post('/api/account/password/start'))
  ).json();
  await done('set a password', () =>
    person.client.put('/api/account/password', { password: PASSWORD, code: codeOf(secret) }),
  );
  const token = await tokenTo(person.email, { url: '/api/sign-in/reset', more: {} });
  await done('choose another password', () =>
    stranger(place).post('/api/sign-in/reset/use', { token, password: `${PASSWORD} again` }),
  );
  const client = await signedIn(place, person.id);
  await done('remove a password', () => client.delete('/api/account/password'));
  assert.deepEqual((await kinds()).sort(), [
    'Choose another password for Turnstone',
    'Your password for Turnstone was changed',
    'Your password for Turnstone was removed',
  ]);
});

test('another password by a link: with the old code, once, for those who have one', async () => {
  const person = await withPassword();
  assert.equal(await tokenTo((await newPerson()).email, { url: '/api/sign-in/reset', more: {} }), undefined);
  const earlier = await tokenTo(person.email, { url: '/api/sign-in/reset', more: {} });
  const token = await tokenTo(person.email, { url: '/api/sign-in/reset', more: {} });
  assert.equal(await linkTo(person.email), `http://localhost:3000/sign-in/reset#${token}`);
  const reset = (password, of = token) => stranger(place).post('/api/sign-in/reset/use', { token: of, password });
  // A weak one is refused, and the link still works.
  const weak = await reset('robin example robin');
  assert.equal(weak.statusCode, 400);
  assert.equal(weak.json().fields[0].path, 'password');
  // It is no link to sign in with, and one to sign in with resets nothing.
  assert.equal((await stranger(place).post('/api/sign-in/link/use', { token })).statusCode, 400);
  const answers = await Promise.all(Array.from({ length: 5 }, () => reset('seven green bicycles sing')));
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [204, 400, 400, 400, 400]);
  assert.equal((await reset('nine purple ladders wait', earlier)).statusCode, 400, 'the others are over with it');
  assert.equal((await tryPassword(person)).statusCode, 400, 'the old one is over');
  assert.equal((await tryPassword(person, { password: 'seven green bicycles sing' })).statusCode, 200);
  const signIn = await tokenTo(person.email);
  assert.equal((await reset('eleven yellow teapots hum', signIn)).statusCode, 400);
});

test('R10: whatever is wrong with a password, the answer and its time are the same', async () => {
  const known = [await withPassword(), await withPassword()];
  const wrongCode = [await withPassword(), await withPassword()];
  const disabled = await withPassword();
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [disabled.id]);
  const without = await newPerson();
  const cases = {
    'wrong password': (n) => tryPassword(known[n % 2], { password: 'not the right one at all' }),
    'unknown address': (n) => tryPassword({ email: `nobody.${n}@example.org` }),
    'wrong code': (n) => tryPassword(wrongCode[n % 2], { code: codeOf(wrongCode[n % 2].secret, 40) }),
  };
  const times = {};
  const refusals = [];
  const timed = async (name, ask) => {
    const start = performance.now();
    refusals.push(refusalOf(await ask()));
    (times[name] ??= []).push(performance.now() - start);
  };
  for (let n = 0; n < 18; n += 1) for (const [name, ask] of Object.entries(cases)) await timed(name, () => ask(n));
  refusals.push(refusalOf(await tryPassword(disabled)));
  refusals.push(refusalOf(await tryPassword(without)));
  for (const one of refusals) assert.deepEqual(one, refusals[0]);
  assert.equal(refusals[0].status, 400);
  spread('password', times);
});

test('R10: asking for a link or a reset says and takes the same, whoever asks', async () => {
  for (const url of ['/api/sign-in/link', '/api/sign-in/reset']) {
    const known = [await withPassword(), await withPassword(), await withPassword(), await withPassword()];
    const times = { known: [], unknown: [] };
    const ask = async (name, email) => {
      const start = performance.now();
      const answer = await stranger(place).post(url, { email });
      times[name].push(performance.now() - start);
      assert.equal(answer.statusCode, 204);
      assert.equal(answer.body, '');
      return Object.fromEntries(
        Object.entries(answer.headers).filter(([name]) => !['date', 'x-request-id'].includes(name)),
      );
    };
    for (let n = 0; n < 20; n += 1) {
      assert.deepEqual(await ask('known', known[n % 4].email), await ask('unknown', `nobody.${n % 4}@example.org`));
    }
    spread(url, times);
  }
});

/** Within 50 ms of each other, by R10. */
function spread(what, times) {
  const medians = Object.entries(times).map(([name, all]) => [name, median(all)]);
  console.log(`${what}: ${medians.map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join(', ')}`);
  const values = medians.map(([, ms]) => ms);
  assert.ok(Math.max(...values) - Math.min(...values) < 50, what);
}

test('R12: a script with 1,000 guesses gets ten tries at an account, there or not, also after a restart', async () => {
  const person = await withPassword();
  const refused = {};
  for (const [name, email] of Object.entries({ known: person.email, unknown: 'nobody.to.guess@example.org' })) {
    let looked = 0;
    for (let n = 0; n < 1_000; n += 1) {
      // Another network each time: the account itself is what is counted.
      const answer = await tryPassword({ ...person, email }, { password: `guess number ${n}` });
      if (answer.statusCode === 400) looked += 1;
      else assert.equal(answer.statusCode, 429);
      refused[name] = refusalOf(answer);
    }
    assert.equal(looked, 10, name);
  }
  assert.deepEqual(refused.known, refused.unknown);
  assert.match(refused.known.detail, /Try again in 15 minutes/);
  assert.equal(refused.known.retry, '900');

  const restarted = await createApi(place.given);
  try {
    const client = stranger({ api: restarted });
    assert.equal((await tryPassword(person, {}, client)).statusCode, 429, 'even with all of it right');
    at(15 * minutes);
    assert.equal((await tryPassword(person, {}, client)).statusCode, 200, 'nobody is locked out for good');
    // What went well forgives what went wrong before it.
    at(15 * minutes + 30_000);
    assert.equal((await tryPassword(person, { password: 'wrong once more now' }, client)).statusCode, 400);
  } finally {
    at(0);
    await restarted.close();
  }
});

test('R12: one network gets twenty tries, at whichever accounts; those that went well do not count', async () => {
  const person = await withPassword();
  const from = stranger(place);
  let looked = 0;
  for (let n = 0; n < 100; n += 1) {
    const answer = await tryPassword({ email: `spray.${n}@example.org` }, {}, from);
    if (answer.statusCode === 400) looked += 1;
    else assert.equal(answer.statusCode, 429);
  }
  assert.equal(looked, 20);
  assert.equal((await tryPassword(person, {}, from)).statusCode, 429);
  assert.equal((await tryPassword(person)).statusCode, 200, 'from elsewhere the account is as it was');

  const office = stranger(place);
  for (let n = 0; n < 25; n += 1) {
    const token = await tokenTo((await newPerson()).email);
    assert.equal((await office.post('/api/sign-in/link/use', { token })).statusCode, 200, `person ${n} of an office`);
  }
});

test('R12: many guesses at once are no way around the count', async () => {
  const person = await withPassword();
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => tryPassword(person, { password: `guess at once ${n}` })),
  );
  assert.equal(answers.filter((one) => one.statusCode === 400).length, 10);
  assert.equal(answers.filter((one) => one.statusCode === 429).length, 50);
});

test('asking for links is limited by address and by network, alike for everybody', async () => {
  const person = await withPassword();
  for (const url of ['/api/sign-in/link', '/api/sign-in/reset']) {
    const last = [];
    for (const email of [person.email, `nobody.asks${url.length}@example.org`]) {
      for (let n = 0; n < 5; n += 1) assert.equal((await stranger(place).post(url, { email })).statusCode, 204);
      last.push(refusalOf(await stranger(place).post(url, { email })));
    }
    assert.equal(last[0].status, 429);
    assert.deepEqual(last[0], last[1]);
  }
  const from = stranger(place);
  const statuses = [];
  for (let n = 0; n < 62; n += 1) {
    statuses.push((await from.post('/api/sign-in/link', { email: `many.${n}@example.org` })).statusCode);
  }
  assert.deepEqual(statuses, [...Array(60).fill(204), 429, 429]);
  const tokens = stranger(place);
  const tried = [];
  for (let n = 0; n < 22; n += 1) {
    const token = randomBytes(32).toString('base64url');
    const url = n % 2 ? '/api/sign-in/link/use' : '/api/sign-in/reset/use';
    tried.push((await tokens.post(url, { token, password: PASSWORD })).statusCode);
  }
  assert.deepEqual(tried, [...Array(20).fill(400), 429, 429]);
});

test('R13: a password is long, in any characters, and neither common nor made of what is known of the person', async () => {
  await addPlace(place.pool, { slug: 'northbeck', name: 'Northbeck' });
  const person = await newPerson({ places: [{ slug: 'northbeck', roles: ['analyst'] }] });
  const client = await signedIn(place, person.id);
  const { secret } = (await client.post('/api/account/password/start')).json();
  const tries = {
    'x7$kQ9!mZp2': /at least 12/,
    password12345678: /too easy to guess/,
    qwertyuiop123: /too easy to guess/,
    'RobinExample1!': /Leave out your name/,
    'Northbeck-Northbeck': /Leave out your name/,
    [person.email]: /Leave out your name/,
    'Turnstone-2026': /Leave out your name/,
  };
  const set = (password) => client.put('/api/account/password', { password, code: codeOf(secret) });
  let n = 0;
  for (const [password, why] of Object.entries(tries)) {
    const answer = await set(password);
    assert.equal(answer.statusCode, 400, password);
    assert.match(answer.json().detail, why);
    assert.deepEqual(
      answer.json().fields.map((one) => one.path),
      ['password'],
    );
    n += 1;
  }
  assert.equal(n, 7);
  assert.equal((await set('x'.repeat(1_001))).statusCode, 400);
  const long = ` Ünï©ødé 🦀 "'\\;-- `.repeat(60).slice(0, 850) + 'tab\tnew\n';
  assert.ok(long.length > 850 && long.length <= 1_000);
  assert.equal((await set(long)).statusCode, 200);
  secrets.add(long);
  const signIn = (password, code) =>
    stranger(place).post('/api/sign-in/password', { email: person.email, password, code });
  // The same letters as another keyboard writes them are the same password; less of it is not.
  assert.equal((await signIn(long.slice(0, -1), codeOf(secret, 1))).statusCode, 400);
  assert.equal((await signIn(long.normalize('NFD'), codeOf(secret, 1))).statusCode, 200);
});

test('R13: what is kept of a password is argon2id with 19 MiB, two passes, one lane', async () => {
  const person = await withPassword();
  const { rows } = await place.pool.query('select hash from password where person_id = $1', [person.id]);
  assert.match(rows[0].hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('R15: a session is over after 30 idle minutes and after 12 hours; for those who only read as the settings say', async () => {
  const isIn = async (client) => (await client.get('/api/session')).json().person !== null;
  const person = await withPassword();
  const idle = stranger(place);
  const used = stranger(place);
  try {
    assert.equal((await tryPassword(person, {}, idle)).statusCode, 200);
    const token = await tokenTo(person.email);
    const opened = await used.post('/api/sign-in/link/use', { token });
    assert.deepEqual(opened.json().session.ends, {
      at: new Date(NOW.getTime() + 12 * 60 * minutes).toISOString(),
      idleMinutes: 30,
    });
    for (let passed = 20; passed < 12 * 60; passed += 20) {
      at(passed * minutes);
      assert.ok(await isIn(used), `${passed} minutes`);
      if (passed >= 40) assert.equal(await isIn(idle), false);
    }
    at(12 * 60 * minutes);
    assert.equal(await isIn(used), false);
  } finally {
    at(0);
  }
});

test('R15: the board’s sessions may be longer, those of everybody else stay as they are', async () => {
  const mine = place;
  const other = await openTurnstone({ BOARD_SESSION_IDLE_MINUTES: '480', BOARD_SESSION_HOURS: '168' });
  const theirWorker = await startWorker(other);
  try {
    place = other;
    [worker, other.worker] = [theirWorker, worker];
    await addPlace(other.pool, { slug: 'northbeck', name: 'Northbeck' });
    const ends = async (roles) => {
      const person = await newPerson({ places: [{ slug: 'northbeck', roles }] });
      const used = await stranger(other).post('/api/sign-in/link/use', { token: await tokenTo(person.email) });
      const { at: end, idleMinutes } = used.json().session.ends;
      return { hours: (new Date(end) - NOW) / 3_600_000, idleMinutes };
    };
    assert.deepEqual(await ends(['board member']), { hours: 168, idleMinutes: 480 });
    assert.deepEqual(await ends(['board member', 'analyst']), { hours: 12, idleMinutes: 30 });
    assert.deepEqual(await ends([]), { hours: 12, idleMinutes: 30 });
  } finally {
    [place, worker] = [mine, other.worker];
    await theirWorker.close();
    await other.close();
  }
});

test('R16: a code works once, also when it is typed ten times at once; an earlier one is spent with it', async () => {
  const person = await withPassword();
  assert.equal((await tryPassword(person, { code: codeOf(person.secret) })).statusCode, 400, 'the code that set it');
  const answers = await Promise.all(Array.from({ length: 9 }, () => tryPassword(person)));
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, ...Array(8).fill(400)]);
  assert.equal((await tryPassword(person)).statusCode, 400);
  try {
    at(30_000);
    assert.equal((await tryPassword(person, { code: codeOf(person.secret, -1) })).statusCode, 400);
    assert.equal((await tryPassword(person, { code: codeOf(person.secret) })).statusCode, 400, 'used a step early');
    at(60_000);
    assert.equal((await tryPassword(person, { code: codeOf(person.secret) })).statusCode, 200);
    assert.equal((await tryPassword(person, { code: codeOf(person.secret, 2) })).statusCode, 400, 'too early');
  } finally {
    at(0);
  }
});

test('R16: a recovery code works once, in place of a code, however it is typed', async () => {
  const person = await withPassword();
  const [first, second] = person.recoveryCodes;
  const answers = await Promise.all(Array.from({ length: 5 }, () => tryPassword(person, { code: first })));
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, 400, 400, 400, 400]);
  assert.equal((await tryPassword(person, { code: first })).statusCode, 400);
  assert.equal((await tryPassword(person, { code: second.toUpperCase().replaceAll('-', ' ') })).statusCode, 200);
  const left = (await (await signedIn(place, person.id)).get('/api/account')).json().password.recoveryCodesLeft;
  assert.equal(left, 8);
  const somebody = await withPassword();
  assert.equal((await tryPassword(person, { code: somebody.recoveryCodes[0] })).statusCode, 400, 'another’s');
  const { rows } = await place.pool.query('select code_hash from recovery_code where person_id = $1', [person.id]);
  assert.equal(rows.length, 10);
  assert.ok(rows.every((row) => row.code_hash.length === 32));
});

test('a password is set with the right first code only, and a secret waits an hour', async () => {
  const person = await newPerson();
  const client = await signedIn(place, person.id);
  const set = (code) => client.put('/api/account/password', { password: PASSWORD, code });
  assert.equal((await set('123456')).statusCode, 400, 'nothing was begun');
  const old = (await client.post('/api/account/password/start')).json().secret;
  const { secret } = (await client.post('/api/account/password/start')).json();
  const wrong = await set(codeOf(secret, 40));
  assert.equal(wrong.statusCode, 400);
  assert.deepEqual(
    wrong.json().fields.map((one) => one.path),
    ['code'],
  );
  assert.equal((await set(codeOf(old))).statusCode, 400, 'a newer secret took its place');
  assert.equal((await place.pool.query('select 1 from password where person_id = $1', [person.id])).rowCount, 0);
  try {
    at(60 * minutes);
    await place.pool.query('update session set seen_at = $2 where person_id = $1', [person.id, place.clock.now]);
    assert.match((await set(codeOf(secret))).json().detail, /Begin again/);
  } finally {
    at(0);
  }
  assert.equal((await set(codeOf(secret))).statusCode, 200);
  assert.equal((await set(codeOf(secret))).statusCode, 400, 'each secret is set once');
  for (let n = 0; n < 30; n += 1) await set('000000');
  assert.equal((await set('000000')).statusCode, 429);
});

test('a demo person gets no password, and a stranger has none to set', async () => {
  const demo = await openTurnstone({ TURNSTONE_DEMO: 'true' });
  try {
    const person = await addPerson(demo.pool, { name: 'Invented Person' });
    await demo.pool.query('update person set invented = true where id = $1', [person.id]);
    const client = await signedIn(demo, person.id);
    for (const answer of [
      await client.post('/api/account/password/start'),
      await client.put('/api/account/password', { password: PASSWORD, code: '123456' }),
    ]) {
      assert.equal(answer.statusCode, 400);
      assert.match(answer.json().detail, /demo person has no password/);
    }
  } finally {
    await demo.close();
  }
  assert.equal((await stranger(place).post('/api/account/password/start')).statusCode, 401);
  assert.equal(
    (await stranger(place).put('/api/account/password', { password: PASSWORD, code: '123456' })).statusCode,
    401,
  );
  assert.equal((await stranger(place).delete('/api/account/password')).statusCode, 401);
});

test('hashing passwords does not hold up other requests', async () => {
  const times = [];
  const probe = async () => {
    const start = performance.now();
    await place.api.inject({ url: '/api/health' });
    times.push(performance.now() - start);
  };
  let hashing = true;
  const guesses = Promise.all(
    Array.from({ length: 30 }, (_, n) => tryPassword({ email: `many.at.once.${n}@example.org` })),
  ).then(() => (hashing = false));
  while (hashing) await probe();
  await guesses;
  const ms = median(times);
  console.log(`while 30 passwords are hashed: ${times.length} other requests, median ${ms.toFixed(1)} ms`);
  assert.ok(times.length >= 30 && ms < 100);
});

// --------------------------------------------------------------------------------------------- the first administrator

test('the first administrator is made with the printed address, exactly once', async () => {
  const fresh = await openTurnstone();
  const theirWorker = await startWorker(fresh);
  try {
    const offers = theirWorker.app.get(OfferSetUp);
    const addresses = [await offers.offer(), await offers.offer(), await offers.offer()];
    const tokens = addresses.map((address) => {
      assert.match(address, /^http:\/\/localhost:3000\/set-up#[\w-]{43}$/);
      return address.split('#')[1];
    });
    const setUp = (token, more = {}) =>
      stranger(fresh).post('/api/set-up', { token, name: 'Ada First', email: 'ada@example.org', ...more });
    assert.equal((await stranger(fresh).get('/api/session')).json().setUpNeeded, true);
    const wrong = await setUp(randomBytes(32).toString('base64url'));
    assert.equal(wrong.statusCode, 400);
    assert.match(wrong.json().detail, /Start Turnstone again/);
    fresh.clock.now = new Date(NOW.getTime() + 24 * 60 * minutes);
    assert.equal((await setUp(tokens[0])).statusCode, 400, 'after a day it is over');
    fresh.clock.now = NOW;
    await addPerson(fresh.pool, { name: 'Somebody', email: 'Taken@example.org' });
    const taken = await setUp(tokens[0], { email: 'taken@example.org' });
    assert.deepEqual([taken.statusCode, taken.json().fields[0].path], [400, 'email']);

    const answers = await Promise.all(
      tokens.map((token, n) => setUp(token, { name: `Ada ${n}`, email: `ada.${n}@example.org` })),
    );
    assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, 404, 404]);
    const { session } = answers.find((one) => one.statusCode === 200).json();
    assert.equal(session.person.platformAdministrator, true);
    assert.equal(session.setUpNeeded, false);
    assert.equal((await fresh.pool.query('select 1 from platform_administrator')).rowCount, 1);
    assert.equal((await setUp(tokens[1])).statusCode, 404);
    assert.equal(await offers.offer(), undefined);
    const { rows } = await fresh.pool.query('select action, person_id, subject, after from audit_entry');
    assert.deepEqual(rows, [
      {
        action: 'set up Turnstone',
        person_id: session.person.id,
        subject: `person ${session.person.id}`,
        after: { platformAdministrator: true },
      },
    ]);
  } finally {
    await theirWorker.close();
    await fresh.close();
  }
});

test('the command line makes a new person or one who is there an administrator, with a link to sign in', async () => {
  const run = async (...argv) => {
    const lines = [];
    const errors = [];
    const env = { DATABASE_URL: place.given.config.databaseUrl, SECURE_COOKIES: 'false' };
    const code = await administrator(argv, { out: (line) => lines.push(line), err: (line) => errors.push(line), env });
    return { code, lines, errors };
  };
  const signIn = async ({ lines }) => {
    const token = lines.at(-1).split('http://localhost:3000/sign-in/link#')[1];
    secrets.add(token);
    const used = await stranger(place).post('/api/sign-in/link/use', { token });
    assert.equal(used.statusCode, 200, used.body);
    return used.json().session.person;
  };
  try {
    // The command goes by the clock of the machine.
    place.clock.now = new Date();
    const entries = await auditCount();
    const made = await run('--name', 'Grace First', '--email', 'grace@example.org');
    assert.deepEqual([made.code, made.lines[0]], [0, 'Grace First is a platform administrator.']);
    assert.equal(await auditCount(), entries + 1);
    const entry = await lastAudit();
    assert.deepEqual(
      [entry.action, entry.person_id, entry.through],
      ['make a platform administrator', null, 'command line'],
    );
    assert.ok(!/grace/i.test(JSON.stringify(entry)));
    assert.equal((await signIn(made)).platformAdministrator, true);

    const person = await newPerson();
    const again = await run('--name', 'Another Name', '--email', person.email.toUpperCase());
    assert.match(again.lines[0], /^Robin Example, who has this address already/);
    const { id, name, platformAdministrator } = await signIn(again);
    assert.deepEqual(
      { id, name, platformAdministrator },
      { id: person.id, name: person.name, platformAdministrator: true },
    );
  } finally {
    at(0);
  }
  const disabled = await newPerson();
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [disabled.id]);
  const refused = await run('--name', 'Any', '--email', disabled.email);
  assert.equal(refused.code, 1);
  assert.match(refused.errors[0], /is disabled/);
  assert.equal(
    (await place.pool.query('select 1 from platform_administrator where person_id = $1', [disabled.id])).rowCount,
    0,
  );
  for (const argv of [
    [],
    ['--name', 'Any'],
    ['--name', 'Any', '--email', 'nowhere'],
    ['--name', 'A\nB', '--email', 'a@example.org'],
    ['--nonsense'],
  ]) {
    const answer = await run(...argv);
    assert.equal(answer.code, 2, argv.join(' '));
    assert.match(answer.errors.at(-1), /^Usage: turnstone administrator/);
  }
});

test('after all of this no token, password, code secret or recovery code stands anywhere in the database', async () => {
  assert.ok(secrets.size > 100);
  assert.deepEqual(await tablesThatHold([...secrets]), []);
});
