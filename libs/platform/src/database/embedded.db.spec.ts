import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbedded, type EmbeddedPostgres } from './embedded.js';
import { createPool, DatabaseProblem } from './pool.js';

let dataFolder: string;
let server: EmbeddedPostgres | undefined;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(dataFolder, 0o755);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start(onLost?: () => void): Promise<EmbeddedPostgres> {
  server = await startEmbedded({ dataFolder, throwaway: true, ...(onLost ? { onLost } : {}) });
  return server;
}

test('what was written is there after a stop and a start; no port is open, and nothing of it stays running', async () => {
  const first = await start();
  assert.equal(first.adopted, false);
  await ask(first, 'create table note as select 7 as id');
  assert.equal(await ask(first, 'show listen_addresses', 'listen_addresses'), '');
  assert.equal(await ask(first, 'show server_encoding', 'server_encoding'), 'UTF8');
  const pid = postmaster(first);
  await first.stop();
  assert.equal(isAlive(pid), false);

  const second = await start();
  assert.equal(second.adopted, false);
  assert.equal(await ask(second, 'select id from note', 'id'), 7);
});

test('a server that still runs is taken over', async () => {
  const first = await start();
  await ask(first, 'create table note as select 8 as id');
  const second = await start();
  assert.equal(second.adopted, true);
  assert.equal(second.url, first.url);
  assert.equal(await ask(second, 'select id from note', 'id'), 8);
});

test('after kill -9 of the server the loss is told, and the next start recovers what was committed', async () => {
  let tell: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => (tell = resolve));
  const first = await start(tell);
  await ask(first, 'create table note as select 9 as id');
  process.kill(postmaster(first), 'SIGKILL');
  await lost;
  const second = await start();
  assert.equal(second.adopted, false);
  assert.equal(await ask(second, 'select id from note', 'id'), 9);
});

test('a start right after kill -9, before the system has noticed, works too', async () => {
  const first = await start();
  process.kill(postmaster(first), 'SIGKILL');
  const second = await start();
  assert.equal(await ask(second, 'select 1 as one', 'one'), 1);
});

test('a server that was stopped as asked is not told as lost', async () => {
  let told = false;
  const first = await start(() => (told = true));
  await first.stop();
  await pause(100);
  assert.equal(told, false);
});

test('a process number in a stale file that belongs to another program by now is no obstacle', async () => {
  const first = await start();
  await first.stop();
  const folder = first.folder;
  const file = join(folder, 'postmaster.pid');
  // This very test has the number: it lives, and is no PostgreSQL.
  writeFileSync(file, `${process.pid}\n${folder}\n1\n5432\n/nowhere\n\n`);
  const second = await start();
  assert.equal(await ask(second, 'select 1 as one', 'one'), 1);
});

test('a server whose socket was removed is stopped and started again', async () => {
  const first = await start();
  const pid = postmaster(first);
  rmSync(socketFolder(first), { recursive: true });
  const second = await start();
  assert.equal(second.adopted, false);
  assert.equal(isAlive(pid), false);
  assert.equal(await ask(second, 'select 1 as one', 'one'), 1);
});

test('a folder that was deleted under its running server begins afresh', async () => {
  const first = await start();
  await ask(first, 'create table note as select 1 as id');
  const pid = postmaster(first);
  rmSync(first.folder, { recursive: true });
  const second = await start();
  assert.equal(second.adopted, false);
  assert.equal(await ask(second, `select to_regclass('note') as note`, 'note'), null);
  process.kill(pid, 'SIGKILL');
  rmSync(socketFolder(first), { recursive: true, force: true });
});

test('a creation that was cut short is begun again', async () => {
  const half = join(dataFolder, 'postgres', 'data.half');
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'PG_VERSION'), '18\n');
  const only = await start();
  assert.equal(await ask(only, 'select 1 as one', 'one'), 1);
  assert.equal(existsSync(half), false);
});

test('the socket is for its owner only', async () => {
  const only = await start();
  assert.equal(statSync(socketFolder(only)).mode & 0o777, 0o700);
});

test('data of another version of PostgreSQL are refused and left alone', async () => {
  const cluster = join(dataFolder, 'postgres', 'data');
  mkdirSync(cluster, { recursive: true });
  writeFileSync(join(cluster, 'PG_VERSION'), '16\n');
  await refused(/written by PostgreSQL 16, and this version of Turnstone brings PostgreSQL 18: start the version/);
  assert.equal(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), '16\n');
});

test('a folder with something else in it is refused and left alone', async () => {
  const cluster = join(dataFolder, 'postgres', 'data');
  mkdirSync(cluster, { recursive: true });
  writeFileSync(join(cluster, 'letter.txt'), 'dear all');
  await refused(/holds something that is no database of PostgreSQL: move it away/);
  assert.equal(existsSync(join(cluster, 'letter.txt')), true);
});

test('a file where the folder should be is told', async () => {
  const path = join(dataFolder, 'file');
  writeFileSync(path, '');
  await assert.rejects(startEmbedded({ dataFolder: path }), /a file is in its way/);
});

test('a folder that cannot be written is told', async () => {
  // Root may write everywhere but among the processes.
  const closed = process.getuid?.() === 0 ? '/proc/turnstone' : dataFolder;
  if (closed === dataFolder) chmodSync(dataFolder, 0o555);
  await assert.rejects(
    startEmbedded({ dataFolder: closed }),
    /cannot be written by this user: change its owner, or choose another with TURNSTONE_DATA/,
  );
});

async function refused(sentence: RegExp): Promise<void> {
  await assert.rejects(start(), (error: unknown) => {
    assert.ok(error instanceof DatabaseProblem);
    assert.match(error.message, sentence);
    return true;
  });
}

async function ask(from: EmbeddedPostgres, statement: string, column?: string): Promise<unknown> {
  const pool = createPool(from.url, { max: 1 });
  try {
    const { rows } = await pool.query<Record<string, unknown>>(statement);
    return column === undefined ? undefined : rows[0]?.[column];
  } finally {
    await pool.end();
  }
}

function postmaster(of: EmbeddedPostgres): number {
  return Number(readFileSync(join(of.folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function socketFolder(of: EmbeddedPostgres): string {
  return new URL(of.url).searchParams.get('host') ?? dirname(of.folder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
