import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../database/database.js';
import { APP_ROLE, createPool, type Pool } from '../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../database/testing.js';
import { announceLive, LiveChannel } from './live-channel.js';

let given: TestDatabase;
/** Another process: a pool and a channel of its own. */
let otherPool: Pool;
let other: Database;
const channels: LiveChannel[] = [];
const open = (url = given.url): LiveChannel => {
  const channel = new LiveChannel({ databaseUrl: url });
  channels.push(channel);
  return channel;
};

before(async () => {
  given = await createTestDatabase();
  otherPool = createPool(given.url, { max: 2, role: APP_ROLE, applicationName: 'another process' });
  other = new Database(otherPool, { through: 'page' });
});
after(async () => {
  await Promise.all(channels.map((channel) => channel.end()));
  await otherPool?.end();
  await given?.drop();
});

const until = async (what: string, isTrue: () => boolean): Promise<void> => {
  for (let waited = 0; !isTrue(); waited += 10) {
    assert.ok(waited < 10_000, `waited in vain: ${what}`);
    await pause(10);
  }
};
const connections = async (): Promise<number> =>
  (
    await given.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and application_name = 'turnstone live'`,
    )
  ).rowCount ?? 0;
/** A subscriber that counts, and has been told once that the connection stands. */
async function follow(channel: LiveChannel, id: string): Promise<{ told: () => number; stop: () => void }> {
  let told = 0;
  const stop = channel.subscribe(id, () => (told += 1));
  await until('the channel hears', () => channel.hears);
  return { told: () => told, stop };
}

test('what one process commits every other one hears, and only whoever follows it', async () => {
  const [mine, foreign] = [randomUUID(), randomUUID()];
  const [here, there] = [open(), open()];
  const [a, b, c] = [await follow(here, mine), await follow(there, mine), await follow(there, foreign)];
  const before = [a.told(), b.told(), c.told()];
  await other.within({}, () => announceLive(other, mine));
  await until('both are told', () => a.told() > before[0]! && b.told() > before[1]!);
  assert.equal(c.told(), before[2]);
  assert.equal(await connections(), 2, 'one connection a process, however many follow');

  a.stop();
  const told = a.told();
  await other.within({}, () => announceLive(other, mine));
  await until('who still follows is told', () => b.told() > before[1]! + 1);
  assert.equal(a.told(), told);
});

test('what is rolled back nobody hears, and what is announced is heard after the commit only', async () => {
  const id = randomUUID();
  const one = await follow(open(), id);
  const before = one.told();
  await assert.rejects(
    other.within({}, async () => {
      await announceLive(other, id);
      throw new Error('taken back');
    }),
    /taken back/,
  );
  await other.within({}, async () => {
    await announceLive(other, id);
    // Long enough to be heard, were it sent before the commit.
    await pause(100);
    assert.equal(one.told(), before);
  });
  await until('it is told', () => one.told() === before + 1);
});

test('a connection that was cut is made anew, and everybody who follows is told that something may have been missed', async () => {
  const [id, quiet] = [randomUUID(), randomUUID()];
  const channel = open();
  const [one, still] = [await follow(channel, id), await follow(channel, quiet)];
  const before = [one.told(), still.told()];
  await given.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'turnstone live'`,
  );
  await until('both are told after the cut', () => one.told() > before[0]! && still.told() > before[1]!);
  await until('it hears again', () => channel.hears);
  const again = one.told();
  await other.within({}, () => announceLive(other, id));
  await until('announcements arrive again', () => one.told() > again);
});

test('a database that is away at first is waited for', async () => {
  const config = { databaseUrl: given.url.replace(/\/[^/?]+(\?|$)/, '/not_there_yet$1') };
  const channel = new LiveChannel(config);
  channels.push(channel);
  let told = 0;
  channel.subscribe(randomUUID(), () => (told += 1));
  await pause(300);
  assert.equal(channel.hears, false);
  await given.pool.query(`create database not_there_yet`);
  try {
    await until('it hears', () => channel.hears);
    assert.equal(told, 1);
  } finally {
    await channel.end();
    await given.pool.query('drop database not_there_yet with (force)');
  }
});

test('nobody is connected before somebody follows or after the end, and a process with nothing else to do ends', async () => {
  await Promise.all(channels.splice(0).map((channel) => channel.end()));
  const channel = open();
  await pause(50);
  assert.equal(await connections(), 0);
  await follow(channel, randomUUID());
  assert.equal(await connections(), 1);
  await channel.end();
  for (let waited = 0; (await connections()) > 0; waited += 20) {
    assert.ok(waited < 5_000, 'the connection is closed');
    await pause(20);
  }
  const program = `const { LiveChannel } = await import(${JSON.stringify(new URL('./live-channel.js', import.meta.url).href)});
    const channel = new LiveChannel({ databaseUrl: ${JSON.stringify(given.url)} });
    channel.subscribe('x', () => console.log('heard'));
    const wait = setInterval(() => channel.hears && clearInterval(wait), 5);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(code, 0);
  assert.match(said, /heard/);
});
