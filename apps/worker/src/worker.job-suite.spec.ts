// The worker as its own process, on the backend that REDIS_URL chooses: run once without it (PostgreSQL) and once with it.
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';

const backend = process.env['REDIS_URL'] ? 'Redis' : 'PostgreSQL';
const worker = fileURLToPath(new URL('./main.js', import.meta.url));
const placeId = randomUUID();
const indicatorId = randomUUID();
let database: TestDatabase;
/** What the worker keeps beside the database: not with that of whoever runs this. */
const folder = mkdtempSync(join(tmpdir(), 'worker-'));
const children = new Set<ChildProcess>();

before(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `insert into area (code, name, kind, source) values ('E92000001', 'England', 'Country', 'register'), ('E08000031', 'Wolverhampton', 'Metropolitan District', 'register')`,
  );
  await database.pool.query(`insert into place (id, slug, name, level) values ($1, 'here', 'Here', 'place')`, [
    placeId,
  ]);
  await database.pool.query(
    `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, unit, value_type, polarity)
     values ($1, $2, 'OHID', 'smoking', 'Smoking', 'Smoking', '%', 'proportion', 'low')`,
    [placeId, indicatorId],
  );
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const child = fork(worker, {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      SECURE_COOKIES: 'false',
      TURNSTONE_DATA: folder,
      TURNSTONE_SECRET: 'a secret of this test run, and of no other',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.add(child);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the worker ended with ${String(code)} before it was ready`)));
  });
  return child;
}

async function stopWorker(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  const code = await ended;
  children.delete(child);
  return code;
}

/** Series of eight yearly figures each, announced in jobs of ten. */
async function loadSeries(count: number, announce: boolean): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `with made as (
       insert into series (place_id, id, indicator_id, area_code, sex, age)
       select $1, gen_random_uuid(), $2, 'E08000031', 'Persons', 'batch ' || $3 || ' ' || n from generate_series(1, $4::int) n returning id),
     figures as (
       insert into observation (place_id, series_id, period_key, period_label, period_kind, period_start, period_end, status, value, lower95, upper95, recorded_at)
       select $1, made.id, y::text, y::text, 'calendar year', make_date(y, 1, 1), make_date(y, 12, 31), 'given', 30 - y + 2010, 28 - y + 2010, 32 - y + 2010, now()
       from made, generate_series(2010, 2017) y)
     select id from made`,
    [placeId, indicatorId, randomUUID(), count],
  );
  const ids = rows.map((row) => row.id);
  if (announce) {
    for (let from = 0; from < ids.length; from += 10) {
      await database.pool.query(`insert into outbox (queue, payload) values ('judge-series', $1)`, [
        JSON.stringify({ placeId, seriesIds: ids.slice(from, from + 10) }),
      ]);
    }
  }
  return ids;
}

async function judged(ids: readonly string[]): Promise<{ all: number; fresh: number; methods: number }> {
  const { rows } = await database.pool.query<{ all: number; fresh: number; methods: number }>(
    `select count(distinct j.series_id)::int as all, count(*)::int as methods,
       (count(distinct j.series_id) filter (where j.fingerprint = f.fingerprint))::int as fresh
     from judgement j join series_fingerprint f using (place_id, series_id) where j.series_id = any($1)`,
    [ids],
  );
  return rows[0] ?? { all: 0, fresh: 0, methods: 0 };
}

async function until(what: string, limitMs: number, ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await ready())) {
    if (Date.now() > end) assert.fail(`${what}: not within ${limitMs} ms`);
    await pause(50);
  }
}

test(`${backend}: announced series are judged by all four methods, and the outbox is empty`, async () => {
  const child = await startWorker();
  const ids = await loadSeries(25, true);
  await until('judged', 30_000, async () => (await judged(ids)).fresh === ids.length);
  assert.deepEqual(await judged(ids), { all: 25, fresh: 25, methods: 100 });
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from outbox');
  assert.equal(rows[0]?.n, 0);
  assert.equal(await stopWorker(child, 'SIGTERM'), 0);
});

test(`${backend}: a worker killed outright in the middle loses nothing and does nothing twice`, async () => {
  const first = await startWorker();
  const ids = await loadSeries(400, true);
  await until('begun', 30_000, async () => (await judged(ids)).all > 0);
  await stopWorker(first, 'SIGKILL');
  const child = await startWorker();
  await until('all judged', 60_000, async () => (await judged(ids)).fresh === ids.length);
  assert.deepEqual(await judged(ids), { all: 400, fresh: 400, methods: 1_600 });
  await stopWorker(child, 'SIGTERM');
});

test(`${backend}: a change makes a judgement stale, and the sweep finds what no message came for`, async () => {
  const ids = await loadSeries(5, false);
  const child = await startWorker();
  await until('found by the sweep', 30_000, async () => (await judged(ids)).fresh === ids.length);
  const before = await database.pool.query(
    `select result from judgement where series_id = $1 and method = 'forecast'`,
    [ids[0]],
  );
  await database.pool.query(
    `update observation set value = 40, upper95 = 42 where series_id = $1 and period_key = '2017'`,
    [ids[0]],
  );
  await database.pool.query(`update series set revision = revision + 1 where id = $1`, [ids[0]]);
  assert.equal((await judged(ids)).fresh, 4, 'the page can say that it is being worked out again');
  await until('judged again', 40_000, async () => (await judged(ids)).fresh === ids.length);
  const again = await database.pool.query(`select result from judgement where series_id = $1 and method = 'forecast'`, [
    ids[0],
  ]);
  assert.notDeepEqual(again.rows[0], before.rows[0]);
  await stopWorker(child, 'SIGTERM');
});

test(`${backend}: judging again from the same figures gives the same judgement`, async () => {
  const ids = await loadSeries(3, true);
  const child = await startWorker();
  await until('judged', 30_000, async () => (await judged(ids)).fresh === ids.length);
  const read = () =>
    database.pool.query(
      `select series_id, method, method_version, fingerprint, inputs, result from judgement where series_id = any($1) order by 1, 2`,
      [ids],
    );
  const before = (await read()).rows;
  await database.pool.query('delete from judgement where series_id = any($1)', [ids]);
  await database.pool.query(`insert into outbox (queue, payload) values ('judge-series', $1), ('judge-series', $1)`, [
    JSON.stringify({ placeId, seriesIds: ids }),
  ]);
  await until('judged again', 30_000, async () => (await judged(ids)).fresh === ids.length);
  assert.deepEqual((await read()).rows, before);
  await stopWorker(child, 'SIGTERM');
});

test(`${backend}: a job that names nothing known, or makes no sense, ends without harm`, async () => {
  const child = await startWorker();
  await database.pool.query(
    `insert into outbox (queue, payload) values ('judge-series', $1), ('judge-series', '{"nonsense": true}')`,
    [JSON.stringify({ placeId, seriesIds: [randomUUID()] })],
  );
  const ids = await loadSeries(2, true);
  await until('judged behind it', 30_000, async () => (await judged(ids)).fresh === ids.length);
  await stopWorker(child, 'SIGTERM');
});
