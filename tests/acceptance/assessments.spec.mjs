// Tools and planning (E1, E16, R29): what may be planned by whom, what stays as it was told, and what is refused.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
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

test('everybody of the place reads its tools; those who run workshops adapt them, and nobody else', async () => {
  for (const role of ROLES) {
    const listed = is(await people[role].get(`${HARROWMERE}/tools`), 200);
    assert.equal(listed.mayAdapt, RUN.includes(role), role);
    is(await people[role].post(`${HARROWMERE}/tools/check`, { pack: 'id: ours' }), RUN.includes(role) ? 200 : 403);
    if (!RUN.includes(role)) is(await people[role].post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: '' }), 403);
  }
  is(await stranger.get(`${HARROWMERE}/tools`), 404);
  is(await (await place.as('public')).get(`${HARROWMERE}/tools`), 401);
});

/** A pack of this place's own, as a facilitator would write it in a text editor. */
async function packOf({ id, version = 1, title = 'Our own tool', domains = 10, change = (text) => text }) {
  const answer = await manager.get(`${HARROWMERE}/tools/${toolA().id}/pack.yaml`);
  assert.equal(answer.statusCode, 200);
  assert.match(answer.headers['content-type'], /^application\/yaml/);
  assert.match(answer.headers['content-disposition'], /filename="place-based-planning-\d+\.yaml"/);
  const [head, ...parts] = answer.body.split(/^ {2}- id: /m);
  const of = (text) =>
    text
      .replace(/^id: .*$/m, `id: ${id}`)
      .replace(/^version: .*$/m, `version: ${version}`)
      .replace(/^letter: .*$/m, 'letter: null')
      .replace(/^title: .*$/m, `title: ${title}`);
  const many = Array.from({ length: domains }, (_, index) =>
    index < parts.length
      ? parts[index]
      : parts[0].replace(/^[^\n]+\n {4}name: .*$/m, `extra-${index}\n    name: Extra ${index}`),
  );
  return change([of(head), ...many.map((part) => `  - id: ${part}`)].join(''));
}
const kept = async () => (await place.pool.query('select count(*)::int as n from tool_version')).rows[0].n;

test('a tool is downloaded, edited, checked and kept as the next version; the same words twice are not', async () => {
  const pack = await packOf({ id: 'ours' });
  assert.deepEqual(is(await manager.post(`${HARROWMERE}/tools/check`, { pack }), 200).messages, []);
  const { id } = is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack }), 201);
  const first = is(await manager.get(`${HARROWMERE}/tools/${id}`), 200);
  assert.deepEqual([first.summary.tool, first.summary.version, first.summary.own], ['ours', 1, true]);
  const [entry] = await entries('tool ours, version 1');
  assert.deepEqual([entry.action, entry.person_id], ['add a tool', manager.personId]);

  const before = await kept();
  is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack }), 400, /says the same/);
  // Whatever version a pack names, the next one is given: what is kept never changes.
  const next = await packOf({ id: 'ours', title: 'Our own tool, clearer' });
  const second = is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: next }), 201);
  assert.equal(is(await manager.get(`${HARROWMERE}/tools/${second.id}`), 200).summary.version, 2);
  assert.equal(is(await manager.get(`${HARROWMERE}/tools/${id}`), 200).tool.title, 'Our own tool');
  assert.equal(await kept(), before + 1);
  is(await stranger.get(`/api/places/elsewhere/tools/${id}`), 404);
  is(await stranger.get(`/api/places/elsewhere/tools/${id}/pack.yaml`), 404);
  is(await stranger.put(`/api/places/elsewhere/tools/${id}/put-away`, { putAway: true }), 404);
  is(await stranger.post('/api/places/elsewhere/tools', { adaptedFrom: id, pack: next }), 400, /no such tool to adapt/);
});

