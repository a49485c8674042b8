// Who belongs to a place and what they are there; invitations; partners; workstreams; sharing. Every yes with its no.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { readConfig, Seal } from '@turnstone/platform';
import { roles } from '@turnstone/places-rules';
import { addOrganisation, addPerson, addPlace, addWorkstream, signedIn, stranger } from './support/people.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';

const PLATFORM = '00000000-0000-0000-0000-000000000000';
const DAY = 24 * 3_600_000;

let place;
let here; // {slug, id, url, manager, client}: a new place for every test, with one programme manager
let count = 0;

before(async () => {
  place = await openDemoPlace();
});
after(async () => {
  await place.close();
});
beforeEach(async () => {
  place.clock.now = NOW;
  here = await newPlace();
});

async function newPlace(level = 'place', parent = null) {
  count += 1;
  const slug = `town-${count}`;
  const id = await addPlace(place.pool, { slug, name: `Town ${count}`, level, parent });
  const manager = await person(slug, ['programme manager'], { name: 'Mina Manager' });
  return {
    slug,
    id,
    name: `Town ${count}`,
    url: `/api/places/${slug}`,
    manager,
    client: await signedIn(place, manager.id),
  };
}

async function person(slug, held, more = {}) {
  const email = `p${randomUUID()}@example.org`;
  return addPerson(place.pool, { name: 'Pat Person', email, places: slug ? [{ slug, roles: held }] : [], ...more });
}

const rows = async (text, values) => (await place.pool.query(text, values)).rows;
const one = async (text, values) => (await rows(text, values))[0];

/** Entries of a chain since it was marked; the mark moves on. */
async function trail(placeId) {
  const all = await rows('select * from audit_entry where place_id = $1 order by seq', [placeId]);
  const since = trail.marks?.get(placeId) ?? 0;
  (trail.marks ??= new Map()).set(placeId, all.length);
  return all.slice(since);
}

const mailTo = async (address, kind) =>
  rows('select * from mail where address = $1 and kind = $2 order by created_at, id', [address, kind]);

/** What a mail says, opened with the secret of this run. */
function partsOf(mail) {
  const { secret } = readConfig({ DATABASE_URL: place.url, SECURE_COOKIES: 'false', TURNSTONE_SECRET: SECRET });
  return JSON.parse(new Seal(secret).open('mail', mail.id, mail.content));
}
const SECRET = 'a secret of this test run, and of no other';

/** The token that the invitation's mail holds: the one whose hash is kept. */
async function tokenFor(id) {
  const { email, token_hash: kept } = await one('select email, token_hash from invitation where id = $1', [id]);
  for (const mail of await mailTo(email, 'invitation')) {
    const { address } = partsOf(mail).find((part) => typeof part === 'object');
    const token = /\/invitation#([\w-]{43})$/.exec(address)[1];
    if (createHash('sha256').update(token).digest().equals(kept)) return token;
  }
  throw new Error('No mail holds the link of this invitation');
}

const newcomer = (more = {}) => ({
  name: 'Nia New',
  email: `n${randomUUID()}@example.org`,
  roles: ['viewer'],
  organisationId: null,
  workstreamIds: [],
  ...more,
});

async function invited(more, by = here) {
  const body = newcomer(more);
  const answer = await by.client.post(`${by.url}/invitations`, body);
  assert.equal(answer.statusCode, 201, answer.body);
  return { ...body, id: answer.json().id, answer: answer.json(), token: await tokenFor(answer.json().id) };
}

const accept = (client, token, name = 'Nia New') => client.post('/api/invitations/accept', { token, name });
const field = (answer) => answer.json().fields?.[0]?.path;

// ------------------------------------------------------------------------------------------------------------ people

test('listPeople: everybody who belongs sees who is here; addresses and last visits only those who manage people', async () => {
  const viewer = await person(here.slug, ['viewer'], { name: 'Vic Viewer' });
  const asManager = (await here.client.get(`${here.url}/people`)).json().people;
  assert.deepEqual(
    asManager.map((one) => [one.name, one.email, one.roles, one.seenOn]),
    [
      ['Mina Manager', here.manager.email, ['programme manager'], '2026-11-21'],
      ['Vic Viewer', viewer.email, ['viewer'], null],
    ],
  );
  for (const role of roles.filter((one) => one !== 'programme manager')) {
    const client = await signedIn(place, (await person(here.slug, [role])).id);
    const { people } = (await client.get(`${here.url}/people`)).json();
    assert.ok(people.length >= 2);
    assert.ok(
      people.every((one) => one.email === null && one.seenOn === null),
      role,
    );
  }
  const elsewhere = await newPlace();
  assert.equal((await elsewhere.client.get(`${here.url}/people`)).statusCode, 404);
  assert.equal((await stranger(place).get(`${here.url}/people`)).statusCode, 401);
});

test('managing: only a programme manager and a platform administrator may; every other role is refused each of it', async () => {
  const target = await person(here.slug, ['viewer']);
  const invitation = await invited();
  const asks = (client) => [
    client.put(`${here.url}/people/${target.id}`, { roles: ['analyst'], organisationId: null, workstreamIds: [] }, 99),
    client.get(`${here.url}/invitations`),
    client.post(`${here.url}/invitations`, newcomer()),
    client.post(`${here.url}/invitations/${invitation.id}/again`),
    client.delete(`${here.url}/invitations/${invitation.id}`),
    client.delete(`${here.url}/people/${target.id}`),
  ];
  const statuses = async (client) => (await Promise.all(asks(client))).map((answer) => answer.statusCode);
  for (const role of roles.filter((one) => one !== 'programme manager')) {
    const client = await signedIn(place, (await person(here.slug, [role])).id);
    assert.deepEqual(await statuses(client), [403, 403, 403, 403, 403, 403], role);
  }
  assert.deepEqual(await statuses((await newPlace()).client), [404, 404, 404, 404, 404, 404]);
  assert.deepEqual(await statuses(stranger(place)), [401, 401, 401, 401, 401, 401]);
  const administrator = await person(null, [], { platformAdministrator: true });
  const sequence = [];
  for (const ask of asks(await signedIn(place, administrator.id))) sequence.push((await ask).statusCode);
  assert.equal(sequence[1], 200);
  assert.ok(!sequence.includes(403) && !sequence.includes(401), String(sequence));
});

