// What an assessment found (E13, E14, E16, R27): results, rounds and places beside each other, and to whom they are shown.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';
import { addParticipant, changeRoom, makeTool, openWorkshop } from './support/workshop.mjs';

const HARROWMERE = '/api/places/harrowmere';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const SECTORS = ['civic', 'health and care', 'voluntary and community'];

let place;
let viewer;
let facilitator;
let elsewhere;

before(async () => {
  place = await openDemoPlace();
  await addPlace(place.pool, { slug: 'elsewhere', name: 'Elsewhere' });
  viewer = await member('harrowmere', 'viewer');
  facilitator = await member('harrowmere', 'facilitator');
  elsewhere = await member('elsewhere', 'programme manager');
});
after(() => place?.close());

async function member(slug, role) {
  const person = await addPerson(place.pool, { name: `Somebody ${randomUUID()}`, places: [{ slug, roles: [role] }] });
  return Object.assign(await signedIn(place, person.id), { id: person.id });
}
function is(answer, status, words) {
  assert.equal(answer.statusCode, status, answer.body);
  if (words !== undefined) assert.match(answer.json().detail, words);
  return answer.body === '' ? undefined : answer.json();
}
const url = (id, rest = '') => `${HARROWMERE}/assessments/${id}${rest}`;
const results = async (id, who = viewer) => is(await who.get(url(id, '/results')), 200);

/** The demo’s finished workshops, the latest first. */
async function demo() {
  const { assessments } = is(await viewer.get(`${HARROWMERE}/assessments`), 200);
  return assessments.filter(
    ({ kind, state, title }) => kind === 'workshop' && state === 'closed' && /Planning/.test(title),
  );
}
/** Answers of people who count, as they were written down: counted here without the rules. */
async function written(id) {
  const { rows } = await place.pool.query(
    `select r.domain, r.choice from response r join participant p on p.id = r.participant_id and p.assessment_id = r.assessment_id
     where r.assessment_id = $1 and p.removed_at is null`,
    [id],
  );
  return Map.groupBy(rows, ({ domain }) => domain);
}
/** `n` people over three sectors; `answers` of the n-th. */
const room = (n, answers) =>
  Array.from({ length: n }, (_, at) => ({
    sector: SECTORS[at % 3],
    answers: answers(at),
    comment: `Said by number ${at}`,
  }));
const step = async (workshop, kinds, who = facilitator) => {
  for (const one of kinds) {
    const { version } = is(await who.get(`/api/places/${workshop.slug}/assessments/${workshop.id}/console`), 200);
    const at = `/api/places/${workshop.slug}/assessments/${workshop.id}/steps`;
    is(await who.post(at, { step: one }, { 'if-match': `"${version}"` }), 200);
  }
};

