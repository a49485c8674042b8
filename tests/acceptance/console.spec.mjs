// The facilitator's console: every step with its undo and its refusal, the log, and what is shown of a room whose answers move.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { addPerson, addPlace, signedIn } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';

const DOMAINS = ['leadership', 'needs', 'targets', 'evaluation'];
const STAGES = ['introduction', 'scoring', 'tables', 'break', 'plenary', 'priorities', 'close'];
const SECTORS = ['civic', 'health and care', 'voluntary and community'];
const NO_ROOM_YET = {
  state: 'waiting',
  stage: 0,
  stageSince: null,
  extraSeconds: 0,
  pausedAt: null,
  currentDomain: null,
  revealed: {},
  closedDomains: {},
  firstRevealedAt: null,
  scoresFrozenAt: null,
};

let place;
let placeId;
let manager;
let toolId;
let codes = 0;

before(async () => {
  place = await openDemoPlace();
  placeId = await addPlace(place.pool, { slug: 'room', name: 'Room' });
  manager = await someone('facilitator', 'Fay Example');
  toolId = randomUUID();
  await place.pool.query(
    `insert into tool_version (id, place_id, tool, version, pack, created_at) values ($1, null, 'console', 1, $2, $3)`,
    [toolId, JSON.stringify(tool()), place.clock.now],
  );
});
after(() => place?.close());

