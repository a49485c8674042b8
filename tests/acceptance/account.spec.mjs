// One's own account over HTTP: sessions, name, address, notices, export, erasure. Every success with its refusal.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { NestFactory } from '@nestjs/core';
import { Account } from '@turnstone/contract';
import { AuditRepository, placesSweeps, VerifyAudit } from '@turnstone/places-server';
import { createPool, Database, readConfig, Seal } from '@turnstone/platform';
import { WorkerModule } from '../../apps/worker/dist/worker.module.js';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';

const PLATFORM = '00000000-0000-0000-0000-000000000000';
const SECRET = 'a secret of this test run, and of no other';
let place;

before(async () => {
  place = await openDemoPlace();
});
after(() => place?.close());

let people = 0;
/** Somebody of Harrowmere whom nobody else in this spec knows. */
async function somebody(given = {}) {
  people += 1;
  const person = await addPerson(place.pool, {
    name: `Zebedee Number${people}`,
    email: `zebedee${people}@people.example`,
    places: [{ slug: 'harrowmere', roles: ['viewer'] }],
    ...given,
  });
  return { ...person, client: await signedIn(place, person.id) };
}

const account = async (client) => Account.parse((await client.get('/api/account')).json());
const rows = async (text, values = []) => (await place.pool.query(text, values)).rows;
const count = async (text, values) => (await rows(`select count(*)::int as n from ${text}`, values))[0].n;

/** The entries that `work` leaves, in every chain. */
async function noted(work) {
  const known = new Set((await rows('select place_id, seq from audit_entry')).map((e) => `${e.place_id} ${e.seq}`));
  const answer = await work();
  const entries = (await rows('select * from audit_entry order by place_id, seq')).filter(
    (e) => !known.has(`${e.place_id} ${e.seq}`),
  );
  return { answer, entries };
}

async function oneEntry(work, action, status = 200) {
  const { answer, entries } = await noted(work);
  assert.equal(answer.statusCode, status, answer.body);
  assert.deepEqual(
    entries.map((entry) => [entry.place_id, entry.action]),
    [[PLATFORM, action]],
  );
  return { answer, entry: entries[0] };
}

async function refused(work, status, words) {
  const { answer, entries } = await noted(work);
  assert.equal(answer.statusCode, status, answer.body);
  if (words) assert.match(answer.json().detail, words);
  assert.deepEqual(entries, []);
  return answer;
}

/** Mails to an address, the latest last, each with the token of its link when it has one. */
async function mailsTo(address) {
  const mails = await rows('select * from mail where lower(address) = lower($1) order by created_at, id', [address]);
  return mails.map((mail) => {
    const parts = JSON.parse(new Seal(SECRET).open('mail', mail.id, mail.content));
    const link = parts.find((part) => part.address?.includes('#'))?.address;
    return { kind: mail.kind, subject: mail.subject, link, token: link?.split('#')[1], parts };
  });
}

