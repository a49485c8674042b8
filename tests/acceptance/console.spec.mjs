// The facilitator's console: every step with its undo and its refusal, the log, and what is shown of a room whose answers move.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';
import { addParticipant, follow, makeTool, openWorkshop, phoneOf, stageOf } from './support/workshop.mjs';

const SECTORS = ['civic', 'health and care', 'voluntary and community'];
const [FIRST, SECOND, THIRD, FOURTH] = ['domain-1', 'domain-2', 'domain-3', 'domain-4'];
const MINUTE = 60_000;

let place;
let facilitator;
let other;
let viewer;

before(async () => {
  place = await openDemoPlace();
  await addPlace(place.pool, { slug: 'room', name: 'Room' });
  facilitator = await someone('facilitator', 'Fay Example');
  other = await someone('programme manager', 'Max Example');
  viewer = await someone('viewer', 'Vic Example');
});
after(() => place?.close());

describe('what the console shows', () => {
  test('who is where and how far people are, and never an answer', async () => {
    const room = await openRoom({ stage: null });
    await room.join(12, (n) => ({ [FIRST]: 1 + (n % 4), [SECOND]: n < 5 ? 'unknown' : undefined }));
    const console = await room.read();
    assert.equal(console.version, 1);
    assert.deepEqual(
      console.sectors,
      SECTORS.map((sector) => ({ sector, people: 4 })),
    );
    assert.equal(console.unseated.length, 12);
    assert.deepEqual(
      console.answered.map(({ people }) => people),
      // Five: told in steps of three.
      [12, 3, 0, 0],
    );
    assert.equal(console.whyNot['next stage'], 'The workshop has not started.');
    assert.equal(console.whyNot.rehearse, 'Somebody has joined already, so this is no rehearsal.');
    assert.equal(console.whyNot.start, undefined);
    assert.doesNotMatch(JSON.stringify(console), /"choice"|"counts"/);
  });

  test('it is for those who run assessments; the room is for every member; both are of this place', async () => {
    const room = await openRoom();
    for (const path of ['console', 'revealed']) {
      assert.equal((await viewer.get(`${room.url}/${path}`)).statusCode, 403);
      assert.equal((await stranger(place).get(`${room.url}/${path}`)).statusCode, 401);
    }
    const shown = await viewer.get(`${room.url}/room`);
    assert.equal(shown.statusCode, 200, shown.body);
    assert.equal(shown.json().tool.domains.length, 4);
    assert.equal(shown.json().prompts.length, 6);
    const nowhere = room.url.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    assert.equal((await facilitator.get(`${nowhere}/console`)).statusCode, 404);
    assert.equal((await facilitator.get(`${nowhere}/room`)).statusCode, 404);
    const record = await openWorkshop(place, { slug: 'room', kind: 'own record', tool: makeTool(4) });
    assert.equal((await facilitator.get(`/api/places/room/assessments/${record.id}/room`)).statusCode, 404);
  });

  test('a draft takes no step', async () => {
    const room = await openRoom({ state: 'draft', stage: null });
    await room.refuses({ kind: 'start' }, 'This workshop has not been opened yet. Open it first.');
    assert.equal((await room.read()).whyNot.start, 'This workshop has not been opened yet. Open it first.');
  });
});

describe('steps of the agenda', () => {
  test('start, next and back, extend, pause and resume: each is taken, refused when it makes no sense, and taken back', async () => {
    const room = await openRoom({ stage: null });
    await room.refuses({ kind: 'pause' }, 'The workshop has not started.');
    await room.takeAndUndo({ kind: 'start' }, ({ room: view }) => view.state, ['waiting', 'running']);
    await room.take({ kind: 'start' });
    await room.refuses({ kind: 'start' }, 'The workshop has already started.');
    await room.refuses({ kind: 'back a stage' }, 'This is the first stage.');
    await room.takeAndUndo({ kind: 'next stage' }, ({ room: view }) => view.stage, [0, 1]);
    await room.take({ kind: 'next stage' });
    await room.takeAndUndo({ kind: 'back a stage' }, ({ room: view }) => view.stage, [1, 0]);
    await room.takeAndUndo({ kind: 'extend time', seconds: 120 }, ({ room: view }) => view.timer.seconds, [600, 720]);
    assert.equal((await room.ask({ kind: 'extend time', seconds: 3601 })).statusCode, 400);
    await room.refuses({ kind: 'resume' }, 'The clock is running.');
    const paused = ({ room: view }) => view.timer.pausedAt !== null;
    await room.takeAndUndo({ kind: 'pause' }, paused, [false, true]);
    await room.take({ kind: 'pause' });
    await room.refuses({ kind: 'pause' }, 'The clock is already paused.');
    await room.takeAndUndo({ kind: 'resume' }, paused, [true, false]);
  });

  test('the log says each step and each undoing in words, by whom; only the last that stands can be taken back', async () => {
    const room = await openRoom({ stage: null });
    await room.take({ kind: 'start' });
    await room.take({ kind: 'next stage' });
    const answer = await room.askUndo(1);
    assert.equal(answer.statusCode, 409);
    assert.equal(answer.json().detail, 'Take back the steps after it first.');
    const { steps } = await room.undo(2);
    assert.deepEqual(
      steps.map(({ seq, by, words, undoes, undoneBy }) => [seq, by, words, undoes, undoneBy]),
      [
        [1, 'Fay Example', 'Started the workshop', null, null],
        [2, 'Fay Example', 'Went on to the next stage', null, 3],
        [3, 'Fay Example', 'Took back step 2', 2, null],
      ],
    );
    assert.deepEqual(
      steps.map(({ whyNotUndone }) => whyNotUndone),
      [null, 'This step is already undone.', 'An undoing is not taken back: take the step again instead.'],
    );
    assert.equal((await room.askUndo(2)).json().detail, 'This step is already undone.');
    assert.equal((await room.askUndo(3)).statusCode, 409);
    assert.equal((await room.askUndo(9)).statusCode, 404);
    assert.equal((await room.undo(1)).room.state, 'waiting');
  });

  test('another facilitator takes over where the first one stopped; with an old version they are shown what was done', async () => {
    const room = await openRoom({ stage: null });
    await room.take({ kind: 'start' });
    room.as = other;
    const late = await room.ask({ kind: 'next stage' }, 1);
    assert.equal(late.statusCode, 412);
    assert.equal(late.json().present.version, 2);
    assert.equal(late.json().present.room.state, 'running');
    await room.read();
    const { room: view, steps } = await room.take({ kind: 'next stage' });
    assert.equal(view.stage, 1);
    assert.deepEqual(
      steps.map(({ by }) => by),
      ['Fay Example', 'Max Example'],
    );
    assert.equal((await room.askUndo(2, 1)).statusCode, 412);
    assert.equal((await room.as.post(`${room.url}/steps`, { step: { kind: 'pause' } })).statusCode, 428);
  });

  test('of two who step at once one is taken and the other shown the room', async () => {
    const room = await openRoom();
    const answers = await Promise.all([facilitator, other].map((who) => room.askAs(who, { kind: 'next stage' })));
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 412]);
    assert.equal((await room.read()).steps.length, 1);
  });
});