test('a pack with eleven domains and one with a missing cell are refused with line and reason, and nothing is kept', async () => {
  const eleven = await packOf({ id: 'eleven', domains: 11 });
  const missing = await packOf({
    id: 'missing',
    change: (text) => text.replace(/^ {6}3: [\s\S]*?(?=^ {6}4: )/m, ''),
  });
  const before = await kept();
  for (const [pack, reason] of [
    [eleven, /This has 11 domains, and 10 is the most/],
    [missing, /has no description for level 3 \(Maturing\)/],
  ]) {
    const { messages, tool } = is(await manager.post(`${HARROWMERE}/tools/check`, { pack }), 200);
    assert.equal(tool, null);
    const found = messages.find((message) => reason.test(message.reason));
    assert.ok(found, JSON.stringify(messages));
    const where = pack.split('\n')[found.line - 1];
    assert.match(where, pack === eleven ? /id: extra-10/ : /cells:/);
    const refused = is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack }), 400, reason);
    assert.ok(refused.fields.some((field) => field.path.startsWith(`line ${found.line}`) && reason.test(field.reason)));
  }
  is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: 'id: [' }), 400, /line 1/);
  is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null }), 400, /Send either/);
  assert.equal(await kept(), before);
});

test('an id of the toolkit is not taken over: an adapted tool gets one of its own, and keeps where it came from', async () => {
  const { tool } = is(await manager.get(`${HARROWMERE}/tools/${toolA().id}`), 200);
  const changed = { ...tool, title: 'Place-based planning in Harrowmere' };
  is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, tool: changed }), 400, /is a tool of the toolkit/);
  const pack = await packOf({ id: tool.id });
  const { messages } = is(await manager.post(`${HARROWMERE}/tools/check`, { pack }), 200);
  assert.match(messages[0].reason, /give yours an id of its own/);
  assert.equal(pack.split('\n')[messages[0].line - 1], `id: ${tool.id}`);

  const { id } = is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: toolA().id, tool: changed }), 201);
  const { summary, tool: own } = is(await manager.get(`${HARROWMERE}/tools/${id}`), 200);
  assert.deepEqual([own.id, own.version, own.letter], [`${tool.id}-harrowmere`, 1, null]);
  assert.equal(summary.adaptedFrom, `${tool.title}, version ${tool.version}`);
  assert.equal(is(await manager.get(`${HARROWMERE}/tools/${toolA().id}`), 200).tool.title, tool.title);
  // From there on it is the place's own, and goes on under its id.
  const again = { ...own, title: 'Place-based planning in Harrowmere, shorter' };
  const next = is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: id, tool: again }), 201);
  assert.equal(is(await manager.get(`${HARROWMERE}/tools/${next.id}`), 200).summary.version, 2);
  const faulty = { ...again, domains: again.domains.slice(0, 1) };
  is(await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: id, tool: faulty }), 400, /at least 2 domains/);
});

test('an adapted tool of a long id in a place of a long name still has an id that can be used', async () => {
  const slug = `a-place-${'with-a-long-name-'.repeat(4)}end`.slice(0, 60);
  await addPlace(place.pool, { slug });
  const person = await addPerson(place.pool, {
    name: 'Somebody There',
    email: `${randomUUID()}@people.example`,
    places: [{ slug, roles: ['facilitator'] }],
  });
  const client = await signedIn(place, person.id);
  const { tool } = is(await client.get(`/api/places/${slug}/tools/${toolA().id}`), 200);
  const { id } = is(await client.post(`/api/places/${slug}/tools`, { adaptedFrom: toolA().id, tool }), 201);
  const own = is(await client.get(`/api/places/${slug}/tools/${id}`), 200).tool.id;
  assert.match(own, /^place-based-planning-[a-z0-9]+(-[a-z0-9]+)*$/);
  assert.ok(own.length <= 60, own);
});

test('a version is put away and offered again; the toolkit’s are not the place’s to put away', async () => {
  const { id } = is(
    await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: await packOf({ id: 'to-put-away' }) }),
    201,
  );
  const used = await add(plan({ toolVersionId: id }));
  const away = is(await manager.put(`${HARROWMERE}/tools/${id}/put-away`, { putAway: true }), 200);
  assert.deepEqual([away.putAway, away.usedBy], [true, 1]);
  is(await manager.post(`${HARROWMERE}/assessments`, plan({ toolVersionId: id })), 400, /put away/);
  assert.equal((await read(used)).toolVersionId, id);
  is(await manager.put(path(used), plan({ toolVersionId: id, title: 'It goes on' }), 1), 200);
  is(await manager.put(`${HARROWMERE}/tools/${id}/put-away`, { putAway: false }), 200);
  await add(plan({ toolVersionId: id }));
  is(await manager.put(`${HARROWMERE}/tools/${toolA().id}/put-away`, { putAway: true }), 403, /toolkit’s/);
  is(await people.contributor.put(`${HARROWMERE}/tools/${id}/put-away`, { putAway: true }), 403);
});

