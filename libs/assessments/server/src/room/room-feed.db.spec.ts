import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newRoom } from '@turnstone/assessments-rules';
import type { RoomView } from '@turnstone/contract';
import { SessionRepository } from '@turnstone/places-server';
import { announceLive, LiveChannel, readConfig } from '@turnstone/platform';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { ParticipantRepository } from './participant.repository.js';
import { ReadRoomView } from './read-room-view.js';
import { RoomFeed, type Follower } from './room-feed.js';
import { RoomRepository } from './room.repository.js';

let given: TestDatabase;
let live: LiveChannel;
let feed: RoomFeed;
let now = new Date('2026-11-21T14:03:00Z');
const clock = () => now;
const placeId = randomUUID();
let assessmentId: string;

before(async () => {
  given = await createTestDatabase();
  await given.pool.query(`insert into place (id, slug, name, level) values ($1, 'a', 'A', 'place')`, [placeId]);
});
after(async () => {
  feed.end();
  await live.end();
  await given.drop();
});
beforeEach(async () => {
  feed?.end();
  await live?.end();
  const config = { ...readConfig({ DATABASE_URL: given.url, SECURE_COOKIES: 'false' }) };
  live = new LiveChannel(config);
  const { database } = given;
  const views = new ReadRoomView(new RoomRepository(database), config, clock);
  feed = new RoomFeed(
    database,
    live,
    views,
    new ParticipantRepository(database),
    new SessionRepository(database),
    clock,
  );
  assessmentId = randomUUID();
  const toolId = randomUUID();
  await given.pool.query(`insert into tool_version values ($1, $2, $3, 1, '{"domains": [{"id": "d"}]}', null, $4)`, [
    toolId,
    placeId,
    toolId,
    now,
  ]);
  await given.pool.query(
    `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, state, join_code, created_at)
     values ($1, $2, $3, 'Room', 'workshop', 'whole place', 1, 'anonymous', 'open', $4, $5)`,
    [placeId, assessmentId, toolId, randomBytes(6).toString('hex'), now],
  );
  await given.pool.query(
    `insert into workshop (place_id, assessment_id, agenda, format, room) values ($1, $2, '[]', 'brief', $3)`,
    [placeId, assessmentId, JSON.stringify(newRoom)],
  );
});

async function join(): Promise<Follower & { kind: 'participant' }> {
  const participantId = randomUUID();
  await given.pool.query(
    `insert into participant (place_id, assessment_id, id, number, kind, token_hash, joined_at)
     select $1, $2, $3, count(*) + 1, 'phone', $4, $5 from participant where assessment_id = $2`,
    [placeId, assessmentId, participantId, randomBytes(32), now],
  );
  return { kind: 'participant', participantId };
}

/** Somebody with a session and a role in the place, as the request that opens the stream knew them. */
async function member(role: string): Promise<Follower & { kind: 'member' }> {
  const personId = randomUUID();
  await given.pool.query(`insert into person (id, name) values ($1, 'Somebody')`, [personId]);
  await given.pool.query('insert into member (place_id, person_id, joined_at) values ($1, $2, $3)', [
    placeId,
    personId,
    now,
  ]);
  await given.pool.query('insert into membership (place_id, person_id, role) values ($1, $2, $3)', [
    placeId,
    personId,
    role,
  ]);
  const { rows } = await given.pool.query<{ id: string }>(
    `insert into session (token_hash, person_id, created_at, seen_at, expires_at, method)
     values ($1, $2, $3, $3, $4, 'e-mail link') returning id`,
    [createHash('sha256').update(randomBytes(32)).digest(), personId, now, new Date(now.getTime() + 3_600_000)],
  );
  const sessionId = rows[0]!.id;
  return {
    kind: 'member',
    actor: { kind: 'member', personId, name: '', sessionId, platformAdministrator: false, places: {} },
  };
}

interface Heard {
  readonly stream: Readable;
  readonly views: RoomView[];
  readonly comments: () => number;
  readonly over: () => boolean;
}
function listen(who: Follower): Heard {
  const stream = feed.follow(placeId, assessmentId, who);
  const views: RoomView[] = [];
  let comments = 0;
  let over = false;
  stream.on('data', (part: Buffer) => {
    for (const message of String(part).split('\n\n')) {
      if (message.startsWith('data: ')) views.push(JSON.parse(message.slice(6)) as RoomView);
      if (message.startsWith(':')) comments += 1;
    }
  });
  stream.on('close', () => (over = true));
  return { stream, views, comments: () => comments, over: () => over };
}
const until = async (what: string, isTrue: () => boolean): Promise<void> => {
  for (let waited = 0; !isTrue(); waited += 10) {
    assert.ok(waited < 10_000, `waited in vain: ${what}`);
    await pause(10);
  }
};
const change = (title: string) =>
  given.database.within({ place: placeId }, async () => {
    await given.database.query('update assessment set title = $3 where place_id = $1 and id = $2', [
      placeId,
      assessmentId,
      title,
    ]);
    await announceLive(given.database, assessmentId);
  });