describe('tables', () => {
  test('a draw mixes sectors, can be redrawn with the same end, hand-changed and taken back', async () => {
    const room = await openRoom();
    await room.refuses({ kind: 'draw tables', tables: 2, seed: 7 }, 'Nobody has joined yet.');
    await room.join(12, () => ({}));
    await room.refuses({ kind: 'move person', participant: 1, table: 1 }, 'Tables have not been drawn yet.');
    await room.refuses({ kind: 'draw tables', tables: 7, seed: 7 }, /12 people at 7 tables/);
    const drawn = await room.take({ kind: 'draw tables', tables: 2, seed: 7 });
    assert.deepEqual(
      drawn.tables.map(({ people }) => people.length),
      [6, 6],
    );
    for (const { people } of drawn.tables)
      for (const sector of SECTORS) assert.equal(people.filter((one) => one.sector === sector).length, 2);
    assert.match(drawn.room.draw.join(' '), /12 people at 2 tables/);
    const [moved] = drawn.tables[0].people;
    await room.takeAndUndo(
      { kind: 'move person', participant: moved.number, table: 2 },
      ({ tables }) => tables.map(({ people }) => people.length),
      [
        [6, 6],
        [5, 7],
      ],
    );
    await room.refuses(
      { kind: 'move person', participant: moved.number, table: 3 },
      'There is no table 3: there are 2.',
    );
    await room.refuses({ kind: 'move person', participant: 99, table: 1 }, /no participant 99/);
    await room.take({ kind: 'draw tables', tables: 4, seed: 8 });
    const again = await room.take({ kind: 'draw tables', tables: 2, seed: 7 });
    assert.deepEqual(again.tables, drawn.tables);
    const before = await room.undo(again.steps.at(-1).seq);
    assert.equal(before.tables.length, 4);
    await room.undo(before.steps.findLast(({ undoneBy, undoes }) => undoneBy === null && undoes === null).seq);
    const { steps, unseated } = await room.undo(1);
    assert.equal(unseated.length, 12);
    assert.match(steps[0].words, /Drew 2 tables from the number 7/);
  });

  test('the device of a table is given up by who moves away, and is theirs again when that is taken back', async () => {
    const room = await openRoom({ stage: 'tables', people: Array.from({ length: 8 }, () => ({})) });
    await room.take({ kind: 'draw tables', tables: 2, seed: 3 });
    const { table } = (await room.phones[0].get('/api/room/me')).json();
    assert.equal((await room.phones[0].post('/api/room/table', { takeOver: false })).statusCode, 200);
    const device = ({ tables }) => tables.find((one) => one.table === table).device;
    const whose = ({ tables }) => tables.map(({ deviceNumber }) => deviceNumber);
    assert.deepEqual(whose(await room.read()), table === 1 ? [1, null] : [null, 1]);
    const step = { kind: 'move person', participant: 1, table: 3 - table };
    await room.takeAndUndo(step, device, [true, false]);
    await room.takeAndUndo({ kind: 'draw tables', tables: 1, seed: 3 }, ({ tables }) => tables.length, [2, 1]);
    assert.equal(device(await room.read()), true);
  });

  test('whoever came after the draw writes for a table that has begun once a facilitator has seated them', async () => {
    const room = await openRoom({ stage: 'tables', people: Array.from({ length: 4 }, () => ({})) });
    const { tables } = await room.take({ kind: 'draw tables', tables: 1, seed: 3 });
    assert.deepEqual(
      tables.map(({ people }) => people.length),
      [4],
    );
    assert.equal((await room.phones[0].post('/api/room/table', { takeOver: false })).statusCode, 200);
    const late = phoneOf(place.api);
    assert.equal((await late.join(room.code)).statusCode, 200);
    assert.equal((await late.post('/api/room/table', { takeOver: true })).statusCode, 409);
    for (const table of [null, 1]) await room.take({ kind: 'move person', participant: 5, table });
    assert.equal((await late.post('/api/room/table', { takeOver: true })).statusCode, 200);
    assert.equal((await room.read()).tables[0].deviceNumber, 5);
  });

  test('without a seed chance draws, and the log keeps the number', async () => {
    const room = await openRoom();
    await room.join(6, () => ({}));
    const { steps } = await room.take({ kind: 'draw tables', tables: 1, seed: null });
    assert.match(steps[0].words, /^Drew 1 table from the number \d+$/);
  });

  test('once a table has handed in, neither a new draw nor the undoing of the last gives its level to others', async () => {
    const room = await openRoom({ stage: 'tables' });
    await room.join(12, () => ({}));
    await room.take({ kind: 'draw tables', tables: 2, seed: 7 });
    const sheet = { table: 1, scores: [{ domain: FIRST, level: 2, reasons: 'So we think' }], replace: false };
    assert.equal((await room.post('table-sheets', sheet)).statusCode, 201);
    const words = 'A table has already handed in its level. Move single people instead';
    await room.refuses({ kind: 'draw tables', tables: 3, seed: 7 }, new RegExp(words));
    assert.match((await room.askUndo(1)).json().detail, new RegExp(words));
  });

  test('a table without anyone is shown as one, and an empty place is nobody’s', async () => {
    const room = await openRoom();
    await room.join(4, () => ({}));
    await room.take({ kind: 'draw tables', tables: 2, seed: 7 });
    let console = await room.read();
    for (const { number } of console.tables[1].people)
      console = await room.take({ kind: 'move person', participant: number, table: 1 });
    assert.deepEqual(
      console.tables.map(({ people }) => people.length),
      [4, 0],
    );
    console = await room.take({ kind: 'move person', participant: 1, table: null });
    assert.deepEqual(
      console.unseated.map(({ number }) => number),
      [1],
    );
    await room.goTo('break');
    assert.equal((await room.ask({ kind: 'reveal all' })).statusCode, 200);
  });
});