test('every conversation of the account asks a stranger to sign in', async () => {
  const nobody = stranger(place);
  const answers = await Promise.all([
    nobody.get('/api/account'),
    nobody.get('/api/account/export'),
    nobody.put('/api/account/name', { name: 'X' }),
    nobody.post('/api/account/email', { email: 'x@people.example' }),
    nobody.post('/api/account/email/confirm', { token: 'a'.repeat(43) }),
    nobody.delete(`/api/account/sessions/${randomUUID()}`),
    nobody.post('/api/account/sessions/end-others'),
    nobody.post('/api/account/sessions/end-all'),
    nobody.put('/api/account/notices', { notices: [] }),
    nobody.post('/api/account/erase', { confirm: 'erase my account' }),
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    answers.map(() => 401),
  );
});

test('the account says who one is, where one belongs, and what it knows of sessions', async () => {
  const person = await somebody({
    places: [
      { slug: 'harrowmere', roles: ['workstream lead'], organisation: 'Zebra House', workstreams: ['Zebra walks'] },
    ],
  });
  const mine = await account(person.client);
  assert.equal(mine.name, person.name);
  assert.equal(mine.email, person.email);
  assert.equal(mine.demo, false);
  assert.deepEqual(mine.places, [
    {
      slug: 'harrowmere',
      name: 'Harrowmere',
      roles: ['workstream lead'],
      organisationName: 'Zebra House',
      workstreams: ['Zebra walks'],
    },
  ]);
  assert.deepEqual(
    mine.sessions.map(({ id, current, method }) => [id, current, method]),
    [[person.client.sessionId, true, 'e-mail link']],
  );
  assert.deepEqual(mine.erasureStandsAgainst, []);
  assert.equal(mine.password, null);
});

test('a name is one’s own to change; the trail keeps it apart, and a demo person keeps theirs', async () => {
  const person = await somebody();
  const { answer, entry } = await oneEntry(
    () => person.client.put('/api/account/name', { name: '  Zoë Newname ' }),
    'change a name',
  );
  assert.equal(answer.json().name, 'Zoë Newname');
  assert.equal(entry.person_id, person.id);
  assert.doesNotMatch(JSON.stringify(entry), /Zo|Zebedee/);
  const [personal] = await rows('select content from audit_personal where place_id = $1 and seq = $2', [
    entry.place_id,
    entry.seq,
  ]);
  assert.deepEqual(personal.content, { before: { name: person.name }, after: { name: 'Zoë Newname' } });

  await refused(() => person.client.put('/api/account/name', { name: ' ' }), 400);
  await refused(() => person.client.put('/api/account/name', { name: 'Two\nlines' }), 400);
  const demo = await place.as('viewer');
  await refused(() => demo.put('/api/account/name', { name: 'Somebody else' }), 400, /invented person/);
});

test('sessions are listed and ended one by one', async () => {
  const person = await somebody();
  const other = await signedIn(place, person.id);
  const third = await signedIn(place, person.id);
  assert.equal((await account(person.client)).sessions.length, 3);
  const { answer } = await oneEntry(
    () => person.client.delete(`/api/account/sessions/${other.sessionId}`),
    'end a session',
  );
  assert.deepEqual(
    answer
      .json()
      .sessions.map(({ id }) => id)
      .sort(),
    [person.client.sessionId, third.sessionId].sort(),
  );
  assert.equal((await other.get('/api/account')).statusCode, 401);
  assert.equal((await third.get('/api/account')).statusCode, 200);

  // It is over already; it is another person's; it is the one that asks.
  await refused(() => person.client.delete(`/api/account/sessions/${other.sessionId}`), 404);
  const stranger = await somebody();
  await refused(() => person.client.delete(`/api/account/sessions/${stranger.client.sessionId}`), 404);
  assert.equal((await stranger.client.get('/api/account')).statusCode, 200);
  await refused(() => person.client.delete(`/api/account/sessions/${person.client.sessionId}`), 400, /sign out/);
});

test('sessions are ended all but this one, and all', async () => {
  const person = await somebody();
  const others = [await signedIn(place, person.id), await signedIn(place, person.id)];
  const bystander = await somebody();
  const { answer, entry } = await oneEntry(
    () => person.client.post('/api/account/sessions/end-others'),
    'end all other sessions',
  );
  assert.equal(answer.json().sessions.length, 1);
  assert.equal(entry.before.sessions.length, 2);
  for (const other of others) assert.equal((await other.get('/api/account')).statusCode, 401);
  const all = await oneEntry(() => person.client.post('/api/account/sessions/end-all'), 'end all sessions', 204);
  assert.match(all.answer.headers['clear-site-data'], /storage/);
  assert.equal(all.answer.cookies[0].value, '');
  assert.equal(await count('session where person_id = $1', [person.id]), 0);
  assert.equal((await bystander.client.get('/api/account')).statusCode, 200);
});

test('notices can be chosen, those about safety cannot be chosen away', async () => {
  const person = await somebody();
  assert.deepEqual(
    (await account(person.client)).notices.map(({ wanted }) => wanted),
    [true, true, true],
  );
  const { answer, entry } = await oneEntry(
    () => person.client.put('/api/account/notices', { notices: [{ kind: 'roles', wanted: false }] }),
    'choose notices',
  );
  assert.deepEqual(answer.json().notices, [
    { kind: 'roles', wanted: false },
    { kind: 'invitations', wanted: true },
    { kind: 'assessments', wanted: true },
  ]);
  assert.deepEqual([entry.before.roles, entry.after.roles], [true, false]);
  await refused(
    () => person.client.put('/api/account/notices', { notices: [{ kind: 'security', wanted: false }] }),
    400,
  );
});

test('another address is taken with the link that was sent there, once, in a session of the same person', async () => {
  const person = await somebody();
  const email = `new-${randomUUID()}@people.example`;
  const { answer, entry } = await oneEntry(
    () => person.client.post('/api/account/email', { email }),
    'ask for another e-mail address',
  );
  assert.doesNotMatch(JSON.stringify(entry), /@/);
  assert.equal(answer.json().emailWaiting, email);
  assert.equal(answer.json().email, person.email);
  const [mail] = await mailsTo(email);
  assert.equal(mail.kind, 'e-mail change');
  assert.match(mail.link, /\/account\/email#[\w-]{43}$/);
  assert.equal(await count(`sign_in_link where token_hash = convert_to($1, 'UTF8')`, [mail.token]), 0);
  assert.deepEqual(
    (await mailsTo(person.email)).map(({ kind }) => kind),
    ['security'],
  );

  const confirm = (client, token = mail.token) => client.post('/api/account/email/confirm', { token });
  const somebodyElse = await somebody();
  const over = /^This link does not work any more/;
  await refused(() => confirm(somebodyElse.client), 400, over);
  await refused(() => confirm(person.client, 'a'.repeat(43)), 400, over);
  const taken = await oneEntry(() => confirm(person.client), 'change an e-mail address');
  assert.equal(taken.answer.json().email, email);
  assert.equal(taken.answer.json().emailWaiting, null);
  assert.equal((await mailsTo(person.email)).length, 2);
  await refused(() => confirm(person.client), 400, over);
});

test('a link to another address is over after 15 minutes, and when a later one was asked for', async () => {
  const person = await somebody();
  const ask = (email) => person.client.post('/api/account/email', { email });
  const [first, second] = [`a-${randomUUID()}@people.example`, `b-${randomUUID()}@people.example`];
  assert.equal((await ask(first)).statusCode, 200);
  assert.equal((await ask(second)).statusCode, 200);
  const confirm = async (email) =>
    person.client.post('/api/account/email/confirm', { token: (await mailsTo(email))[0].token });
  await refused(() => confirm(first), 400, /^This link does not work any more/);
  try {
    place.clock.now = new Date(NOW.getTime() + 15 * 60_000);
    await refused(() => confirm(second), 400, /^This link does not work any more/);
    assert.equal((await account(person.client)).emailWaiting, null);
  } finally {
    place.clock.now = NOW;
  }
  assert.equal((await confirm(second)).statusCode, 200);
});

test('neither asking for an address nor its link says whether another account has it', async () => {
  const [person, owner] = [await somebody(), await somebody()];
  const free = `free-${randomUUID()}@people.example`;
  const shapeOf = (answer, email) => answer.body.replaceAll(email, 'ADDRESS');
  const asked = [];
  for (const email of [free, owner.email.toUpperCase()]) {
    const { answer, entries } = await noted(() => person.client.post('/api/account/email', { email }));
    assert.equal(answer.statusCode, 200, answer.body);
    asked.push({
      answer: shapeOf(answer, email),
      entries: entries.map(({ action, subject, before, after }) => ({ action, subject, before, after })),
      mails: (await mailsTo(email)).map(({ kind, subject, parts }) => [kind, subject, parts[0]]),
    });
  }
  assert.deepEqual(asked[1], asked[0]);

  const token = (await mailsTo(owner.email)).find(({ kind }) => kind === 'e-mail change').token;
  const taken = await refused(() => person.client.post('/api/account/email/confirm', { token }), 400);
  const expired = await refused(() => person.client.post('/api/account/email/confirm', { token: 'b'.repeat(43) }), 400);
  assert.equal(taken.json().detail, expired.json().detail);
  assert.deepEqual(
    await rows('select email from person where id = any($1) order by email', [[person.id, owner.id].sort()]),
    [{ email: person.email }, { email: owner.email }].sort((a, b) => a.email.localeCompare(b.email)),
  );
});

test('one’s own address is not asked for again, six in an hour are too many, and a demo person keeps theirs', async () => {
  const person = await somebody();
  const ask = (email) => person.client.post('/api/account/email', { email });
  await refused(() => ask(person.email), 400, /your address already/);
  for (let n = 0; n < 4; n += 1) assert.equal((await ask(`n${n}-${randomUUID()}@people.example`)).statusCode, 200);
  const answer = await refused(() => ask('one-more@people.example'), 429);
  assert.ok(Number(answer.headers['retry-after']) > 0);
  const demo = await place.as('viewer');
  await refused(() => demo.post('/api/account/email', { email: 'x@people.example' }), 400, /invented person/);
});

/** Somebody who has done everything that leaves a trace. */
async function somebodyWithTraces() {
  const person = await somebody({
    places: [{ slug: 'harrowmere', roles: ['workstream lead'], workstreams: ['Healthy lives'] }],
  });
  const { client, id } = person;
  const card = '/api/places/harrowmere/outcomes/smoke-free/card';
  const write = async (section, content) => {
    const { sections } = (await client.get(card)).json();
    const url = `${card}/sections/${encodeURIComponent(section)}`;
    const answer = await client.put(url, { content: content(sections[section].content) }, sections[section].version);
    assert.equal(answer.statusCode, 200, answer.body);
  };
  await write('partners', ({ records }) => ({
    records: [...records, { organisation: 'Zebra House', part: `By ${id}` }],
  }));
  await write('summary of actions', (content) => content);
  assert.equal((await client.put('/api/account/name', { name: `${person.name} Renamed` })).statusCode, 200);
  const email = `renamed-${randomUUID()}@people.example`;
  await client.post('/api/account/email', { email });
  const [{ token }] = await mailsTo(email);
  assert.equal((await client.post('/api/account/email/confirm', { token })).statusCode, 200);
  await client.put('/api/account/notices', { notices: [{ kind: 'roles', wanted: false }] });
  await place.pool.query(
    `insert into identity (issuer, subject, person_id, linked_at) values ('https://login.people.example', $1, $2, $3)`,
    [`subject of ${id}`, id, NOW],
  );
  await place.pool.query(`insert into password (person_id, hash, changed_at) values ($1, '$argon2id$secret', $2)`, [
    id,
    NOW,
  ]);
  await place.pool.query('insert into code_secret (person_id, secret) values ($1, $2)', [id, Buffer.from('a secret')]);
  await place.pool.query('insert into recovery_code (person_id, code_hash) values ($1, $2)', [id, Buffer.from('hash')]);
  await place.pool.query(
    `insert into invitation (id, place_id, email, name, roles, created_at, expires_at, accepted_at, accepted_by)
     select gen_random_uuid(), id, $1, $2, '{viewer}', $3, $3, $3, $4 from place where slug = 'valeborough'`,
    [person.email, person.name, NOW, id],
  );
  // Before they had this account, somebody asked for a link with their address.
  assert.equal((await stranger(place).post('/api/sign-in/link', { email: person.email })).statusCode, 204);
  return { ...person, name: `${person.name} Renamed`, email, formerly: { name: person.name, email: person.email } };
}

test('the export holds everything about the person, no secret, and nobody else', async () => {
  const person = await somebodyWithTraces();
  const answer = await person.client.get('/api/account/export');
  assert.equal(answer.statusCode, 200, answer.body);
  assert.match(answer.headers['content-disposition'], /^attachment; filename="[\w.-]+\.json"$/);
  const file = answer.json();
  assert.equal(file.person.name, person.name);
  assert.equal(file.person.email, person.email);
  assert.deepEqual(
    file.memberships.map(({ place, roles, workstreams }) => [place, roles, workstreams]),
    [['Harrowmere', ['workstream lead'], ['Healthy lives']]],
  );
  assert.equal(file.sessions.length, 1);
  assert.deepEqual(file.identities[0].subject, `subject of ${person.id}`);
  assert.deepEqual(file.password, { changedAt: NOW.toISOString(), withCode: true, recoveryCodesLeft: 1 });
  assert.deepEqual(file.noticesChosen, [{ kind: 'roles', wanted: false }]);
  assert.deepEqual(new Set(file.mails.map(({ kind }) => kind)), new Set(['e-mail change', 'security']));
  assert.equal(file.invitations.length, 1);
  assert.deepEqual(
    file.writing.map(({ what }) => what),
    ['partners of outcome smoke-free', 'summary of actions of outcome smoke-free'],
  );
  assert.equal(file.writing[0].content.records.at(-1).part, `By ${person.id}`);
  const done = file.auditOfWhatYouDid.map(({ action }) => action);
  for (const action of ['write a report card', 'change a name', 'change an e-mail address', 'choose notices']) {
    assert.ok(done.includes(action), action);
  }
  const renamed = file.auditAboutYou.find(({ action }) => action === 'change a name');
  assert.equal(renamed.personal.before.name, person.formerly.name);

  // No secret and no hash, in any of the ways in which one is written down.
  const secrets = await rows(
    `select token_hash as secret from session union all select token_hash from sign_in_link
     union all select convert_to(hash, 'UTF8') from password union all select secret from code_secret
     union all select code_hash from recovery_code union all select content from mail where content is not null
     union all select salt from audit_personal union all select hash from audit_entry`,
  );
  assert.ok(secrets.length > 10);
  for (const { secret } of secrets) {
    for (const form of ['hex', 'base64', 'base64url', 'utf8']) assert.ok(!answer.body.includes(secret.toString(form)));
  }
  assert.ok(!answer.body.includes(person.client.token()));

  // Nobody else: neither those who have accounts, nor whom the actions name.
  const others = await rows('select name, email from person where id <> $1', [person.id]);
  const leads = await rows(`select distinct lead_person as name from action where lead_person <> ''`);
  assert.ok(leads.length > 3);
  for (const { name, email } of [...others, ...leads]) {
    // One of the names made here is the beginning of another.
    assert.ok(!answer.body.includes(`"${name}"`), name);
    if (email) assert.ok(!answer.body.includes(email), email);
  }
});

/** Recomputes every chain from the fields of its entries, and answers how many entries there are. */
async function chainHolds() {
  const entries = await rows(
    `select place_id, seq::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, person_id, through,
       request, action, subject, before::text, after::text, encode(personal_digest, 'hex') as digest, previous, hash
     from audit_entry order by place_id, audit_entry.seq`,
  );
  const ends = new Map();
  for (const entry of entries) {
    const last = ends.get(entry.place_id) ?? { seq: 0, hash: Buffer.alloc(0) };
    const text = (value) => (value === null ? 'null' : JSON.stringify(value));
    const covered = [
      text(entry.place_id),
      entry.seq,
      text(entry.at),
      text(entry.person_id),
      text(entry.through),
      text(entry.request),
      text(entry.action),
      text(entry.subject),
      entry.before ?? 'null',
      entry.after ?? 'null',
      text(entry.digest),
    ];
    assert.equal(Number(entry.seq), last.seq + 1);
    assert.deepEqual(entry.previous, last.hash);
    const hash = createHash('sha256')
      .update(last.hash)
      .update(`[${covered.join(', ')}]`)
      .digest();
    assert.deepEqual(entry.hash, hash, `entry ${entry.seq}: ${entry.action}`);
    ends.set(entry.place_id, { seq: last.seq + 1, hash });
  }
  for (const head of await rows('select place_id, seq::int, hash from audit_head')) {
    assert.deepEqual(ends.get(head.place_id), { seq: head.seq, hash: head.hash });
  }
  const personal = await rows(
    `select p.salt, p.content::text, e.personal_digest from audit_personal p join audit_entry e using (place_id, seq)`,
  );
  for (const { salt, content, personal_digest: digest } of personal) {
    assert.deepEqual(createHash('sha256').update(salt).update(content).digest(), digest);
  }
  return entries.length;
}

/** In how many rows of each table a text stands, in any column. */
async function tablesWith(text) {
  const tables = await rows(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  const found = [];
  for (const { name } of tables) {
    const n = await count(`"${name}" t where strpos(lower(t::text), lower($1)) > 0`, [text]);
    if (n > 0) found.push(`${name}: ${n}`);
  }
  return found;
}

test('erasing keeps the chain and loses the identity, everywhere', async () => {
  const person = await somebodyWithTraces();
  const elsewhere = await signedIn(place, person.id);
  assert.notDeepEqual(await tablesWith(person.formerly.email), []);
  const before = await chainHolds();
  await refused(() => person.client.post('/api/account/erase', { confirm: 'yes' }), 400);
  const personalOf = () => count('audit_personal where person_id = $1', [person.id]);
  assert.ok((await personalOf()) >= 3);

  const { answer, entry } = await oneEntry(
    () => person.client.post('/api/account/erase', { confirm: 'erase my account' }),
    'erase an account',
    204,
  );
  assert.equal(answer.cookies[0].value, '');
  assert.equal(entry.before.memberships[0].roles[0], 'workstream lead');
  assert.equal(await chainHolds(), before + 1);
  assert.equal(await personalOf(), 0);
  for (const text of [person.email, person.formerly.email, person.formerly.name, `subject of ${person.id}`]) {
    assert.deepEqual(await tablesWith(text), [], text);
  }
  const [row] = await rows('select name, email, state from person where id = $1', [person.id]);
  assert.deepEqual(row, { name: 'Someone who has left', email: null, state: 'erased' });
  for (const table of ['session', 'identity', 'password', 'code_secret', 'recovery_code', 'sign_in_link', 'mail']) {
    assert.equal(await count(`${table} where person_id = $1`, [person.id]), 0, table);
  }
  assert.equal(await count('member where person_id = $1 and left_at is not null', [person.id]), 1);
  assert.equal(await count('membership where person_id = $1', [person.id]), 0);
  for (const client of [person.client, elsewhere]) assert.equal((await client.get('/api/account')).statusCode, 401);
  // What they wrote stands, by someone who has left.
  const board = await place.as('board member');
  const { partners } = (await board.get('/api/places/harrowmere/outcomes/smoke-free/card')).json().sections;
  assert.equal(partners.changedBy, 'Someone who has left');
  assert.equal(partners.content.records.at(-1).part, `By ${person.id}`);
  // Their address is free again, and nobody can come back with it as who they were.
  const again = await addPerson(place.pool, { name: 'Somebody new', email: person.email });
  assert.notEqual(again.id, person.id);
});

test('an invitation that reached them at another address is erased with them, in every table', async () => {
  const manager = await somebody({ places: [{ slug: 'harrowmere', roles: ['programme manager'] }] });
  const person = await somebody({ places: [] });
  const key = { 'idempotency-key': randomUUID() };
  const inviting = async (email, name) => {
    const given = { name, email, roles: ['analyst'], organisationId: null, workstreamIds: [] };
    const answer = await manager.client.post('/api/places/harrowmere/invitations', given, key);
    assert.equal(answer.statusCode, 201, answer.body);
    const { token } = (await mailsTo(email)).at(-1);
    const accepted = await person.client.post('/api/invitations/accept', { token, name });
    assert.equal(accepted.statusCode, 200, accepted.body);
  };
  const second = `Second-${randomUUID()}@people.example`;
  const called = 'Quillon as the inviter wrote it';
  await inviting(second, called);
  // One that was sent on to them, by somebody who has an account with that address.
  const owner = await somebody({ places: [] });
  key['idempotency-key'] = randomUUID();
  await inviting(owner.email, 'Owner of the address');
  // What a manager was answered about them is kept too.
  const { people: members } = (await manager.client.get('/api/places/harrowmere/people')).json();
  const changed = await place.api.inject({
    method: 'PUT',
    url: `/api/places/harrowmere/people/${person.id}`,
    payload: { roles: ['viewer'], organisationId: null, workstreamIds: [] },
    headers: {
      'if-match': `"${members.find((one) => one.personId === person.id).version}"`,
      'idempotency-key': randomUUID(),
    },
    cookies: { turnstone: manager.client.token() },
  });
  assert.equal(changed.statusCode, 200, changed.body);
  const before = await tablesWith(second);
  for (const table of ['audit_personal', 'invitation', 'kept_answer', 'mail']) {
    assert.ok(
      before.some((found) => found.startsWith(`${table}: `)),
      `${table} holds it: ${before}`,
    );
  }
  const mailsOfOwner = (await mailsTo(owner.email)).length;
  assert.ok(mailsOfOwner > 0);

  const holds = await chainHolds();
  await oneEntry(
    () => person.client.post('/api/account/erase', { confirm: 'erase my account' }),
    'erase an account',
    204,
  );
  for (const text of [second, called, person.email, person.name]) assert.deepEqual(await tablesWith(text), [], text);
  assert.equal(await chainHolds(), holds + 1);
  assert.equal(await count('kept_answer where strpos(answer::text, $1) > 0', [person.id]), 0);
  // The address of the other account is that account's.
  assert.equal((await mailsTo(owner.email)).length, mailsOfOwner);
  assert.equal((await account(owner.client)).email, owner.email);
});

test('answers are kept for a day, and an address that a stranger typed for thirty; the chain holds without it', async () => {
  const pool = createPool(place.url, { max: 2, applicationName: 'test worker', role: 'turnstone_app' });
  const database = new Database(pool, { through: 'job' });
  const config = readConfig({ DATABASE_URL: place.url, SECURE_COOKIES: 'false', TURNSTONE_SECRET: SECRET });
  const worker = await NestFactory.createApplicationContext(
    WorkerModule.of({ config, database, clock: () => place.clock.now }),
    { logger: false, abortOnError: false },
  );
  const sweep = placesSweeps(worker).find((one) => one.constructor.name === 'SweepPersonal');
  const after = async (ms) => {
    place.clock.now = new Date(NOW.getTime() + ms);
    await sweep.sweep();
  };
  const DAY = 24 * 3_600_000;
  try {
    const manager = await somebody({ places: [{ slug: 'harrowmere', roles: ['programme manager'] }] });
    const typed = `typed-${randomUUID()}@people.example`;
    const waiting = `waiting-${randomUUID()}@people.example`;
    const nobody = stranger(place);
    assert.equal((await nobody.post('/api/sign-in/link', { email: typed })).statusCode, 204);
    assert.equal((await nobody.post('/api/sign-in/reset', { email: typed })).statusCode, 204);
    const given = { name: 'Wanda', email: waiting, roles: ['viewer'], organisationId: null, workstreamIds: [] };
    const headers = { 'idempotency-key': randomUUID() };
    assert.equal((await manager.client.post('/api/places/harrowmere/invitations', given, headers)).statusCode, 201);
    const answers = () => count('kept_answer where person_id = $1', [manager.id]);
    const addresses = (address) => count('audit_personal where address_key = $1', [address]);

    await after(DAY);
    assert.deepEqual([await answers(), await addresses(typed)], [1, 2]);
    await after(DAY + 1);
    assert.deepEqual([await answers(), await addresses(typed)], [0, 2]);
    await after(30 * DAY);
    assert.equal(await addresses(typed), 2);
    await after(30 * DAY + 1);
    assert.deepEqual([await addresses(typed), await addresses(waiting)], [0, 1]);

    const faults = [];
    for await (const chain of new VerifyAudit(new AuditRepository(database)).verify({ heads: [] })) {
      if (chain.fault) faults.push(chain);
    }
    assert.deepEqual(faults, []);
  } finally {
    place.clock.now = NOW;
    await worker.close();
    await pool.end();
  }
});

test('a chain that was altered would not have held', async () => {
  const client = await place.pool.connect();
  const { id } = await somebody();
  try {
    const [entry] = await rows(`select * from audit_entry where action = 'erase an account' limit 1`);
    assert.ok(entry);
    await client.query('update audit_entry set person_id = $3 where place_id = $1 and seq = $2', [
      entry.place_id,
      entry.seq,
      id,
    ]);
    await assert.rejects(chainHolds(), /erase an account/);
    await client.query('update audit_entry set person_id = $3 where place_id = $1 and seq = $2', [
      entry.place_id,
      entry.seq,
      entry.person_id,
    ]);
    await chainHolds();
  } finally {
    client.release();
  }
});

test('the last programme manager of a place and the last administrator stay until there is another', async () => {
  await addPlace(place.pool, { slug: 'zebraton', name: 'Zebraton' });
  const manager = await somebody({ places: [{ slug: 'zebraton', roles: ['programme manager'] }] });
  const erase = (person) => person.client.post('/api/account/erase', { confirm: 'erase my account' });
  const reason = 'You are the only programme manager of Zebraton. Give somebody else this role first.';
  assert.deepEqual((await account(manager.client)).erasureStandsAgainst, [reason]);
  assert.equal((await refused(() => erase(manager), 409)).json().detail, reason);
  assert.equal((await manager.client.get('/api/account')).statusCode, 200);
  // One who has left, or whose account is disabled, is not another one.
  const other = await somebody({ places: [{ slug: 'zebraton', roles: ['programme manager'] }] });
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [other.id]);
  await refused(() => erase(manager), 409, /only programme manager/);
  await place.pool.query(`update person set state = 'active' where id = $1`, [other.id]);
  assert.deepEqual((await account(manager.client)).erasureStandsAgainst, []);
  await oneEntry(() => erase(manager), 'erase an account', 204);

  await place.pool.query('delete from platform_administrator');
  const administrator = await somebody({ platformAdministrator: true });
  await refused(() => erase(administrator), 409, /only platform administrator/);
  await somebody({ platformAdministrator: true });
  await oneEntry(() => erase(administrator), 'erase an account', 204);
  assert.equal(await count('platform_administrator where person_id = $1', [administrator.id]), 0);
});

test('two who could each go because of the other do not both go', async () => {
  await addPlace(place.pool, { slug: 'zebraham', name: 'Zebraham' });
  const places = [{ slug: 'zebraham', roles: ['programme manager'] }];
  const pair = [await somebody({ places }), await somebody({ places })];
  const answers = await Promise.all(
    pair.map(({ client }) => client.post('/api/account/erase', { confirm: 'erase my account' })),
  );
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [204, 409]);
});

test('a demo person stays for the next one who tries the demo', async () => {
  const demo = await place.as('viewer');
  assert.match((await account(demo)).erasureStandsAgainst[0], /invented person of the demo/);
  await refused(() => demo.post('/api/account/erase', { confirm: 'erase my account' }), 409, /invented person/);
  assert.equal((await demo.get('/api/account')).statusCode, 200);
});