test('changeMember: roles, organisation and workstreams change; one entry; a mail; a new token for each session', async () => {
  const target = await person(here.slug, ['viewer']);
  const session = await signedIn(place, target.id);
  const organisationId = await addOrganisation(place.pool, here.id, 'The Trust');
  const workstreamId = await addWorkstream(place.pool, here.id, 'Early years');
  await trail(here.id);
  const before = session.token();
  const answer = await here.client.put(
    `${here.url}/people/${target.id}`,
    // R5: what the contract does not name is not looked at.
    {
      roles: ['workstream lead', 'workstream lead'],
      organisationId,
      workstreamIds: [workstreamId, workstreamId],
      placeId: PLATFORM,
      personId: here.manager.id,
      version: 77,
      role: 'programme manager',
    },
    1,
  );
  assert.equal(answer.statusCode, 200, answer.body);
  const { roles: held, organisationName, workstreamIds, version } = answer.json();
  assert.deepEqual(
    [held, organisationName, workstreamIds, version],
    [['workstream lead'], 'The Trust', [workstreamId], 2],
  );
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.equal(entries[0].person_id, here.manager.id);
  assert.equal(entries[0].subject, `person ${target.id}`);
  assert.deepEqual(entries[0].before, { roles: ['viewer'], organisationId: null, workstreamIds: [] });
  assert.deepEqual(entries[0].after, { roles: ['workstream lead'], organisationId, workstreamIds: [workstreamId] });
  assert.ok(!JSON.stringify(entries).includes('Pat'));
  assert.equal((await mailTo(target.email, 'roles')).length, 1);
  await session.get('/api/session');
  assert.notEqual(session.token(), before, 'the session goes on under a new token');
  assert.equal((await session.get(`${here.url}/people`)).statusCode, 200);
});

test('changeMember: no mail to oneself, nor when only the organisation changed', async () => {
  await person(here.slug, ['programme manager']);
  const mine = { roles: ['programme manager', 'analyst'], organisationId: null, workstreamIds: [] };
  assert.equal((await here.client.put(`${here.url}/people/${here.manager.id}`, mine, 1)).statusCode, 200);
  assert.equal((await mailTo(here.manager.email, 'roles')).length, 0);
  const target = await person(here.slug, ['viewer']);
  const organisationId = await addOrganisation(place.pool, here.id, 'The Trust');
  const answer = await here.client.put(
    `${here.url}/people/${target.id}`,
    { roles: ['viewer'], organisationId, workstreamIds: [] },
    1,
  );
  assert.equal(answer.statusCode, 200);
  assert.equal((await mailTo(target.email, 'roles')).length, 0);
});

test('changeMember: what cannot be is refused with its field, and nothing changes', async () => {
  const target = await person(here.slug, ['viewer']);
  const other = await newPlace();
  const foreignOrganisation = await addOrganisation(place.pool, other.id, 'Theirs');
  const foreignWorkstream = await addWorkstream(place.pool, other.id, 'Theirs');
  const closedOrganisation = await addOrganisation(place.pool, here.id, 'Once a partner');
  const closedWorkstream = await addWorkstream(place.pool, here.id, 'Ended');
  await place.pool.query('update organisation set closed_at = now() where id = $1', [closedOrganisation]);
  await place.pool.query('update workstream set closed_at = now() where id = $1', [closedWorkstream]);
  const workstream = await addWorkstream(place.pool, here.id, 'Going on');
  await trail(here.id);
  const put = (body, version = 1) =>
    here.client.put(`${here.url}/people/${target.id}`, { organisationId: null, workstreamIds: [], ...body }, version);
  const cases = [
    [{ roles: [] }, 'roles'],
    [{ roles: ['queen'] }, 'roles.0'],
    [{ roles: ['viewer'], workstreamIds: [workstream] }, 'workstreamIds'],
    [{ roles: ['viewer'], organisationId: randomUUID() }, 'organisationId'],
    [{ roles: ['viewer'], organisationId: foreignOrganisation }, 'organisationId'],
    [{ roles: ['viewer'], organisationId: closedOrganisation }, 'organisationId'],
    [{ roles: ['workstream lead'], workstreamIds: [workstream, randomUUID()] }, 'workstreamIds.1'],
    [{ roles: ['workstream lead'], workstreamIds: [foreignWorkstream] }, 'workstreamIds.0'],
    [{ roles: ['workstream lead'], workstreamIds: [closedWorkstream] }, 'workstreamIds.0'],
  ];
  for (const [body, path] of cases) {
    const answer = await put(body);
    assert.equal(answer.statusCode, 400, JSON.stringify(body));
    assert.equal(field(answer), path, JSON.stringify(body));
  }
  assert.equal((await put({ roles: ['analyst'] }, undefined)).statusCode, 200, 'the same with nothing wrong');
  const unversioned = await here.client.put(`${here.url}/people/${target.id}`, {
    roles: ['viewer'],
    organisationId: null,
    workstreamIds: [],
  });
  assert.equal(unversioned.statusCode, 428);
  const stale = await put({ roles: ['viewer'] }, 1);
  assert.equal(stale.statusCode, 412);
  assert.deepEqual(stale.json().present.roles, ['analyst']);
  assert.equal(stale.json().present.version, 2);
  const foreign = await here.client.put(
    `${here.url}/people/${other.manager.id}`,
    { roles: ['viewer'], organisationId: null, workstreamIds: [] },
    1,
  );
  assert.equal(foreign.statusCode, 404);
  assert.equal((await trail(here.id)).length, 1);
});

test('whoever speaks for a partner that is one no longer may go on doing so', async () => {
  const target = await person(here.slug, ['viewer'], {
    places: [{ slug: here.slug, roles: ['viewer'], organisation: 'Gone' }],
  });
  await place.pool.query(`update organisation set closed_at = now() where place_id = $1 and name = 'Gone'`, [here.id]);
  const organisationId = await addOrganisation(place.pool, here.id, 'Gone');
  const answer = await here.client.put(
    `${here.url}/people/${target.id}`,
    { roles: ['analyst'], organisationId, workstreamIds: [] },
    1,
  );
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.json().organisationName, 'Gone');
});

test('removeMember: they are out with their next request, their name stays with what they wrote, one entry', async () => {
  const target = await person(here.slug, [], {
    places: [{ slug: here.slug, roles: ['workstream lead'], workstreams: ['Early years'] }],
  });
  const session = await signedIn(place, target.id);
  assert.equal((await session.get(`${here.url}/people`)).statusCode, 200);
  await trail(here.id);
  assert.equal((await here.client.delete(`${here.url}/people/${target.id}`)).statusCode, 204);
  assert.equal((await session.get(`${here.url}/people`)).statusCode, 404);
  assert.notEqual((await session.get('/api/session')).json().person, null, 'they are still somebody');
  assert.deepEqual(await rows('select * from membership where person_id = $1', [target.id]), []);
  assert.deepEqual(await rows('select * from workstream_lead where person_id = $1', [target.id]), []);
  assert.notEqual((await one('select left_at from member where person_id = $1', [target.id])).left_at, null);
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0].before.roles, ['workstream lead']);
  assert.equal(entries[0].after, null);
  assert.equal((await mailTo(target.email, 'roles')).length, 1);
  assert.equal((await here.client.delete(`${here.url}/people/${target.id}`)).statusCode, 404, 'a second time');
  assert.equal((await here.client.delete(`${here.url}/people/${randomUUID()}`)).statusCode, 404);
  assert.equal((await trail(here.id)).length, 0);
});