describe('revealing', () => {
  test('a domain is shown from the break on, hidden, shown and reopened; each is refused twice and taken back', async () => {
    const room = await openRoom();
    await room.join(12, (n) => ({ [FIRST]: n < 8 ? 2 : 3 }));
    await room.refuses({ kind: 'reveal', domain: FIRST }, /from the break on/);
    await room.goTo('break');
    await room.refuses({ kind: 'reveal', domain: 'no-such-domain' }, 'This tool has no such domain.');
    const shown = ({ room: view }) => view.revealed.map(({ domain }) => domain);
    await room.takeAndUndo({ kind: 'reveal', domain: FIRST }, shown, [[], [FIRST]]);
    assert.equal((await room.revealed()).views.length, 0);
    await room.take({ kind: 'reveal', domain: FIRST });
    const { views, named } = await room.revealed();
    assert.deepEqual(views[0].counts, { levels: [0, 8, 4, 0], unknown: 0, skip: 0 });
    assert.deepEqual(views[0].middle, [2, 2]);
    assert.equal(named, null);
    await room.refuses({ kind: 'reveal', domain: FIRST }, /already shown/);
    await room.takeAndUndo({ kind: 'hide', domain: FIRST }, shown, [[FIRST], []]);
    await room.refuses({ kind: 'hide', domain: SECOND }, /not shown/);
    await room.takeAndUndo({ kind: 'hide all' }, shown, [[FIRST], []]);
    await room.takeAndUndo({ kind: 'reveal all' }, shown, [[FIRST], [FIRST, SECOND, THIRD, FOURTH]]);
    const closed = (console) => console.closed;
    await room.takeAndUndo({ kind: 'reopen domain', domain: FIRST }, closed, [[FIRST], []]);
    await room.refuses({ kind: 'reopen domain', domain: SECOND }, 'This domain takes answers already.');
    await room.takeAndUndo({ kind: 'close domain', domain: SECOND }, closed, [[FIRST], [FIRST, SECOND]]);
    await room.refuses({ kind: 'close domain', domain: FIRST }, 'This domain takes no answers already.');
  });

  test('a domain that nobody scored says so, and gives away nothing of the few who answered', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(4, () => ({ [SECOND]: 3 }));
    await room.take({ kind: 'reveal all' });
    const { views } = await room.revealed();
    for (const view of views.slice(0, 2)) {
      assert.equal(view.counts, null);
      assert.equal(view.answered, 0);
      assert.match(view.withheld, /Fewer than five people have answered Domain [12]/);
      assert.deepEqual(view.splits, []);
    }
  });

  test('the projector shows the domain that the room talks about', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(8, () => ({ [FIRST]: 2 }));
    const domain = ({ room: view }) => view.domain;
    await room.takeAndUndo({ kind: 'show domain', domain: FIRST }, domain, [null, FIRST]);
    const { room: hidden } = await room.take({ kind: 'show domain', domain: FIRST });
    assert.equal(hidden.shown, null);
    await room.refuses({ kind: 'show domain', domain: FIRST }, 'The screens already show this.');
    const { room: shown } = await room.take({ kind: 'reveal', domain: FIRST });
    assert.deepEqual(shown.shown.counts.levels, [0, 8, 0, 0]);
  });

  test('names stand beside answers where names were agreed on, and nowhere else', async () => {
    const room = await openRoom({ stage: 'break', identities: 'named' });
    await room.join(6, (n) => ({ [FIRST]: n < 5 ? 2 : 'unknown' }), { name: (n) => `Person ${n + 1}` });
    await room.take({ kind: 'reveal', domain: FIRST });
    const { named } = await room.revealed();
    assert.deepEqual(Object.keys(named), [FIRST]);
    assert.equal(named[FIRST].length, 6);
    assert.deepEqual(named[FIRST][5], { name: 'Person 6', sector: 'voluntary and community', choice: 'unknown' });
    // Nor beside one of which nothing is shown.
    await room.join(3, () => ({ [SECOND]: 2 }), { name: (n) => `Late ${n + 1}` });
    await room.take({ kind: 'reveal', domain: SECOND });
    assert.deepEqual(Object.keys((await room.revealed()).named), [FIRST]);
    // The projector shows no names.
    assert.doesNotMatch((await room.as.get(`${room.url}/room`)).body, /Person \d/);
  });
});