test('an assessment keeps its version when a newer one is loaded', async () => {
  const id = is(
    await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: await packOf({ id: 'frozen' }) }),
    201,
  ).id;
  const assessment = await add(plan({ toolVersionId: id }));
  is(
    await manager.post(`${HARROWMERE}/tools`, {
      adaptedFrom: null,
      pack: await packOf({ id: 'frozen', title: 'Frozen no longer' }),
    }),
    201,
  );
  const { toolVersion, toolTitle, toolVersionId } = await read(assessment);
  assert.deepEqual([toolVersion, toolTitle, toolVersionId], [1, 'Our own tool', id]);
});

// ---------------------------------------------------------------------------------------------------------- planning

test('three formats and six prompts are at hand', async () => {
  const { formats, prompts } = is(await people.viewer.get(`${HARROWMERE}/workshop-formats`), 200);
  assert.equal(prompts.length, 6);
  assert.equal(formats.length, 3);
  for (const { minutes, stages } of formats) {
    assert.equal(
      stages.reduce((sum, stage) => sum + stage.minutes, 0),
      minutes,
    );
    assert.ok(stages.every(({ least, most, minutes: given }) => least <= given && given <= most));
  }
  is(await stranger.get(`${HARROWMERE}/workshop-formats`), 404);
});

test('programme managers and facilitators plan; others keep records, a viewer neither', async () => {
  const organisationId = await organisation('A partner that plans');
  for (const role of ROLES) {
    const client = people[role];
    const listed = is(await client.get(`${HARROWMERE}/assessments`), 200);
    assert.deepEqual([listed.mayRun, listed.mayKeepRecord], [RUN.includes(role), role !== 'viewer'], role);
    const status = RUN.includes(role) ? 201 : 403;
    is(await client.post(`${HARROWMERE}/assessments`, plan({ scope: 'one topic', topic: topic() })), status);
    is(await client.post(`${HARROWMERE}/assessments`, online({ scope: 'one topic', topic: topic() })), status);
    const records = role === 'viewer' ? 403 : 201;
    is(await client.post(`${HARROWMERE}/assessments`, plan({ kind: 'own record', format: null })), records);
    is(await client.post(`${HARROWMERE}/assessments`, plan({ kind: 'peer review', format: null })), records);
    // Of an organisation that is not theirs only those who run assessments keep one.
    const record = plan({ kind: 'one organisation', scope: 'one organisation', organisationId, format: null });
    is(await client.post(`${HARROWMERE}/assessments`, record), status);
  }
  const speaker = await member(['contributor'], { organisation: 'A partner that plans' });
  await add(plan({ kind: 'one organisation', scope: 'one organisation', organisationId, format: null }), speaker);
  is(await stranger.post(`${HARROWMERE}/assessments`, plan()), 404);
  is(await (await place.as('public')).post(`${HARROWMERE}/assessments`, plan()), 401);
});

async function organisation(name, where = 'harrowmere') {
  const { rows } = await place.pool.query(
    `insert into organisation (place_id, id, name, sector) select id, gen_random_uuid(), $1, 'civic' from place where slug = $2 returning id`,
    [name, where],
  );
  return rows[0].id;
}