test('the last programme manager stays, for themselves and for a platform administrator; with another they may go', async () => {
  const administrator = await signedIn(place, (await person(null, [], { platformAdministrator: true })).id);
  const less = { roles: ['viewer'], organisationId: null, workstreamIds: [] };
  for (const client of [here.client, administrator]) {
    const removed = await client.delete(`${here.url}/people/${here.manager.id}`);
    assert.equal(removed.statusCode, 409);
    assert.match(removed.json().detail, /somebody else one first/);
    assert.equal((await client.put(`${here.url}/people/${here.manager.id}`, less, 1)).statusCode, 409);
  }
  const disabled = await person(here.slug, ['programme manager']);
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [disabled.id]);
  assert.equal(
    (await here.client.delete(`${here.url}/people/${here.manager.id}`)).statusCode,
    409,
    'one who cannot sign in is no other',
  );
  await person(here.slug, ['programme manager']);
  assert.equal((await here.client.delete(`${here.url}/people/${here.manager.id}`)).statusCode, 204);
});

test('two programme managers who remove each other at the same moment: exactly one succeeds, twenty times', async () => {
  for (let round = 0; round < 20; round += 1) {
    const there = await newPlace();
    const second = await person(there.slug, ['programme manager']);
    // In every other round a third is there, so that not the last one's rule but the loser's lost role decides.
    if (round % 2) await person(there.slug, ['programme manager']);
    const client = await signedIn(place, second.id);
    const answers = await Promise.all([
      there.client.delete(`${there.url}/people/${second.id}`),
      client.delete(`${there.url}/people/${there.manager.id}`),
    ]);
    const statuses = answers.map((answer) => answer.statusCode).sort();
    assert.equal(statuses[0], 204, String(statuses));
    assert.ok([403, 404, 409].includes(statuses[1]), String(statuses));
    const { n } = await one(
      `select count(*)::int as n from membership where place_id = $1 and role = 'programme manager'`,
      [there.id],
    );
    assert.equal(n, round % 2 ? 2 : 1);
  }
});

test('changeMember, two editors in 120 random interleavings: one is saved, the other told what stands, nothing lost', async () => {
  const target = await person(here.slug, ['viewer']);
  const second = await signedIn(place, (await person(here.slug, ['programme manager'])).id);
  const pick = (from) => from[Math.floor(Math.random() * from.length)];
  let version = 1;
  await trail(here.id);
  let saved = 0;
  for (let round = 0; round < 120; round += 1) {
    const wishes = [here.client, second].map((client) => ({ client, held: [pick(roles.slice(1))] }));
    if (Math.random() < 0.5) wishes.reverse();
    const send = ({ client, held }) =>
      client.put(`${here.url}/people/${target.id}`, { roles: held, organisationId: null, workstreamIds: [] }, version);
    const together = Math.random() < 0.7;
    const answers = together ? await Promise.all(wishes.map(send)) : [await send(wishes[0]), await send(wishes[1])];
    assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 412]);
    const winner = answers.findIndex((answer) => answer.statusCode === 200);
    const told = answers[1 - winner].json().present;
    assert.deepEqual(told.roles, wishes[winner].held);
    assert.equal(told.version, version + 1);
    version += 1;
    saved += 1;
  }
  assert.equal((await trail(here.id)).length, saved);
});

// ------------------------------------------------------------------------------------------------------- invitations

test('invite: a link for seven days goes to the address alone; of it the hash is kept; one entry without a name in it', async () => {
  const organisationId = await addOrganisation(place.pool, here.id, 'The Trust');
  await trail(here.id);
  const guest = await invited({ roles: ['analyst', 'viewer'], organisationId });
  assert.equal(guest.answer.state, 'waiting');
  assert.equal(guest.answer.invitedBy, 'Mina Manager');
  assert.equal(new Date(guest.answer.expiresAt) - NOW, 7 * DAY);
  const mail = (await mailTo(guest.email, 'invitation'))[0];
  assert.equal(mail.person_id, null);
  assert.ok(!mail.subject.includes('Nia') && !mail.subject.includes('Mina'));
  const said = JSON.stringify(partsOf(mail));
  for (const words of ['Mina Manager', here.name, 'analyst and viewer', 'The Trust', '28 November 2026']) {
    assert.ok(said.includes(words), words);
  }
  const dump = JSON.stringify(await rows('select i::text, encode(token_hash, $1) from invitation i', ['base64']));
  assert.ok(!dump.includes(guest.token));
  assert.ok(!JSON.stringify(guest.answer).includes(guest.token));
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.equal(entries[0].subject, `invitation ${guest.id}`);
  const public_ = JSON.stringify([entries[0].action, entries[0].subject, entries[0].before, entries[0].after]);
  assert.ok(!public_.includes('Nia') && !public_.includes('example.org'), public_);
  const personal = await one('select * from audit_personal where place_id = $1 and seq = $2', [
    here.id,
    entries[0].seq,
  ]);
  assert.deepEqual(personal.content.after, { name: 'Nia New', email: guest.email });
  assert.equal(personal.address_key, guest.email);
  assert.deepEqual(
    (await here.client.get(`${here.url}/invitations`)).json().invitations.map((row) => [row.id, row.state]),
    [[guest.id, 'waiting']],
  );
});

test('invite: the answer is the same whether or not an account exists', async () => {
  const known = await person(null, []);
  const strange = `s${randomUUID()}@example.org`;
  const answers = [];
  for (const email of [known.email, strange, known.email.toUpperCase()]) {
    answers.push(await here.client.post(`${here.url}/invitations`, newcomer({ email })));
  }
  const shapes = answers.map((answer) => {
    const { id, email, ...rest } = answer.json();
    assert.ok(id && email);
    return [answer.statusCode, rest];
  });
  assert.deepEqual(shapes[0], shapes[1]);
  assert.deepEqual(shapes[0], shapes[2]);
});

test('invite: an address that belongs here already is a conflict; one that has left is not', async () => {
  const member = await person(here.slug, ['viewer']);
  const again = () => here.client.post(`${here.url}/invitations`, newcomer({ email: member.email.toUpperCase() }));
  const refused = await again();
  assert.equal(refused.statusCode, 409);
  assert.equal(field(refused), 'email');
  assert.equal((await here.client.delete(`${here.url}/people/${member.id}`)).statusCode, 204);
  assert.equal((await again()).statusCode, 201);
});

