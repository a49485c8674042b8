import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { repositoryRoot } from '../config/config.js';
import { migrate } from './migrations.js';
import { DatabaseProblem } from './pool.js';
import { createTestDatabase, withDatabase, type TestDatabase } from './testing.js';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  // The copy has all tables already; these tests begin with none.
  await database.pool.query('drop schema public cascade; create schema public; drop schema if exists bullmq cascade');
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  step('20260101000000-create-tree', 'create table tree (id int);', 'drop table tree;');
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

test('steps are taken in order, once, and back again', async () => {
  step('20260102000000-add-height', 'alter table tree add height int;', 'alter table tree drop height;');
  assert.deepEqual(await migrate(database.url, folder), ['20260101000000-create-tree', '20260102000000-add-height']);
  assert.deepEqual(await migrate(database.url, folder), []);
  assert.deepEqual(await migrate(database.url, folder, { direction: 'down' }), ['20260102000000-add-height']);
  assert.deepEqual(await columns('tree'), ['id']);
  assert.deepEqual(await migrate(database.url, folder), ['20260102000000-add-height']);
});

test('two processes that migrate at once take turns', async () => {
  const taken = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  assert.deepEqual(taken.flat(), ['20260101000000-create-tree']);
});

test('a step that fails leaves nothing behind, not even the steps before it, and is named', async () => {
  step('20260102000000-break-it', 'create table leaf (id int); select * from nowhere;', '');
  await assert.rejects(migrate(database.url, folder), (error: unknown) => {
    assert.ok(error instanceof DatabaseProblem);
    assert.match(error.message, /20260102000000-break-it failed with “relation "nowhere" does not exist”/);
    return true;
  });
  assert.deepEqual(await columns('tree'), []);
  assert.deepEqual(await columns('leaf'), []);
});

test('a database that a later version wrote is refused', async () => {
  step('20260102000000-from-the-future', 'create table later (id int);', 'drop table later;');
  await migrate(database.url, folder);
  rmSync(join(folder, '20260102000000-from-the-future.sql'));
  await assert.rejects(migrate(database.url, folder), /another version of Turnstone .*20260102000000-from-the-future/);
});

test('the tables for jobs come when asked for, and may be asked for again', async () => {
  await migrate(database.url, folder);
  assert.equal(await hasJobs(), false);
  await migrate(database.url, folder, { jobs: true });
  assert.equal(await hasJobs(), true);
  await migrate(database.url, folder, { jobs: true });
});

test('all steps of the product go up, down and up again', async () => {
  const product = join(repositoryRoot, 'apps/cli/migrations');
  const up = await migrate(database.url, product);
  assert.ok(up.length > 0);
  const down = await migrate(database.url, product, { direction: 'down', count: up.length });
  assert.deepEqual(down, up.toReversed());
  const { rows } = await database.pool.query(
    `select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'`,
  );
  assert.deepEqual(rows, [], 'going back leaves no table behind');
  assert.deepEqual(await migrate(database.url, product), up);
});

for (const [what, url, sentence] of [
  ['nobody listens', 'postgresql://127.0.0.1:1/x', /PostgreSQL at 127\.0\.0\.1:1 cannot be reached .*DATABASE_URL/],
  ['the socket is not there', 'postgresql:///x?host=/nowhere&user=me', /\/nowhere cannot be reached/],
] as const) {
  test(`a plain sentence when ${what}`, async () => {
    await assert.rejects(migrate(url, folder), (error: unknown) => {
      assert.ok(error instanceof DatabaseProblem);
      assert.match(error.message, sentence);
      return true;
    });
  });
}

test('a plain sentence when the database is missing', async () => {
  await assert.rejects(migrate(withDatabase(database.url, 'no_such'), folder), /has no database “no_such”: create it/);
});

function step(name: string, up: string, down: string): void {
  writeFileSync(join(folder, `${name}.sql`), `-- Up Migration\n${up}\n-- Down Migration\n${down}\n`);
}

async function columns(table: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map((row) => row.column_name);
}

async function hasJobs(): Promise<boolean> {
  const { rows } = await database.pool.query<{ there: boolean }>(
    `select to_regclass('bullmq.job') is not null as there`,
  );
  return rows[0]?.there ?? false;
}