test('a plan that cannot be held is refused at its field', async () => {
  const elsewhere = await organisation('Of the other place', 'elsewhere');
  const closed = await organisation('No partner any more');
  await place.pool.query('update organisation set closed_at = now() where id = $1', [closed]);
  const own = is(
    await stranger.post('/api/places/elsewhere/tools', { adaptedFrom: null, pack: await packOf({ id: 'theirs' }) }),
    201,
  ).id;
  const cases = [
    [plan({ toolVersionId: randomUUID() }), 'toolVersionId', /no such tool/],
    [plan({ toolVersionId: own }), 'toolVersionId', /no such tool/],
    [plan({ scope: 'one organisation' }), 'organisationId', /which organisation/],
    [plan({ scope: 'one organisation', organisationId: elsewhere }), 'organisationId', /no such organisation/],
    [plan({ scope: 'one organisation', organisationId: closed }), 'organisationId', /no longer a partner/],
    [plan({ scope: 'one topic' }), 'topic', /which topic/],
    [plan({ kind: 'one organisation', format: null }), 'scope', /about that organisation/],
    [plan({ format: null }), 'format', /Choose how/],
    [plan({ format: 'all-night' }), 'format', /no such format/],
    [plan({ minutes: [10] }), 'minutes', /7 stages/],
    [plan({ minutes: [10, 10, 300, 15, 30, 15, 10] }), 'minutes', /takes from 30 to 40 minutes/],
    [plan({ closesOn: '2026-12-11' }), 'closesOn', /no closing date/],
    [online({ closesOn: null }), 'closesOn', /Say when this closes/],
    [online({ closesOn: '2026-11-20' }), 'closesOn', /has passed/],
    [online({ closesOn: '2028-12-11' }), 'closesOn', /more than a year/],
    [online({ opensOn: '2026-12-12' }), 'closesOn', /before it opens/],
    [online({ opensOn: '2026-11-20' }), 'opensOn', /has passed/],
    [plan({ smallestGroup: 2 }), 'smallestGroup', /Never fewer than three/],
    [plan({ title: ' ' }), 'title', /Write something/],
  ];
  const before = (await place.pool.query('select count(*)::int as n from assessment')).rows[0].n;
  for (const [given, field, reason] of cases) {
    const { fields } = is(await manager.post(`${HARROWMERE}/assessments`, given), 400);
    assert.ok(
      fields.some((one) => one.path === field && reason.test(one.reason)),
      JSON.stringify({ field, fields }),
    );
  }
  assert.equal((await place.pool.query('select count(*)::int as n from assessment')).rows[0].n, before);
  // Today is no day that has passed, and today's end is still to come.
  await add(online({ opensOn: '2026-11-21', closesOn: '2026-11-21', scope: 'one topic', topic: topic() }));
});

test('a workshop has an agenda from its format, with minutes of its own', async () => {
  const minutes = [10, 8, 35, 15, 30, 15, 10];
  const id = await add(plan({ scope: 'one topic', topic: topic(), minutes }));
  const { format, agenda, state, joinCode } = await read(id);
  assert.deepEqual([format, state, joinCode], ['brief', 'draft', null]);
  assert.deepEqual(
    agenda.map((stage) => stage.minutes),
    minutes,
  );
  assert.ok(agenda.every((stage) => stage.say && stage.happens));
  const [entry, ...more] = await entries(`assessment ${id}`);
  assert.deepEqual([entry.action, entry.after.minutes, more.length], ['plan an assessment', minutes, 0]);
  assert.equal((await read(await add(online()))).agenda, null);
});

test('rounds follow each other by tool, scope and what it is about', async () => {
  const about = topic();
  const round = async (given, client) => (await read(await add(given, client), client ?? manager)).round;
  assert.equal(await round(plan({ scope: 'one topic', topic: about })), 1);
  assert.equal(await round(online({ scope: 'one topic', topic: about.toUpperCase() })), 2, 'of another kind');
  assert.equal(await round(plan({ scope: 'one topic', topic: topic() })), 1, 'about another topic');
  const second = is(
    await manager.post(`${HARROWMERE}/tools`, { adaptedFrom: null, pack: await packOf({ id: 'of-rounds' }) }),
    201,
  ).id;
  assert.equal(await round(plan({ scope: 'one topic', topic: about, toolVersionId: second })), 1, 'with another tool');
  const next = is(
    await manager.post(`${HARROWMERE}/tools`, {
      adaptedFrom: null,
      pack: await packOf({ id: 'of-rounds', title: 'Second' }),
    }),
    201,
  ).id;
  assert.equal(
    await round(plan({ scope: 'one topic', topic: about, toolVersionId: next })),
    2,
    'a newer version counts on',
  );
  // Records of one's own are nobody else's rounds.
  const record = plan({ kind: 'own record', scope: 'one topic', topic: about, format: null });
  assert.deepEqual([await round(record), await round(record), await round(record, people.contributor)], [1, 2, 1]);
  // Two at the same moment are two rounds.
  const both = await Promise.all([
    add(plan({ scope: 'one topic', topic: about })),
    add(plan({ scope: 'one topic', topic: about })),
  ]);
  assert.deepEqual((await Promise.all(both.map(async (id) => (await read(id)).round))).toSorted(), [3, 4]);
});