test('invite: wrong fields are named, the rest of what is sent is not looked at', async () => {
  const cases = [
    [{ email: 'nobody' }, 'email'],
    [{ name: 'Two\nlines' }, 'name'],
    [{ roles: [] }, 'roles'],
    [{ roles: ['platform administrator'] }, 'roles.0'],
    [{ organisationId: randomUUID() }, 'organisationId'],
    [{ workstreamIds: [randomUUID()] }, 'workstreamIds'],
    [{ roles: ['workstream lead'], workstreamIds: [randomUUID()] }, 'workstreamIds.0'],
  ];
  for (const [more, path] of cases) {
    const answer = await here.client.post(`${here.url}/invitations`, newcomer(more));
    assert.equal(answer.statusCode, 400, answer.body);
    assert.equal(field(answer), path);
  }
  const guest = await invited({
    placeId: null,
    invitedBy: randomUUID(),
    expiresAt: '2099-01-01T00:00:00Z',
    state: 'accepted',
  });
  const kept = await one('select * from invitation where id = $1', [guest.id]);
  assert.equal(kept.place_id, here.id);
  assert.equal(kept.invited_by, here.manager.id);
  assert.equal(kept.accepted_at, null);
});

test('invite: from one place five an hour to one address and fifty an hour in all, and others are not held up', async () => {
  const email = `often-${randomUUID()}@example.org`;
  const statuses = [];
  for (let n = 0; n < 6; n += 1) {
    statuses.push((await here.client.post(`${here.url}/invitations`, newcomer({ email }))).statusCode);
  }
  assert.deepEqual(statuses, [201, 201, 201, 201, 201, 429]);
  // The one that was refused was not sent, and does not count.
  for (let n = 5; n < 50; n += 1) {
    assert.equal((await here.client.post(`${here.url}/invitations`, newcomer())).statusCode, 201, String(n));
  }
  const refused = await here.client.post(`${here.url}/invitations`, newcomer());
  assert.equal(refused.statusCode, 429);
  assert.ok(Number(refused.headers['retry-after']) > 0);
  const other = await newPlace();
  assert.equal((await other.client.post(`${other.url}/invitations`, newcomer())).statusCode, 201);
  // What one place sends stops no other: neither in all, nor to the same address.
  assert.equal((await other.client.post(`${other.url}/invitations`, newcomer({ email }))).statusCode, 201);
  place.clock.now = new Date(NOW.getTime() + 61 * 60_000);
  const later = await signedIn(place, here.manager.id);
  assert.equal((await later.post(`${here.url}/invitations`, newcomer({ email }))).statusCode, 201);
});

test('invite: a key sent again gets the first answer and one invitation, also after a refusal; forty at once are all served', async () => {
  const body = newcomer();
  const key = randomUUID();
  const ask = (given = body) => here.client.post(`${here.url}/invitations`, given, { 'idempotency-key': key });
  assert.equal((await ask({ ...body, organisationId: randomUUID() })).statusCode, 400);
  const answers = await Promise.all([ask(), ask(), ask()]);
  assert.deepEqual(
    answers.map((answer) => [answer.statusCode, answer.json().id]),
    Array(3).fill([201, answers[0].json().id]),
  );
  assert.equal((await mailTo(body.email, 'invitation')).length, 1);
  const many = await Promise.all(
    Array.from({ length: 40 }, () =>
      here.client.post(`${here.url}/invitations`, newcomer(), { 'idempotency-key': randomUUID() }),
    ),
  );
  assert.deepEqual(new Set(many.map((answer) => answer.statusCode)), new Set([201]));
});

test('a second invitation kills the first link, and its page says nothing about why or for whom', async () => {
  const first = await invited();
  const second = await invited({ email: first.email.toUpperCase() });
  assert.equal(
    (await one('select withdrawn_at from invitation where id = $1', [first.id])).withdrawn_at !== null,
    true,
  );
  const visitor = stranger(place);
  const dead = await visitor.post('/api/invitations/look', { token: first.token });
  const never = await visitor.post('/api/invitations/look', { token: 'x'.repeat(43) });
  const told = (answer) => ({ ...answer.json(), requestId: undefined });
  assert.equal(dead.statusCode, 400);
  assert.deepEqual(told(dead), told(never));
  for (const secret of [here.name, first.email, 'Nia', 'Mina']) assert.ok(!dead.body.includes(secret), secret);
  assert.deepEqual(told(await accept(visitor, first.token)), told(await accept(visitor, 'y'.repeat(43))));
  assert.equal((await visitor.post('/api/invitations/look', { token: second.token })).statusCode, 200);
});

test('looking says what an invitation is for and uses nothing up; twenty dead links a quarter of an hour from one network', async () => {
  const guest = await invited({ roles: ['board member'] });
  const visitor = stranger(place, '2001:db8:9:9::1');
  for (let n = 0; n < 25; n += 1) {
    const answer = await visitor.post('/api/invitations/look', { token: guest.token });
    assert.equal(answer.statusCode, 200, answer.body);
    assert.deepEqual(answer.json(), {
      placeName: here.name,
      invitedBy: 'Mina Manager',
      name: 'Nia New',
      roles: ['board member'],
      organisationName: null,
      expiresAt: new Date(NOW.getTime() + 7 * DAY).toISOString(),
    });
  }
  for (let n = 0; n < 20; n += 1) {
    // A household has all the addresses behind these 64 bits.
    const neighbour = stranger(place, `2001:db8:9:9::${n.toString(16)}`);
    assert.equal((await neighbour.post('/api/invitations/look', { token: 'x'.repeat(43) })).statusCode, 400);
  }
  assert.equal((await visitor.post('/api/invitations/look', { token: guest.token })).statusCode, 429);
  assert.equal((await stranger(place).post('/api/invitations/look', { token: guest.token })).statusCode, 200);
  assert.equal((await accept(visitor, guest.token)).statusCode, 200);
});

