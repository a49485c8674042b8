import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ImportBatch } from '@turnstone/contract';
import { ImportBatch as ImportBatchSchema } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, type PlaceRow } from '@turnstone/places-server';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { parse } from 'csv-parse/sync';
import { CommitImport } from './commit-import.js';
import { ImportBatchRepository } from './import-batch.repository.js';
import { MOST_ROWS, PreviewImport } from './preview-import.js';
import { refusedCsv } from './refused-csv.js';

const root = resolve(import.meta.dirname, '../../../../..');
const reference = process.env['TURNSTONE_REFERENCE'] ?? resolve(root, '../shared/reference');
const absent = !existsSync(resolve(reference, 'README.md')) && process.env['CI'] !== 'true';
const withReference = { skip: absent ? 'the reference folder is not here (TURNSTONE_REFERENCE)' : false };
const isolation = resolve(reference, 'data/fingertips/social_isolation_90280_90638.csv');

const HEADER =
  'Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,Compared to England value or percentiles';
/** A small file: England and one area, two years. Invented figures, to be changed one by one. */
const row = (area: string, year: string, value: string, more: { count?: string; note?: string } = {}) =>
  `1,Percentage of people,${area},Somewhere,District,Persons,All ages,,,${year},${value},,,${more.count ?? ''},,${more.note ?? ''},`;
const small = [
  row('E92000001', '2020', '40.0'),
  row('E92000001', '2021', '41.0'),
  row('E06000013', '2020', '39.5'),
  row('E06000013', '2021', '38.5'),
];
const fileOf = (rows: readonly string[], header = HEADER) => `${header}\n${rows.join('\n')}\n`;
async function* bytes(text: string | Buffer): AsyncGenerator<Buffer> {
  const all = Buffer.from(text);
  for (let i = 0; i < all.length; i += 50_000) yield all.subarray(i, i + 50_000);
}

