// Actions from workshops (E15, E46, E48): who may raise and change them, that their origin stays, and the papers that hold them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Action, Card } from '@turnstone/contract';
import { readSpreadsheet } from '../../libs/platform/dist/spreadsheet/read-back.js';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';
import { makeTool, openWorkshop } from './support/workshop.mjs';

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
const RAISE = ['programme manager', 'workstream lead', 'facilitator'];
const given = (more = {}) => ({
  title: 'Open one door for every referral',
  leadOrganisation: 'Harrowmere Council',
  leadPerson: 'Head of access',
  dueOn: '2027-03-31',
  measure: 'Days from first call to first visit',
  domain: 'domain-2',
  table: 3,
  ...more,
});

let place;
let workshop;
let elsewhere;
const people = {};

before(async () => {
  place = await openDemoPlace();
  for (const role of ROLES) people[role] = await member('harrowmere', [role]);
  await addPlace(place.pool, { slug: 'elsewhere' });
  elsewhere = await member('elsewhere', ['programme manager']);
  workshop = await openWorkshop(place, { tool: makeTool(4), title: 'Workshop of the test' });
});
after(() => place?.close());

async function member(slug, roles, more = {}) {
  const person = await addPerson(place.pool, { name: `Somebody ${randomUUID()}`, places: [{ slug, roles, ...more }] });
  return Object.assign(await signedIn(place, person.id), { id: person.id });
}
function is(answer, status, words) {
  assert.equal(answer.statusCode, status, answer.body);
  if (words !== undefined) assert.match(answer.json().detail, words);
  return answer.body === '' ? undefined : answer.json();
}
const raiseUrl = (id = workshop.id) => `${HARROWMERE}/assessments/${id}/actions`;
const raise = async (more, who = people.facilitator) => Action.parse(is(await who.post(raiseUrl(), given(more)), 201));
const changed = ({ title, leadOrganisation, leadPerson, dueOn, measure, status, note, outcome }, more = {}) => ({
  ...{ title, leadOrganisation, leadPerson, dueOn, measure, status, note },
  outcome: outcome?.slug ?? null,
  ...more,
});
const change = async (action, more, who = people.facilitator) =>
  who.put(`${HARROWMERE}/actions/${action.id}`, changed(action, more), action.version);
const list = async (query = '', who = people.viewer) => is(await who.get(`${HARROWMERE}/actions${query}`), 200);
const entries = async (id) =>
  (
    await place.pool.query('select action, before, after, person_id from audit_entry where subject = $1 order by seq', [
      `action ${id}`,
    ])
  ).rows;

