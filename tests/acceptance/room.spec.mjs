// The room of a workshop as participants know it: the door, the answers, what is hidden until it is revealed, and the stream.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { RoomView } from '@turnstone/contract';
import { startApi } from '../support/programs.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';
import {
  addParticipant,
  changeRoom,
  follow,
  makeTool,
  newToken,
  openWorkshop,
  phoneOf,
  tell,
} from './support/workshop.mjs';

let place;
let address;
before(async () => {
  place = await openDemoPlace();
  address = await place.api.listen({ port: 0, host: '127.0.0.1' });
});
after(() => place?.close());

const tokenHeader = (phone) => ({ 'x-turnstone-participant': phone.token });
const liveOf = (phone, at = address) => follow(`${at}/api/room/live`, tokenHeader(phone));
const detail = (answer, status) => {
  assert.equal(answer.statusCode, status, answer.body);
  return answer.json().detail;
};
const ok = (answer) => {
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
};
const one = (domain, choice, seq, more = {}) => ({ domain, choice, comment: '', evidence: '', seq, ...more });
const send = (phone, ...answers) => phone.put('/api/room/answers', { answers });

// ------------------------------------------------------------------------------------------------------------ the door

test('a code is read however it is typed, and leads to what it opens', async () => {
  const { code, id } = await openWorkshop(place);
  const typed = [
    code,
    code.toLowerCase(),
    `${code.slice(0, 3)} ${code.slice(3)}`,
    ` ${code.slice(0, 2)}-${code.slice(2)} `,
  ];
  for (const one of typed) {
    const door = ok(await place.api.inject({ url: `/api/join/${encodeURIComponent(one)}` }));
    assert.equal(door.assessment, id);
    assert.equal(door.domains, 10);
    assert.equal(door.identities, 'anonymous');
    assert.ok(door.organisations.length > 0);
  }
});

test('a wrong code, one that is over and one of a draft have the same answer; what can be no code is told why', async () => {
  const draft = await openWorkshop(place, { state: 'draft' });
  const open = await openWorkshop(place);
  const words = [];
  words.push(detail(await place.api.inject({ url: '/api/join/ZZZZZZ' }), 404));
  words.push(detail(await place.api.inject({ url: `/api/join/${draft.code}` }), 404));
  await place.pool.query(`update assessment set state = 'closed', closed_at = $2, join_code = null where id = $1`, [
    open.id,
    place.clock.now,
  ]);
  words.push(detail(await place.api.inject({ url: `/api/join/${open.code}` }), 404));
  words.push(detail(await phoneOf(place.api).join(open.code), 404));
  words.push(detail(await place.api.inject({ url: '/api/join/abcdefghijklmnopqrstuv' }), 404));
  assert.equal(new Set(words).size, 1, words.join('\n'));
  assert.match(words[0], /Compare it with the one on the screen/);
  assert.match(detail(await place.api.inject({ url: '/api/join/HK07TW' }), 400), /digit 0 or the letter O/);
  assert.match(detail(await place.api.inject({ url: '/api/join/HK4' }), 400), /6 letters and digits, and this has 3/);
});

test('a network of many wrong codes is slow and never locked out: a right code comes in, and guesses come four at a time', async () => {
  const [{ code }, another] = [await openWorkshop(place), await openWorkshop(place)];
  const online = await openWorkshop(place, { kind: 'open online', tool: makeTool(2) });
  const ask = (typed, remoteAddress = '10.9.0.1') => place.api.inject({ url: `/api/join/${typed}`, remoteAddress });
  const timed = async (typed) => {
    const since = performance.now();
    const { statusCode } = await ask(typed);
    return { statusCode, ms: performance.now() - since };
  };
  const wrong = (n) => `ZZZZ${'23456789ABCDEFGHJKMN'[n % 20]}${'23456789ABCDEFGHJKMN'[Math.floor(n / 20)]}`;
  for (let n = 0; n < 300; n += 1) assert.equal((await ask(wrong(n))).statusCode, 404, `wrong code ${n + 1}`);
  for (let n = 0; n < 320; n += 1) assert.equal((await ask(code, '10.9.0.2')).statusCode, 200);
  ok(await ask(code));
  // Counted past the limit now: the door is slow, for what is wrong and for what is right.
  detail(await ask(wrong(301)), 404);
  const late = await timed(wrong(302));
  assert.ok(late.statusCode === 404 && late.ms >= 1_900, JSON.stringify(late));
  const right = await timed(another.code);
  assert.ok(right.statusCode === 200 && right.ms >= 1_900, JSON.stringify(right));
  // What this network came in by is not, nor is a link.
  for (const known of [code, another.code, online.code]) {
    const quick = await timed(known);
    assert.ok(quick.statusCode === 200 && quick.ms < 1_500, JSON.stringify(quick));
  }
  // A whole room that scans a new code at once is one of the four; of other codes there is room for three.
  const third = await openWorkshop(place);
  const [room, guesses] = await Promise.all([
    Promise.all(Array.from({ length: 40 }, () => ask(third.code))),
    Promise.all(Array.from({ length: 20 }, (_, n) => timed(wrong(310 + n)))),
  ]);
  room.forEach(ok);
  const turnedAway = guesses.filter(({ statusCode }) => statusCode === 429);
  assert.equal(turnedAway.length, 17);
  assert.ok(turnedAway.every(({ ms }) => ms < 1_500));
  // Who is turned away is told nothing of the code, be it right.
  const fourth = await openWorkshop(place);
  const four = Array.from({ length: 4 }, (_, n) => ask(wrong(340 + n)));
  await pause(100);
  const away = await ask(fourth.code);
  assert.equal(away.statusCode, 429);
  assert.equal(away.headers['retry-after'], '2');
  await Promise.all(four);
  assert.equal((await ask(fourth.code)).statusCode, 200);
  assert.equal((await ask(fourth.code, '10.9.0.2')).statusCode, 200);
});

