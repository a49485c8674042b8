import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createPool, inTransaction } from './pool.js';
import { createTestDatabase, type TestDatabase } from './testing.js';

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
  await database.pool.query('create table note (id int primary key, words text)');
});
after(() => database.drop());

test('whole numbers, decimals and their lists arrive as numbers, dates as they were written', async () => {
  const { rows } = await database.pool.query(
    `select 3::int8 as count, 0.25::numeric as share, date '2024-03-31' as day, array[1, 2]::int8[] as counts,
            array[1.5, null]::numeric[] as shares, array[date '2024-02-29'] as days, null::numeric as missing`,
  );
  assert.deepEqual(rows[0], {
    count: 3,
    share: 0.25,
    day: '2024-03-31',
    counts: [1, 2],
    shares: [1.5, null],
    days: ['2024-02-29'],
    missing: null,
  });
});

test('a whole number that a JavaScript number cannot hold exactly stays text', async () => {
  // 2^53 + 1
  const { rows } = await database.pool.query(`select 9007199254740993::int8 as big`);
  assert.equal(rows[0].big, '9007199254740993');
});

test('a transaction is kept as a whole and answers what its work answers', async () => {
  const answer = await inTransaction(database.pool, async (client) => {
    await client.query(`insert into note values (1, 'kept'), (2, 'kept')`);
    return 'done';
  });
  assert.equal(answer, 'done');
  assert.equal(await countNotes(), 2);
});

test('a transaction whose work fails leaves nothing behind, and its connection goes back to the pool', async () => {
  const before = await countNotes();
  await assert.rejects(
    inTransaction(database.pool, async (client) => {
      await client.query(`insert into note values (3, 'lost')`);
      throw new Error('the work failed');
    }),
    /the work failed/,
  );
  assert.equal(await countNotes(), before);
  assert.equal(database.pool.idleCount, database.pool.totalCount);
});

test('a failed statement that the work swallows is not mistaken for success', async () => {
  const before = await countNotes();
  await assert.rejects(
    inTransaction(database.pool, async (client) => {
      await client.query(`insert into note values (4, 'lost')`);
      await client.query('select 1 / 0').catch(() => undefined);
    }),
    /rolled back/,
  );
  assert.equal(await countNotes(), before);
});

test('connections that the server cuts neither end the process nor spoil the pool', async () => {
  const pool = createPool(database.url, { max: 2, applicationName: 'to be cut' });
  try {
    const inUse = await pool.connect();
    await pool.query('select 1'); // leaves a second connection idle
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut'`,
    );
    await assert.rejects(inUse.query('select 1'));
    inUse.release(true);
    // The word of the cut travels: until it arrives the pool cannot know that its idle connection is gone.
    for (let waited = 0; pool.idleCount > 0 && waited < 5_000; waited += 10) await pause(10);
    const { rows } = await pool.query('select 2 as two');
    assert.equal(rows[0].two, 2);
  } finally {
    await pool.end();
  }
});

test('a statement is cut off after its limit, and a quick one is not', async () => {
  const pool = createPool(database.url, { max: 1, statementTimeout: 200 });
  try {
    await pool.query('select 1');
    await assert.rejects(pool.query('select pg_sleep(5)'), /statement timeout/);
  } finally {
    await pool.end();
  }
});

test('unqualified names are looked up in the schemas of the search path', async () => {
  await database.pool.query('create schema side; create table side.here (id int)');
  const pool = createPool(database.url, { searchPath: ['side', 'public'] });
  try {
    assert.equal((await pool.query('select * from here')).rowCount, 0);
  } finally {
    await pool.end();
  }
  await assert.rejects(database.pool.query('select * from here'), /does not exist/);
});

async function countNotes(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>('select count(*) from note');
  return rows[0]?.count ?? -1;
}