test('a record of one’s own is there for its author alone', async () => {
  const author = people.contributor;
  const id = await add(plan({ kind: 'own record', format: null, title: 'What I think' }), author);
  assert.equal((await read(id, author)).mine, true);
  assert.ok((await author.get(`${HARROWMERE}/assessments`)).json().assessments.some((one) => one.id === id));
  for (const other of [manager, people.facilitator, people['workstream lead']]) {
    is(await other.get(path(id)), 404);
    is(await other.post(path(id, '/open')), 404);
    is(await other.post(path(id, '/record')), 404);
    assert.ok(!(await other.get(`${HARROWMERE}/assessments`)).json().assessments.some((one) => one.id === id));
  }
});

test('each role opens, changes, closes and throws away what it may, and another place finds nothing', async () => {
  const id = await add(plan({ scope: 'one topic', topic: topic() }));
  const asks = (client) => [
    client.put(path(id), plan(), 1),
    client.post(path(id, '/open')),
    client.post(path(id, '/close')),
    client.post(path(id, '/invitations'), { personIds: [manager.personId] }),
    client.delete(path(id)),
  ];
  for (const role of ROLES.filter((one) => !RUN.includes(one))) {
    assert.equal((await read(id, people[role])).mayRun, false);
    for (const answer of await Promise.all(asks(people[role]))) is(answer, 403);
  }
  for (const answer of await Promise.all(asks(stranger))) is(answer, 404);
  const there = `/api/places/elsewhere/assessments/${id}`;
  is(await stranger.get(there), 404);
  is(await stranger.put(there, plan(), 1), 404);
  for (const deed of ['open', 'close', 'record']) is(await stranger.post(`${there}/${deed}`), 404);
  is(await stranger.delete(there), 404);
  is(await stranger.post(`${there}/invitations`, { personIds: [stranger.personId] }), 404);
  assert.equal((await read(id)).version, 1);
});

test('a workshop opens with a code of six characters, an online assessment with a link that nobody can guess', async () => {
  const workshop = await open(await add(plan({ scope: 'one topic', topic: topic() })));
  assert.match(workshop.joinCode, /^[2-9A-HJKMNP-Z]{3} [2-9A-HJKMNP-Z]{3}$/);
  assert.equal(workshop.joinAddress, `http://localhost:3000/join/${workshop.joinCode.replace(' ', '')}`);
  const link = await open(await add(online({ scope: 'one topic', topic: topic() })), people.facilitator);
  assert.match(link.joinCode, /^[\w-]{22}$/);
  assert.equal(link.joinAddress, `http://localhost:3000/join/${link.joinCode}`);
  const record = await open(await add(plan({ kind: 'peer review', format: null })));
  assert.deepEqual([record.joinCode, record.joinAddress, record.state], [null, null, 'open']);
  is(await manager.post(path(workshop.id, '/open')), 409, /Only a draft can be opened/);
  const [, opened, ...more] = await entries(`assessment ${workshop.id}`);
  assert.deepEqual([opened.action, opened.after, more.length], ['open an assessment', { state: 'open' }, 0]);
  assert.ok(
    !JSON.stringify(await entries(`assessment ${link.id}`)).includes(link.joinCode),
    'no code is on the record',
  );
});

test('a code that is taken is not given twice', async () => {
  const ids = [];
  for (let n = 0; n < 12; n += 1) ids.push(await add(plan({ scope: 'one topic', topic: topic() })));
  // Any code with an even first character is refused, as if it were taken: about half of them.
  await place.pool.query(`create function taken() returns trigger language plpgsql as $$
    begin if ascii(new.join_code) % 2 = 0 then raise unique_violation; end if; return new; end $$`);
  await place.pool.query('create trigger taken before update on assessment for each row execute function taken()');
  const opened = await Promise.all(ids.map(async (id) => (await manager.post(path(id, '/open'))).json()));
  await place.pool.query('drop function taken cascade');
  assert.ok(opened.every(({ joinCode }) => joinCode.charCodeAt(0) % 2 === 1));
  assert.equal(new Set(opened.map(({ joinCode }) => joinCode)).size, 12);
  for (const { id } of opened)
    assert.equal((await entries(`assessment ${id}`)).length, 2, 'one entry, however many tries');
});