test('accept, signed out and new here: an account, a session, the place; the inviter hears of it', async () => {
  const organisationId = await addOrganisation(place.pool, here.id, 'The Trust');
  const workstreamId = await addWorkstream(place.pool, here.id, 'Early years');
  const guest = await invited({ roles: ['workstream lead'], organisationId, workstreamIds: [workstreamId] });
  await trail(here.id);
  await trail(PLATFORM);
  const visitor = stranger(place);
  const answer = await visitor.post('/api/invitations/accept', {
    token: guest.token,
    name: 'Nia Newname',
    roles: ['programme manager'],
    email: 'other@example.org',
    platformAdministrator: true,
  });
  assert.equal(answer.statusCode, 200, answer.body);
  const { session, to } = answer.json();
  assert.equal(to, `/places/${here.slug}/outcomes`);
  assert.equal(session.person.name, 'Nia Newname');
  assert.equal(session.person.platformAdministrator, false);
  assert.deepEqual(
    session.places.map((one) => [one.slug, one.roles]),
    [[here.slug, ['workstream lead']]],
  );
  const here_ = (await visitor.get(`${here.url}/people`))
    .json()
    .people.find((one) => one.personId === session.person.id);
  assert.deepEqual([here_.organisationName, here_.workstreamIds], ['The Trust', [workstreamId]]);
  const account = await one('select * from person where id = $1', [session.person.id]);
  assert.equal(account.email, guest.email);
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.equal(entries[0].person_id, session.person.id);
  assert.deepEqual(entries[0].after, {
    ...{ personId: session.person.id, method: 'invitation' },
    ...{ roles: ['workstream lead'], organisationId, workstreamIds: [workstreamId] },
  });
  assert.ok(!JSON.stringify([entries[0].before, entries[0].after]).includes('Nia'));
  assert.deepEqual(await trail(PLATFORM), [], 'the one entry says that they came in, too');
  assert.equal(
    (await one('select method from session where person_id = $1', [session.person.id])).method,
    'invitation',
  );
  assert.equal((await mailTo(here.manager.email, 'invitations')).length, 1);
  await place.pool.query('delete from session where person_id = $1', [session.person.id]);
  const { people } = (await here.client.get(`${here.url}/people`)).json();
  assert.equal(
    people.find((one) => one.personId === session.person.id).seenOn,
    '2026-11-21',
    'accepting is being here',
  );
  assert.equal((await here.client.get(`${here.url}/invitations`)).json().invitations[0].state, 'accepted');
});

test('accept, signed out with an account of that address: their own account, which keeps its name', async () => {
  const known = await person(null, [], { name: 'Kim Known' });
  const guest = await invited({ email: known.email.toUpperCase() });
  const { session } = (await accept(stranger(place), guest.token, 'Somebody Else')).json();
  assert.equal(session.person.id, known.id);
  assert.equal(session.person.name, 'Kim Known');
});

test('accept, signed in: the account that is signed in joins, under the session that it has', async () => {
  const known = await person(null, []);
  const client = await signedIn(place, known.id);
  const guest = await invited({ roles: ['analyst'] });
  const answer = await accept(client, guest.token);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.json().session.person.id, known.id);
  assert.deepEqual(
    answer.json().session.places.map((one) => one.roles),
    [['analyst']],
  );
  assert.equal((await rows('select 1 from session where person_id = $1', [known.id])).length, 1);
  assert.deepEqual(await rows('select 1 from person where email = $1', [guest.email]), []);
  assert.equal((await client.get(`${here.url}/people`)).statusCode, 200);
});

test('accept adds to the roles already held, and lets somebody back in who had left', async () => {
  const member = await person(here.slug, ['viewer']);
  const client = await signedIn(place, member.id);
  const more = await invited({ roles: ['facilitator'] });
  assert.equal((await accept(client, more.token)).statusCode, 200);
  const held = async () =>
    (await here.client.get(`${here.url}/people`)).json().people.find((one) => one.personId === member.id)?.roles;
  assert.deepEqual(await held(), ['facilitator', 'viewer']);
  assert.equal((await here.client.delete(`${here.url}/people/${member.id}`)).statusCode, 204);
  assert.equal(await held(), undefined);
  const back = await invited({ email: member.email, roles: ['board member'] });
  assert.equal((await accept(stranger(place), back.token)).statusCode, 200);
  assert.deepEqual(await held(), ['board member'], 'what they were before they left is over');
});

test('accept: a disabled account, an expired link, a withdrawn and a used one: one answer for all', async () => {
  const disabled = await person(null, []);
  await place.pool.query(`update person set state = 'disabled' where id = $1`, [disabled.id]);
  const ofDisabled = await invited({ email: disabled.email });
  const used = await invited();
  assert.equal((await accept(stranger(place), used.token)).statusCode, 200);
  const withdrawn = await invited();
  assert.equal((await here.client.delete(`${here.url}/invitations/${withdrawn.id}`)).statusCode, 204);
  const expired = await invited();
  const answers = [];
  for (const { token } of [ofDisabled, used, withdrawn]) answers.push(await accept(stranger(place), token));
  place.clock.now = new Date(NOW.getTime() + 7 * DAY);
  answers.push(await accept(stranger(place), expired.token));
  for (const answer of answers) {
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().detail, answers[0].json().detail);
    assert.deepEqual(answer.cookies, []);
  }
  assert.deepEqual(await rows('select 1 from session where person_id = $1', [disabled.id]), []);
});

test('an invitation dies with its inviter’s right to invite, in the words of every dead link, until somebody else sends it', async () => {
  const dead = await stranger(place).post('/api/invitations/look', { token: 'x'.repeat(43) });
  const ends = {
    'removed from the place': ({ id }) => here.client.delete(`${here.url}/people/${id}`),
    'another role': ({ id }) =>
      here.client.put(`${here.url}/people/${id}`, { roles: ['analyst'], organisationId: null, workstreamIds: [] }, 1),
    'account disabled': ({ id }) => place.pool.query(`update person set state = 'disabled' where id = $1`, [id]),
    'account erased': ({ client }) => client.post('/api/account/erase', { confirm: 'erase my account' }),
  };
  for (const [end, work] of Object.entries(ends)) {
    const inviter = await person(here.slug, ['programme manager']);
    const client = await signedIn(place, inviter.id);
    const guest = await invited({ roles: ['programme manager'] }, { ...here, client });
    const visitor = stranger(place);
    assert.equal((await visitor.post('/api/invitations/look', { token: guest.token })).statusCode, 200);
    const ended = await work({ ...inviter, client });
    assert.ok([undefined, 200, 204].includes(ended.statusCode), `${end}: ${ended.body}`);
    for (const answer of [
      await visitor.post('/api/invitations/look', { token: guest.token }),
      await accept(visitor, guest.token),
    ]) {
      assert.deepEqual([answer.statusCode, answer.json().detail], [400, dead.json().detail], end);
      assert.deepEqual(answer.cookies, []);
    }
    assert.deepEqual(await rows('select 1 from person where email_key = $1', [guest.email]), [], end);
    const again = await here.client.post(`${here.url}/invitations/${guest.id}/again`);
    assert.equal(again.statusCode, 200, again.body);
    assert.equal(again.json().invitedBy, 'Mina Manager');
    assert.equal((await accept(visitor, await tokenFor(guest.id))).statusCode, 200, end);
  }
});

