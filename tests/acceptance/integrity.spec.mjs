// Nothing twice: a write that is sent again. (Two people who write at once: cards.spec.mjs, people.spec.mjs.)
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openDemoPlace } from './support/place.mjs';

let place;
let manager;
const organisations = '/api/places/harrowmere/organisations';

before(async () => {
  place = await openDemoPlace();
  manager = await place.as('programme manager');
});
after(() => place?.close());

const send = (client, method, url, payload, headers) =>
  place.api.inject({ method, url, payload, headers, cookies: { [client.cookie.name]: client.cookie.value } });
const count = async (name) =>
  (await place.pool.query('select count(*)::int as n from organisation where name = $1', [name])).rows[0].n;

test('R32: the same key twenty times at once makes one row and gives twenty same answers', async () => {
  const key = randomUUID();
  const body = { name: 'Mere Bridge Trust', sector: 'voluntary and community' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(manager, 'POST', organisations, body, { 'idempotency-key': key })),
  );
  for (const answer of answers) assert.equal(answer.statusCode, 201, answer.body);
  assert.equal(new Set(answers.map((answer) => answer.body)).size, 1);
  assert.equal(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true').length, 19);
  assert.equal(await count(body.name), 1);
  const { rows } = await place.pool.query('select count(*)::int as n from audit_entry where after ->> $1 = $2', [
    'name',
    body.name,
  ]);
  assert.equal(rows[0].n, 1, 'and one entry in the trail');
});

test('R32: a key that was used for other words, or for another address, is refused with 422', async () => {
  const key = randomUUID();
  const one = { name: 'First of its key', sector: 'civic' };
  assert.equal((await send(manager, 'POST', organisations, one, { 'idempotency-key': key })).statusCode, 201);
  const other = await send(manager, 'POST', organisations, { ...one, name: 'Second' }, { 'idempotency-key': key });
  assert.equal(other.statusCode, 422, other.body);
  assert.equal(other.json().title, 'key used before');
  assert.equal(await count('Second'), 0);
  const elsewhere = await send(
    manager,
    'POST',
    '/api/places/harrowmere/workstreams',
    { name: 'X', about: '', outcomes: [] },
    { 'idempotency-key': key },
  );
  assert.equal(elsewhere.statusCode, 422);
});

test('R32: a refusal is not kept, another person’s key is another key, and a key that cannot be one is refused', async () => {
  const key = randomUUID();
  const wrong = await send(manager, 'POST', organisations, { name: '', sector: 'civic' }, { 'idempotency-key': key });
  assert.equal(wrong.statusCode, 400);
  const right = await send(
    manager,
    'POST',
    organisations,
    { name: 'Put right', sector: 'civic' },
    { 'idempotency-key': key },
  );
  assert.equal(right.statusCode, 201, right.body);
  const viewer = await place.as('viewer');
  const theirs = await send(
    viewer,
    'POST',
    organisations,
    { name: 'Put right', sector: 'civic' },
    { 'idempotency-key': key },
  );
  assert.equal(theirs.statusCode, 403, 'the kept answer of another person is not theirs');
  for (const bad of ['short', 'with a space in it', 'ü'.repeat(10), 'x'.repeat(201)]) {
    const answer = await send(
      manager,
      'POST',
      organisations,
      { name: 'No', sector: 'civic' },
      { 'idempotency-key': bad },
    );
    assert.equal(answer.statusCode, 400, bad);
  }
  assert.equal(await count('No'), 0);
});

test('R32: a key whose first request is still being answered says so', async () => {
  const key = randomUUID();
  const body = { name: 'Half way there', sector: 'civic' };
  assert.equal((await send(manager, 'POST', organisations, body, { 'idempotency-key': key })).statusCode, 201);
  // As another process sees it that reads between the two statements of the first.
  await place.pool.query('update kept_answer set status = null, answer = null where key = $1', [key]);
  const second = await send(manager, 'POST', organisations, body, { 'idempotency-key': key });
  assert.equal(second.statusCode, 409, second.body);
  assert.equal(second.json().detail, 'The first request with this key is still being answered.');
  const other = { ...body, name: 'Another' };
  assert.equal((await send(manager, 'POST', organisations, other, { 'idempotency-key': key })).statusCode, 422);
  assert.equal(await count(body.name), 1);
  await place.pool.query('delete from kept_answer where key = $1', [key]);
});

test('a check of a provider is made anew each time, whatever key it carries', async () => {
  const administrator = await place.as('platform administrator');
  const id = randomUUID();
  await place.pool.query(
    `insert into sign_in_provider (id, slug, name, issuer, client_id, client_authentication, scopes, enabled)
     values ($1, 'nobody', 'Nobody', 'http://127.0.0.1:9', 'turnstone', 'none', 'openid', false)`,
    [id],
  );
  const key = randomUUID();
  const check = () =>
    send(administrator, 'POST', `/api/platform/providers/${id}/check`, undefined, { 'idempotency-key': key });
  for (const answer of [...(await Promise.all([check(), check()])), await check()]) {
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.headers['idempotency-replayed'], undefined);
  }
  const { rows } = await place.pool.query('select 1 from kept_answer where key = $1', [key]);
  assert.deepEqual(rows, []);
});

test('R32: an answer is kept for a day, and never one that shows a secret', async () => {
  const start = place.clock.now;
  const key = randomUUID();
  const body = { name: 'Kept for a day', sector: 'private' };
  try {
    assert.equal((await send(manager, 'POST', organisations, body, { 'idempotency-key': key })).statusCode, 201);
    place.clock.now = new Date(start.getTime() + 25 * 60 * 60_000);
    const later = await place.as('programme manager');
    const again = await send(later, 'POST', organisations, body, { 'idempotency-key': key });
    assert.equal(again.statusCode, 409, 'it is a new request now, and the name is taken');
  } finally {
    place.clock.now = start;
  }
  manager = await place.as('programme manager');
  await send(manager, 'POST', '/api/account/sessions/end-others', undefined, { 'idempotency-key': randomUUID() });
  const { rows } = await place.pool.query(`select route from kept_answer`);
  assert.deepEqual([...new Set(rows.map((row) => row.route))], ['addOrganisation']);
});