describe('raising', () => {
  test('an action is on the place’s list with where it came from, without a word typed twice', async () => {
    const action = await raise();
    assert.deepEqual(action.origin, {
      assessmentId: workshop.id,
      assessmentTitle: 'Workshop of the test',
      on: '2026-11-21T14:03:00.000Z',
      domain: 'domain-2',
      domainName: 'Domain 2',
      table: 3,
    });
    assert.deepEqual([action.status, action.missing, action.overdue, action.outcome], ['not started', [], false, null]);
    assert.deepEqual(
      (await list()).actions.find(({ id }) => id === action.id),
      action,
    );
    assert.deepEqual((await list(`?assessment=${workshop.id}&status=open`)).actions, [action]);
    const { actions, finding } = is(await people.viewer.get(`${HARROWMERE}/assessments/${workshop.id}/promises`), 200);
    assert.deepEqual(actions, [action]);
    assert.equal(finding, 'One action was promised. 1 is open.');
    const [entry, ...more] = await entries(action.id);
    assert.deepEqual([entry.action, entry.before, more.length], ['raise an action', null, 0]);
    assert.doesNotMatch(JSON.stringify(entry.after), /Head of access/);
  });

  test('E48: owner, date and measure may be missing, and are named; a title may not', async () => {
    const bare = { leadOrganisation: '', leadPerson: '', dueOn: null, measure: '', domain: null, table: null };
    const action = await raise({ title: 'Ask residents first', ...bare });
    assert.deepEqual(action.missing, ['owner', 'date', 'measure']);
    assert.deepEqual([action.origin.domain, action.origin.table], [null, null]);
    assert.deepEqual((await raise({ title: 'Led by one of us', ...bare, leadPerson: 'Ash' })).missing, [
      'date',
      'measure',
    ]);
    for (const wrong of [
      { title: '' },
      { title: 'x'.repeat(301) },
      { dueOn: '31/03/2027' },
      { table: 41 },
      { measure: undefined },
    ])
      is(await people.facilitator.post(raiseUrl(), given(wrong)), 400);
  });

  test('the domain is one of the tool, and tables are those of a workshop', async () => {
    is(await people.facilitator.post(raiseUrl(), given({ domain: 'domain-5' })), 400, /no such domain/);
    const online = await openWorkshop(place, { kind: 'open online', tool: makeTool(2) });
    is(await people.facilitator.post(raiseUrl(online.id), given({ domain: null })), 400, /Nobody sat at tables/);
    is(await people.facilitator.post(raiseUrl(online.id), given({ domain: null, table: null })), 201);
  });

  test('nothing comes from a draft, from a rehearsal, or from what somebody keeps for themselves', async () => {
    const draft = await openWorkshop(place, { state: 'draft', stage: null, tool: makeTool(2) });
    is(await people.facilitator.post(raiseUrl(draft.id), given()), 400, /not been opened/);
    const rehearsal = await openWorkshop(place, { tool: makeTool(2) });
    await place.pool.query('update workshop set rehearsal = true where assessment_id = $1', [rehearsal.id]);
    is(await people.facilitator.post(raiseUrl(rehearsal.id), given()), 400, /rehearsal/);
    const record = await openWorkshop(place, { kind: 'own record', tool: makeTool(2) });
    is(await people.facilitator.post(raiseUrl(record.id), given({ table: null })), 404);
    await place.pool.query('update assessment set created_by = $2 where id = $1', [record.id, people.facilitator.id]);
    is(await people.facilitator.post(raiseUrl(record.id), given({ table: null })), 400, /yours alone/);
  });

  test('only those may who may raise actions here; a reader of a shared place reads none of it', async () => {
    for (const role of ROLES) {
      const answer = await people[role].post(raiseUrl(), given({ title: `By a ${role}` }));
      assert.equal(answer.statusCode, RAISE.includes(role) ? 201 : 403, `${role}: ${answer.body}`);
      assert.equal((await list('', people[role])).mayRaise, RAISE.includes(role));
    }
    is(await stranger(place).post(raiseUrl(), given()), 401);
    is(await elsewhere.post(raiseUrl(), given()), 404);
    // Another place's assessment, asked for through one's own place.
    is(await elsewhere.post(`/api/places/elsewhere/assessments/${workshop.id}/actions`, given()), 404);
    is(await elsewhere.get(`/api/places/elsewhere/assessments/${workshop.id}/promises`), 404);
    for (const path of ['/actions', `/assessments/${workshop.id}/promises`]) {
      is(await stranger(place).get(`${HARROWMERE}${path}`), 401);
      is(await elsewhere.get(`${HARROWMERE}${path}`), 404);
    }
    assert.deepEqual(is(await elsewhere.get('/api/places/elsewhere/actions'), 200).actions, []);
  });

  test('with whom a place is shared sees the actions of its cards, and nothing of its workshops', async () => {
    const above = await addPlace(place.pool, { slug: 'above', level: 'system' });
    const person = await addPerson(place.pool, {
      name: 'Reader Above',
      places: [{ slug: 'above', roles: ['viewer'] }],
    });
    await place.pool.query(`update place set parent_id = $1 where slug = 'harrowmere'`, [above]);
    await place.pool.query(
      `insert into sharing (place_id, with_place_id, chosen_at) select id, $1, now() from place where slug = 'harrowmere'`,
      [above],
    );
    const { actions, mayRaise } = await list('', await signedIn(place, person.id));
    assert.equal(mayRaise, false);
    assert.ok(actions.length > 0);
    assert.ok(actions.every(({ outcome, origin }) => outcome !== null && origin === null));
  });
});

