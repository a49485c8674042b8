// Tools and planning (E1, E16, R29): what may be planned by whom, what stays as it was told, and what is refused.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { addPerson, addPlace, signedIn } from './support/people.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';

const HARROWMERE = '/api/places/harrowmere';
const ROLES = [
  'programme manager',
  'workstream lead',
  'contributor',
  'facilitator',
  'analyst',
  'board member',
  'viewer',
];
const RUN = ['programme manager', 'facilitator'];

let place;
let manager;
let stranger;
let tools;
const people = {};
before(async () => {
  place = await openDemoPlace();
  for (const role of ROLES) people[role] = await member([role]);
  manager = people['programme manager'];
  await addPlace(place.pool, { slug: 'elsewhere' });
  const other = await addPerson(place.pool, {
    name: 'Somebody Elsewhere',
    email: 'elsewhere@people.example',
    places: [{ slug: 'elsewhere', roles: ['programme manager'] }],
  });
  stranger = await signedIn(place, other.id);
  tools = (await manager.get(`${HARROWMERE}/tools`)).json().tools;
});
after(() => place.close());

async function member(roles, more = {}) {
  const person = await addPerson(place.pool, {
    name: `Somebody ${randomUUID().slice(0, 8)}`,
    email: `${randomUUID()}@people.example`,
    places: [{ slug: 'harrowmere', roles, ...more }],
  });
  return Object.assign(await signedIn(place, person.id), { person });
}

const toolA = () => tools.find((tool) => tool.letter === 'A');
const plan = (more = {}) => ({
  title: 'How far along are we?',
  toolVersionId: toolA().id,
  kind: 'workshop',
  scope: 'whole place',
  organisationId: null,
  topic: '',
  identities: 'anonymous',
  smallestGroup: 5,
  opensOn: null,
  closesOn: null,
  format: more.kind === undefined || more.kind === 'workshop' ? 'brief' : null,
  minutes: null,
  ...more,
});
const online = (more = {}) => plan({ kind: 'open online', closesOn: '2026-12-11', ...more });

function is(answer, status, words) {
  assert.equal(answer.statusCode, status, answer.body);
  if (words !== undefined) assert.match(answer.json().detail, words);
  return answer.body === '' ? undefined : answer.json();
}
const add = async (given, client = manager) => is(await client.post(`${HARROWMERE}/assessments`, given), 201).id;
const path = (id, rest = '') => `${HARROWMERE}/assessments/${id}${rest}`;
const read = async (id, client = manager) => is(await client.get(path(id)), 200);
const open = async (id, client = manager) => is(await client.post(path(id, '/open')), 200);
const topic = () => `Topic ${randomUUID()}`;

/** Somebody on a phone, as the rooms write them down. */
async function joins(id, { answers = [], name = null } = {}) {
  const { rows } = await place.pool.query(
    `insert into participant (place_id, assessment_id, id, number, kind, token_hash, name, joined_at)
     select a.place_id, a.id, gen_random_uuid(), (select count(*) + 1 from participant p where p.assessment_id = a.id), 'phone',
       sha256(gen_random_uuid()::text::bytea), $2, now() from assessment a where a.id = $1
     returning place_id, id`,
    [id, name],
  );
  for (const domain of answers) {
    await place.pool.query(
      `insert into response (place_id, assessment_id, participant_id, domain, choice, seq, at) values ($1, $2, $3, $4, '2', 1, now())`,
      [rows[0].place_id, id, rows[0].id, domain],
    );
  }
  return rows[0].id;
}

async function entries(subject) {
  const { rows } = await place.pool.query(
    'select action, person_id, before, after from audit_entry where subject = $1 order by seq',
    [subject],
  );
  return rows;
}

// ------------------------------------------------------------------------------------------------------------- tools

test('the toolkit’s tools are there for every place, Tool A first and with the reason why', async () => {
  assert.deepEqual(
    tools.filter(({ own }) => !own).map(({ letter }) => letter),
    ['A', 'B', 'C', 'D'].slice(0, tools.filter(({ own }) => !own).length),
  );
  assert.equal(toolA().domains, 10);
  assert.match(toolA().recommendedFirst, /\S/);
  const whole = is(await manager.get(`${HARROWMERE}/tools/${toolA().id}`), 200);
  assert.equal(whole.tool.domains.length, 10);
  assert.ok(whole.tool.domains.every(({ cells }) => cells.length === 4 && new Set(cells).size === 4));
  // The other place has the same versions of the toolkit, by the same ids.
  const there = (await stranger.get('/api/places/elsewhere/tools')).json().tools;
  assert.deepEqual(
    there.map(({ id }) => id),
    tools.filter(({ own }) => !own).map(({ id }) => id),
  );
  is(await manager.get(`${HARROWMERE}/tools/${randomUUID()}`), 404);
});