describe('results', () => {
  test('counts and middle answers are those of the answers as they were written; nobody is named', async () => {
    for (const { id } of await demo()) {
      const found = await results(id);
      const answers = await written(id);
      assert.equal(found.views.length, 10);
      for (const view of found.views) {
        const said = answers.get(view.domain).map(({ choice }) => choice);
        const levels = ['1', '2', '3', '4'].map((level) => said.filter((choice) => choice === level).length);
        assert.deepEqual(view.counts.levels, levels, view.domain);
        assert.equal(view.counts.unknown, said.filter((choice) => choice === 'unknown').length);
        assert.equal(view.counts.skip, said.filter((choice) => choice === 'skip').length);
        const given = said
          .filter((choice) => /^\d$/.test(choice))
          .map(Number)
          .sort();
        const n = given.length;
        // The median of an ordered scale: the middle one, or both when two stand in the middle.
        assert.deepEqual(view.middle, [given[Math.floor((n - 1) / 2)], given[Math.floor(n / 2)]]);
        assert.deepEqual(view.range, [given[0], given[n - 1]]);
      }
      const people = await place.pool.query('select id, name from participant where assessment_id = $1', [id]);
      const text = JSON.stringify(found);
      assert.ok(people.rows.every((person) => !text.includes(person.id)));
    }
  });

  test('where people differ most comes first, and the next level is the next cell of the tool', async () => {
    const [{ id }] = await demo();
    const { finding, views, nextLevels, consensus, tool } = await results(id);
    // By hand from the answers of May 2026: three domains are spread out, six in strong agreement.
    assert.equal(
      finding,
      'People agree strongly on 6 of 10 domains, and differ most on Business planning, Evaluation and Information governance.',
    );
    const values = views.map(({ agreement }) => agreement.value);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
    const agreed = consensus.filter(({ level }) => level !== null);
    assert.ok(agreed.length > 5);
    assert.equal(nextLevels.length, agreed.length);
    for (const { domain, level, asks } of nextLevels) {
      const from = agreed.find((one) => one.domain === domain).level;
      assert.equal(level, Math.min(from + 1, 4));
      assert.equal(asks, tool.domains.find((one) => one.id === domain).cells[level - 1]);
    }
  });

  test('nothing of a domain is there before it is revealed: no count, no reason, no comment, no vote', async () => {
    const answers = () => ({ 'domain-1': 2, 'domain-2': 3 });
    const workshop = await openWorkshop(place, {
      stage: 'plenary',
      tool: makeTool(2),
      tables: 2,
      people: room(12, answers),
    });
    await place.pool.query(
      `insert into table_score (place_id, assessment_id, table_number, domain, level, reasons, kind, seq, at)
       select $1, $2, 1, d, 2, 'Reason of ' || d, 'paper', 1, now() from unnest(array['domain-1', 'domain-2']) d`,
      [workshop.placeId, workshop.id],
    );
    const hidden = await results(workshop.id);
    assert.deepEqual([hidden.views, hidden.tables, hidden.comments], [[], {}, {}]);
    assert.match(hidden.finding, /Nothing has been shown yet/);
    assert.doesNotMatch(JSON.stringify(hidden), /Said by number|Reason of|"counts"/);
    await step(workshop, [{ kind: 'reveal', domain: 'domain-1' }]);
    const one = await results(workshop.id);
    assert.deepEqual(
      one.views.map(({ domain }) => domain),
      ['domain-1'],
    );
    assert.deepEqual(one.views[0].counts.levels, [0, 12, 0, 0]);
    assert.deepEqual(Object.keys(one.tables), ['domain-1']);
    assert.equal(one.comments['domain-1'].length, 12);
    assert.doesNotMatch(JSON.stringify(one), /Reason of domain-2/);
    await step(workshop, [{ kind: 'hide', domain: 'domain-1' }]);
    assert.deepEqual((await results(workshop.id)).views, []);
  });

  test('comments of so few people that nothing is shown are kept back with their answers', async () => {
    const people = room(4, () => ({ 'domain-1': 2 }));
    const workshop = await openWorkshop(place, { stage: 'plenary', tool: makeTool(1), people });
    await step(workshop, [{ kind: 'reveal', domain: 'domain-1' }]);
    const few = await results(workshop.id);
    assert.equal(few.views[0].counts, null);
    assert.ok(few.views[0].withheld.length > 0);
    assert.deepEqual(few.withheld, [few.views[0].withheld]);
    assert.doesNotMatch(JSON.stringify(few), /Said by number/);
  });

  test('who joined and was removed is not counted among those represented; small sectors stand together', async () => {
    const people = [...room(15, () => ({ 'domain-1': 2 })), { sector: 'private', answers: { 'domain-1': 4 } }];
    const workshop = await openWorkshop(place, { stage: 'plenary', tool: makeTool(1), people });
    await addParticipant(place, workshop, { sector: 'civic', answers: { 'domain-1': 1 }, removed: true });
    const { people: counted, represented } = await results(workshop.id);
    assert.equal(counted, 16);
    assert.equal(
      represented.reduce((sum, group) => sum + group.people, 0),
      16,
    );
    assert.ok(represented.every((group) => group.people >= 5));
    assert.ok(represented.some(({ names }) => names.includes('private') && names.length > 1));
  });

  test('are for members of the place alone, each by its own id', async () => {
    const [{ id }, { id: before }] = await demo();
    for (const path of ['/results', '/rounds', `/rounds/${before}`, '/beside/elsewhere', '/collation-sheet.pdf']) {
      is(await stranger(place).get(url(id, path)), 401);
      is(await elsewhere.get(url(id, path)), 404);
      is(await elsewhere.get(`/api/places/elsewhere/assessments/${id}${path}`), 404);
      is(await viewer.get(url(NOWHERE, path)), 404);
      if (!path.includes('beside')) assert.equal((await viewer.get(url(id, path))).statusCode, 200);
    }
  });
});

