// Who may do what, decided on the server: every conversation, by every demo role and a stranger, in their own place and in another's.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { conversations } from '@turnstone/contract';
import { openDemoPlace } from './support/place.mjs';

let place;
let other;
let ids;

before(async () => {
  place = await openDemoPlace();
  // Another place with data of its own, to which no demo person belongs.
  other = {
    id: randomUUID(),
    slug: 'elsewhere',
    outcome: 'quiet',
    indicator: randomUUID(),
    series: randomUUID(),
    batch: randomUUID(),
  };
  await place.pool.query(`insert into place (id, slug, name, level) values ($1, $2, 'Elsewhere', 'place')`, [
    other.id,
    other.slug,
  ]);
  await place.pool.query(
    `insert into outcome (place_id, id, slug, position, statement) values ($1, gen_random_uuid(), $2, 1, 'Secret')`,
    [other.id, other.outcome],
  );
  await place.pool.query(
    `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, value_type, polarity) values ($1, $2, 'Elsewhere', '1', 'Secret', 'Secret', 'count', 'none')`,
    [other.id, other.indicator],
  );
  await place.pool.query(
    `insert into series (place_id, id, indicator_id, area_code, sex, age) values ($1, $2, $3, 'E92000001', 'Persons', 'All ages')`,
    [other.id, other.series, other.indicator],
  );
  await place.pool.query(
    `insert into import_batch (place_id, id, file_name, state, publisher, header, reading, indicators, areas, counts, withheld, refusals, changes, sample, created_at)
     values ($1, $2, 'secret.csv', 'previewed', 'Fingertips', '[]', '[]', '[]', '[]', '{"rows":0,"new":0,"changed":0,"unchanged":0,"refused":0}',
       '{"suppressed":0,"confidential":0,"notAvailable":0}', '[]', '[]', '{"head":[],"rows":[]}', now())`,
    [other.id, other.batch],
  );
  const { rows } = await place.pool.query(
    `select p.slug as place, o.slug as outcome, s.id as series, s.indicator_id as indicator from place p
     join outcome o on o.place_id = p.id join card_indicator c on c.place_id = p.id and c.outcome_id = o.id
     join series s on s.place_id = p.id and s.id = c.series_id where p.slug = 'harrowmere' order by o.position, c.position limit 1`,
  );
  ids = rows[0];
});
after(() => place?.close());

const yes = 'allowed';
const no = 403;
/** Every conversation that concerns a place, by every role of the demo. A route without a row here fails. */
const matrix = {
  readPlace: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  listOutcomes: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  readCard: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  writeSection: { 'board member': no, 'workstream lead': yes, 'programme manager': yes, analyst: no },
  listIndicators: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  readIndicator: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  freezeBaseline: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
  downloadSeries: { 'board member': yes, 'workstream lead': yes, 'programme manager': yes, analyst: yes },
  previewImport: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
  listImports: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
  readImport: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
  commitImport: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
  downloadRefused: { 'board member': no, 'workstream lead': no, 'programme manager': yes, analyst: yes },
};
/** These concern no place: anybody may ask them. */
const open = ['readSession', 'readDemoPeople', 'signInToDemo', 'signOut'];

function request(conversation, of) {
  const params = {
    place: of.place ?? of.slug,
    outcome: of.outcome,
    indicator: of.indicator,
    series: of.series,
    batch: of.batch ?? randomUUID(),
    section: 'partners',
  };
  const url = conversation.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]));
  const bodies = {
    writeSection: { content: { records: [] } },
    freezeBaseline: { frozenAt: 'no such period', agreedBy: 'The board' },
    commitImport: { leaveOutRefused: false },
  };
  return { url, body: bodies[conversation.name] };
}

async function ask(client, conversation, of) {
  const { url, body } = request(conversation, of);
  if (conversation.kind === 'upload') return client.upload(url, 'x.csv', 'a,b\n1,2\n');
  if (conversation.method === 'GET') return client.get(url);
  if (conversation.method === 'PUT') return client.put(url, body, 999);
  return client.post(url, body);
}

test('every conversation stands in the matrix or among the open ones', () => {
  assert.deepEqual(conversations.map((one) => one.name).sort(), [...Object.keys(matrix), ...open].sort());
});