test('a plan is changed by who read it last, and what people joined stays as they were told', async () => {
  const given = online({ scope: 'one topic', topic: topic() });
  const id = await add(given);
  const changed = is(await manager.put(path(id), { ...given, identities: 'named', smallestGroup: 7 }, 1), 200);
  assert.deepEqual([changed.identities, changed.smallestGroup, changed.version], ['named', 7, 2]);
  const late = is(await people.facilitator.put(path(id), { ...given, title: 'Mine' }, 1), 412);
  assert.equal(late.present.version, 2);
  is(await manager.put(path(id), given), 428);
  const as = (more) => ({ ...given, identities: 'named', smallestGroup: 7, ...more });

  const { version } = await open(id);
  is(
    await manager.put(path(id), as({ kind: 'workshop', format: 'brief', closesOn: null }), version),
    409,
    /what kind it is/,
  );
  is(await manager.put(path(id), as({ opensOn: '2026-11-30' }), version), 409, /open already/);
  // Nobody has joined yet.
  const anonymous = is(await manager.put(path(id), as({ identities: 'anonymous' }), version), 200);
  is(await manager.put(path(id), as({}), anonymous.version), 200);
  await joins(id, { name: 'Somebody' });
  for (const more of [
    { identities: 'anonymous' },
    { smallestGroup: 3 },
    { scope: 'whole place' },
    { topic: topic() },
    { toolVersionId: tools.find(({ letter }) => letter !== 'A')?.id ?? randomUUID() },
  ]) {
    const { statusCode } = await manager.put(path(id), as(more), anonymous.version + 1);
    assert.ok(statusCode === 409 || (statusCode === 400 && 'toolVersionId' in more), JSON.stringify(more));
  }
  const longer = is(
    await manager.put(path(id), as({ title: 'A little longer', closesOn: '2026-12-18' }), anonymous.version + 1),
    200,
  );
  assert.deepEqual([longer.title, longer.closesOn], ['A little longer', '2026-12-18']);
  is(await manager.post(path(id, '/close')), 200);
  const { version: last } = await read(id);
  is(await manager.put(path(id), as({ closesOn: '2026-12-24' }), last), 409, /only its title/);
  is(await manager.put(path(id), as({ title: 'As we called it', closesOn: '2026-12-18' }), last), 200);
});

test('a workshop’s agenda is changed until it begins', async () => {
  const given = plan({ scope: 'one topic', topic: topic() });
  const id = await add(given);
  const { version } = is(await manager.put(path(id), { ...given, format: 'half-day' }, 1), 200);
  assert.equal((await read(id)).format, 'half-day');
  const other = is(await manager.put(path(id), online({ scope: 'one topic', topic: given.topic }), version), 200);
  assert.deepEqual([other.kind, other.agenda], ['open online', null]);
  is(await manager.put(path(id), given, other.version), 200);
  const opened = await open(id);
  await place.pool.query(`update workshop set room = room || '{"state":"running"}' where assessment_id = $1`, [id]);
  is(await manager.put(path(id), { ...given, format: 'half-day' }, opened.version), 409, /has begun/);
  is(await manager.put(path(id), { ...given, title: 'Begun' }, opened.version), 200);
  is(await manager.post(path(id, '/close')), 409, /close it in its room/);
});

test('closing is for ever: the code is gone, what is shown is worked out, and nothing is changed any more', async () => {
  const id = await add(online({ scope: 'one topic', topic: topic() }));
  is(await manager.post(path(id, '/close')), 409, /Only an open assessment can be closed/);
  await open(id);
  const { tool } = is(await manager.get(`${HARROWMERE}/tools/${toolA().id}`), 200);
  for (let n = 0; n < 4; n += 1) await joins(id, { answers: [tool.domains[0].id] });
  await joins(id);
  assert.equal((await read(id)).people, null, 'four people who answered are too few to be counted');
  await joins(id, { answers: [tool.domains[0].id] });
  assert.equal((await read(id)).people, 5);
  const shown = async () =>
    (await place.pool.query('select domain from shown_view where assessment_id = $1', [id])).rows.length;
  assert.equal(await shown(), 0);
  const closed = is(await manager.post(path(id, '/close')), 200);
  assert.deepEqual([closed.state, closed.joinCode, closed.joinAddress], ['closed', null, null]);
  assert.equal(closed.closedAt, NOW.toISOString());
  assert.equal(await shown(), 10);
  for (const deed of ['open', 'close']) is(await manager.post(path(id, `/${deed}`)), 409);
  is(await manager.delete(path(id)), 409, /what people answered is kept/);
});