test('a member is shown every reading, a participant what moved; nobody is kept after they went', async () => {
  const [phone, projector] = [listen(await join()), listen(await member('viewer'))];
  await until('both have the present view', () => phone.views.length > 0 && projector.views.length > 0);
  await until('the channel hears', () => live.hears);
  await pause(500);
  const [a, b] = [phone.views.length, projector.views.length];
  await given.database.within({}, () => announceLive(given.database, assessmentId));
  await until('the member is shown it again', () => projector.views.length > b);
  assert.equal(phone.views.length, a, 'nothing moved');
  await change('Another title');
  await until('both are shown it', () =>
    [phone, projector].every(({ views }) => views.at(-1)?.title === 'Another title'),
  );
  assert.equal(phone.views.length, a + 1);
  feed.beat();
  await until('the beat arrives', () => phone.comments() === 1 && projector.comments() === 1);
  assert.equal(feed.listeners, 2);
  phone.stream.destroy();
  projector.stream.destroy();
  await until('nobody is left', () => feed.listeners === 0);
  await change('A third title');
  await pause(100);
  assert.notEqual(phone.views.at(-1)?.title, 'A third title');
});

test('who comes later has the present view at once, with the time of now', async () => {
  const first = listen(await join());
  await until('the room was read', () => first.views.length > 0 && live.hears);
  await pause(500);
  const before = now;
  now = new Date(before.getTime() + 60_000);
  try {
    const second = listen(await join());
    await until('it is greeted', () => second.views.length > 0);
    assert.equal(second.views[0]?.now, now.toISOString());
    assert.equal(first.views[0]?.now, before.toISOString());
  } finally {
    now = before;
  }
});

test('a listener that takes nothing holds up nobody: the newest view waits for it, and then it is let go', async () => {
  const quick = listen(await join());
  const slow = feed.follow(placeId, assessmentId, await join());
  await until('the quick one has a view', () => quick.views.length > 0 && live.hears);
  for (const title of ['one', 'two', 'three']) {
    await change(title);
    await until(title, () => quick.views.at(-1)?.title === title);
  }
  assert.ok(slow.readableLength < 100, 'no views pile up for it');
  feed.beat();
  assert.equal(slow.destroyed, false);
  let heard = '';
  slow.on('data', (part: Buffer) => (heard += String(part)));
  await until('it takes what waits', () => heard.includes('data: '));
  assert.equal(heard.split('data: ').length - 1, 1);
  assert.match(heard, /"title":"three"/);
  slow.pause();

  const stuck = feed.follow(placeId, assessmentId, await join());
  feed.beat();
  feed.beat();
  await until('it is let go', () => feed.listeners === 2);
  assert.equal(stuck.destroyed, true);
});

test('one participant has six streams at most; the oldest ends for the seventh', async () => {
  const who = await join();
  const streams = Array.from({ length: 7 }, () => listen(who));
  await until('the oldest ends', () => streams[0]!.over());
  assert.equal(feed.listeners, 6);
  assert.deepEqual(
    streams.slice(1).map(({ over }) => over()),
    Array(6).fill(false),
  );
});

test('a stream ends once the session is over, the role has gone, or the participant was removed; the others stay', async () => {
  const [signedOut, demoted, stays] = [
    await member('viewer'),
    await member('facilitator'),
    await member('board member'),
  ];
  const [removed, answering] = [await join(), await join()];
  const [a, b, c, d, e] = [signedOut, demoted, stays, removed, answering].map(listen);
  await feed.check();
  assert.equal(feed.listeners, 5);
  await given.pool.query('delete from session where id = $1', [signedOut.actor.sessionId]);
  await given.pool.query('delete from membership where person_id = $1', [demoted.actor.personId]);
  await given.pool.query('update participant set removed_at = $2 where id = $1', [removed.participantId, now]);
  await feed.check();
  await until('three are out', () => a!.over() && b!.over() && d!.over());
  assert.deepEqual([c!.over(), e!.over(), feed.listeners], [false, false, 2]);
  // Nobody used that session for longer than it may idle; following is no use of it.
  await given.pool.query(`update session set seen_at = $2 where id = $1`, [
    stays.actor.sessionId,
    new Date(now.getTime() - 31 * 60_000),
  ]);
  await feed.check();
  await until('it is out', () => c!.over());
  await given.pool.query('delete from participant where id = $1', [answering.participantId]);
  await feed.check();
  await until('nobody is left', () => e!.over() && feed.listeners === 0);
});

test('the streams of a room that is no more end, and so do all when the process ends', async () => {
  const one = listen(await join());
  await until('it has a view', () => one.views.length > 0 && live.hears);
  await given.pool.query('delete from assessment where id = $1', [assessmentId]);
  await given.database.within({}, () => announceLive(given.database, assessmentId));
  await until('it ends', () => one.over());
  assert.equal(feed.listeners, 0);

  const two = listen({ kind: 'participant', participantId: randomUUID() });
  feed.end();
  await until('it ends too', () => two.over());
  const late = listen({ kind: 'participant', participantId: randomUUID() });
  await until('nobody is let in any more', () => late.over());
});