test('an invitation by a platform administrator, to a place and to administer, dies when they administer no longer', async () => {
  const administrator = await person(null, [], { platformAdministrator: true });
  const client = await signedIn(place, administrator.id);
  const toPlace = await invited({}, { ...here, client });
  const asked = await client.post('/api/platform/administrators', { name: 'N', email: `n${randomUUID()}@example.org` });
  assert.equal(asked.statusCode, 201, asked.body);
  const toPlatform = await tokenFor(asked.json().id);
  const look = async (token) => (await stranger(place).post('/api/invitations/look', { token })).statusCode;
  assert.deepEqual([await look(toPlace.token), await look(toPlatform)], [200, 200]);
  await place.pool.query('delete from platform_administrator where person_id = $1', [administrator.id]);
  assert.deepEqual([await look(toPlace.token), await look(toPlatform)], [400, 400]);
  for (const token of [toPlace.token, toPlatform]) {
    assert.equal((await accept(stranger(place), token)).statusCode, 400);
  }
});

test('accept: twenty at the same moment, one account, one success, one entry', async () => {
  const guest = await invited();
  await trail(here.id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => accept(stranger(place), guest.token)));
  const count_ = (status) => answers.filter((answer) => answer.statusCode === status).length;
  assert.deepEqual([count_(200), count_(400)], [1, 19]);
  assert.equal((await rows('select 1 from person where email_key = $1', [guest.email])).length, 1);
  assert.equal((await trail(here.id)).length, 1);
});

test('accept: one new address invited to two places at once makes one account that belongs to both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const other = await newPlace();
    const first = await invited();
    const second = await invited({ email: first.email }, other);
    const answers = await Promise.all([first, second].map(({ token }) => accept(stranger(place), token)));
    assert.deepEqual(
      answers.map((answer) => answer.statusCode),
      [200, 200],
    );
    assert.equal((await rows('select 1 from person where email_key = $1', [first.email])).length, 1);
  }
});

test('inviteAgain: the old link is dead, the new one lives seven days; not for what is over', async () => {
  const guest = await invited();
  place.clock.now = new Date(NOW.getTime() + 8 * DAY);
  const client = await signedIn(place, here.manager.id);
  const list = (await client.get(`${here.url}/invitations`)).json().invitations;
  assert.equal(list[0].state, 'expired');
  await trail(here.id);
  const again = await client.post(`${here.url}/invitations/${guest.id}/again`);
  assert.equal(again.statusCode, 200, again.body);
  assert.equal(again.json().state, 'waiting');
  assert.equal((await trail(here.id)).length, 1);
  assert.equal((await accept(stranger(place), guest.token)).statusCode, 400);
  assert.equal((await accept(stranger(place), await tokenFor(guest.id))).statusCode, 200);
  assert.equal((await client.post(`${here.url}/invitations/${guest.id}/again`)).statusCode, 409, 'accepted');
  assert.equal((await client.delete(`${here.url}/invitations/${guest.id}`)).statusCode, 409, 'accepted');
  const other = await newPlace();
  const foreign = await invited({}, { ...other, client: await signedIn(place, other.manager.id) });
  assert.equal((await client.post(`${here.url}/invitations/${foreign.id}/again`)).statusCode, 404);
  assert.equal((await client.delete(`${here.url}/invitations/${foreign.id}`)).statusCode, 404);
});

test('inviteAgain for an expired invitation withdraws a newer one that waits: one live link an address', async () => {
  const first = await invited();
  place.clock.now = new Date(NOW.getTime() + 8 * DAY);
  here.client = await signedIn(place, here.manager.id);
  const second = await invited({ email: first.email });
  assert.equal((await here.client.post(`${here.url}/invitations/${first.id}/again`)).statusCode, 200);
  assert.equal((await accept(stranger(place), second.token)).statusCode, 400);
  assert.equal((await accept(stranger(place), await tokenFor(first.id))).statusCode, 200);
});

// ------------------------------------------------------------------------------------------------------ organisations

const partner = (more = {}) => ({ name: `Partner ${randomUUID()}`, sector: 'civic', ...more });

test('organisations: everybody who belongs sees them; only those who may manage them do; another place’s are not there', async () => {
  const id = await addOrganisation(place.pool, here.id, 'The Trust', 'health and care');
  const change = { ...partner(), closed: false };
  for (const role of roles.filter((one) => one !== 'programme manager')) {
    const client = await signedIn(place, (await person(here.slug, [role])).id);
    const { organisations } = (await client.get(`${here.url}/organisations`)).json();
    assert.deepEqual(organisations, [
      { id, name: 'The Trust', sector: 'health and care', people: 0, closedAt: null, version: 1 },
    ]);
    assert.equal((await client.post(`${here.url}/organisations`, partner())).statusCode, 403, role);
    assert.equal((await client.put(`${here.url}/organisations/${id}`, change, 1)).statusCode, 403, role);
  }
  const other = await newPlace();
  for (const answer of [
    await other.client.get(`${here.url}/organisations`),
    await other.client.post(`${here.url}/organisations`, partner()),
    await other.client.put(`${other.url}/organisations/${id}`, change, 1),
  ]) {
    assert.equal(answer.statusCode, 404);
    assert.ok(!answer.body.includes('Trust'));
  }
  const administrator = await signedIn(place, (await person(null, [], { platformAdministrator: true })).id);
  assert.equal((await administrator.post(`${here.url}/organisations`, partner())).statusCode, 201);
});

test('organisations: added, changed, closed and opened again, with one entry each', async () => {
  await trail(here.id);
  const added = await here.client.post(`${here.url}/organisations`, {
    ...partner({ name: ' The Trust ' }),
    id: randomUUID(),
    placeId: PLATFORM,
    version: 9,
    closedAt: '2020-01-01',
  });
  assert.equal(added.statusCode, 201, added.body);
  const { id, name, version, closedAt } = added.json();
  assert.deepEqual([name, version, closedAt], ['The Trust', 1, null]);
  const url = `${here.url}/organisations/${id}`;
  const change = { name: 'The New Trust', sector: 'private', closed: true };
  const closed = await here.client.put(url, change, 1);
  assert.equal(closed.json().closedAt, NOW.toISOString());
  const stale = await here.client.put(url, { ...change, name: 'Lost?' }, 1);
  assert.equal(stale.statusCode, 412);
  assert.equal(stale.json().present.name, 'The New Trust');
  assert.equal((await here.client.put(url, change)).statusCode, 428);
  assert.equal((await here.client.put(url, { ...change, sector: 'royal' }, 2)).statusCode, 400);
  const opened = await here.client.put(url, { ...change, closed: false }, 2);
  assert.deepEqual([opened.json().closedAt, opened.json().version], [null, 3]);
  const entries = await trail(here.id);
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.before, entry.after]),
    [
      ['add an organisation', null, { name: 'The Trust', sector: 'civic' }],
      [
        'change an organisation',
        { name: 'The Trust', sector: 'civic', closed: false },
        { name: 'The New Trust', sector: 'private', closed: true },
      ],
      [
        'change an organisation',
        { name: 'The New Trust', sector: 'private', closed: true },
        { name: 'The New Trust', sector: 'private', closed: false },
      ],
    ],
  );
});