test('a draft and a rehearsal are thrown away, what counts is not', async () => {
  const draft = await add(plan({ scope: 'one topic', topic: topic() }));
  assert.equal((await manager.delete(path(draft))).statusCode, 204);
  is(await manager.get(path(draft)), 404);
  assert.deepEqual(
    (await entries(`assessment ${draft}`)).map(({ action }) => action),
    ['plan an assessment', 'throw away an assessment'],
  );
  const about = topic();
  const workshop = await add(plan({ scope: 'one topic', topic: about }));
  await open(workshop);
  is(await manager.delete(path(workshop)), 409);
  await place.pool.query('update workshop set rehearsal = true where assessment_id = $1', [workshop]);
  assert.equal((await read(await add(plan({ scope: 'one topic', topic: about })))).round, 1, 'a rehearsal is no round');
  await joins(workshop, { answers: ['leadership'] });
  assert.equal((await manager.delete(path(workshop))).statusCode, 204);
  assert.equal((await place.pool.query('select 1 from participant where assessment_id = $1', [workshop])).rowCount, 0);
});

test('people are asked by mail once, and only while it is open', async () => {
  const id = await add(online({ scope: 'one topic', topic: topic(), title: 'How do we work together?' }));
  const [one, two] = [await member(['contributor']), await member(['viewer'])];
  const ask = (personIds, client = manager) => client.post(path(id, '/invitations'), { personIds });
  is(await ask([one.personId]), 409, /while it is open/);
  const { joinAddress } = await open(id);
  assert.deepEqual(is(await ask([one.personId]), 200), { invited: 1, invitedBefore: 0 });
  assert.deepEqual(is(await ask([one.personId, two.personId, two.personId]), 200), { invited: 1, invitedBefore: 1 });
  const mails = async () =>
    (
      await place.pool.query(
        `select person_id, kind, subject from mail where person_id = any($1) order by created_at`,
        [[one.personId, two.personId]],
      )
    ).rows;
  assert.deepEqual(
    (await mails()).map(({ person_id, kind }) => [person_id, kind]).toSorted(),
    [
      [one.personId, 'assessments'],
      [two.personId, 'assessments'],
    ].toSorted(),
  );
  assert.equal((await mails())[0].subject, 'Harrowmere: your view is asked for');
  const after = await read(id);
  assert.deepEqual([after.invited, after.reminded, after.joinAddress], [2, 0, joinAddress]);

  is(await ask([stranger.personId]), 400, /does not belong to this place/);
  is(await ask([randomUUID(), one.personId]), 400);
  is(await ask([]), 400);
  const gone = await member(['viewer']);
  await place.pool.query('update person set email = null where id = $1', [gone.personId]);
  is(await ask([gone.personId, (await member(['viewer'])).personId]), 400, /cannot be reached by mail/);
  const record = await open(await add(plan({ kind: 'peer review', format: null })));
  is(await manager.post(path(record.id, '/invitations'), { personIds: [one.personId] }), 409, /many people answer/);
  const trail = (await entries(`assessment ${id}`)).filter(({ action }) => action === 'invite to an assessment');
  assert.deepEqual(
    trail.map(({ after: kept }) => kept),
    [
      { invited: 1, personIds: [one.personId] },
      { invited: 2, personIds: [two.personId] },
    ],
  );
});