describe('people who come late, go, or write on paper', () => {
  test('a removed participant counts no more and is put back; what was shown before stays as it is', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(12, (n) => ({ [FIRST]: n < 8 ? 2 : 3, [SECOND]: n < 8 ? 2 : 3 }));
    const removed = (console) => console.removed;
    await room.refuses({ kind: 'put back participant', participant: 3 }, 'Participant 3 was not removed.');
    await room.takeAndUndo({ kind: 'remove participant', participant: 3 }, removed, [[], [3]]);
    await room.take({ kind: 'reveal', domain: FIRST });
    const first = await room.view(FIRST);
    const { steps } = await room.take({ kind: 'remove participant', participant: 12 });
    assert.match(steps.at(-1).words, /^Removed participant 12; what was shown before stays as it is$/);
    await room.refuses({ kind: 'remove participant', participant: 12 }, 'Participant 12 was removed already.');
    assert.deepEqual(await room.view(FIRST), first);
    await room.take({ kind: 'reveal', domain: SECOND });
    assert.deepEqual((await room.view(SECOND)).counts.levels, [0, 8, 3, 0]);
    await room.takeAndUndo({ kind: 'put back participant', participant: 12 }, removed, [[12], []]);
    await room.take({ kind: 'put back participant', participant: 12 });
    assert.deepEqual(await room.view(FIRST), first);
    assert.equal((await room.view(SECOND)).heldBack, 1);
  });

  test('made-up sheets and a removal, or removals in patterns, do not tell what anybody answered', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(14, (n) => ({ [FIRST]: 1 + (n % 4) }));
    await room.take({ kind: 'reveal', domain: FIRST });
    const first = await room.view(FIRST);
    const again = async () => {
      await room.take({ kind: 'hide', domain: FIRST });
      await room.take({ kind: 'reveal', domain: FIRST });
      return room.view(FIRST);
    };
    // Fano's plane: three of seven at a time, any two sets sharing one.
    for (const pattern of [
      [1, 2, 3],
      [1, 4, 5],
      [1, 6, 7],
      [2, 3, 4, 5, 6, 7],
    ]) {
      for (const participant of pattern) await room.take({ kind: 'remove participant', participant });
      assert.deepEqual(await again(), first);
      for (const participant of pattern) await room.take({ kind: 'put back participant', participant });
    }
    for (let sheet = 0; sheet < 6; sheet += 1) {
      const made = await room.paper({ sector: 'civic', answers: { [FIRST]: 'skip' }, another: true });
      assert.equal(made.statusCode, 201, made.body);
    }
    await room.read();
    await room.take({ kind: 'remove participant', participant: 1 });
    assert.deepEqual(await again(), { ...first, heldBack: 6 });
  });

  test('R28: of a room polled after every single answer views differ by five people who came since, or not at all', async () => {
    const room = await openRoom({ stage: 'break' });
    const ids = await room.join(18, (n) => ({ [FIRST]: 1 + (n % 3) }));
    await room.take({ kind: 'reveal', domain: FIRST });
    const polled = [await room.view(FIRST)];
    let seed = 28;
    const chance = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let late = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      const deed = chance(4);
      if (deed === 0 && chance(3) > 0) {
        const choice = 1 + chance(4);
        await room.join(1, () => ({ [FIRST]: choice }));
        late += 1;
      } else if (deed === 0) {
        const answer = await room.paper({
          sector: SECTORS[chance(3)],
          answers: { [FIRST]: 1 + chance(4) },
          another: true,
        });
        assert.equal(answer.statusCode, 201, answer.body);
        late += 1;
      } else if (deed === 1) {
        const number = 1 + chance(18 + late);
        const { removed } = await room.read();
        const kind = removed.includes(number) ? 'put back participant' : 'remove participant';
        await room.take({ kind, participant: number });
      } else if (deed === 2) {
        // Hidden and shown again, with one answer changed in between.
        await room.take({ kind: 'reopen domain', domain: FIRST });
        await room.change(ids[chance(18)], { [FIRST]: 1 + chance(4) });
        await room.take({ kind: 'reveal', domain: FIRST });
      } else {
        await room.take({ kind: 'hide', domain: FIRST });
        await room.take({ kind: 'reveal', domain: FIRST });
      }
      polled.push(await room.view(FIRST));
    }
    const views = polled.filter((view, index) => view.seq !== polled[index - 1]?.seq);
    assert.ok(views.length >= 3, `only ${views.length} views`);
    assert.ok(polled.some(({ heldBack }) => heldBack > 0));
    // In between nothing moves but how many answers wait.
    for (const view of polled)
      assert.deepEqual({ ...view, heldBack: 0 }, { ...views.find(({ seq }) => seq === view.seq), heldBack: 0 });
    assert.ok(views.every(({ splits }) => isDeepStrictEqual(splits[0].groups, views[0].splits[0].groups)));
    // From the answers that the server keeps: nobody leaves or says otherwise, and enough people on phones come at once.
    const { rows } = await place.pool.query('select answers from shown_view where assessment_id = $1 and domain = $2', [
      room.id,
      FIRST,
    ]);
    const kept = rows[0].answers;
    assert.equal(kept.length, views.at(-1).seq);
    const { rows: phones } = await place.pool.query(
      `select id from participant where assessment_id = $1 and kind = 'phone'`,
      [room.id],
    );
    for (const [index, later] of kept.slice(1).entries()) {
      const earlier = kept[index];
      for (const [id, one] of Object.entries(earlier.behind)) assert.deepEqual(later.behind[id], one);
      const came = phones.filter(({ id }) => later.behind[id] && !earlier.behind[id]);
      assert.ok(came.length >= 5, `${came.length} people`);
      assert.ok(new Set(came.map(({ id }) => later.behind[id].choice)).size > 1);
    }
  });

  test('a paper sheet counts as a person; the same again has to be said to be another', async () => {
    const room = await openRoom({ stage: 'scoring' });
    const sheet = { sector: 'civic', answers: { [FIRST]: 2, [SECOND]: 'skip' } };
    const first = await room.paper(sheet);
    assert.equal(first.statusCode, 201, first.body);
    assert.deepEqual(first.json(), { number: 1 });
    const again = await room.paper(sheet);
    assert.equal(again.statusCode, 409);
    assert.match(again.json().detail, /Sheet 1 has the same sector, table and answers/);
    assert.equal((await room.paper({ ...sheet, another: true })).json().number, 2);
    assert.equal((await room.paper({ ...sheet, sector: null })).json().number, 3);
    const console = await room.read();
    assert.equal(console.paperSheets, 3);
    assert.deepEqual(console.answered[0], { domain: FIRST, people: 3, tables: 0 });
    await room.take({ kind: 'remove participant', participant: 2 });
    assert.equal((await room.read()).paperSheets, 2);
  });

  test('a paper sheet is refused for what it cannot be', async () => {
    const room = await openRoom({ stage: 'scoring' });
    const fields = async (sheet) => {
      const answer = await room.paper(sheet);
      assert.equal(answer.statusCode, 400, answer.body);
      return answer.json().fields.map(({ path }) => path);
    };
    assert.deepEqual(await fields({ answers: { 'no-such-domain': 2 } }), ['answers.0.domain']);
    assert.deepEqual(await fields({ answers: { [FIRST]: 5 } }), ['answers.0.choice']);
    assert.deepEqual(await fields({ answers: {} }), ['answers']);
    assert.deepEqual(await fields({ name: 'Ann Example', answers: { [FIRST]: 2 } }), ['name']);
    const twice = { domain: FIRST, choice: 2 };
    const body = { sector: null, organisation: null, name: null, table: null, answers: [twice, twice], another: false };
    assert.equal((await room.post('paper-sheets', body)).statusCode, 400);
    await room.join(4, () => ({}));
    await room.take({ kind: 'draw tables', tables: 2, seed: 1 });
    assert.deepEqual(await fields({ table: 3, answers: { [FIRST]: 2 } }), ['table']);
    const waiting = await openRoom({ stage: null });
    assert.equal((await waiting.paper({ answers: { [FIRST]: 2 } })).statusCode, 409);
  });

  test('where names were agreed on, a sheet of somebody who has joined is warned of', async () => {
    const room = await openRoom({ identities: 'named' });
    await room.join(1, () => ({ [FIRST]: 2 }), { name: () => 'Ann Example' });
    const sheet = { name: 'ann example', answers: { [SECOND]: 3 } };
    assert.match((await room.paper(sheet)).json().detail, /Participant 1 has this name/);
    assert.equal((await room.paper({ ...sheet, another: true })).statusCode, 201);
    assert.equal((await room.paper({ answers: { [SECOND]: 3 } })).statusCode, 400);
  });

  test('the sheet of a table takes the place of what it handed in only when that is said', async () => {
    const room = await openRoom({ stage: 'tables' });
    const sheet = (level, replace) => ({ table: 2, scores: [{ domain: FIRST, level, reasons: 'Why' }], replace });
    assert.deepEqual((await room.post('table-sheets', sheet(2, false))).json(), { scores: 1 });
    const again = await room.post('table-sheets', sheet(3, false));
    assert.equal(again.statusCode, 409);
    assert.match(again.json().detail, /Table 2 has handed in Domain 1 already/);
    assert.equal((await room.post('table-sheets', sheet(3, true))).statusCode, 201);
    await room.goTo('break');
    await room.take({ kind: 'reveal', domain: FIRST });
    const { tables } = await room.revealed();
    assert.deepEqual(tables[FIRST], [{ table: 2, level: 3, reasons: 'Why', kind: 'paper' }]);
    const wrong = { table: 1, scores: [{ domain: 'no-such-domain', level: 1, reasons: '' }], replace: false };
    assert.equal((await room.post('table-sheets', wrong)).statusCode, 400);
  });
});