for (const [name, byRole] of Object.entries(matrix)) {
  const conversation = conversations.find((one) => one.name === name);

  test(`${name}: a stranger is asked to sign in`, async () => {
    const answer = await ask(await place.as('public'), conversation, ids);
    assert.equal(answer.statusCode, 401);
    assert.equal(answer.json().title, 'not signed in');
  });

  for (const [role, expected] of Object.entries(byRole)) {
    test(`${name}: a ${role} is ${expected === yes ? 'let in' : 'refused'}`, async () => {
      const answer = await ask(await place.as(role), conversation, ids);
      if (expected === no) assert.equal(answer.statusCode, 403, answer.body);
      // Let in means past the door: what is asked here is then refused for what it says (a version, a period, an id), or answered.
      else assert.ok([200, 201, 400, 404, 409, 412].includes(answer.statusCode), `${answer.statusCode} ${answer.body}`);
    });

    test(`${name}: to a ${role}, another place is not there`, async () => {
      const answer = await ask(await place.as(role), conversation, other);
      assert.equal(answer.statusCode, 404, answer.body);
      assert.ok(!answer.body.includes('Secret'));
    });

    test(`${name}: to a ${role}, another place's things are not in their own place`, async () => {
      const client = await place.as(role);
      for (const foreign of ['outcome', 'indicator', 'series', 'batch']) {
        if (!conversation.path.includes(`:${foreign}`)) continue;
        const answer = await ask(client, conversation, { ...ids, [foreign]: other[foreign] });
        assert.equal(answer.statusCode, expected === no ? 403 : 404, `${foreign}: ${answer.statusCode} ${answer.body}`);
        assert.ok(!answer.body.includes('Secret'));
      }
    });
  }
}

test('a role taken away counts from the next request', async () => {
  const analyst = await place.as('analyst');
  assert.equal((await analyst.get(`/api/places/${ids.place}/imports`)).statusCode, 200);
  const { rows } = await place.pool.query(`delete from membership where role = 'analyst' returning *`);
  assert.equal((await analyst.get(`/api/places/${ids.place}/imports`)).statusCode, 404);
  for (const row of rows) {
    await place.pool.query(
      'insert into membership (place_id, person_id, role, organisation_id) values ($1, $2, $3, $4)',
      [row.place_id, row.person_id, row.role, row.organisation_id],
    );
  }
  assert.equal((await analyst.get(`/api/places/${ids.place}/imports`)).statusCode, 200);
});

test('signing out ends the session on the server, and signing in again ends the one before', async () => {
  const lead = await place.as('workstream lead');
  assert.equal((await lead.get('/api/session')).json().person.name.length > 0, true);
  const again = await place.api.inject({
    method: 'POST',
    url: '/api/demo/sign-in',
    payload: { personId: (await lead.get('/api/session')).json().person.id },
    cookies: { [lead.cookie.name]: lead.cookie.value },
  });
  assert.notEqual(again.cookies[0].value, lead.cookie.value);
  assert.equal((await lead.get('/api/session')).json().person, null);
  const second = await place.as('workstream lead');
  assert.equal((await second.post('/api/sign-out')).statusCode, 204);
  assert.equal((await second.get('/api/session')).json().person, null);
});

test('a session is over after thirty idle minutes and after twelve hours', async () => {
  const client = await place.as('board member');
  const start = place.clock.now;
  try {
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      place.clock.now = new Date(start.getTime() + minutes * 60_000);
      assert.notEqual((await client.get('/api/session')).json().person, null, `${minutes} minutes`);
    }
    place.clock.now = new Date(start.getTime() + (12 * 60 + 1) * 60_000);
    assert.equal((await client.get('/api/session')).json().person, null);
    place.clock.now = start;
    const idle = await place.as('board member');
    place.clock.now = new Date(start.getTime() + 31 * 60_000);
    assert.equal((await idle.get('/api/session')).json().person, null);
  } finally {
    place.clock.now = start;
  }
});

test('the cookie tells a page nothing and goes to no other site', async () => {
  const { cookie } = await place.as('analyst');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
  const { rows } = await place.pool.query(
    `select count(*)::int as n from session where encode(token_hash, 'base64') like '%' || $1 || '%'`,
    [cookie.value],
  );
  assert.equal(rows[0].n, 0, 'the token itself is not in the database');
});

test('a write sent from another site is refused, from our own page it is not', async () => {
  const { people } = (await place.api.inject({ url: '/api/demo/people' })).json();
  const from = (headers) =>
    place.api.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { personId: people[0].id }, headers });
  assert.equal((await from({ 'sec-fetch-site': 'cross-site' })).statusCode, 403);
  assert.equal((await from({ 'sec-fetch-site': 'same-site' })).statusCode, 403);
  assert.equal((await from({ origin: 'https://elsewhere.example' })).statusCode, 403);
  assert.equal((await from({ 'sec-fetch-site': 'same-origin' })).statusCode, 200);
});

test('outside demo mode the demo door is not there', async () => {
  const closed = await openDemoPlace({ demo: false });
  try {
    const { rows } = await closed.pool.query('select id from person where invented limit 1');
    assert.equal((await closed.api.inject({ url: '/api/demo/people' })).statusCode, 404);
    const answer = await closed.api.inject({
      method: 'POST',
      url: '/api/demo/sign-in',
      payload: { personId: rows[0].id },
    });
    assert.equal(answer.statusCode, 404);
    assert.deepEqual(answer.cookies, []);
    assert.equal((await closed.api.inject({ url: '/api/session' })).json().demo, false);
  } finally {
    await closed.close();
  }
});

test('answers carry the headers that keep a browser safe, errors included', async () => {
  for (const url of ['/api/session', '/api/nothing-here', `/api/places/${ids.place}`]) {
    const { headers } = await place.api.inject({ url });
    assert.match(headers['content-security-policy'], /script-src 'self'/, url);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store', url);
  }
});