test('the author of a record gets a token of their own, and another one takes its place', async () => {
  const id = await add(plan({ kind: 'peer review', format: null }), people.contributor);
  is(await people.contributor.post(path(id, '/record')), 409, /not opened yet/);
  await open(id, people.contributor);
  const first = is(await people.contributor.post(path(id, '/record')), 200).token;
  const second = is(await people.contributor.post(path(id, '/record')), 200).token;
  assert.match(first, /^[\w-]{43}$/);
  assert.notEqual(first, second);
  const { rows } = await place.pool.query('select person_id, token_hash from participant where assessment_id = $1', [
    id,
  ]);
  assert.equal(rows.length, 1);
  assert.equal(rows[0].person_id, people.contributor.personId);
  assert.deepEqual(rows[0].token_hash, createHash('sha256').update(second).digest());
  is(await manager.post(path(id, '/record')), 403, /whoever began it/);
  is(await manager.post(path(await add(online()), '/record')), 409, /join it by its code or its link/);
  assert.deepEqual((await entries(`assessment ${id}`)).map(({ action }) => action).slice(2), [
    'begin a record',
    'go on with a record',
  ]);
  is(await people.contributor.post(path(id, '/close')), 200);
  is(await people.contributor.post(path(id, '/record')), 409, /has closed/);
});

const onPhone = (method, url, token, payload) =>
  place.api.inject({ method, url, headers: { 'x-turnstone-participant': token }, ...(payload ? { payload } : {}) });
const answersFor = (domain, choice, seq = 1) => ({ answers: [{ domain, choice, comment: '', evidence: '', seq }] });

test('a record is answered with its token, in place of the author’s older one, until it is closed', async () => {
  const author = people.contributor;
  const id = await add(plan({ kind: 'own record', format: null }), author);
  await open(id, author);
  const old = is(await author.post(path(id, '/record')), 200).token;
  const { token } = is(await author.post(path(id, '/record')), 200);
  is(await onPhone('PUT', '/api/room/answers', token, answersFor('leadership', 3)), 200);
  is(await onPhone('PUT', '/api/room/answers', old, answersFor('leadership', 4)), 401);
  assert.equal((await read(id, author)).people, 1, 'an author is known: nobody is given away');
  is(await author.post(path(id, '/close')), 200);
  is(await onPhone('PUT', '/api/room/answers', token, answersFor('leadership', 1, 2)), 409);
  const { rows } = await place.pool.query('select choice from response where assessment_id = $1', [id]);
  assert.deepEqual(rows, [{ choice: '3' }]);
});

test('what an own record is called and is about is its author’s, and stays out of the trail', async () => {
  const author = people.contributor;
  const words = { kind: 'own record', format: null, title: 'My worry about a colleague', scope: 'one topic' };
  const id = await add(plan({ ...words, topic: 'A private matter' }), author);
  const entries = async (one) =>
    JSON.stringify(
      (await place.pool.query('select before, after from audit_entry where subject = $1', [`assessment ${one}`])).rows,
    );
  assert.doesNotMatch(await entries(id), /worry|private matter/);
  assert.match(await entries(id), /own record/);
  is(await author.delete(path(id)), 204);
  assert.doesNotMatch(await entries(id), /worry|private matter/);
  const shared = await add(online({ title: 'How are we doing', scope: 'one topic', topic: topic() }));
  assert.match(await entries(shared), /How are we doing/);
});

test('a phone joins by the link while it is open; after the close the link leads nowhere and answers are frozen', async () => {
  const id = await add(online({ scope: 'one topic', topic: topic() }));
  const { joinCode } = await open(id);
  const join = (token) =>
    place.api.inject({
      method: 'POST',
      url: `/api/join/${joinCode}`,
      payload: { token, sector: null, organisation: null, name: null },
    });
  const token = randomBytes(32).toString('base64url');
  is(await join(token), 200);
  is(await onPhone('PUT', '/api/room/answers', token, answersFor('leadership', 2)), 200);
  is(await manager.post(path(id, '/close')), 200);
  is(await onPhone('PUT', '/api/room/answers', token, answersFor('leadership', 4, 2)), 409);
  is(await join(randomBytes(32).toString('base64url')), 404);
  const { rows } = await place.pool.query('select choice from response where assessment_id = $1', [id]);
  assert.deepEqual(rows, [{ choice: '2' }]);
});

test('open ones are listed first, then drafts, then closed ones', async () => {
  const { assessments } = is(await manager.get(`${HARROWMERE}/assessments`), 200);
  const order = assessments.map(({ state }) => ['open', 'draft', 'closed'].indexOf(state));
  assert.deepEqual(order, order.toSorted());
  assert.ok(new Set(order).size === 3);
  assert.equal(assessments.find(({ scope }) => scope === 'whole place').about, 'the whole place');
});