describe('the list', () => {
  test('overdue first, then by day, without a day after that; filters keep what they say', async () => {
    const all = (await list()).actions;
    const rank = ({ status, overdue, dueOn }) => (status === 'done' ? 3 : overdue ? 0 : dueOn ? 1 : 2);
    const ranks = all.map(rank);
    assert.deepEqual(ranks, ranks.toSorted(), 'no action stands before one that is to be chased sooner');
    assert.ok(new Set(ranks).size === 4, 'the demo has all four');
    const filtered = async (status) => (await list(`?status=${status}`)).actions;
    assert.deepEqual(await filtered('all'), all);
    assert.deepEqual(
      await filtered('open'),
      all.filter(({ status }) => status !== 'done'),
    );
    assert.deepEqual(
      await filtered('done'),
      all.filter(({ status }) => status === 'done'),
    );
    // The clock stands on 21 November 2026.
    assert.deepEqual(
      await filtered('overdue'),
      all.filter(({ status, dueOn }) => status !== 'done' && dueOn !== null && dueOn < '2026-11-21'),
    );
    is(await people.viewer.get(`${HARROWMERE}/actions?status=late`), 400);
  });
});

describe('changing', () => {
  test('everything but the origin; done has its day, and loses it when it is taken back', async () => {
    const action = await raise({ title: 'Train the front desks' });
    const done = Action.parse(
      is(await change(action, { status: 'done', note: 'All six', origin: null, domain: 'domain-1', table: 9 }), 200),
    );
    assert.deepEqual(done.origin, action.origin);
    assert.deepEqual([done.status, done.doneAt, done.version], ['done', '2026-11-21T14:03:00.000Z', 2]);
    const again = is(await change(done, { status: 'on track', leadPerson: 'Somebody Else' }), 200);
    assert.deepEqual([again.doneAt, again.version], [null, 3]);
    const trail = await entries(action.id);
    assert.deepEqual(
      trail.map(({ action: deed }) => deed),
      ['raise an action', 'change an action', 'change an action'],
    );
    assert.equal(trail[1].after.status, 'done');
    assert.doesNotMatch(JSON.stringify(trail), /Somebody Else/);
  });

  test('an older version is refused with what stands, a missing one too, and neither leaves a trace', async () => {
    const action = await raise({ title: 'Write it down once' });
    const after = is(await change(action, { note: 'First' }), 200);
    const refused = is(await change(action, { note: 'Second' }), 412);
    assert.deepEqual(refused.present, after);
    is(await people.facilitator.put(`${HARROWMERE}/actions/${action.id}`, changed(action)), 428);
    assert.equal((await entries(action.id)).length, 2);
  });

  test('two who write at once: one is told', async () => {
    const action = await raise({ title: 'Meet monthly' });
    const answers = await Promise.all([
      change(action, { note: 'One' }),
      change(action, { note: 'Two' }, people['programme manager']),
    ]);
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 412]);
  });

  test('is refused to those who may not, and to another place', async () => {
    const action = await raise({ title: 'Share the calendar' });
    for (const role of ROLES.filter((one) => !RAISE.includes(one))) is(await change(action, {}, people[role]), 403);
    is(await change(action, {}, stranger(place)), 401);
    is(await change(action, {}, elsewhere), 404);
    is(await elsewhere.put(`/api/places/elsewhere/actions/${action.id}`, changed(action), 1), 404);
    is(await change({ ...action, id: randomUUID() }), 404);
    is(await change(action, { outcome: 'no-such-outcome' }), 400, /no such outcome/);
    is(await change(action, { status: 'finished' }), 400);
  });
});