test('organisations: a name that another partner of today has is a conflict that names the field; ten at once make one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      here.client.post(`${here.url}/organisations`, partner({ name: n % 2 ? 'The TRUST' : 'The Trust' })),
    ),
  );
  assert.equal(answers.filter((answer) => answer.statusCode === 201).length, 1);
  assert.ok(answers.every((answer) => answer.statusCode === 201 || field(answer) === 'name'));
  const first = answers.find((answer) => answer.statusCode === 201).json();
  const second = (await here.client.post(`${here.url}/organisations`, partner({ name: 'Another' }))).json();
  const rename = { name: first.name, sector: 'civic', closed: false };
  assert.equal((await here.client.put(`${here.url}/organisations/${second.id}`, rename, 1)).statusCode, 409);
  const url = `${here.url}/organisations/${first.id}`;
  assert.equal((await here.client.put(url, { ...rename, closed: true }, 1)).statusCode, 200);
  assert.equal((await here.client.put(`${here.url}/organisations/${second.id}`, rename, 1)).statusCode, 200);
  const back = await here.client.put(url, rename, 2);
  assert.equal(back.statusCode, 409, 'it comes back only under a name that is free');
  const other = await newPlace();
  assert.equal((await other.client.post(`${other.url}/organisations`, partner({ name: 'The Trust' }))).statusCode, 201);
});

// -------------------------------------------------------------------------------------------------------- workstreams

async function outcomes(placeId, ...slugs) {
  for (const [index, slug] of slugs.entries()) {
    await place.pool.query(
      'insert into outcome (place_id, id, slug, position, statement) values ($1, $2, $3, $4, $5)',
      [placeId, randomUUID(), slug, index + 1, `All is well with ${slug}`],
    );
  }
}
const stream = (more = {}) => ({ name: `Stream ${randomUUID()}`, about: '', outcomes: [], ...more });
const said = (workstream) => [workstream.name, workstream.outcomes.map((one) => one.slug), workstream.version];

test('workstreams: an outcome that one chooses leaves the other, which counts as changed; one entry says both', async () => {
  await outcomes(here.id, 'birth', 'school', 'work');
  const first = (
    await here.client.post(`${here.url}/workstreams`, stream({ name: 'One', outcomes: ['school', 'birth'] }))
  ).json();
  assert.deepEqual(said(first), ['One', ['birth', 'school'], 1]);
  await trail(here.id);
  const answer = await here.client.post(
    `${here.url}/workstreams`,
    stream({ name: 'Two', outcomes: ['school', 'work'] }),
  );
  assert.equal(answer.statusCode, 201, answer.body);
  const second = answer.json();
  const list = (await here.client.get(`${here.url}/workstreams`)).json();
  assert.deepEqual(list.workstreams.map(said), [
    ['One', ['birth'], 2],
    ['Two', ['school', 'work'], 1],
  ]);
  assert.deepEqual(list.otherOutcomes, []);
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0].before, { takenFrom: { school: first.id } });
  assert.deepEqual(entries[0].after.outcomes, ['school', 'work']);
  const stale = await here.client.put(
    `${here.url}/workstreams/${first.id}`,
    { ...stream(), outcomes: ['birth', 'school'], closed: false },
    1,
  );
  assert.equal(stale.statusCode, 412, 'nobody takes it back without having seen that it went');
  assert.deepEqual(said(stale.json().present), ['One', ['birth'], 2]);
  const less = await here.client.put(
    `${here.url}/workstreams/${second.id}`,
    { name: 'Two', about: 'Less', outcomes: ['work'], closed: false },
    1,
  );
  assert.deepEqual(said(less.json()), ['Two', ['work'], 2]);
  assert.deepEqual((await here.client.get(`${here.url}/workstreams`)).json().otherOutcomes, [
    { slug: 'school', statement: 'All is well with school' },
  ]);
});

test('workstreams: wrong fields, taken names and another place’s things are refused, and nothing changes', async () => {
  await outcomes(here.id, 'birth');
  const other = await newPlace();
  await outcomes(other.id, 'theirs');
  const foreign = await addWorkstream(place.pool, other.id, 'Foreign');
  const mine = (
    await here.client.post(`${here.url}/workstreams`, stream({ name: 'Mine', outcomes: ['birth'] }))
  ).json();
  await trail(here.id);
  const post = (more) => here.client.post(`${here.url}/workstreams`, stream(more));
  for (const [more, status, path] of [
    [{ outcomes: ['birth', 'theirs'] }, 400, 'outcomes.1'],
    [{ outcomes: ['nothing'] }, 400, 'outcomes.0'],
    [{ name: '' }, 400, 'name'],
    [{ name: 'MINE' }, 409, 'name'],
  ]) {
    const answer = await post(more);
    assert.deepEqual([answer.statusCode, field(answer)], [status, path], answer.body);
  }
  const change = { ...stream(), closed: false };
  assert.equal((await here.client.put(`${here.url}/workstreams/${foreign}`, change, 1)).statusCode, 404);
  assert.equal((await here.client.put(`${here.url}/workstreams/${mine.id}`, change)).statusCode, 428);
  for (const role of roles.filter((one) => one !== 'programme manager')) {
    const client = await signedIn(place, (await person(here.slug, [role])).id);
    assert.equal((await client.get(`${here.url}/workstreams`)).statusCode, 200, role);
    assert.equal((await client.post(`${here.url}/workstreams`, stream())).statusCode, 403, role);
    assert.equal((await client.put(`${here.url}/workstreams/${mine.id}`, change, 1)).statusCode, 403, role);
  }
  const administrator = await signedIn(place, (await person(null, [], { platformAdministrator: true })).id);
  assert.equal((await administrator.post(`${here.url}/workstreams`, stream())).statusCode, 403);
  const known = await administrator.get(`${here.url}/workstreams`);
  assert.deepEqual(known.json().workstreams.map(said), [['Mine', [], 1]], 'to invite its leads');
  assert.ok(!known.body.includes('birth'), 'but nothing of what is read here');
  assert.equal((await other.client.get(`${here.url}/workstreams`)).statusCode, 404);
  assert.equal((await trail(here.id)).length, 0);
});