describe('the console', () => {
  test('shows who is where and how far people are, and never an answer', async () => {
    const room = await openRoom();
    await room.join(12, (n) => ({ leadership: 1 + (n % 4), needs: n < 5 ? 'unknown' : undefined }));
    const console = await room.read();
    assert.equal(console.version, 1);
    assert.deepEqual(
      console.sectors,
      SECTORS.map((sector) => ({ sector, people: 4 })),
    );
    assert.deepEqual(console.unseated.length, 12);
    assert.deepEqual(
      console.answered.map(({ domain, people }) => [domain, people]),
      [
        ['leadership', 12],
        ['needs', 5],
        ['targets', 0],
        ['evaluation', 0],
      ],
    );
    assert.equal(console.whyNot['next stage'], 'The workshop has not started.');
    assert.equal(console.whyNot.start, undefined);
    assert.doesNotMatch(JSON.stringify(console), /"choice"|"levels":\[\d/);
  });

  test('reveals a domain once, from the break on', async () => {
    const room = await openRoom();
    await room.join(12, (n) => ({ leadership: n < 8 ? 2 : 3 }));
    await room.take({ kind: 'start' });
    await refused(room, { kind: 'reveal', domain: 'leadership' }, 409, /from the break on/);
    await room.goTo('break');
    const console = await room.take({ kind: 'reveal', domain: 'leadership' });
    assert.deepEqual(console.room.revealed, [{ domain: 'leadership', seq: 1 }]);
    const { views, named } = await room.revealed();
    assert.equal(views.length, 1);
    assert.deepEqual(views[0].counts, { levels: [0, 8, 4, 0], unknown: 0, skip: 0 });
    assert.deepEqual(views[0].middle, [2, 2]);
    assert.equal(named, null);
  });
});

async function refused(room, step, status, words) {
  const answer = await room.ask(step);
  assert.equal(answer.statusCode, status, answer.body);
  assert.match(answer.json().detail, words);
  return answer.json();
}

async function someone(role, name) {
  const { id } = await addPerson(place.pool, { name, places: [{ slug: 'room', roles: [role] }] });
  return signedIn(place, id);
}

function tool() {
  const domain = (id, index) => ({
    id,
    name: ['Leadership', 'Needs', 'Targets', 'Evaluation'][index],
    group: null,
    question: 'Where are we?',
    note: '',
    source: 'Invented',
    cells: ['One', 'Two', 'Three', 'Four'],
  });
  return {
    id: 'console',
    version: 1,
    letter: null,
    title: 'A tool of four domains',
    about: '',
    recommendedFirst: null,
    source: { title: 'Invented', publisher: 'Nobody', licence: 'None', url: '' },
    levels: [
      { level: 1, name: 'Emerging', fill: 'white' },
      { level: 2, name: 'Developing', fill: 'bronze' },
      { level: 3, name: 'Maturing', fill: 'silver' },
      { level: 4, name: 'Thriving', fill: 'gold' },
    ],
    domains: DOMAINS.map(domain),
  };
}

/** An open workshop in which nobody is yet, and what a spec needs to do in it as its facilitator. */
async function openRoom({ identities = 'anonymous', state = 'open' } = {}) {
  const id = randomUUID();
  codes += 1;
  await place.pool.query(
    `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, smallest_group, state,
       opened_at, join_code, created_at)
     values ($1, $2, $3, 'Our workshop', 'workshop', 'whole place', 1, $4, 5, $5, $6, $7, $6)`,
    [placeId, id, toolId, identities, state, place.clock.now, state === 'open' ? `CONS${codes}` : null],
  );
  const agenda = STAGES.map((kind) => ({
    kind,
    title: kind,
    minutes: 10,
    least: 5,
    most: 20,
    happens: 'Something',
    say: 'Something',
  }));
  await place.pool.query(
    `insert into workshop (place_id, assessment_id, agenda, format, room) values ($1, $2, $3, 'brief', $4)`,
    [placeId, id, JSON.stringify(agenda), JSON.stringify(NO_ROOM_YET)],
  );
  const url = `/api/places/room/assessments/${id}`;
  const room = {
    id,
    url,
    version: 1,
    as: manager,
    async read() {
      const answer = await room.as.get(`${url}/console`);
      assert.equal(answer.statusCode, 200, answer.body);
      room.version = answer.json().version;
      return answer.json();
    },
    ask: (step, version = room.version) => room.as.post(`${url}/steps`, { step }, { 'if-match': `"${version}"` }),
    async take(step) {
      const answer = await room.ask(step);
      assert.equal(answer.statusCode, 200, answer.body);
      room.version = answer.json().version;
      return answer.json();
    },
    askUndo: (seq, version = room.version) =>
      room.as.post(`${url}/steps/${seq}/undo`, undefined, { 'if-match': `"${version}"` }),
    async undo(seq) {
      const answer = await room.askUndo(seq);
      assert.equal(answer.statusCode, 200, answer.body);
      room.version = answer.json().version;
      return answer.json();
    },
    /** Forward to the first stage of that kind. */
    async goTo(kind) {
      let console = await room.read();
      if (console.room.state === 'waiting') console = await room.take({ kind: 'start' });
      while (console.room.stages[console.room.stage].kind !== kind) console = await room.take({ kind: 'next stage' });
      return console;
    },
    async revealed() {
      const answer = await room.as.get(`${url}/revealed`);
      assert.equal(answer.statusCode, 200, answer.body);
      return answer.json();
    },
    /** People on phones, in the sectors by turns; `answers` of the person of that index, 0 first. */
    async join(count, answers, { sector = (n) => SECTORS[n % 3], name = () => null } = {}) {
      const { rows } = await place.pool.query(
        'select coalesce(max(number), 0)::int as last from participant where assessment_id = $1',
        [id],
      );
      const ids = [];
      for (let n = 0; n < count; n += 1) {
        const participant = randomUUID();
        ids.push(participant);
        await place.pool.query(
          `insert into participant (place_id, assessment_id, id, number, kind, sector, name, joined_at)
           values ($1, $2, $3, $4, 'phone', $5, $6, $7)`,
          [placeId, id, participant, rows[0].last + n + 1, sector(n), name(n), place.clock.now],
        );
        await room.answer(participant, answers(n));
      }
      return ids;
    },
    async answer(participant, answers) {
      for (const [domain, choice] of Object.entries(answers)) {
        if (choice === undefined) continue;
        await place.pool.query(
          `insert into response (place_id, assessment_id, participant_id, domain, choice, seq, at)
           values ($1, $2, $3, $4, $5, 1, $6)
           on conflict (place_id, assessment_id, participant_id, domain) do update set choice = $5`,
          [placeId, id, participant, domain, String(choice), place.clock.now],
        );
      }
    },
  };
  return room;
}