describe('on a card', () => {
  const summary = 'summary of actions';
  let outcomes;
  before(async () => {
    const { rows } = await place.pool.query(
      `select o.slug, o.workstream_id as workstream, (select w.name from workstream w where w.id = o.workstream_id) as name
       from outcome o join place p on p.id = o.place_id where p.slug = 'harrowmere' order by o.position`,
    );
    outcomes = rows;
  });
  const cardUrl = (slug) => `${HARROWMERE}/outcomes/${slug}/card`;
  const card = async (slug) =>
    Card.parse(is(await people['programme manager'].get(cardUrl(slug)), 200)).sections[summary];
  const write = (slug, records, version, who = people['programme manager']) =>
    who.put(`${cardUrl(slug)}/sections/${encodeURIComponent(summary)}`, { content: { records } }, version);

  test('the thread both ways: an action on a card keeps its workshop, and the card has a next version', async () => {
    const [{ slug }] = outcomes;
    const before = await card(slug);
    const action = await raise({ title: 'Walk with residents' });
    const served = is(await change(action, { outcome: slug }), 200);
    assert.equal(served.outcome.slug, slug);
    const after = await card(slug);
    assert.equal(after.version, before.version + 1);
    assert.equal(after.content.records.at(-1).id, action.id);
    // Who was writing on the card is told, and loses nothing.
    is(await write(slug, before.content.records, before.version), 412);
    // Written on the card: origin, measure and version stay true to the action.
    const records = after.content.records.map((record) =>
      record.id === action.id ? { ...record, status: 'done', note: 'Walked' } : record,
    );
    is(await write(slug, records, after.version), 200);
    const now = (await list()).actions.find(({ id }) => id === action.id);
    assert.deepEqual(now.origin, action.origin);
    assert.deepEqual(
      [now.measure, now.status, now.note, now.doneAt, now.version, now.raisedAt],
      [action.measure, 'done', 'Walked', '2026-11-21T14:03:00.000Z', served.version + 1, action.raisedAt],
    );
    is(await change(served, { note: 'Too late' }), 412);
    // Saved again without a change: its version stands.
    const again = await card(slug);
    is(await write(slug, again.content.records, again.version), 200);
    assert.equal((await list()).actions.find(({ id }) => id === action.id).version, now.version);
  });

  test('taken off a card, one from a workshop is kept without an outcome; one of the card alone is gone', async () => {
    const [, { slug }] = outcomes;
    const action = await raise({ title: 'Keep the thread' });
    is(await change(action, { outcome: slug }), 200);
    const held = await card(slug);
    const fresh = {
      title: 'Only of this card',
      leadOrganisation: '',
      leadPerson: '',
      dueOn: null,
      status: 'on track',
      note: '',
    };
    is(await write(slug, [...held.content.records, fresh], held.version), 200);
    const both = await card(slug);
    const ofCard = both.content.records.at(-1).id;
    assert.equal((await list()).actions.find(({ id }) => id === ofCard).origin, null);
    is(
      await write(
        slug,
        both.content.records.filter(({ id }) => id !== ofCard && id !== action.id),
        both.version,
      ),
      200,
    );
    const { actions } = await list();
    assert.equal(
      actions.some(({ id }) => id === ofCard),
      false,
    );
    const kept = actions.find(({ id }) => id === action.id);
    assert.deepEqual([kept.outcome, kept.origin], [null, action.origin]);
    // It can come back, and does so as itself.
    is(await change(kept, { outcome: slug }), 200);
    assert.equal((await card(slug)).content.records.at(-1).id, action.id);
  });

  test('from one card to another: both have a next version', async () => {
    const [{ slug: from }, { slug: to }] = outcomes;
    const served = is(await change(await raise({ title: 'Move home' }), { outcome: from }), 200);
    const [a, b] = [await card(from), await card(to)];
    is(await change(served, { outcome: to }), 200);
    assert.deepEqual([(await card(from)).version, (await card(to)).version], [a.version + 1, b.version + 1]);
    assert.equal(
      (await card(from)).content.records.some(({ id }) => id === served.id),
      false,
    );
  });

  test('a lead puts actions on the cards of their own workstreams, and changes those there alone', async () => {
    const mine = outcomes.find(({ workstream }) => workstream !== null);
    const theirs = outcomes.find(({ workstream }) => workstream !== mine.workstream);
    const lead = await member('harrowmere', ['workstream lead'], { workstreams: [mine.name] });
    const action = await raise({ title: 'Lead it' }, lead);
    is(await change(action, { outcome: theirs.slug }, lead), 403, /workstream that you lead/);
    const served = is(await change(action, { outcome: mine.slug }, lead), 200);
    const moved = is(await change(served, { outcome: theirs.slug }), 200);
    is(await change(moved, { note: 'Mine?' }, lead), 403);
    is(await change(moved, { outcome: mine.slug }, lead), 403);
  });

  test('a card that is full takes no more', async () => {
    const { slug } = outcomes.at(-1);
    const held = await card(slug);
    const fresh = (n) => ({
      title: `Filler ${n}`,
      leadOrganisation: '',
      leadPerson: '',
      dueOn: null,
      status: 'on track',
      note: '',
    });
    const missing = 40 - held.content.records.length;
    is(
      await write(
        slug,
        [...held.content.records, ...Array.from({ length: missing }, (_, n) => fresh(n))],
        held.version,
      ),
      200,
    );
    is(await change(await raise({ title: 'One too many' }), { outcome: slug }), 400, /holds 40 actions/);
  });
});