test('a workshop holds 300 people, an online assessment 2,000, and one network joins it at most 320 times in 15 minutes', async () => {
  const fill = async (workshop, count) =>
    place.pool.query(
      `insert into participant (place_id, assessment_id, id, number, kind, token_hash, joined_at)
       select $1, $2, gen_random_uuid(), n, 'phone', sha256(gen_random_uuid()::text::bytea), now() from generate_series(1, $3::int) n`,
      [workshop.placeId, workshop.id, count],
    );
  const workshop = await openWorkshop(place);
  await fill(workshop, 299);
  const last = phoneOf(place.api);
  ok(await last.join(workshop.code));
  assert.match(detail(await phoneOf(place.api).join(workshop.code), 409), /full: 300 people have joined/);
  ok(await last.join(workshop.code));
  await place.pool.query('update participant set removed_at = now() where assessment_id = $1 and number = 7', [
    workshop.id,
  ]);
  ok(await phoneOf(place.api).join(workshop.code));
  const online = await openWorkshop(place, { kind: 'open online', tool: makeTool(2) });
  await fill(online, 1_999);
  ok(await phoneOf(place.api).join(online.code));
  assert.match(detail(await phoneOf(place.api).join(online.code), 409), /This is full/);

  const join = (code, remoteAddress, token = newToken()) =>
    place.api.inject({
      method: 'POST',
      url: `/api/join/${code}`,
      remoteAddress,
      payload: { token, sector: null, organisation: null, name: null },
    });
  const [many, other] = [
    await openWorkshop(place, { kind: 'open online', tool: makeTool(2) }),
    await openWorkshop(place),
  ];
  const first = newToken();
  ok(await join(many.code, '10.9.1.1', first));
  for (let n = 1; n < 320; n += 1) ok(await join(many.code, '10.9.1.1'));
  const stopped = await join(many.code, '10.9.1.1');
  assert.match(detail(stopped, 429), /Too many phones joined from this network/);
  ok(await join(many.code, '10.9.1.1', first));
  ok(await join(many.code, '10.9.1.2'));
  ok(await join(other.code, '10.9.1.1'));
});

test('an organisation that the place does not know is kept as another one, at the door and later', async () => {
  const workshop = await openWorkshop(place);
  const [known] = ok(await place.api.inject({ url: `/api/join/${workshop.code}` })).organisations;
  const organisationOf = async (phone) => ok(await phone.get('/api/room/me')).organisation;
  const [one, two] = [phoneOf(place.api), phoneOf(place.api)];
  ok(await one.join(workshop.code, { organisation: ` ${known.name.toUpperCase()} ` }));
  assert.equal(await organisationOf(one), known.name);
  ok(await two.join(workshop.code, { organisation: 'Something rude about table 4' }));
  assert.equal(await organisationOf(two), 'Another organisation');
  const me = ok(await one.put('/api/room/me', { sector: null, organisation: 'Something else' }));
  assert.equal(me.organisation, 'Another organisation');
  const { rows } = await place.pool.query(`select 1 from participant where organisation like 'Something%'`);
  assert.deepEqual(rows, []);
});

test('a workshop that was closed once and opened again takes nobody new, and no votes', async () => {
  const workshop = await openWorkshop(place, { stage: 'priorities', people: [{}], room: { scoresFrozenAt: 1 } });
  const [phone] = workshop.phones;
  assert.match(detail(await phoneOf(place.api).join(workshop.code), 409), /closed once/);
  ok(await phone.join(workshop.code));
  assert.match(detail(await phone.put('/api/room/votes', { priorities: [] }), 409), /frozen/);
  assert.match(detail(await phone.put('/api/room/me', { sector: null, organisation: null }), 409), /frozen/);
  assert.equal(ok(await phone.get('/api/room')).room.may.vote, false);
});

test('twenty identical requests to join are one participant, and so is a re-scan', async () => {
  const workshop = await openWorkshop(place);
  const phone = phoneOf(place.api);
  const answers = await Promise.all(Array.from({ length: 20 }, () => phone.join(workshop.code, { sector: 'civic' })));
  assert.deepEqual(new Set(answers.map((answer) => ok(answer).number)), new Set([1]));
  assert.equal(ok(await phone.join(workshop.code, { sector: 'private' })).number, 1);
  const { rows } = await place.pool.query('select sector, token_hash from participant where assessment_id = $1', [
    workshop.id,
  ]);
  assert.equal(rows.length, 1);
  assert.equal(rows[0].sector, 'civic', 'the first word counts');
  assert.ok(!rows[0].token_hash.toString('utf8').includes(phone.token), 'the token itself is kept nowhere');
});

