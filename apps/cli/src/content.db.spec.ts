import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { repositoryRoot } from '@turnstone/platform';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { ContentProblem, loadContent } from './content.js';

const content = join(repositoryRoot, 'content');
const now = new Date('2026-11-20T09:00:00Z');

const tables = [
  ['area', 'place', 'organisation', 'person', 'membership', 'audit_entry', 'outbox'],
  ['indicator', 'series', 'observation', 'observation_superseded', 'baseline'],
  ['outcome', 'card_section', 'card_section_version', 'card_indicator', 'action'],
].flat();

describe('loading content', () => {
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const lines: string[] = [];
  const load = (options: { demo?: boolean; folder?: string; at?: Date } = {}): Promise<void> =>
    loadContent(database.url, {
      demo: options.demo ?? true,
      now: options.at ?? now,
      log: (line) => lines.push(line),
      ...(options.folder === undefined ? {} : { folder: options.folder }),
    });

  async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await database.pool.query<Row>(sql, values)).rows;
  }

  /** Every row of every table that content writes, as one hash a table. */
  async function hashes(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const table of tables) {
      const [row] = await rows<{ hash: string }>(
        `select count(*) || ':' || md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as hash from ${table} t`,
      );
      found[table] = row!.hash;
    }
    return found;
  }

  it('brings areas, and the demo place with its people, figures, baselines and cards', async () => {
    await load();
    const [counts] = await rows<Record<string, number>>(`select
      (select count(*)::int from area where source = 'register') as areas,
      (select count(*)::int from person where invented) as people,
      (select count(*)::int from membership) as roles,
      (select count(*)::int from indicator where definition_status = 'confirmed') as indicators,
      (select count(*)::int from observation) as figures,
      (select count(*)::int from outcome) as outcomes,
      (select count(*)::int from card_section where version = 1 and changed_by is null) as sections,
      (select count(*)::int from baseline where retired_at is null) as baselines`);
    const csvLines = (file: string): number => readFileSync(join(content, file), 'utf8').trim().split('\n').length - 1;
    assert.equal(counts!['areas'], csvLines('areas/areas.csv'));
    assert.equal(counts!['people'], 4);
    assert.equal(counts!['roles'], 4);
    assert.equal(counts!['indicators'], 18);
    assert.equal(counts!['outcomes'], 8);
    assert.equal(counts!['sections'], 8 * 6);
    assert.ok(counts!['baselines']! >= 9);
    // The published figure of 2018 (smoking in adults, North Lincolnshire, OHID): 21.
    const [figure] = await rows<{ value: number; status: string }>(
      `select o.value, o.status from observation o join series s on s.place_id = o.place_id and s.id = o.series_id
       join indicator i on i.place_id = s.place_id and i.id = s.indicator_id
       where i.short_name = 'Smoking among adults' and s.area_code = 'E06000013' and o.period_label = '2018'`,
    );
    assert.deepEqual(figure, { value: 21, status: 'given' });
  });

  it('announces the judging of every series that is new', async () => {
    await load();
    const announced = await rows<{ queue: string; payload: { placeId: string; seriesIds: string[] } }>(
      'select queue, payload from outbox',
    );
    const series = await rows<{ id: string }>('select id from series');
    assert.deepEqual(new Set(announced.map((row) => row.queue)), new Set(['judge-series']));
    assert.deepEqual(announced.flatMap((row) => row.payload.seriesIds).sort(), series.map((row) => row.id).sort());
  });

  it('changes nothing when loaded twice', async () => {
    await load();
    const first = await hashes();
    lines.length = 0;
    await load({ at: new Date('2027-02-01T09:00:00Z') });
    assert.deepEqual(await hashes(), first);
    assert.deepEqual(lines, ['Areas: nothing new.', 'Harrowmere: nothing new.']);
  });

  it('gives the same ids on every machine', async () => {
    await load();
    const ids = () =>
      rows(`select id::text from place union all select id::text from person union all
      select id::text from series union all select id::text from outcome union all select id::text from action order by 1`);
    const here = await ids();
    await database.drop();
    database = await createTestDatabase();
    await load();
    assert.deepEqual(await ids(), here);
  });

  it('leaves alone what people wrote, chose, took away and agreed, and what an import revised', async () => {
    await load();
    await database.pool.query(`
      update card_section set content = '{"records": []}', version = 2 where section = 'partners';
      update outcome set statement = 'Something that people agreed since', statement_version = 2 where slug = 'good-work';
      delete from action where title like 'Late bus%';
      update action set status = 'done' where title like 'Health bus%';
      update observation set value = 12.5, recorded_at = now() where period_label = '2018';
      update baseline set retired_at = now();
      update person set introduction = 'Changed' where name = 'Amara Bell';
    `);
    const left = await hashes();
    await load({ at: new Date('2027-02-01T09:00:00Z') });
    assert.deepEqual(await hashes(), left);
  });

  it('adds figures that a later pack brings, and announces just their series', async () => {
    await load();
    await database.pool.query('delete from outbox');
    cpSync(content, folder, { recursive: true, force: true });
    const file = join(folder, 'demo/indicators/smoking-in-adults.csv');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}E06000013,Persons,,,,2025,given,13.1,,,,,,,\n`);
    await load({ folder });
    const [series] = await rows<{ id: string; revision: number }>(
      `select s.id, s.revision from series s join indicator i on i.place_id = s.place_id and i.id = s.indicator_id
       where i.short_name = 'Smoking among adults' and s.area_code = 'E06000013'`,
    );
    assert.equal(series?.revision, 2);
    const announced = await rows<{ payload: { seriesIds: string[] } }>('select payload from outbox');
    assert.deepEqual(
      announced.flatMap((row) => row.payload.seriesIds),
      [series?.id],
    );
  });

  it('confirms what an import could only assume, and keeps its figures', async () => {
    await load({ demo: false });
    const placeId = '00000000-0000-4000-8000-000000000001';
    await database.pool.query(
      `insert into place (id, slug, name, level, invented) values ($1, 'harrowmere', 'Harrowmere', 'place', true)`,
      [placeId],
    );
    await database.pool.query(
      `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, value_type, polarity)
       values ($1, '00000000-0000-4000-8000-000000000002', 'Fingertips', '90280', 'Read from a file', 'Read from a file', 'rate', 'none')`,
      [placeId],
    );
    await load();
    const found = await rows(
      `select id, short_name, polarity, definition_status, revision from indicator where publisher = 'Fingertips'`,
    );
    assert.deepEqual(found, [
      {
        id: '00000000-0000-4000-8000-000000000002',
        short_name: 'Social contact of care users',
        polarity: 'high',
        definition_status: 'confirmed',
        revision: 2,
      },
    ]);
  });

  it('loads no demo place unless asked to', async () => {
    await load({ demo: false });
    assert.deepEqual(await rows('select 1 from place'), []);
    assert.notDeepEqual(await rows('select 1 from area limit 1'), []);
  });

  it('refuses to put invented people into a real place', async () => {
    await database.pool.query(
      `insert into place (id, slug, name, level) values (gen_random_uuid(), 'harrowmere', 'Harrowmere', 'place')`,
    );
    await assert.rejects(load(), /content\/demo\/place\.yaml, place\.slug: there is a real place “harrowmere”/);
    assert.deepEqual(await rows('select 1 from person'), []);
    assert.deepEqual(await rows('select 1 from area'), []);
  });

  it('loads nothing of a broken pack, and names file and place', async () => {
    cpSync(content, folder, { recursive: true, force: true });
    const file = join(folder, 'demo/indicators/anxiety.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace('given,3.1,', 'given,three,'));
    await assert.rejects(load({ folder }), (error) => {
      assert.ok(error instanceof ContentProblem);
      assert.equal(error.message, 'content/demo/indicators/anxiety.csv, line 2, value: “three” is not a number.');
      return true;
    });
    assert.deepEqual(await rows('select 1 from area'), []);
  });

  it('loads nothing when a baseline cannot be frozen', async () => {
    cpSync(content, folder, { recursive: true, force: true });
    const file = join(folder, 'demo/place.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll("frozen_at: '2022'", "frozen_at: '2011'"));
    await assert.rejects(
      load({ folder }),
      /content\/demo\/place\.yaml, the baseline of smoking-in-adults frozen at 2011: /,
    );
    assert.deepEqual(await rows('select 1 from area'), []);
    assert.deepEqual(await rows('select 1 from observation'), []);
  });
});