describe('papers', () => {
  test('the record and the spreadsheet of a workshop carry every field of its actions', async () => {
    const { rows } = await place.pool.query(
      `select a.id from assessment a join place p on p.id = a.place_id
       where p.slug = 'harrowmere' and a.state = 'closed' and a.kind = 'workshop' order by a.closed_at desc limit 1`,
    );
    const base = `${HARROWMERE}/assessments/${rows[0].id}`;
    const { actions } = is(await people.viewer.get(`${base}/promises`), 200);
    const results = is(await people.viewer.get(`${base}/results`), 200);
    assert.ok(actions.length > 3);

    const pdf = await people.viewer.get(`${base}/record.pdf`);
    assert.equal(pdf.statusCode, 200);
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    assert.match(pdf.headers['content-disposition'], /^inline; filename="[a-z0-9-]+-record-\d{4}-\d\d-\d\d\.pdf"$/);
    const text = execFileSync('pdftotext', ['-', '-'], { input: pdf.rawPayload, encoding: 'utf8' });
    // A line may end inside a word's hyphen or between words: what counts is that each word is there in its order.
    const flat = (words) => words.replaceAll(/\s+/g, '').replaceAll(/[’']/g, '');
    const says = (words) => assert.ok(flat(text).includes(flat(words)), `the record says “${words}”`);
    const sheet = await readSpreadsheet((await people.viewer.get(`${base}/collation-sheet.xlsx`)).rawPayload);
    const cells = flat(JSON.stringify(sheet));
    const holds = (words) => assert.ok(cells.includes(flat(words).replaceAll('"', '\\"')), `the sheet says “${words}”`);
    const day = (date) =>
      new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    for (const { title, leadOrganisation, leadPerson, dueOn, measure, origin } of actions)
      for (const words of [title, leadOrganisation, leadPerson, dueOn && day(dueOn), measure, origin.domainName].filter(
        Boolean,
      )) {
        says(words);
        holds(words);
      }
    says(results.finding);
    for (const view of results.views) says(view.finding);
    for (const tables of Object.values(results.tables)) for (const { reasons } of tables) says(reasons);
    for (const { reason, prompts } of results.consensus) [reason, ...Object.values(prompts)].forEach(says);
    for (const { text: words } of results.priorities) says(words);
    for (const { names } of results.represented) names.forEach((name) => says(name.slice(1)));
    for (const { title } of results.assessment.agenda) says(title);
    for (const { name } of results.tool.domains) holds(name);
  });

  test('are refused to strangers and to other places, and are there for an assessment in which nothing was shown yet', async () => {
    for (const file of ['record.pdf', 'collation-sheet.xlsx', 'collation-sheet.pdf']) {
      const url = `${HARROWMERE}/assessments/${workshop.id}/${file}`;
      is(await stranger(place).get(url), 401);
      is(await elsewhere.get(url), 404);
      is(await elsewhere.get(`/api/places/elsewhere/assessments/${workshop.id}/${file}`), 404);
      is(await people.viewer.get(`${HARROWMERE}/assessments/${randomUUID()}/${file}`), 404);
      assert.equal((await people.viewer.get(url)).statusCode, 200);
    }
  });
});