describe('imports', () => {
  let database: TestDatabase;
  let previews: PreviewImport;
  let commits: CommitImport;
  let batches: ImportBatchRepository;
  const place: PlaceRow = {
    id: randomUUID(),
    slug: 'harrowmere',
    name: 'Harrowmere',
    level: 'place',
    about: '',
    invented: true,
    areaCode: 'E06000013',
    areaName: 'North Lincolnshire',
    parentId: null,
    version: 1,
  };
  const system: Actor = { kind: 'system' };
  const now = new Date('2026-11-21T09:00:00Z');

  before(async () => {
    database = await createTestDatabase();
    // Only what the door asks of places, so that these specs stand on the tables of imports alone.
    const door = new AdmitToPlace(database.database, {
      idOf: async (slug: string) => (slug === place.slug ? place.id : undefined),
      byId: async () => place,
    } as never);
    batches = new ImportBatchRepository(database.database);
    previews = new PreviewImport(door, batches, database.database, () => now);
    commits = new CommitImport(door, batches, database.database, () => now);
    const areas = parse<{ code: string; name: string; kind: string }>(
      readFileSync(resolve(root, 'content/areas/areas.csv')),
      { columns: true, bom: true },
    );
    await database.pool.query(
      `insert into area (code, name, kind, source)
       select code, name, kind, 'register' from jsonb_to_recordset($1) as a (code text, name text, kind text)`,
      [JSON.stringify(areas)],
    );
    await database.pool.query(
      `insert into place (id, slug, name, level, area_code, invented) values ($1, $2, $3, 'place', $4, true)`,
      [place.id, place.slug, place.name, place.areaCode],
    );
  });
  after(() => database.drop());

  beforeEach(async () => {
    await database.pool.query(
      `truncate observation_superseded, observation, judgement, baseline, import_row, import_batch, series, indicator,
         audit_entry, audit_head, outbox cascade`,
    );
  });

  /** As a request does it: one unit of work each. */
  const previewOf = (actor: Actor, name: string, content: AsyncIterable<Buffer>) =>
    database.database.within({}, () => previews.preview(actor, place.slug, name, content));
  const preview = (content: string | Buffer, name = 'figures.csv') => previewOf(system, name, bytes(content));
  const commitAs = (actor: Actor, slug: string, id: string, leaveOutRefused = false) =>
    database.database.within({}, () => commits.commit(actor, slug, id, { leaveOutRefused }));
  const commit = (batch: ImportBatch, leaveOutRefused = false) =>
    commitAs(system, place.slug, batch.id, leaveOutRefused);
  const found = (id: string) => database.database.within({ place: place.id }, () => batches.byId(place.id, id));
  const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => {
    const { rows } = await database.pool.query(sql, values);
    return Object.values(rows[0] as object)[0] as T;
  };
  const count = (table: string) => one<number>(`select count(*)::int from ${table}`);
  /** Everything of a place that an import may write, as one text. */
  const state = async () => {
    const tables = [
      'indicator',
      'series',
      'observation',
      'observation_superseded',
      'audit_entry',
      'outbox',
      'import_batch',
    ];
    const counts = await Promise.all(tables.map(count));
    return tables.map((table, i) => `${table} ${counts[i]}`).join(', ');
  };

  it('previews without using anything, then applies all, and says what is to be judged', async () => {
    const batch = await preview(fileOf(small));
    assert.deepEqual(ImportBatchSchema.parse(batch), batch, 'as the contract has it');
    assert.deepEqual(batch.counts, { rows: 4, new: 4, changed: 0, unchanged: 0, refused: 0 });
    assert.equal(await count('observation'), 0);
    assert.equal(await count('indicator'), 0);
    assert.equal(batch.sample.rows.length, 4);
    assert.deepEqual(batch.reading[0], { what: 'Layout', how: 'Fingertips, 17 columns' });

    const applied = await commit(batch);
    assert.equal(applied.state, 'applied');
    assert.equal(applied.appliedAt, now.toISOString());
    assert.deepEqual(applied.counts, { rows: 4, new: 4, changed: 0, unchanged: 0, refused: 0 });
    assert.deepEqual(await found(batch.id).then((b) => b?.state), 'applied');
    assert.equal(await count('observation'), 4);
    assert.equal(await count('import_row'), 0, 'applied rows have done their work');
    assert.equal(await one('select definition_status from indicator'), 'assumed');
    assert.equal(await one('select min(revision) + max(revision) from series'), 2, 'both series at revision 1');
    const payload = await one<{ placeId: string; seriesIds: string[] }>('select payload from outbox');
    assert.equal(payload.placeId, place.id);
    assert.equal(payload.seriesIds.length, 2);
    const audit = await database.pool.query('select action, person_id, after from audit_entry order by seq');
    assert.deepEqual(audit.rows, [
      {
        action: 'preview an import',
        person_id: null,
        after: { fileName: 'figures.csv', state: 'previewed', counts: batch.counts },
      },
      { action: 'import figures', person_id: null, after: { fileName: 'figures.csv', counts: applied.counts } },
    ]);
  });

  it('refuses to apply twice, what is not there, what is another place’s and what was refused as a whole', async () => {
    const batch = await preview(fileOf(small));
    await commit(batch);
    const before = await state();
    await assert.rejects(commit(batch), { kind: 'conflict', message: 'This import has been applied already.' });
    await assert.rejects(commit({ ...batch, id: randomUUID() }), { kind: 'not found' });
    await assert.rejects(commitAs(system, 'elsewhere', batch.id), { kind: 'not found' });
    await assert.rejects(commitAs({ kind: 'public' }, place.slug, batch.id), { kind: 'not signed in' });
    const viewer: Actor = {
      kind: 'member',
      personId: randomUUID(),
      name: 'V',
      sessionId: randomUUID(),
      platformAdministrator: false,
      places: {
        [place.id]: { slug: place.slug, roles: ['viewer'], organisationId: null, workstreamIds: [], shared: false },
      },
    };
    await assert.rejects(previewOf(viewer, 'f.csv', bytes(fileOf(small))), { kind: 'not permitted' });
    assert.equal(await state(), before);
    const whole = await preview('name,address\n1,2\n');
    assert.equal(whole.state, 'refused');
    await assert.rejects(commit(whole), { kind: 'conflict', message: /could not be used/ });
  });

  it('finds the same file unchanged, writes nothing and says so', async () => {
    await commit(await preview(fileOf(small)));
    await database.pool.query('delete from outbox');
    const revisions = await one('select string_agg(revision::text, $1) from series', [',']);
    const again = await preview(fileOf(small));
    assert.deepEqual(again.counts, { rows: 4, new: 0, changed: 0, unchanged: 4, refused: 0 });
    const applied = await commit(again);
    assert.match(applied.reading.at(-1)!.how, /^Nothing changed/);
    assert.deepEqual(
      [
        await count('observation_superseded'),
        await count('outbox'),
        await one('select string_agg(revision::text, $1) from series', [',']),
      ],
      [0, 0, revisions],
    );
  });

  it('keeps the old figure in its history, and judges again only what changed', async () => {
    await commit(await preview(fileOf(small)));
    await database.pool.query('delete from outbox');
    const changed = [...small.slice(0, 3), row('E06000013', '2021', '38.9'), row('E06000013', '2022', '37.0')];
    const batch = await preview(fileOf(changed));
    assert.deepEqual(batch.counts, { rows: 5, new: 1, changed: 1, unchanged: 3, refused: 0 });
    assert.deepEqual(batch.changes, [
      {
        row: 5,
        indicator: 'Percentage of people',
        area: 'North Lincolnshire',
        period: '2021',
        old: '38.5%',
        new: '38.9%',
      },
    ]);
    await commit(batch);
    const was = await one<{ value: number }>('select was from observation_superseded');
    assert.equal(was.value, 38.5);
    const { rows } = await database.pool.query('select area_code, revision from series order by area_code');
    assert.deepEqual(rows, [
      { area_code: 'E06000013', revision: 2 },
      { area_code: 'E92000001', revision: 1 },
    ]);
    const payload = await one<{ seriesIds: string[] }>('select payload from outbox');
    assert.equal(payload.seriesIds.length, 1);
  });

  it('judges again what is compared with England when England’s figure changed', async () => {
    await commit(await preview(fileOf(small)));
    await database.pool.query('delete from outbox');
    await commit(await preview(fileOf([row('E92000001', '2020', '40.1')])));
    const payload = await one<{ seriesIds: string[] }>('select payload from outbox');
    assert.equal(payload.seriesIds.length, 2);
    assert.equal(await one('select sum(revision)::int from series'), 3, 'only England’s series has grown');
  });

  it('takes a withdrawn figure for a change, and words for what differs beside the figure', async () => {
    await commit(
      await preview(fileOf([row('E06000013', '2020', '39.5', { count: '395' }), row('E06000013', '2021', '0')])),
    );
    const batch = await preview(
      fileOf([row('E06000013', '2020', '39.5', { count: '396' }), row('E06000013', '2021', '*')]),
    );
    assert.deepEqual(
      batch.changes.map((c) => [c.old, c.new]),
      [
        ['39.5%, count 395', '39.5%, count 396'],
        ['0.0%', 'suppressed'],
      ],
    );
    assert.deepEqual(batch.withheld, { suppressed: 1, confidential: 0, notAvailable: 0 });
    await commit(batch);
    assert.equal(await one(`select value from observation where status = 'suppressed'`), null);
  });

  it('compares once more when applied, because somebody may have imported since the preview', async () => {
    const mine = await preview(fileOf(small));
    await commit(await preview(fileOf(small.map((line) => line.replace('39.5', '39.6')))));
    const applied = await commit(mine);
    assert.deepEqual(applied.counts, { rows: 4, new: 0, changed: 1, unchanged: 3, refused: 0 });
    assert.equal(await count('observation_superseded'), 1);
  });

  it('refuses rows with their cell, and applies the rest only when that is chosen', async () => {
    const bad = [...small, row('E06999999', '2020', '1'), row('E06000013', '2022', '3O.5'), small[0]!];
    const batch = await preview(fileOf(bad));
    assert.deepEqual(batch.counts, { rows: 7, new: 4, changed: 0, unchanged: 0, refused: 3 });
    assert.deepEqual(
      batch.refusals.map((r) => [r.cell, r.found, r.reason]),
      [
        ['C6', 'E06999999', 'No area has this code. Harrowmere is E06000013.'],
        ['K7', '3O.5', 'Has a letter O where a figure should be.'],
        ['A8', 'E92000001, 2020, 40', 'Repeats row 2: the same indicator, area, breakdown and period.'],
      ],
    );
    await assert.rejects(commit(batch), { kind: 'conflict', message: /^3 of 7 rows are refused/ });
    assert.equal(await count('observation'), 0);
    const applied = await commit(batch, true);
    assert.equal(applied.counts.refused, 3);
    assert.equal(await count('observation'), 4);

    let csv = '';
    for await (const text of refusedCsv(HEADER.split(','), batches.refusedRows(place.id, batch.id))) csv += text;
    const lines = parse(csv, { bom: true }) as unknown as string[][];
    assert.equal(lines.length, 4);
    assert.equal(lines[1]!.at(-1), 'Area Code: No area has this code. Harrowmere is E06000013.');
    const corrected = await preview(csv.replace('3O.5', '30.5').replace('E06999999', 'E06000012'));
    assert.deepEqual(corrected.counts, { rows: 3, new: 2, changed: 0, unchanged: 1, refused: 0 });
  });

  it('holds down a formula in the file of refused rows', async () => {
    const batch = await preview(fileOf([row('E06000013', '=1+1', '-4')]));
    let csv = '';
    for await (const text of refusedCsv(HEADER.split(','), batches.refusedRows(place.id, batch.id))) csv += text;
    assert.match(csv, /,'=1\+1,-4,/);
  });

  const whole: [string, string | Buffer, RegExp][] = [
    ['an empty file', '', /^The file is empty/],
    ['a header alone', `${HEADER}\n`, /no figures below it/],
    ['a missing column', fileOf(small).replace('Area Code', 'Code'), /lacks the column 'Area Code'/],
    ['a workbook', Buffer.from('504b0304140006000800', 'hex'), /Excel workbook/],
    ['another kind of file', 'name,address\na,b\n', /does not name the columns/],
    ['an open quotation mark', `${fileOf(small)}"1,2\n`, /never closed/],
  ];
  for (const [what, content, problem] of whole) {
    it(`refuses ${what} as a whole and keeps nothing of it but the reason`, async () => {
      const batch = await preview(content, '../../etc/figures.csv');
      assert.equal(batch.state, 'refused');
      assert.match(batch.problem ?? '', problem);
      assert.equal(batch.fileName, 'figures.csv');
      assert.equal(await count('import_row'), 0);
    });
  }

  it('reads what Excel saves: Windows-1252, semicolons, titles above, blank rows and a total below', async () => {
    const rows = [
      row('E06000013', '2020', '39,5'.replace(',', '.')),
      row('E06000013', '2021', '38.5', { count: '"1,200"' }),
    ];
    const text = `Figures for \u00a3 and \u00e9;;\n\n${fileOf(rows).replaceAll(',', ';').replace('"1;200"', '"1,200"')};;;\nTotal;;\n`;
    const batch = await preview(Buffer.from(text, 'latin1'));
    assert.deepEqual(batch.counts, { rows: 2, new: 2, changed: 0, unchanged: 0, refused: 0 });
    const how = Object.fromEntries(batch.reading.map(({ what, how }) => [what, how]));
    assert.equal(how['Columns split by'], 'Semicolon');
    assert.match(how['Letters']!, /^Windows-1252/);
    assert.equal(how['Left alone'], '2 rows above the header, a total or footnote at the end (row 7), 1 blank row');
  });

  it('never overwrites a definition, and reads a confirmed academic year as such', async () => {
    await database.pool.query(
      `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, unit, value_type, polarity,
         split_year, definition_status)
       values ($1, $2, 'Fingertips', '1', 'Ours', 'Ours', '%', 'proportion', 'low', 'academic', 'confirmed')`,
      [place.id, randomUUID()],
    );
    await commit(await preview(fileOf([row('E06000013', '2020/21', '39.5')])));
    const { rows } = await database.pool.query('select name, polarity, definition_status from indicator');
    assert.deepEqual(rows, [{ name: 'Ours', polarity: 'low', definition_status: 'confirmed' }]);
    assert.equal(await one('select period_kind from observation'), 'academic year');
  });

  it('takes a ward from the file, and leaves the register as it is', async () => {
    const ward = row('E05011362', '2020', '39.5').replace('District', 'Ward');
    await commit(await preview(fileOf([ward, ...small])));
    const { rows } = await database.pool.query(
      `select name, kind, source from area where code in ('E05011362', 'E06000013') order by code`,
    );
    assert.deepEqual(rows, [
      { name: 'Somewhere', kind: 'Ward', source: 'file' },
      { name: 'North Lincolnshire', kind: 'Unitary Authority', source: 'register' },
    ]);
  });

  it('forgets a preview after a day, and only then', async () => {
    const old = await preview(fileOf(small));
    const at = (ms: number) =>
      database.pool.query('update import_batch set created_at = $1', [new Date(now.getTime() - ms)]);
    await at(23 * 3_600_000);
    await preview('');
    assert.ok(await found(old.id));
    await at(25 * 3_600_000);
    await preview(fileOf(small));
    await assert.rejects(commit(old), { kind: 'not found' });
  });

  it('leaves nothing when the connection is killed in the middle of applying', async () => {
    const batch = await preview(fileOf(small));
    const before = await state();
    // Applying comes to the outbox last; there it waits for a lock that somebody else holds, and is killed.
    const holder = await database.pool.connect();
    await holder.query('begin; lock table outbox in access exclusive mode');
    const applying = assert.rejects(commit(batch));
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    let pid: number | undefined;
    for (let i = 0; i < 200 && pid === undefined; i += 1) {
      pid = (await holder.query<{ pid: number }>(waiting)).rows[0]?.pid;
      if (pid === undefined) await new Promise((r) => setTimeout(r, 20));
    }
    assert.ok(pid, 'applying waits for the lock');
    await holder.query('select pg_terminate_backend($1)', [pid]);
    await applying;
    await holder.query('rollback');
    holder.release();
    assert.equal(await state(), before);
    assert.equal(await found(batch.id).then((b) => b?.state), 'previewed');
    await commit(batch);
    assert.equal(await count('observation'), 4, 'and it can be applied afterwards');
  });

  it('leaves nothing when the connection is killed in the middle of a preview', async () => {
    const before = await state();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(fileOf(small));
      yield Buffer.from(`${small[0]!.replace('2020', '2019')}\n`.repeat(2_000));
      // Rows are read ahead of the copying, so the killing waits until that has begun.
      let killed: number | null = 0;
      for (let i = 0; i < 200 && !killed; i += 1) {
        const { rowCount } = await database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and query like 'copy incoming%'`,
        );
        killed = rowCount;
        await new Promise((r) => setTimeout(r, 20));
      }
      assert.ok(killed, 'copying had begun');
      yield Buffer.from(`${small[0]!.replace('2020', '2018')}\n`.repeat(20_000));
    }
    await assert.rejects(previewOf(system, 'f.csv', broken()));
    assert.equal(await state(), before);
  });

  it('gives way when two apply the same preview at once: one does, the other is told', async () => {
    const batch = await preview(fileOf(small));
    const both = await Promise.allSettled([commit(batch), commit(batch)]);
    assert.deepEqual(both.map((r) => r.status).sort(), ['fulfilled', 'rejected']);
    assert.equal(await count('observation'), 4);
    assert.equal(await one(`select count(*)::int from audit_entry where action = 'import figures'`), 1);
  });

  it(`takes ${MOST_ROWS} rows and refuses one more`, { timeout: 120_000 }, async () => {
    async function* rows(n: number): AsyncGenerator<Buffer> {
      yield Buffer.from(`${HEADER}\n`);
      for (let i = 0; i < n; i += 1_000) {
        let text = '';
        // 150 years and 2 sexes for each ward.
        for (let j = i; j < Math.min(n, i + 1_000); j += 1) {
          const ward = `E05${String(Math.floor(j / 300))
            .padStart(8, '0')
            .slice(2)}`;
          text += `1,Percentage of people,${ward},W,Ward,${j % 2 ? 'Male' : 'Female'},All ages,,,${1900 + (Math.floor(j / 2) % 150)},${j % 100},,,,,,\n`;
        }
        yield Buffer.from(text);
      }
    }
    const started = performance.now();
    const full = await previewOf(system, 'full.csv', rows(MOST_ROWS));
    const previewed = performance.now();
    assert.equal(full.problem, null);
    assert.deepEqual(full.counts, { rows: MOST_ROWS, new: MOST_ROWS, changed: 0, unchanged: 0, refused: 0 });
    await commit(full);
    const applied = performance.now();
    assert.equal(await count('observation'), MOST_ROWS);
    // Well under a minute is asked for; other work on the same machine gets its share.
    assert.ok(applied - started < 60_000, `took ${Math.round(applied - started)} ms`);
    console.log(
      `200,000 rows: preview ${Math.round(previewed - started)} ms, apply ${Math.round(applied - previewed)} ms`,
    );

    const over = await previewOf(system, 'over.csv', rows(MOST_ROWS + 1));
    assert.equal(over.state, 'refused');
    assert.match(over.problem ?? '', /more than 200,000 rows/);
  });

  it('loads the social isolation file, and a second time changes nothing', withReference, async () => {
    const stream = () => createReadStream(isolation);
    const first = await previewOf(system, 'social_isolation_90280_90638.csv', stream());
    assert.deepEqual(first.counts, { rows: 3354, new: 3354, changed: 0, unchanged: 0, refused: 0 });
    await commit(first);
    assert.equal(await count('observation'), 3354);
    // Blank values counted in the file.
    assert.equal(
      await one(`select count(*)::int from observation where status = 'not available' and value is null`),
      56,
    );
    const second = await previewOf(system, 'social_isolation_90280_90638.csv', stream());
    assert.deepEqual(second.counts, { rows: 3354, new: 0, changed: 0, unchanged: 3354, refused: 0 });
  });
});