test('workstreams: closing one ends its leads’ right to its cards; opening it gives it back', async () => {
  await outcomes(here.id, 'birth', 'school');
  const workstream = (
    await here.client.post(`${here.url}/workstreams`, stream({ name: 'One', outcomes: ['birth'] }))
  ).json();
  const lead = await person(here.slug, [], {
    places: [{ slug: here.slug, roles: ['workstream lead'], workstreams: ['One'] }],
  });
  const client = await signedIn(place, lead.id);
  const may = async () => (await client.get(here.url)).json().may.includes('write a report card');
  assert.equal(await may(), true);
  const change = { name: 'One', about: '', outcomes: ['birth'] };
  const closed = await here.client.put(`${here.url}/workstreams/${workstream.id}`, { ...change, closed: true }, 1);
  assert.equal(closed.statusCode, 200, closed.body);
  assert.notEqual(closed.json().closedAt, null);
  const token = client.token();
  assert.equal(await may(), false);
  assert.notEqual(client.token(), token, 'under a new token, as after every change of what somebody may do');
  const shown = (await here.client.get(`${here.url}/people`)).json().people.find((one) => one.personId === lead.id);
  assert.deepEqual(shown.workstreamIds, []);
  // What is changed of them meanwhile leaves the ended workstream to them.
  const kept = { roles: ['workstream lead', 'analyst'], organisationId: null, workstreamIds: [] };
  assert.equal((await here.client.put(`${here.url}/people/${lead.id}`, kept, 1)).statusCode, 200);
  await here.client.put(`${here.url}/workstreams/${workstream.id}`, { ...change, closed: false }, 2);
  assert.equal(await may(), true);
});

// ----------------------------------------------------------------------------------------------- the place, its sharing

test('describePlace: name and description change, nothing else, with one entry; not for others', async () => {
  await trail(here.id);
  const given = { name: 'Townsend', about: 'A town\nby the sea' };
  const more = { slug: 'stolen', level: 'system', parentId: PLATFORM, invented: true, version: 9 };
  const answer = await here.client.put(here.url, { ...given, ...more }, 1);
  assert.equal(answer.statusCode, 200, answer.body);
  const { name, about, slug, level, invented, version } = answer.json();
  assert.deepEqual({ name, about }, given);
  assert.deepEqual([slug, level, invented, version], [here.slug, 'place', false, 2]);
  const entries = await trail(here.id);
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0].before, { name: here.name, about: '' });
  assert.deepEqual(entries[0].after, { name: 'Townsend', about: 'A town\nby the sea' });
  assert.equal((await here.client.put(here.url, { name: '', about: '' }, 2)).statusCode, 400);
  const analyst = await signedIn(place, (await person(here.slug, ['analyst'])).id);
  assert.equal((await analyst.put(here.url, { name: 'No', about: '' }, 2)).statusCode, 403);
  assert.equal((await (await newPlace()).client.put(here.url, { name: 'No', about: '' }, 2)).statusCode, 404);
  assert.equal((await trail(here.id)).length, 0);
});

test('sharing: every place above and below is listed; opening lets their people read, and nothing more; closing ends it', async () => {
  const system = await newPlace('system');
  const town = await newPlace('place', system.slug);
  const quarter = await newPlace('neighbourhood', town.slug);
  const sister = await newPlace('place', system.slug);
  const listed = async (of) =>
    (await of.client.get(`${of.url}/sharing`)).json().opensTo.map((one) => [one.name, one.direction, one.open]);
  assert.deepEqual(await listed(system), [
    [town.name, 'down', false],
    [sister.name, 'down', false],
    [quarter.name, 'down', false],
  ]);
  assert.deepEqual(await listed(town), [
    [system.name, 'up', false],
    [quarter.name, 'down', false],
  ]);
  assert.deepEqual(await listed(quarter), [
    [system.name, 'up', false],
    [town.name, 'up', false],
  ]);
  assert.equal((await system.client.get(town.url)).statusCode, 404, 'a role above opens nothing below by itself');
  await trail(town.id);
  const choose = (of, who, open) => of.client.put(`${of.url}/sharing/${who}`, { open });
  const opened = await choose(town, system.id, true);
  assert.equal(opened.statusCode, 200, opened.body);
  assert.deepEqual(opened.json().opensTo[0], {
    id: system.id,
    name: system.name,
    level: 'system',
    direction: 'up',
    open: true,
    chosenBy: 'Mina Manager',
    chosenAt: NOW.toISOString(),
  });
  assert.deepEqual((await system.client.get(`${system.url}/sharing`)).json().openedToUs, [
    { id: town.id, name: town.name, level: 'place', slug: town.slug, since: NOW.toISOString() },
  ]);
  const read = (await system.client.get(town.url)).json();
  assert.deepEqual([read.shared, read.roles, read.may], [true, [], ['read the place']]);
  for (const path of ['/people', '/invitations', '/organisations', '/workstreams', '/sharing']) {
    assert.equal((await system.client.get(`${town.url}${path}`)).statusCode, 403, path);
  }
  assert.equal((await town.client.get(system.url)).statusCode, 404, 'it runs one way');
  assert.equal((await choose(town, system.id, false)).statusCode, 200);
  assert.equal((await system.client.get(town.url)).statusCode, 404);
  const entries = await trail(town.id);
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.before, entry.after]),
    [
      ['choose sharing', { open: false }, { open: true }],
      ['choose sharing', { open: true }, { open: false }],
    ],
  );
});

test('sharing: not with a sister, a stranger, itself or nothing; not by other roles; a viewer sees what is chosen', async () => {
  const system = await newPlace('system');
  const town = await newPlace('place', system.slug);
  const sister = await newPlace('place', system.slug);
  const refusals = [];
  for (const who of [sister.id, here.id, town.id, randomUUID()]) {
    const answer = await town.client.put(`${town.url}/sharing/${who}`, { open: true });
    assert.equal(answer.statusCode, 400, answer.body);
    refusals.push(answer.json().detail);
  }
  assert.equal(new Set(refusals).size, 1, 'whether there is such a place is not said');
  const viewer = await signedIn(place, (await person(town.slug, ['viewer'])).id);
  assert.equal((await viewer.get(`${town.url}/sharing`)).statusCode, 200);
  assert.equal((await viewer.put(`${town.url}/sharing/${system.id}`, { open: true })).statusCode, 403);
  const administrator = await signedIn(place, (await person(null, [], { platformAdministrator: true })).id);
  assert.equal((await administrator.put(`${town.url}/sharing/${system.id}`, { open: true })).statusCode, 403);
  assert.equal((await sister.client.get(`${town.url}/sharing`)).statusCode, 404);
  assert.deepEqual(await rows('select 1 from sharing where place_id = $1', [town.id]), []);
});