describe('what the room agrees', () => {
  const words = { level: 3, reached: true, reason: 'Heard both sides', prompts: { 'how-far-we-agree': 'Quite far' } };

  test('is typed from the plenary on, has a version of its own, and later answers never change it', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(8, () => ({ [FIRST]: 1 }));
    const early = await room.consensus(FIRST, words, 0);
    assert.equal(early.statusCode, 409);
    assert.match(early.json().detail, /from the plenary on/);
    await room.goTo('plenary');
    const typed = await room.consensus(FIRST, words, 0);
    assert.equal(typed.statusCode, 200, typed.body);
    assert.deepEqual(typed.json(), { domain: FIRST, ...words, version: 1 });
    const late = await room.consensus(FIRST, { ...words, level: 2 }, 0);
    assert.equal(late.statusCode, 412);
    assert.deepEqual(late.json().present, typed.json());
    await room.take({ kind: 'reveal', domain: FIRST });
    for (let n = 0; n < 4; n += 1) await room.paper({ answers: { [FIRST]: 4 }, another: true });
    const { room: view } = await room.read();
    assert.deepEqual(view.consensus, [typed.json()]);
  });

  test('is on the log, and taken back to what stood', async () => {
    const room = await openRoom({ stage: 'plenary' });
    await room.consensus(FIRST, words, 0);
    await room.consensus(FIRST, { level: null, reached: false, reason: 'Not today', prompts: {} }, 1);
    const { steps } = await room.read();
    assert.deepEqual(
      steps.map((step) => step.words),
      ['Recorded level 3 for Domain 1', 'Recorded no level for Domain 1'],
    );
    assert.deepEqual((await room.undo(2)).room.consensus, [{ domain: FIRST, ...words, version: 3 }]);
    const { consensus } = (await room.undo(1)).room;
    assert.deepEqual(consensus, [{ domain: FIRST, level: null, reached: null, reason: '', prompts: {}, version: 4 }]);
  });

  test('is refused when it contradicts itself, or is of nothing', async () => {
    const room = await openRoom({ stage: 'plenary' });
    const status = async (body, domain = FIRST) => (await room.consensus(domain, { ...words, ...body }, 0)).statusCode;
    assert.equal(await status({ level: 3, reached: false }), 400);
    assert.equal(await status({ level: null, reached: true }), 400);
    assert.equal(await status({ level: 5 }), 400);
    assert.equal(await status({ prompts: { 'no-such-prompt': 'x' } }), 400);
    assert.equal(await status({}, 'no-such-domain'), 404);
  });

  test('priorities are proposed for the whole room and taken off with their votes', async () => {
    const room = await openRoom({ stage: 'priorities' });
    const [voter] = await room.join(1, () => ({}));
    const proposed = await room.post('priorities', { domain: FIRST, text: 'One door for everybody' });
    assert.equal(proposed.statusCode, 201, proposed.body);
    const { id, ...priority } = proposed.json();
    assert.deepEqual(priority, { domain: FIRST, text: 'One door for everybody', table: null, votes: null });
    await place.pool.query(
      'insert into priority_vote (place_id, assessment_id, priority_id, participant_id) values ($1, $2, $3, $4)',
      [room.placeId, room.id, id, voter],
    );
    assert.equal((await room.as.delete(`${room.url}/priorities/${id}`)).statusCode, 204);
    assert.equal((await room.as.delete(`${room.url}/priorities/${id}`)).statusCode, 404);
    assert.deepEqual((await room.read()).room.priorities, []);
    const votes = await place.pool.query('select 1 from priority_vote where priority_id = $1', [id]);
    assert.equal(votes.rowCount, 0);
    assert.equal((await room.post('priorities', { domain: 'no-such-domain', text: 'x' })).statusCode, 400);
  });
});