describe('records of one author', () => {
  const kept = async (kind, state) => {
    const workshop = await openWorkshop(place, { kind, state, tool: makeTool(3) });
    await place.pool.query('update assessment set created_by = $2 where id = $1', [workshop.id, facilitator.id]);
    await addParticipant(place, workshop, { answers: { 'domain-1': 3, 'domain-2': 'skip' }, comment: 'To myself' });
    return workshop;
  };

  test('one’s own record is there for its author, and for nobody else at all', async () => {
    for (const state of ['open', 'closed']) {
      const { id } = await kept('own record', state);
      const mine = await results(id, facilitator);
      assert.deepEqual(
        mine.views.map(({ domain, finding }) => [domain, finding]),
        [
          ['domain-1', 'Domain 1: maturing (3).'],
          ['domain-2', 'Domain 2 was skipped.'],
        ],
      );
      assert.deepEqual([mine.methods, mine.represented], [[], []]);
      assert.deepEqual(mine.comments['domain-1'], [{ comment: 'To myself', evidence: '' }]);
      const manager = await place.as('programme manager');
      for (const path of ['/results', '/rounds', '/collation-sheet.pdf', '/collation-sheet.xlsx', '/record.pdf']) {
        is(await manager.get(url(id, path)), 404);
        assert.equal((await facilitator.get(url(id, path))).statusCode, 200);
      }
    }
  });

  test('that of an organisation is its author’s until it is closed, and everybody’s from then on', async () => {
    const open = await kept('one organisation', 'open');
    assert.equal((await results(open.id, facilitator)).views.length, 2);
    const seen = await results(open.id);
    assert.deepEqual([seen.views, seen.comments], [[], {}]);
    const closed = await kept('one organisation', 'closed');
    assert.equal((await results(closed.id)).views.length, 2);
  });
});

describe('rounds', () => {
  test('the earlier one is offered, and put beside domain by domain, with what was counted then', async () => {
    const [now, then] = await demo();
    const { rounds } = is(await viewer.get(url(now.id, '/rounds')), 200);
    assert.deepEqual(rounds, [{ id: then.id, title: then.title, round: then.round, on: then.closedAt }]);
    const compared = is(await viewer.get(url(now.id, `/rounds/${then.id}`)), 200);
    assert.deepEqual([compared.then.id, compared.now.id], [then.id, now.id]);
    const [a, b] = [await results(then.id), await results(now.id)];
    assert.equal(compared.rows.length, 10);
    for (const row of compared.rows) {
      assert.equal(row.standing, 'same');
      for (const [side, of] of [
        [row.then, a],
        [row.now, b],
      ]) {
        const view = of.views.find(({ domain }) => domain === row.domain);
        assert.deepEqual(side.counts, view.counts);
        assert.deepEqual(side.middle, view.middle);
        assert.equal(side.consensus, of.consensus.find(({ domain }) => domain === row.domain)?.level ?? null);
      }
    }
    assert.doesNotMatch(JSON.stringify(compared), /average|mean|score/i);
  });

  test('one of another tool, of another scope, one that is open, a rehearsal or an unknown one is no round of this', async () => {
    const [now] = await demo();
    const tool = makeTool(2);
    const [one, other] = [
      await openWorkshop(place, { state: 'closed', tool }),
      await openWorkshop(place, { state: 'closed', tool: makeTool(2) }),
    ];
    const alike = async (more) => openWorkshop(place, { ...more, tool: { ...tool, version: (tool.version += 1) } });
    const open = await alike({ stage: null });
    const topic = await alike({ state: 'closed' });
    await place.pool.query(`update assessment set scope = 'one topic', topic = 'Falls' where id = $1`, [topic.id]);
    const rehearsal = await alike({ state: 'closed' });
    await place.pool.query('update workshop set rehearsal = true where assessment_id = $1', [rehearsal.id]);
    for (const id of [other.id, open.id, topic.id, rehearsal.id, now.id, NOWHERE, one.id])
      is(await viewer.get(url(one.id, `/rounds/${id}`)), 404);
    assert.deepEqual(is(await viewer.get(url(one.id, '/rounds')), 200).rounds, []);
    const second = await alike({ state: 'closed' });
    is(await viewer.get(url(second.id, `/rounds/${one.id}`)), 200);
    is(await viewer.get(url(second.id, '/rounds/not-an-id')), 400);
  });
});