test('forty people who join at once get forty numbers', async () => {
  const workshop = await openWorkshop(place);
  const joined = await Promise.all(Array.from({ length: 40 }, () => phoneOf(place.api).join(workshop.code)));
  const numbers = joined.map((answer) => ok(answer).number).sort((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
});

test('a name is needed where names were agreed on, refused where answers are anonymous, and a token joins one thing only', async () => {
  const [anonymous, named] = [await openWorkshop(place), await openWorkshop(place, { identities: 'named' })];
  assert.match(detail(await phoneOf(place.api).join(anonymous.code, { name: 'Kim' }), 400), /anonymous/);
  assert.match(detail(await phoneOf(place.api).join(named.code), 400), /say yours/);
  const phone = phoneOf(place.api);
  ok(await phone.join(named.code, { name: 'Kim' }));
  assert.equal(ok(await phone.get('/api/room/me')).name, 'Kim');
  assert.match(detail(await phone.join(anonymous.code), 409), /make a new one/);
  const badToken = { token: 'short', sector: null, organisation: null, name: null };
  detail(await place.api.inject({ method: 'POST', url: `/api/join/${anonymous.code}`, payload: badToken }), 400);
});

test('who comes after the draw gets the table that needs them; before it nobody has one', async () => {
  const seated = (table, sector) => ({ table, sector });
  const drawn = await openWorkshop(place, {
    tables: 2,
    seed: 7,
    people: [seated(1, 'civic'), seated(1, 'private'), seated(2, 'civic'), seated(2, 'health and care')],
  });
  // Both tables have two; only the first has nobody from health and care.
  const late = phoneOf(place.api);
  ok(await late.join(drawn.code, { sector: 'health and care' }));
  assert.equal(ok(await late.get('/api/room/me')).table, 1);
  const early = phoneOf(place.api);
  ok(await early.join((await openWorkshop(place)).code));
  assert.equal(ok(await early.get('/api/room/me')).table, null);
});

// ------------------------------------------------------------------------------------------------------- who is who

test('a token that nobody has is nobody; one removed is told so; neither reads, writes or follows', async () => {
  const workshop = await openWorkshop(place, { people: [{ removed: true }, {}] });
  const [removed, stays] = workshop.phones;
  const nobody = phoneOf(place.api, newToken());
  const asks = [
    (phone) => phone.get('/api/room'),
    (phone) => phone.get('/api/room/me'),
    (phone) => phone.get('/api/room/views'),
    (phone) => phone.get('/api/room/live'),
    (phone) => phone.answer({ 'domain-1': 2 }),
    (phone) => phone.put('/api/room/me', { sector: null, organisation: null }),
    (phone) => phone.post('/api/room/table', { takeOver: false }),
    (phone) => phone.put('/api/room/table/scores', { scores: [{ domain: 'domain-1', level: 1, reasons: '', seq: 1 }] }),
    (phone) => phone.put(`/api/room/priorities/${randomUUID()}`, { domain: null, text: 'Meet more often' }),
    (phone) => phone.put('/api/room/votes', { priorities: [] }),
  ];
  for (const ask of asks) {
    assert.match(detail(await ask(nobody), 401), /Join with the code/);
    assert.match(detail(await ask(removed), 409), /taken off this workshop by the facilitator/);
  }
  assert.match(detail(await removed.join(workshop.code), 409), /taken off/);
  for (const url of ['/api/room', '/api/room/me', '/api/room/views']) ok(await stays.get(url));
  // A member's cookie is no ticket to the room, and a participant is nobody anywhere else.
  const manager = await place.as('programme manager');
  detail(await manager.get('/api/room'), 401);
  detail(await stays.get('/api/places/harrowmere/people'), 401);
});

test('what has closed is read for a day and written no more', async () => {
  const { phones } = await openWorkshop(place, {
    state: 'closed',
    room: { state: 'closed', revealed: {}, scoresFrozenAt: 1 },
    people: [{ answers: { 'domain-1': 3 } }],
  });
  const [phone] = phones;
  const { room, me } = ok(await phone.get('/api/room'));
  assert.equal(room.state, 'closed');
  assert.deepEqual([room.code, room.joinAddress, room.timer], [null, null, null]);
  assert.equal(me.answers[0].choice, 3);
  assert.match(detail(await phone.answer({ 'domain-1': 4 }), 409), /closed/);
  assert.match(detail(await phone.put('/api/room/me', { sector: null, organisation: null }), 409), /not open/);
  const now = place.clock.now;
  try {
    place.clock.now = new Date(now.getTime() + 24 * 3_600_000 - 1_000);
    ok(await phone.get('/api/room'));
    place.clock.now = new Date(now.getTime() + 24 * 3_600_000 + 1_000);
    detail(await phone.get('/api/room'), 401);
  } finally {
    place.clock.now = now;
  }
});

// --------------------------------------------------------------------------------------------------------- answers

test('answers are kept as they are sent: out of order, twice, many at once; an older one never overwrites a newer one', async () => {
  const { phones } = await openWorkshop(place, { people: [{}, {}] });
  const [phone, other] = phones;
  assert.deepEqual(ok(await send(phone, one('domain-1', 3, 5))), {
    kept: [{ domain: 'domain-1', seq: 5 }],
    closed: [],
  });
  // Made earlier, arrived later.
  assert.deepEqual(ok(await send(phone, one('domain-1', 1, 4))).kept, [{ domain: 'domain-1', seq: 5 }]);
  // The same once more.
  assert.deepEqual(ok(await send(phone, one('domain-1', 3, 5))).kept, [{ domain: 'domain-1', seq: 5 }]);
  // A queue made offline: of two for one domain the later one counts, wherever it stands.
  const queue = [
    one('domain-2', 4, 9),
    one('domain-2', 1, 8),
    one('domain-3', 'unknown', 7),
    one('domain-4', 'skip', 6),
  ];
  ok(await send(phone, ...queue, one('domain-1', 2, 10, { comment: 'It changed', evidence: 'Minutes of May' })));
  const { answers } = ok(await phone.get('/api/room/me'));
  assert.deepEqual(
    answers.map(({ domain, choice, seq }) => [domain, choice, seq]),
    [
      ['domain-1', 2, 10],
      ['domain-2', 4, 9],
      ['domain-3', 'unknown', 7],
      ['domain-4', 'skip', 6],
    ],
  );
  assert.deepEqual([answers[0].comment, answers[0].evidence], ['It changed', 'Minutes of May']);
  assert.deepEqual(ok(await other.get('/api/room/me')).answers, [], 'nobody reads anybody else’s');
  // Sent at once from two tabs, in both orders.
  await Promise.all(Array.from({ length: 30 }, (_, n) => send(other, one('domain-5', (n % 4) + 1, n + 1)).then(ok)));
  const [kept] = ok(await other.get('/api/room/me')).answers;
  assert.deepEqual([kept.choice, kept.seq], [(29 % 4) + 1, 30]);
});

test('what cannot be an answer is refused, and nothing of the request is kept', async () => {
  const { phones } = await openWorkshop(place, { people: [{}] });
  const [phone] = phones;
  detail(await send(phone, one('domain-1', 2, 1), one('domain-99', 2, 2)), 400);
  for (const choice of [0, 5, '2', null, 1.5]) detail(await send(phone, one('domain-1', choice, 1)), 400);
  detail(await send(phone, one('domain-1', 2, 0)), 400);
  detail(await phone.put('/api/room/answers', { answers: [] }), 400);
  assert.deepEqual(ok(await phone.get('/api/room/me')).answers, []);
});

test('a closed domain takes nothing and does not fail the others; a stage without scoring takes nothing at all', async () => {
  const workshop = await openWorkshop(place, {
    stage: 'plenary',
    room: { closedDomains: { 'domain-2': true, 'domain-3': true }, revealed: { 'domain-2': true } },
    people: [{ answers: { 'domain-2': 1 } }],
  });
  const [phone] = workshop.phones;
  const sent = [one('domain-1', 2, 11), one('domain-2', 4, 12), one('domain-3', 3, 13)];
  assert.deepEqual(ok(await send(phone, ...sent)), {
    kept: [{ domain: 'domain-1', seq: 11 }],
    closed: ['domain-2', 'domain-3'],
  });
  assert.deepEqual(ok(await send(phone, sent[1])), { kept: [], closed: ['domain-2'] });
  assert.deepEqual(
    ok(await phone.get('/api/room/me')).answers.map(({ domain, choice }) => [domain, choice]),
    [
      ['domain-1', 2],
      ['domain-2', 1],
    ],
  );
  for (const [stage, words] of [
    [0, /No answers are taken in this stage/],
    [5, /No answers are taken in this stage/],
  ]) {
    await changeRoom(place, workshop, { stage });
    assert.match(detail(await send(phone, sent[0]), 409), words);
    assert.equal(ok(await phone.get('/api/room')).room.may.answer, false);
  }
  const waiting = await openWorkshop(place, { stage: null, people: [{}] });
  assert.match(detail(await waiting.phones[0].answer({ 'domain-1': 1 }), 409), /has not started/);
});

test('an answer that is on its way while a domain is revealed is either in what is shown or refused', async () => {
  const workshop = await openWorkshop(place, { stage: 'break', people: [{}] });
  const client = await place.pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from workshop where assessment_id = $1 for update', [workshop.id]);
    const sent = workshop.phones[0].answer({ 'domain-1': 4 });
    await pause(150);
    await client.query(`update workshop set room = room || $2 where assessment_id = $1`, [
      workshop.id,
      JSON.stringify({ revealed: { 'domain-1': true }, closedDomains: { 'domain-1': true } }),
    ]);
    await client.query('commit');
    assert.deepEqual(ok(await sent), { kept: [], closed: ['domain-1'] });
  } finally {
    client.release();
  }
});

test('an open online assessment has no stages: its link joins, its answers are taken while it is open, and it shows nothing before it closes', async () => {
  const online = await openWorkshop(place, { kind: 'open online', tool: makeTool(2) });
  const phone = phoneOf(place.api);
  ok(await phone.join(online.code, { sector: 'civic' }));
  const { room } = ok(await phone.get('/api/room'));
  assert.deepEqual([room.state, room.stages, room.stage, room.timer, room.code], ['running', [], null, null, null]);
  assert.ok(room.joinAddress.endsWith(`/join/${online.code}`));
  assert.deepEqual(room.may, { answer: true, score: false, propose: false, vote: false });
  ok(await phone.answer({ 'domain-1': 2, 'domain-2': 3 }));
  assert.equal(ok(await phone.get('/api/room')).room.finished, 1);
  detail(await phone.put('/api/room/votes', { priorities: [] }), 409);
  await keepView(online, 'domain-1', 'shown when it closes');
  assert.deepEqual(ok(await phone.get('/api/room/views')).views, []);
  await place.pool.query(`update assessment set state = 'closed', closed_at = $2, join_code = null where id = $1`, [
    online.id,
    place.clock.now,
  ]);
  assert.match(detail(await phone.answer({ 'domain-1': 1 }), 409), /takes no more answers/);
  assert.equal(ok(await phone.get('/api/room/views')).views[0].finding, 'shown when it closes');
});

test('a sector is corrected until anything was shown', async () => {
  const workshop = await openWorkshop(place, { stage: 'break', people: [{ sector: 'civic' }] });
  const [phone] = workshop.phones;
  const to = { sector: 'private', organisation: 'A shop of its own' };
  const me = ok(await phone.put('/api/room/me', to));
  assert.deepEqual([me.sector, me.organisation], ['private', 'Another organisation']);
  await changeRoom(place, workshop, { firstRevealedAt: 1 });
  assert.match(detail(await phone.put('/api/room/me', { sector: null, organisation: null }), 409), /sectors stay/);
  assert.equal(ok(await phone.get('/api/room/me')).sector, 'private');
});

// ---------------------------------------------------------------------------------------------------- tables, votes

test('one phone writes for a table; another takes over on purpose, and only its word counts from then on', async () => {
  const workshop = await openWorkshop(place, {
    stage: 'tables',
    tables: 2,
    seed: 1,
    people: [{ table: 1 }, { table: 1 }, { table: 2 }, {}],
  });
  const [first, second, elsewhere, seatless] = workshop.phones;
  const score = (phone, level, seq, domain = 'domain-1') =>
    phone.put('/api/room/table/scores', { scores: [{ domain, level, reasons: `level ${level}`, seq }] });
  assert.match(detail(await score(first, 2, 1), 403), /Another phone writes/);
  assert.match(detail(await seatless.post('/api/room/table', { takeOver: true }), 409), /no table yet/);
  assert.equal(ok(await first.post('/api/room/table', { takeOver: false })).tableDevice, true);
  assert.equal(
    ok(await first.post('/api/room/table', { takeOver: false })).tableDevice,
    true,
    'asking twice is asking once',
  );
  ok(await score(first, 2, 50));
  assert.deepEqual(ok(await score(first, 1, 49)).kept, [{ domain: 'domain-1', seq: 50 }]);
  assert.match(detail(await second.post('/api/room/table', { takeOver: false }), 409), /Take over only when/);
  const me = ok(await second.post('/api/room/table', { takeOver: true }));
  assert.deepEqual(me.tableScores, [{ domain: 'domain-1', level: 2, reasons: 'level 2', seq: 50 }]);
  // Its own count starts lower.
  ok(await score(second, 3, 1));
  detail(await score(first, 1, 51), 403);
  assert.equal(ok(await first.get('/api/room/me')).tableDevice, false);
  assert.equal(ok(await second.get('/api/room/me')).tableScores[0].level, 3);
  assert.deepEqual(ok(await first.get('/api/room/me')).tableScores, [], 'only the device reads what the table said');
  assert.deepEqual(ok(await elsewhere.get('/api/room/me')).tableScores, []);
  detail(await score(second, 3, 2, 'no-such-domain'), 400);
  assert.deepEqual(
    (await place.pool.query('select participant_id from response where assessment_id = $1', [workshop.id])).rows,
    [],
  );
  // Whoever moved away writes for that table no more.
  await place.pool.query('update participant set table_number = 2 where assessment_id = $1 and number = 2', [
    workshop.id,
  ]);
  detail(await score(second, 4, 3), 403);
  ok(await first.post('/api/room/table', { takeOver: false }));
  await changeRoom(place, workshop, { stage: 1 });
  assert.match(detail(await score(first, 4, 60), 409), /while tables talk/);
});

test('whoever comes after the draw reads and overwrites no table: one that has begun stays with those who were drawn to it', async () => {
  const workshop = await openWorkshop(place, {
    stage: 'tables',
    tables: 2,
    seed: 1,
    people: [{ table: 1, sector: 'civic' }, { table: 2, sector: 'civic' }, { table: 1 }],
  });
  const [first, second, third] = workshop.phones;
  const late = phoneOf(place.api);
  ok(await late.join(workshop.code, { sector: 'private' }));
  // Two sit at table 1, one at table 2.
  assert.equal(ok(await late.get('/api/room/me')).table, 2);
  ok(await second.post('/api/room/table', { takeOver: false }));
  const scores = [{ domain: 'domain-1', level: 2, reasons: 'Known to table 2', seq: 1 }];
  ok(await second.put('/api/room/table/scores', { scores }));
  const intrudes = async () => {
    for (const takeOver of [true, false])
      assert.match(detail(await late.post('/api/room/table', { takeOver }), 409), /after the tables were drawn/);
    detail(await late.put('/api/room/table/scores', { scores: [{ ...scores[0], level: 4, seq: 2 }] }), 403);
    for (const url of ['/api/room', '/api/room/me'])
      assert.doesNotMatch((await late.get(url)).body, /Known to table 2/);
  };
  await intrudes();
  // Nor once the table has a device no longer, for what it said is still there.
  await place.pool.query('delete from table_device where assessment_id = $1', [workshop.id]);
  await intrudes();
  assert.deepEqual(ok(await second.post('/api/room/table', { takeOver: false })).tableScores, scores);
  // Somebody of the table may take over, and a facilitator may seat whom they want.
  ok(await first.post('/api/room/table', { takeOver: false }));
  assert.equal(ok(await third.post('/api/room/table', { takeOver: true })).tableDevice, true);
  await place.pool.query('update participant set late = false where assessment_id = $1', [workshop.id]);
  assert.equal(ok(await late.post('/api/room/table', { takeOver: true })).tableDevice, true);
  // A table that has not begun is anybody's who sits there.
  const fresh = await openWorkshop(place, { stage: 'tables', tables: 1, seed: 1, people: [{ table: 1 }] });
  const early = phoneOf(place.api);
  ok(await early.join(fresh.code));
  assert.equal(ok(await early.post('/api/room/table', { takeOver: false })).tableDevice, true);
});

test('votes that arrive late never take the place of newer ones', async () => {
  const workshop = await openWorkshop(place, { stage: 'priorities', people: [{}] });
  const [phone] = workshop.phones;
  const [p1, p2] = [randomUUID(), randomUUID()];
  for (const id of [p1, p2])
    ok(await phone.put(`/api/room/priorities/${id}`, { domain: null, text: `Proposal ${id}` }));
  const vote = async (priorities, seq) => ok(await phone.put('/api/room/votes', { priorities, seq })).votes;
  assert.deepEqual(await vote([p1], 5), [p1]);
  assert.deepEqual(await vote([p2], 7), [p2]);
  assert.deepEqual(await vote([p1], 5), [p2], 'a retry of the first');
  assert.deepEqual(await vote([p1], 7), [p2], 'the same count once more');
  assert.deepEqual(ok(await phone.get('/api/room/me')).votes, [p2]);
  assert.deepEqual(await vote([], 8), []);
  // A vote that is refused counts as not sent.
  detail(await phone.put('/api/room/votes', { priorities: [randomUUID()], seq: 9 }), 409);
  assert.deepEqual(await vote([p1], 9), [p1]);
  assert.deepEqual(await vote([p2]), [p2], 'without a count the last to arrive');
});

test('a participant has five proposals on the list at once, the room a hundred, and what was withdrawn makes room', async () => {
  const workshop = await openWorkshop(place, { stage: 'plenary', people: [{}, {}] });
  const [phone, other] = workshop.phones;
  const propose = (by, text) => by.put(`/api/room/priorities/${randomUUID()}`, { domain: null, text });
  const sent = await Promise.all(Array.from({ length: 12 }, (_, n) => propose(phone, `Proposal ${n}`)));
  assert.equal(sent.filter(({ statusCode }) => statusCode === 200).length, 5, 'however they arrive');
  assert.match(detail(await propose(phone, 'One more'), 409), /5 proposals on the list already/);
  const withdraw = (count) =>
    place.pool.query(
      `update proposed_priority set withdrawn_at = now() where ctid in (
         select ctid from proposed_priority where assessment_id = $1 and withdrawn_at is null limit $2)`,
      [workshop.id, count],
    );
  await withdraw(1);
  ok(await propose(phone, 'In its place'));
  ok(await propose(other, 'Of somebody else'));
  await place.pool.query(
    `insert into proposed_priority (place_id, assessment_id, id, text, at)
     select $1, $2, gen_random_uuid(), 'Typed in', now() from generate_series(1, 94)`,
    [workshop.placeId, workshop.id],
  );
  assert.match(detail(await propose(other, 'The 101st'), 409), /100 proposals already/);
  await withdraw(1);
  ok(await propose(other, 'The hundredth'));
});

test('priorities are proposed once an id, voted for in secret, and counted when the vote is over', async () => {
  const workshop = await openWorkshop(place, {
    stage: 'plenary',
    tables: 1,
    seed: 1,
    people: [{ table: 1 }, { table: 1 }, {}],
  });
  const [a, b, c] = workshop.phones;
  const [p1, p2, p3, p4] = Array.from({ length: 4 }, () => randomUUID());
  const propose = (phone, id, text, domain = null) => phone.put(`/api/room/priorities/${id}`, { domain, text });
  const first = ok(await propose(a, p1, 'Meet in the estate', 'domain-1'));
  assert.deepEqual(first, { id: p1, domain: 'domain-1', text: 'Meet in the estate', table: 1, votes: null });
  assert.deepEqual(ok(await propose(a, p1, 'Meet in the estate', 'domain-1')), first);
  assert.match(detail(await propose(b, p1, 'Something else'), 409), /in other words/);
  detail(await propose(a, p2, 'Of no domain', 'no-such-domain'), 400);
  for (const id of [p2, p3, p4]) ok(await propose(c, id, `Proposal ${id}`));
  assert.match(detail(await a.put('/api/room/votes', { priorities: [p1] }), 409), /when the room chooses/);
  await changeRoom(place, workshop, { stage: 5 });
  const vote = (phone, ...priorities) => phone.put('/api/room/votes', { priorities });
  assert.match(detail(await vote(a, p1, p2, p3, p4), 400), /three votes/);
  assert.match(detail(await vote(a, randomUUID()), 409), /no longer/);
  assert.deepEqual(ok(await vote(a, p1, p1, p2)).votes, [p1, p2], 'the same one twice is one vote');
  ok(await vote(a, p2, p3));
  ok(await vote(b, p2));
  await Promise.all(Array.from({ length: 10 }, (_, n) => vote(c, [p2, p3, p4][n % 3]).then(ok)));
  const rows = await place.pool.query('select participant_id from priority_vote where assessment_id = $1', [
    workshop.id,
  ]);
  assert.equal(rows.rowCount, 4, 'two of the first, one of each other');
  ok(await vote(c));
  const during = ok(await b.get('/api/room'));
  assert.deepEqual(
    during.room.priorities.map(({ votes }) => votes),
    [null, null, null, null],
  );
  assert.deepEqual(during.me.votes, [p2]);
  await changeRoom(place, workshop, { stage: 6 });
  const { priorities } = ok(await b.get('/api/room')).room;
  assert.deepEqual(priorities.map(({ id, votes }) => [id, votes]).slice(0, 2), [
    [p2, 2],
    [p3, 1],
  ]);
  detail(await vote(b, p1), 409);
  detail(await propose(b, randomUUID(), 'Too late'), 409);
});

// ------------------------------------------------------------------------------------------------- hidden until reveal

/** A view as the facilitator's side keeps it; its finding marks it. */
async function keepView(workshop, domain, finding, seq = 1) {
  const view = {
    domain,
    seq,
    at: place.clock.now.toISOString(),
    people: 8,
    answered: 8,
    counts: { levels: [0, 5, 3, 0], unknown: 0, skip: 0 },
    middle: [2, 2],
    range: [2, 3],
    agreement: { value: 0.6, words: 'Most agree.' },
    basis: { verdict: 'too few answers', by: null, share: null, words: 'Too few.' },
    finding,
    supporting: [],
    splits: [],
    heldBack: 0,
    withheld: null,
  };
  await place.pool.query(
    `insert into shown_view (place_id, assessment_id, domain, seq, at, answers, view) values ($1, $2, $3, $4, $5, '[]', $6)`,
    [workshop.placeId, workshop.id, domain, seq, view.at, JSON.stringify(view)],
  );
}

test('before a reveal not one byte that a participant can fetch tells anything of the others’ answers', async () => {
  const people = Array.from({ length: 9 }, (_, index) => ({
    sector: index < 5 ? 'civic' : 'private',
    table: (index % 2) + 1,
    comment: index === 8 ? 'of one’s own' : `a-secret-comment-${index}`,
    answers: { 'domain-1': (index % 4) + 1, 'domain-2': 2 },
  }));
  const workshop = await openWorkshop(place, {
    stage: 'break',
    tables: 2,
    seed: 3,
    tool: makeTool(2),
    room: { currentDomain: 'domain-1' },
    people,
  });
  const { placeId, id, phones } = workshop;
  const watcher = phones[8];
  await keepView(workshop, 'domain-1', 'a-secret-finding');
  await keepView(workshop, 'domain-2', 'another-secret-finding');
  // Table 2's word; the watcher sits at table 1.
  await place.pool.query(
    `insert into table_score (place_id, assessment_id, table_number, domain, level, reasons, kind, seq, at)
     values ($1, $2, 2, 'domain-1', 4, 'a-secret-reason', 'table', 1, $3)`,
    [placeId, id, place.clock.now],
  );
  const stream = await liveOf(watcher);
  await stream.next((view) => view.people === 9, 0);
  const look = async () => {
    const bodies = [];
    for (const url of ['/api/room', '/api/room/me', '/api/room/views', `/api/join/${workshop.code}`])
      bodies.push((await watcher.get(url)).body);
    return bodies.join('\n');
  };
  // Whatever the others answer, all that is fetched stays the same, byte by byte, but for clocks.
  const still = (text) => text.replace(/"now":"[^"]*"|"revision":\d+/g, '');
  const before = still(await look());
  for (const [index, phone] of phones.slice(0, 8).entries())
    ok(await send(phone, one('domain-1', 4 - (index % 4), 20, { comment: `a-new-secret-${index}` })));
  await changeRoom(place, workshop, { extraSeconds: 60 });
  await stream.next((view) => view.timer.seconds === 16 * 60, 0);
  await changeRoom(place, workshop, { extraSeconds: 0 });
  assert.equal(still(await look()), before);
  const told = async (secret) => `${await look()}${stream.text()}`.match(secret)?.[0];
  assert.equal(await told(/[\w-]*secret[\w-]*/), undefined);
  for (const view of stream.views) {
    assert.deepEqual([view.revealed, view.shown, view.shownTables], [[], null, []]);
    assert.deepEqual([view.people, view.finished], [9, 9]);
    assert.equal(RoomView.safeParse(view).success, true);
  }

  await changeRoom(place, workshop, {
    revealed: { 'domain-1': true },
    closedDomains: { 'domain-1': true },
    firstRevealedAt: 1,
  });
  const shown = await stream.next((view) => view.shown !== null, 0);
  assert.equal(shown.shown.finding, 'a-secret-finding');
  assert.deepEqual(shown.revealed, [{ domain: 'domain-1', seq: 1 }]);
  assert.deepEqual(shown.shownTables, [{ table: 2, level: 4, reasons: 'a-secret-reason', kind: 'table' }]);
  const { views, tables, named } = ok(await watcher.get('/api/room/views'));
  assert.deepEqual([views.map(({ domain }) => domain), Object.keys(tables), named], [['domain-1'], ['domain-1'], null]);
  assert.equal(await told(/another-secret-finding|secret-comment|new-secret/), undefined);
  // Hidden again: the view is kept, and shown to nobody.
  await changeRoom(place, workshop, { revealed: {} });
  await stream.next((view) => view.revealed.length === 0, stream.views.indexOf(shown));
  assert.deepEqual(ok(await watcher.get('/api/room/views')).views, []);
  stream.stop();
});

test('who has not finished is a count: of those who answered everything, by any answer', async () => {
  const workshop = await openWorkshop(place, {
    tool: makeTool(2),
    people: [
      { answers: { 'domain-1': 1, 'domain-2': 'unknown' } },
      { answers: { 'domain-1': 'skip' } },
      { answers: { 'domain-1': 1, 'domain-2': 1 }, removed: true },
      { answers: { 'domain-1': 1, 'domain-2': 2 }, paper: true },
      {},
    ],
  });
  const { room } = ok(await workshop.phones[0].get('/api/room'));
  // Somebody removed counts on: else their number, removed and put back, would say whether they had finished.
  assert.deepEqual([room.people, room.finished], [4, 3]);
});

test('who has finished is told in steps of three, whoever is removed or put back, and to the end once no more answers are taken', async () => {
  const answers = { 'domain-1': 1, 'domain-2': 1 };
  const people = Array.from({ length: 8 }, (_, n) => (n < 4 ? { answers } : {}));
  const workshop = await openWorkshop(place, { tool: makeTool(2), people });
  const last = workshop.phones[7];
  const finished = async () => ok(await last.get('/api/room')).room.finished;
  assert.equal(await finished(), 3, 'four have finished');
  ok(await workshop.phones[4].answer(answers));
  assert.equal(await finished(), 3, 'five have');
  for (let number = 1; number < 8; number += 1) {
    const remove = (at) =>
      place.pool.query('update participant set removed_at = $3 where assessment_id = $1 and number = $2', [
        workshop.id,
        number,
        at,
      ]);
    for (const stage of [1, 2, 5]) {
      await changeRoom(place, workshop, { stage });
      const before = await finished();
      assert.equal(before, stage === 5 ? 5 : 3);
      await remove(NOW);
      assert.equal(await finished(), before, `number ${number}`);
      await remove(null);
    }
  }
  await changeRoom(place, workshop, { stage: 1 });
  ok(await workshop.phones[5].answer(answers));
  assert.equal(await finished(), 6);
  for (const phone of workshop.phones.slice(6)) ok(await phone.answer(answers));
  assert.equal(await finished(), 8, 'all of them, and nobody is left to be found');
});

// --------------------------------------------------------------------------------------------------------- the stream

test('the stream begins with the present view, in the form that nothing on the way keeps or changes, and follows what moves', async () => {
  const workshop = await openWorkshop(place, { people: [{}, {}] });
  const [phone, other] = workshop.phones;
  const stream = await follow(`${address}/api/room/live`, { ...tokenHeader(phone), 'accept-encoding': 'gzip, br' });
  assert.equal(stream.status, 200);
  assert.equal(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(stream.headers.get('cache-control'), 'no-store, no-transform');
  assert.equal(stream.headers.get('x-accel-buffering'), 'no');
  assert.equal(stream.headers.get('content-encoding'), null);
  const first = await stream.next(() => true, 0);
  assert.match(stream.text(), /^retry: \d+\n\ndata: /);
  assert.deepEqual([first.people, first.finished, first.state], [2, 0, 'running']);
  assert.equal(first.now, place.clock.now.toISOString());
  const late = phoneOf(place.api);
  ok(await late.join(workshop.code));
  assert.equal((await stream.next((view) => view.people === 3, 0)).finished, 0);
  const answers = Object.fromEntries(workshop.tool.domains.map(({ id }) => [id, 2]));
  ok(await other.answer(answers));
  ok(await phone.answer(answers));
  ok(await late.answer(answers));
  const last = await stream.next((view) => view.finished === 3, 0);
  assert.ok(last.revision > first.revision);
  stream.stop();
});

test('who asks for the headers of the stream alone gets them, and holds no stream', async () => {
  const workshop = await openWorkshop(place, { people: [{}] });
  const [phone] = workshop.phones;
  const stream = await liveOf(phone);
  await stream.next(() => true, 0);
  // With a seventh stream the oldest of a participant ends.
  for (let n = 0; n < 10; n += 1) {
    const answer = await fetch(`${address}/api/room/live`, { method: 'HEAD', headers: tokenHeader(phone) });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  }
  await changeRoom(place, workshop, { extraSeconds: 45 });
  await stream.next((view) => view.timer.seconds === 645, 0);
  stream.stop();
});

test('a burst is shown in a few views, and an answer that changes nothing to be seen in none', async () => {
  const workshop = await openWorkshop(place, { people: Array.from({ length: 30 }, () => ({})) });
  const stream = await liveOf(workshop.phones[0]);
  await stream.next(() => true, 0);
  await pause(700);
  const before = stream.views.length;
  await Promise.all(workshop.phones.map((phone) => phone.answer({ 'domain-1': 3 }).then(ok)));
  await pause(900);
  assert.equal(stream.views.length, before, 'one of ten domains finishes nobody');
  const started = performance.now();
  for (let n = 0; n < 30; n += 1) ok(await phoneOf(place.api).join(workshop.code));
  await stream.next((view) => view.people === 60, 0);
  const most = Math.ceil((performance.now() - started) / 333) + 2;
  assert.ok(stream.views.length - before <= most, `${stream.views.length - before} views, ${most} at most`);
  stream.stop();
});

test('the stream of somebody who is removed ends within five seconds, the others go on', async () => {
  const workshop = await openWorkshop(place, { people: [{}, {}] });
  const [removed, stays] = await Promise.all(workshop.phones.map((phone) => liveOf(phone)));
  await Promise.all([removed, stays].map((stream) => stream.next(() => true, 0)));
  await place.pool.query('update participant set removed_at = now() where assessment_id = $1 and number = 1', [
    workshop.id,
  ]);
  const ended = await Promise.race([removed.ended.then(() => 'ended'), pause(5_000, 'late')]);
  assert.equal(ended, 'ended');
  const again = await fetch(`${address}/api/room/live`, { headers: tokenHeader(workshop.phones[0]) });
  assert.equal(again.status, 409);
  await again.body.cancel();
  await tell(place, workshop);
  await changeRoom(place, workshop, { extraSeconds: 30 });
  await stays.next((view) => view.timer?.seconds === 630, 0);
  stays.stop();
});

test('two processes serve one room; one that ends lets its listeners go, and they come back to the other with nothing lost', async () => {
  const env = {
    DATABASE_URL: place.url,
    LOG_LEVEL: 'error',
    TURNSTONE_DEMO: 'true',
    TURNSTONE_SECRET: 'a secret of this test run, and of no other',
  };
  const [one, two] = await Promise.all([startApi(env), startApi(env)]);
  try {
    const workshop = await openWorkshop(place, {
      tool: makeTool(2),
      people: [{}, {}, { answers: { 'domain-1': 1, 'domain-2': 1 } }, { answers: { 'domain-1': 1, 'domain-2': 1 } }],
    });
    const [phone, other] = workshop.phones;
    const at = (process, asked, url, init = {}) =>
      fetch(`${process.url}${url}`, {
        ...init,
        headers: { ...tokenHeader(asked), ...(init.body ? { 'content-type': 'application/json' } : {}) },
      });
    const answer = (process, asked, ...answers) =>
      at(process, asked, '/api/room/answers', { method: 'PUT', body: JSON.stringify({ answers }) });
    const stream = await liveOf(phone, one.url);
    const there = await liveOf(other, two.url);
    await Promise.all([stream.next(() => true, 0), there.next(() => true, 0)]);
    const sent = await answer(
      two,
      other,
      { domain: 'domain-1', choice: 1, comment: '', evidence: '', seq: 1 },
      { domain: 'domain-2', choice: 2, comment: '', evidence: '', seq: 2 },
    );
    assert.equal(sent.status, 200);
    const started = performance.now();
    const seen = await stream.next((view) => view.finished === 3, 0);
    assert.ok(seen.people === 4 && performance.now() - started < 5_000);
    await there.next((view) => view.finished === 3, 0);

    one.child.kill('SIGTERM');
    await stream.ended;
    const resumed = await liveOf(phone, two.url);
    assert.equal((await resumed.next(() => true, 0)).finished, 3);
    // Killed outright in the middle: what was acknowledged is there.
    const acknowledged = [];
    for (let seq = 3; seq < 40; seq += 1) {
      const kept = answer(two, phone, {
        domain: 'domain-1',
        choice: (seq % 4) + 1,
        comment: '',
        evidence: '',
        seq,
      }).then(
        (got) => got.ok && acknowledged.push(seq),
        () => undefined,
      );
      if (seq === 30) two.child.kill('SIGKILL');
      await kept;
    }
    assert.ok(acknowledged.length > 0);
    const { rows } = await place.pool.query(
      `select r.seq from response r join participant p on p.id = r.participant_id where p.assessment_id = $1 and p.number = 1`,
      [workshop.id],
    );
    assert.ok(rows[0].seq >= acknowledged.at(-1), `${rows[0].seq} is kept, ${acknowledged.at(-1)} was acknowledged`);
    await resumed.ended;
    for (const process of [one, two])
      assert.ok(![phone.token, other.token].some((token) => process.log().includes(token)), 'no log holds a token');
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

test('while the database cuts the connection nobody is lost: the stream goes on, and what was missed is shown', async () => {
  const workshop = await openWorkshop(place, { people: [{}] });
  const stream = await liveOf(workshop.phones[0]);
  await stream.next(() => true, 0);
  await place.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'turnstone live'`,
  );
  // Nobody hears this one.
  await addParticipant(place, workshop, { token: newToken() });
  await stream.next((view) => view.people === 2, 0);
  stream.stop();
});

// ------------------------------------------------------------------------------------------- one laptop without internet

test('on a local network phones join and take part, and reach nothing else; members sign in on the laptop alone', async () => {
  const laptop = await place.another({ localNetwork: true, joinUrl: 'http://10.42.0.1:3000' });
  try {
    const phoneAt = '10.42.0.77';
    const ask = (url, more = {}) => laptop.inject({ url, remoteAddress: phoneAt, ...more });
    const workshop = await openWorkshop(place, { people: [{}] });
    const payload = { token: newToken(), sector: null, organisation: null, name: null };
    for (const [url, more] of [
      ['/api/health'],
      [`/api/join/${workshop.code}`],
      [`/api/join/${workshop.code}`, { method: 'POST', payload }],
      ['/api/room', { headers: tokenHeader(workshop.phones[0]) }],
      ['/api/room/me', { headers: { 'x-turnstone-participant': payload.token } }],
    ])
      assert.equal((await ask(url, more)).statusCode, 200, url);
    const address = ok(await ask('/api/room', { headers: tokenHeader(workshop.phones[0]) })).room.joinAddress;
    assert.equal(address, `http://10.42.0.1:3000/join/${workshop.code}`);

    const [person] = (await laptop.inject({ url: '/api/demo/people' })).json().people;
    const members = ['/api/session', '/api/demo/people', '/api/openapi.json', '/api/places/harrowmere/people'];
    const spellings = [
      '/%61pi/session',
      '/api/%73ession',
      '/api/room/../session',
      '/api/joined',
      '/api/rooms',
      '/api/room%2f..%2fsession',
      '/api/nothing',
      '/api',
      '//api/session',
    ];
    const pages = ['/', '/places', '/sign-in', '/joining', '/roomy', '/places/join', '/places?/join'];
    const tricks = [
      {},
      { host: 'localhost:3000' },
      { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' },
      { host: '127.0.0.1', 'x-forwarded-host': 'localhost' },
    ];
    for (const url of [...members, ...spellings, ...pages])
      for (const headers of tricks) {
        const answer = await ask(url, { headers });
        assert.equal(answer.statusCode, 403, `${url} ${answer.body.slice(0, 100)}`);
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.ok(answer.headers['content-security-policy']);
      }
    const signIn = { method: 'POST', payload: { personId: person.id } };
    const refused = await ask('/api/demo/sign-in', signIn);
    assert.equal(refused.statusCode, 403);
    assert.deepEqual(refused.cookies, []);
    assert.match(refused.json().detail, /Sign in on the laptop itself/);
    assert.match((await ask('/')).body, /<a href="\/join">/);
    for (const remoteAddress of ['::ffff:10.42.0.77', 'fe80::1', '128.0.0.1', '::2'])
      assert.equal((await laptop.inject({ url: '/api/session', remoteAddress })).statusCode, 403, remoteAddress);

    // The laptop itself, over IPv4 and IPv6.
    for (const remoteAddress of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1']) {
      const entered = await laptop.inject({ url: '/api/demo/sign-in', ...signIn, remoteAddress });
      assert.equal(entered.statusCode, 200, remoteAddress);
      // What the laptop was given is worth nothing on a phone.
      const cookies = { turnstone: entered.cookies[0].value };
      assert.equal((await laptop.inject({ url: '/api/session', cookies, remoteAddress })).json().person.id, person.id);
      assert.equal((await ask('/api/session', { cookies })).statusCode, 403);
    }
  } finally {
    await laptop.close();
  }
  // Off by default: everybody reaches everything, as far as they may.
  assert.equal((await place.api.inject({ url: '/api/session', remoteAddress: '10.42.0.77' })).statusCode, 200);
});