describe('the vote', () => {
  test('what it came to is kept when it ends: neither a removal nor the way back to it changes what was shown', async () => {
    const room = await openRoom({ stage: 'priorities', people: [{}, {}, {}] });
    const [one, two, three] = room.phones;
    const text = (n) => `Proposal ${n}`;
    const ids = [];
    for (const n of [1, 2]) ids.push((await room.post('priorities', { domain: null, text: text(n) })).json().id);
    const vote = (phone, ...priorities) => phone.put('/api/room/votes', { priorities });
    // Nobody has voted: what is left by mistake is gone back to.
    const totals = async () =>
      Object.fromEntries((await room.read()).room.priorities.map(({ id, votes }) => [id, votes]));
    await room.take({ kind: 'next stage' });
    assert.deepEqual(await totals(), { [ids[0]]: 0, [ids[1]]: 0 });
    await room.take({ kind: 'back a stage' });
    for (const [phone, ...votes] of [
      [one, ids[0]],
      [two, ids[0], ids[1]],
      [three, ids[1]],
    ])
      assert.equal((await vote(phone, ...votes)).statusCode, 200);
    // While they vote, whoever is removed does not count.
    await room.take({ kind: 'remove participant', participant: 3 });
    assert.deepEqual(await totals(), { [ids[0]]: null, [ids[1]]: null });
    await room.take({ kind: 'next stage' });
    const shown = { [ids[0]]: 2, [ids[1]]: 1 };
    assert.deepEqual(await totals(), shown);
    for (const step of [
      { kind: 'remove participant', participant: 1 },
      { kind: 'put back participant', participant: 1 },
      { kind: 'put back participant', participant: 3 },
      { kind: 'back a stage' },
    ]) {
      await room.take(step);
      assert.deepEqual(await totals(), shown, step.kind);
    }
    const late = await vote(one, ids[1]);
    assert.equal(late.statusCode, 409);
    assert.match(late.json().detail, /counted and shown/);
    assert.equal((await room.read()).room.may.vote, false);
    await room.take({ kind: 'next stage' });
    await room.take({ kind: 'close workshop' });
    assert.deepEqual(await totals(), shown);
  });

  test('it is kept also when the workshop is closed out of the vote, and stays so when it is opened again', async () => {
    const room = await openRoom({ stage: 'priorities', people: [{}] });
    const { id } = (await room.post('priorities', { domain: null, text: 'One door' })).json();
    assert.equal((await room.phones[0].put('/api/room/votes', { priorities: [id] })).statusCode, 200);
    const { steps } = await room.take({ kind: 'close workshop' });
    await room.undo(steps.at(-1).seq);
    const { room: view } = await room.read();
    assert.deepEqual([view.priorities[0].votes, view.may.vote], [1, false]);
  });
});