describe('places beside each other', () => {
  const share = async (from, to) =>
    place.pool.query(
      `insert into sharing (place_id, with_place_id, chosen_at)
       select a.id, b.id, now() from place a, place b where a.slug = $1 and b.slug = $2`,
      [from, to],
    );

  test('stand there only where both have opened themselves to each other; counts and levels, and not a word more', async () => {
    await addPlace(place.pool, { slug: 'beside', name: 'Beside' });
    const tool = makeTool(1);
    const mine = await openWorkshop(place, { stage: 'plenary', tool, people: room(12, () => ({ 'domain-1': 3 })) });
    const theirs = await openWorkshop(place, {
      ...{ slug: 'beside', stage: 'plenary', tool, people: room(15, (n) => ({ 'domain-1': n < 8 ? 1 : 2 })) },
      title: 'Their workshop',
    });
    const runner = await member('beside', 'facilitator');
    await step(mine, [{ kind: 'reveal', domain: 'domain-1' }]);
    await step(theirs, [{ kind: 'reveal', domain: 'domain-1' }, { kind: 'close workshop' }], runner);
    const offered = async () => is(await viewer.get(url(mine.id, '/rounds')), 200);
    const beside = url(mine.id, '/beside/beside');
    const nothing = async () => {
      const { places, note } = await offered();
      assert.deepEqual(places, []);
      assert.ok(note.length > 0);
      is(await viewer.get(beside), 404);
    };
    await nothing();
    await share('harrowmere', 'beside');
    await nothing();
    await place.pool.query('delete from sharing');
    await share('beside', 'harrowmere');
    await nothing();
    await share('harrowmere', 'beside');
    const { places, note } = await offered();
    assert.deepEqual(
      places.map(({ place: slug, name, title }) => [slug, name, title]),
      [['beside', 'Beside', 'Their workshop']],
    );
    assert.equal(note, '');
    const answer = is(await viewer.get(beside), 200);
    assert.equal(answer.otherName, 'Beside');
    assert.deepEqual(answer.rows[0].then.counts.levels, [8, 7, 0, 0]);
    assert.deepEqual(answer.rows[0].now.counts.levels, [0, 0, 12, 0]);
    assert.doesNotMatch(JSON.stringify(answer), /Said by number|sector|organisation/);
    // Our rows are ours again after theirs were read.
    assert.equal((await results(mine.id)).views.length, 1);
    is(await viewer.get(url(mine.id, '/beside/elsewhere')), 404);
    is(await viewer.get(url(mine.id, '/beside/no-such-place')), 404);
    // A rehearsal of theirs is nothing to stand beside.
    await place.pool.query('update workshop set rehearsal = true where assessment_id = $1', [theirs.id]);
    await nothing();
  });
});

test('the collation sheet is an A4 landscape PDF with the counts of every domain', async () => {
  const [{ id }] = await demo();
  const { tool, views, assessment } = await results(id);
  const answer = await viewer.get(url(id, '/collation-sheet.pdf'));
  assert.equal(answer.headers['content-type'], 'application/pdf');
  const run = (program, args) =>
    execFileSync(program, args, { input: answer.rawPayload, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  const flat = (words) => words.replaceAll(/[\s\u00ad-]+/g, '');
  const text = flat(run('pdftotext', ['-layout', '-', '-']));
  assert.ok(text.includes(flat(assessment.title)));
  const info = run('pdfinfo', ['-']);
  assert.match(info, /Page size:\s+841\.\d+ x 595\.\d+ pts \(A4\)/);
  assert.match(info, /Tagged:\s+yes/);
  const raw = flat(run('pdftotext', ['-raw', '-', '-']));
  for (const { name } of tool.domains) assert.ok(raw.includes(flat(name)) || text.includes(flat(name)), name);
  assert.equal(views.length, 10);
});

test('remarks stay as they were shown, so that nobody’s going or coming back says whose is whose', async () => {
  const people = room(12, (at) => ({ 'domain-1': 1 + (at % 4) }));
  const workshop = await openWorkshop(place, { stage: 'plenary', tool: makeTool(1), people });
  await step(workshop, [{ kind: 'reveal', domain: 'domain-1' }]);
  const { comments } = await results(workshop.id);
  assert.equal(comments['domain-1'].length, 12);
  await step(workshop, [{ kind: 'remove participant', participant: 1 }]);
  assert.deepEqual((await results(workshop.id)).comments, comments);
  await step(workshop, [{ kind: 'reopen domain', domain: 'domain-1' }]);
  assert.deepEqual((await results(workshop.id)).comments, {});
  const said = { domain: 'domain-1', choice: 4, comment: 'Now I say 4', evidence: '', seq: 50 };
  assert.equal((await workshop.phones[1].put('/api/room/answers', { answers: [said] })).statusCode, 200);
  await step(workshop, [{ kind: 'reveal', domain: 'domain-1' }]);
  const again = await results(workshop.id);
  assert.deepEqual(again.comments, comments);
  assert.match(again.withheld.at(-1), /^Domain 1: 1 later answer is kept back/);
});

test('changing the room leaves what was revealed as it was', async () => {
  const people = room(12, () => ({ 'domain-1': 2 }));
  const workshop = await openWorkshop(place, { stage: 'plenary', tool: makeTool(1), people });
  await step(workshop, [{ kind: 'reveal', domain: 'domain-1' }]);
  const { views } = await results(workshop.id);
  await changeRoom(place, workshop, { shown: 'domain-1' });
  await addParticipant(place, workshop, { sector: 'civic', answers: { 'domain-1': 4 } });
  assert.deepEqual((await results(workshop.id)).views, views);
});