describe('phones and the console together', () => {
  test('a phone answers until the reveal, and again when the domain is reopened; what was shown of it stays, and five who come are added', async () => {
    const room = await openRoom({ stage: 'break' });
    const phones = Array.from({ length: 7 }, () => phoneOf(place.api));
    for (const phone of phones) assert.equal((await phone.join(room.code, { sector: 'civic' })).statusCode, 200);
    for (const phone of phones) assert.equal((await phone.answer({ [FIRST]: 2, [SECOND]: 2 })).statusCode, 200);
    await room.read();
    await room.take({ kind: 'reveal', domain: FIRST });
    const late = await phones[0].answer({ [FIRST]: 4, [SECOND]: 4 });
    assert.deepEqual(late.json().closed, [FIRST]);
    const seen = async () => (await phones[1].get('/api/room/views')).json().views;
    const [first] = await seen();
    assert.deepEqual(first.counts.levels, [0, 7, 0, 0]);
    await room.take({ kind: 'reopen domain', domain: FIRST });
    assert.deepEqual(await seen(), []);
    assert.equal((await phones[0].answer({ [FIRST]: 4 })).json().kept.length, 1);
    await room.take({ kind: 'reveal', domain: FIRST });
    assert.deepEqual(await seen(), [{ ...first, heldBack: 1 }]);
    await room.take({ kind: 'reopen domain', domain: FIRST });
    for (const choice of [1, 3, 3, 4, 'skip']) {
      const phone = phoneOf(place.api);
      assert.equal((await phone.join(room.code, { sector: 'civic' })).statusCode, 200);
      assert.equal((await phone.answer({ [FIRST]: choice })).statusCode, 200);
    }
    await room.take({ kind: 'reveal', domain: FIRST });
    const [second] = await seen();
    assert.deepEqual([second.seq, second.heldBack, second.people], [2, 1, 12]);
    assert.deepEqual(second.counts, { levels: [1, 7, 2, 1], unknown: 0, skip: 1 });
  });

  test('answers that are sent while the domain is revealed are in its view or refused, each of them', async () => {
    const people = Array.from({ length: 30 }, () => ({ answers: { [FIRST]: 1 } }));
    const room = await openRoom({ stage: 'break', people });
    const sent = room.phones.map((phone) => phone.answer({ [FIRST]: 4 }));
    const [revealed, ...answers] = await Promise.all([room.ask({ kind: 'reveal', domain: FIRST }), ...sent]);
    assert.equal(revealed.statusCode, 200, revealed.body);
    const kept = answers.filter((answer) => answer.json().kept?.length === 1).length;
    const { counts } = await room.view(FIRST);
    assert.deepEqual(counts.levels, [30 - kept, 0, 0, kept]);
  });

  test('nobody joins a closed workshop, nor after its undoing: only who was in it comes back, by the new code', async () => {
    const room = await openRoom({ stage: 'break', people: [{}] });
    const { steps } = await room.take({ kind: 'close workshop' });
    assert.equal((await phoneOf(place.api).join(room.code)).statusCode, 404);
    const { code } = (await room.undo(steps.at(-1).seq)).room;
    assert.equal((await phoneOf(place.api).join(room.code)).statusCode, 404);
    const late = await phoneOf(place.api).join(code);
    assert.equal(late.statusCode, 409);
    assert.match(late.json().detail, /nobody new joins/);
    assert.equal((await room.phones[0].join(code)).statusCode, 200);
  });

  test('paper and phones are numbered in one row, whoever comes at once', async () => {
    const room = await openRoom();
    const sheets = Array.from({ length: 5 }, () => room.paper({ answers: { [FIRST]: 2 }, another: true }));
    const joined = Array.from({ length: 5 }, () => phoneOf(place.api).join(room.code));
    const answers = await Promise.all([...sheets, ...joined]);
    const numbers = answers.map((answer) => answer.json().number).sort((a, b) => a - b);
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('closing', () => {
  test('freezes the scores, takes the code away and makes every domain a result; for 15 minutes it can be taken back', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(10, (n) => ({ [FIRST]: 2, [SECOND]: n < 6 ? 3 : 1 }));
    await room.take({ kind: 'reveal', domain: FIRST });
    const { room: closed, steps } = await room.take({ kind: 'close workshop' });
    assert.equal(closed.state, 'closed');
    assert.equal(closed.code, null);
    assert.match(steps.at(-1).words, /what was not revealed is in its results now/);
    const { views } = await room.revealed();
    assert.deepEqual(views[1].counts.levels, [4, 0, 6, 0]);
    const { rows } = await place.pool.query('select state, closed_at, join_code from assessment where id = $1', [
      room.id,
    ]);
    assert.deepEqual(rows[0], { state: 'closed', closed_at: place.clock.now, join_code: null });
    await room.refuses({ kind: 'reveal all' }, 'The workshop is closed.');
    assert.equal((await room.paper({ answers: { [FIRST]: 2 } })).statusCode, 409);
    assert.equal((await room.post('priorities', { domain: null, text: 'Too late' })).statusCode, 409);

    const opened = await room.undo(steps.at(-1).seq);
    assert.equal(opened.room.state, 'running');
    assert.notEqual(opened.room.code, room.code);
    assert.ok(opened.room.code);
    assert.deepEqual(
      opened.room.revealed.map(({ domain }) => domain),
      [FIRST],
    );
    assert.equal((await room.revealed()).views.length, 1);
    const frozen = 'The scores were frozen when the workshop was closed.';
    await room.refuses({ kind: 'reopen domain', domain: FIRST }, frozen);
    await room.refuses({ kind: 'remove participant', participant: 1 }, frozen);
    assert.equal((await room.paper({ answers: { [THIRD]: 2 } })).json().detail, frozen);
  });

  test('is final after 15 minutes', async () => {
    const room = await openRoom({ stage: 'break' });
    const { steps } = await room.take({ kind: 'close workshop' });
    const now = place.clock.now;
    try {
      place.clock.now = new Date(now.getTime() + 15 * MINUTE + 1);
      assert.match((await room.askUndo(steps.at(-1).seq)).json().detail, /more than 15 minutes ago/);
      assert.match((await room.read()).steps.at(-1).whyNotUndone, /more than 15 minutes ago/);
    } finally {
      place.clock.now = now;
    }
  });
});

describe('a rehearsal', () => {
  test('fills an empty workshop with simulated people, whose tables hand in when it is their turn', async () => {
    const room = await openRoom({ stage: null });
    const answer = await room.post('rehearse', { people: 30 });
    assert.equal(answer.statusCode, 200, answer.body);
    const console = answer.json();
    assert.equal(console.room.rehearsal, true);
    assert.equal(console.room.people, 30);
    assert.equal(console.tables.length, 5);
    assert.ok(console.tables.every(({ people, scored }) => people.length === 6 && scored === 0));
    assert.ok(console.answered.every(({ people }) => people > 20));
    assert.equal((await room.post('rehearse', { people: 30 })).statusCode, 409);
    await room.goTo('tables');
    assert.ok((await room.read()).tables.every(({ scored }) => scored === 4));
    await room.goTo('break');
    await room.take({ kind: 'reveal all' });
    const { views } = await room.revealed();
    assert.ok(views.every(({ answered }) => answered >= 15));
    // For ever.
    const { rehearsal } = (await room.take({ kind: 'close workshop' })).room;
    assert.equal(rehearsal, true);
  });

  test('is refused where somebody is, in a draft, and for a crowd', async () => {
    const room = await openRoom();
    assert.equal((await room.post('rehearse', { people: 151 })).statusCode, 400);
    await room.join(1, () => ({}));
    const answer = await room.post('rehearse', { people: 30 });
    assert.equal(answer.statusCode, 409);
    assert.equal(answer.json().detail, 'Somebody has joined already, so this is no rehearsal.');
    const draft = await openRoom({ state: 'draft', stage: null });
    assert.equal((await draft.post('rehearse', { people: 30 })).statusCode, 409);
  });
});

describe('the projector', () => {
  test('is sent what moves, shows no answer before its domain is revealed, and ends with the session', async () => {
    const room = await openRoom({ stage: 'break' });
    await room.join(8, () => ({ [FIRST]: 3 }));
    const guest = await someone('board member', 'Gil Example');
    const address = place.api.server.listening
      ? base(place.api)
      : await place.api.listen({ port: 0, host: '127.0.0.1' });
    const cookie = `turnstone=${guest.token()}`;
    const stream = await follow(`${address}${room.url}/live`, { cookie });
    try {
      assert.equal(stream.status, 200);
      assert.match(stream.headers.get('content-type'), /^text\/event-stream/);
      const first = await stream.next(() => true, 0);
      assert.equal(first.shown, null);
      await room.read();
      await room.take({ kind: 'show domain', domain: FIRST });
      assert.equal((await stream.next(({ domain }) => domain === FIRST)).shown, null);
      assert.doesNotMatch(stream.text(), /"counts"/);
      await room.take({ kind: 'reveal', domain: FIRST });
      const { shown } = await stream.next((view) => view.shown !== null);
      assert.deepEqual(shown.counts.levels, [0, 0, 8, 0]);
      const since = Date.now();
      await place.pool.query('delete from session where id = $1', [guest.sessionId]);
      await stream.ended;
      assert.ok(Date.now() - since < 6_000);
      assert.equal((await fetch(`${address}${room.url}/live`, { headers: { cookie } })).status, 401);
    } finally {
      stream.stop();
    }
  });

  test('is refused to strangers, to other places, and where there is no room', async () => {
    const room = await openRoom();
    assert.equal((await stranger(place).get(`${room.url}/live`)).statusCode, 401);
    assert.equal((await (await place.as('facilitator')).get(`${room.url}/live`)).statusCode, 404);
    const nowhere = room.url.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    assert.equal((await facilitator.get(`${nowhere}/live`)).statusCode, 404);
  });
});

describe('on record', () => {
  test('every deed leaves one entry and every refusal none, without an answer in any', async () => {
    const room = await openRoom({ stage: 'plenary' });
    await room.join(8, () => ({ [FIRST]: 4 }));
    const entries = async () =>
      (
        await place.pool.query(`select action, before, after from audit_entry where subject like $1 order by seq`, [
          `%${room.id}%`,
        ])
      ).rows;
    const deeds = [
      () => room.ask({ kind: 'reveal', domain: FIRST }),
      () => room.ask({ kind: 'draw tables', tables: 2, seed: 1 }),
      () => room.ask({ kind: 'remove participant', participant: 2 }),
      async () => room.askUndo((await room.read()).steps.at(-1).seq),
      () => room.consensus(FIRST, { level: 3, reached: true, reason: 'So', prompts: {} }, 0),
      () => room.paper({ sector: 'private', answers: { [FIRST]: 1, [SECOND]: 'unknown' } }),
      () =>
        room.post('table-sheets', {
          table: 1,
          scores: [{ domain: FIRST, level: 4, reasons: 'Secret' }],
          replace: false,
        }),
      () => room.post('priorities', { domain: null, text: 'A door' }),
      async () => room.as.delete(`${room.url}/priorities/${(await room.read()).room.priorities[0].id}`),
      () => room.ask({ kind: 'close workshop' }),
    ];
    for (const [index, deed] of deeds.entries()) {
      await room.read();
      const answer = await deed();
      assert.ok(answer.statusCode < 300, `${index}: ${answer.body}`);
      assert.equal((await entries()).length, index + 1, `deed ${index}`);
    }
    await room.read();
    assert.equal((await room.ask({ kind: 'start' })).statusCode, 409);
    assert.equal((await room.ask({ kind: 'start' }, 1)).statusCode, 412);
    const left = await entries();
    assert.equal(left.length, deeds.length);
    const text = JSON.stringify(left);
    assert.doesNotMatch(text, /unknown|private|Secret|choice|"levels"/);
    assert.deepEqual(left[0], {
      action: 'run assessments',
      before: { revealed: {}, closedDomains: {}, firstRevealedAt: null },
      after: { step: { kind: 'reveal', domain: FIRST } },
    });
    assert.deepEqual(left[2].after, { step: { kind: 'remove participant', participant: 2 } });
  });

  test('who may only read takes no step and types nothing', async () => {
    const room = await openRoom({ stage: 'plenary' });
    await room.join(6, () => ({ [FIRST]: 2 }));
    const priority = (await room.post('priorities', { domain: null, text: 'A door' })).json().id;
    for (const [who, status] of [
      [viewer, 403],
      [stranger(place), 401],
    ]) {
      room.as = who;
      const answers = [
        await room.ask({ kind: 'reveal', domain: FIRST }),
        await room.askUndo(1),
        await who.put(`${room.url}/consensus/${FIRST}`, { level: 1, reached: true, reason: '', prompts: {} }, 0),
        await room.paper({ answers: { [FIRST]: 2 } }),
        await room.post('table-sheets', {
          table: 1,
          scores: [{ domain: FIRST, level: 1, reasons: '' }],
          replace: false,
        }),
        await room.post('priorities', { domain: null, text: 'x' }),
        await who.delete(`${room.url}/priorities/${priority}`),
        await room.post('rehearse', { people: 10 }),
      ];
      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        answers.map(() => status),
      );
    }
  });
});

const base = (api) => `http://127.0.0.1:${api.server.address().port}`;

async function someone(role, name) {
  const { id } = await addPerson(place.pool, { name, places: [{ slug: 'room', roles: [role] }] });
  return signedIn(place, id);
}

/** A workshop, and what a spec needs to do in it as its facilitator. */
async function openRoom(given = {}) {
  const workshop = await openWorkshop(place, { slug: 'room', tool: makeTool(4), ...given });
  const url = `/api/places/room/assessments/${workshop.id}`;
  const kept = (answer) => {
    assert.equal(answer.statusCode, 200, answer.body);
    room.version = answer.json().version;
    return answer.json();
  };
  const room = {
    ...workshop,
    url,
    version: 1,
    as: facilitator,
    read: async () => kept(await room.as.get(`${url}/console`)),
    askAs: (who, step, version = room.version) => who.post(`${url}/steps`, { step }, { 'if-match': `"${version}"` }),
    ask: (step, version) => room.askAs(room.as, step, version),
    take: async (step) => kept(await room.ask(step)),
    askUndo: (seq, version = room.version) =>
      room.as.post(`${url}/steps/${seq}/undo`, {}, { 'if-match': `"${version}"` }),
    undo: async (seq) => kept(await room.askUndo(seq)),
    post: (path, body) => room.as.post(`${url}/${path}`, body),
    paper: ({ answers, ...more }) =>
      room.post('paper-sheets', {
        sector: null,
        organisation: null,
        name: null,
        table: null,
        another: false,
        ...more,
        answers: Object.entries(answers).map(([domain, choice]) => ({ domain, choice })),
      }),
    consensus: (domain, body, version) => room.as.put(`${url}/consensus/${domain}`, body, version),
    async refuses(step, words) {
      const answer = await room.ask(step);
      assert.equal(answer.statusCode, 409, answer.body);
      if (typeof words === 'string') assert.equal(answer.json().detail, words);
      else assert.match(answer.json().detail, words);
    },
    /** Takes a step and takes it back: what `of` says of the console is the first of the two, the second, and the first again. */
    async takeAndUndo(step, of, [earlier, later]) {
      assert.deepEqual(of(await room.read()), earlier);
      const taken = await room.take(step);
      assert.deepEqual(of(taken), later);
      const undone = await room.undo(taken.steps.at(-1).seq);
      assert.deepEqual(of(undone), earlier);
    },
    async goTo(kind) {
      let console = await room.read();
      if (console.room.state === 'waiting') console = await room.take({ kind: 'start' });
      while (console.room.stage < stageOf(kind)) console = await room.take({ kind: 'next stage' });
      return console;
    },
    async revealed() {
      const answer = await room.as.get(`${url}/revealed`);
      assert.equal(answer.statusCode, 200, answer.body);
      return answer.json();
    },
    view: async (domain) => (await room.revealed()).views.find((view) => view.domain === domain),
    /** People in the sectors by turns; `answers` of the person of that index, 0 first. Answers their ids. */
    async join(count, answers, { name = () => null } = {}) {
      const ids = [];
      for (let n = 0; n < count; n += 1) {
        const given = Object.entries(answers(n)).filter(([, choice]) => choice !== undefined);
        const person = { sector: SECTORS[n % 3], name: name(n), answers: Object.fromEntries(given) };
        ids.push(await addParticipant(place, workshop, person));
      }
      return ids;
    },
    /** As a phone would that was asked again. */
    async change(participant, answers) {
      for (const [domain, choice] of Object.entries(answers))
        await place.pool.query(
          'update response set choice = $4 where assessment_id = $1 and participant_id = $2 and domain = $3',
          [workshop.id, participant, domain, String(choice)],
        );
    },
  };
  return room;
}
