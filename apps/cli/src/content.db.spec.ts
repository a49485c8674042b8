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
  ['area', 'tool_version', 'place', 'organisation', 'person', 'member', 'membership', 'audit_entry', 'outbox'],
  ['platform_administrator', 'sharing', 'workstream', 'workstream_lead'],
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

  it('brings areas, and the demo places with their people, figures, baselines and cards', async () => {
    await load();
    const [counts] = await rows<Record<string, number>>(`select
      (select count(*)::int from area where source = 'register') as areas,
      (select count(*)::int from person where invented) as people,
      (select count(*)::int from person where email like '%@harrowmere.example') as addresses,
      (select count(*)::int from member) as members,
      (select count(*)::int from membership) as roles,
      (select count(*)::int from platform_administrator) as administrators,
      (select count(*)::int from workstream) as workstreams,
      (select count(*)::int from outcome where workstream_id is not null) as bound,
      (select count(*)::int from indicator where definition_status = 'confirmed') as indicators,
      (select count(*)::int from observation) as figures,
      (select count(*)::int from outcome) as outcomes,
      (select count(*)::int from card_section where version = 1 and changed_by is null) as sections,
      (select count(*)::int from baseline where retired_at is null) as baselines`);
    const csvLines = (file: string): number => readFileSync(join(content, file), 'utf8').trim().split('\n').length - 1;
    assert.equal(counts!['areas'], csvLines('areas/areas.csv'));
    // Seven in Harrowmere, two of the system, one administrator; two of them have three more roles in other places.
    assert.equal(counts!['people'], 7 + 2 + 1);
    assert.equal(counts!['addresses'], 10);
    assert.equal(counts!['members'], 7 + 2 + 3);
    assert.equal(counts!['roles'], 7 + 2 + 3);
    assert.equal(counts!['administrators'], 1);
    assert.equal(counts!['workstreams'], 3 + 1 + 1 + 1);
    assert.equal(counts!['bound'], 8 + 1 + 1 + 1);
    assert.equal(counts!['indicators'], 18 + 1 + 1);
    assert.equal(counts!['outcomes'], 8 + 1 + 2 + 1);
    assert.equal(counts!['sections'], 12 * 6);
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
    assert.deepEqual(lines, [
      'Areas: nothing new.',
      'Tools: nothing new.',
      'Mere and Vale: nothing new.',
      'Harrowmere: nothing new.',
      'Valeborough: nothing new.',
      'Northbeck: nothing new.',
      'Harrowmere: no assessment is new.',
    ]);
  });

  it('notes each place once in its own audit trail, by ids and not by names', async () => {
    await load();
    const noted = await rows<{ slug: string | null; action: string; after: object }>(
      `select p.slug, e.action, e.after from audit_entry e left join place p on p.id = e.place_id order by p.slug`,
    );
    assert.deepEqual(
      noted.map(({ slug, action }) => [slug, action]),
      [
        ['harrowmere', 'load the demo place'],
        ['harrowmere', 'load assessments of the demo'],
        ['mere-and-vale', 'load the demo place'],
        ['northbeck', 'load the demo place'],
        ['valeborough', 'load the demo place'],
        [null, 'load the demo administrators'],
      ],
    );
    const people = await rows<{ name: string }>('select name from person');
    const told = JSON.stringify(noted);
    for (const { name } of people) assert.ok(!told.includes(name), name);
  });

  it('opens each place to those that it names and to nobody else', async () => {
    await load();
    const shared = await rows<{ place: string; reader: string }>(
      `select p.slug as place, r.slug as reader from sharing s join place p on p.id = s.place_id
       join place r on r.id = s.with_place_id order by 1`,
    );
    assert.deepEqual(shared, [
      { place: 'harrowmere', reader: 'mere-and-vale' },
      { place: 'northbeck', reader: 'harrowmere' },
    ]);
  });

  /** As a database of the first demo stands after the migration: one place, four people, no addresses and workstreams. */
  async function asTheFirstDemoStood(): Promise<void> {
    await load();
    await database.pool.query(`
      update outcome set workstream_id = null;
      delete from workstream_lead; delete from workstream; delete from sharing; delete from platform_administrator;
      update place set parent_id = null;
      truncate action, card_indicator, card_section, card_section_version, baseline, observation, series, indicator cascade;
      delete from outcome where place_id <> (select id from place where slug = 'harrowmere');
      delete from membership where person_id not in (select id from person where name in ('Amara Bell', 'Ruth Okafor', 'Dilwen Pask', 'Joss Thackeray'))
        or place_id <> (select id from place where slug = 'harrowmere');
      delete from member m where not exists (select from membership r where r.place_id = m.place_id and r.person_id = m.person_id);
      delete from person p where not exists (select from member m where m.person_id = p.id);
      delete from organisation where place_id <> (select id from place where slug = 'harrowmere');
      delete from audit_entry; delete from audit_head;
      delete from place where slug <> 'harrowmere';
      update person set email = null;
    `);
  }

  it('adds to a database of the first demo what has come since, and leaves words alone', async () => {
    await asTheFirstDemoStood();
    await database.pool.query(`
      update person set introduction = 'Written since' where name = 'Amara Bell';
      update outcome set statement = 'Something that people agreed since', statement_version = 2 where slug = 'good-work';
    `);
    await load({ at: new Date('2027-02-01T09:00:00Z') });
    const [found] = await rows<Record<string, unknown>>(`select
      (select count(*)::int from place) as places,
      (select count(*)::int from person where email is not null) as addresses,
      (select count(*)::int from member) as members,
      (select p.slug from place h join place p on p.id = h.parent_id where h.slug = 'harrowmere') as above,
      (select count(*)::int from sharing) as shared,
      (select count(*)::int from outcome o join place p on p.id = o.place_id where p.slug = 'harrowmere' and o.workstream_id is not null) as bound,
      (select count(*)::int from workstream_lead) as led,
      (select introduction from person where name = 'Amara Bell') as introduction,
      (select statement from outcome where slug = 'good-work') as statement,
      (select array_agg(e.action) from audit_entry e join place p on p.id = e.place_id where p.slug = 'harrowmere') as noted`);
    assert.deepEqual(found, {
      places: 4,
      addresses: 10,
      members: 12,
      above: 'mere-and-vale',
      shared: 2,
      bound: 8,
      led: 2,
      introduction: 'Written since',
      statement: 'Something that people agreed since',
      noted: ['add to the demo place'],
    });
    const there = await hashes();
    await load({ at: new Date('2027-03-01T09:00:00Z') });
    assert.deepEqual(await hashes(), there);
  });

  it('leaves alone whom people removed, what they closed and how they nested', async () => {
    await load();
    await database.pool.query(`
      delete from workstream_lead; delete from sharing; update place set parent_id = null;
      update outcome set workstream_id = null; update workstream set closed_at = now(), name = name || ' (ended)';
      delete from membership where role = 'facilitator'; update member set left_at = now();
      delete from platform_administrator;
    `);
    const left = await hashes();
    await load({ at: new Date('2027-02-01T09:00:00Z') });
    assert.deepEqual(await hashes(), left);
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
    await assert.rejects(
      load(),
      /content\/demo\/places\/harrowmere\.yaml, place\.slug: there is a real place “harrowmere”/,
    );
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

  const toolFile = (tool: string, version: number): string => join(folder, `tools/${tool}/${version}.yaml`);

  it('brings the tools for every place, and refuses one that changed under a version that was loaded', async () => {
    await load({ demo: false });
    const loaded = await rows<{ tool: string; version: number; place_id: null; domains: number }>(
      `select tool, version, place_id, jsonb_array_length(pack->'domains') as domains from tool_version order by tool`,
    );
    assert.deepEqual(
      loaded.find(({ tool }) => tool === 'place-based-planning'),
      { tool: 'place-based-planning', version: 1, place_id: null, domains: 10 },
    );
    cpSync(content, folder, { recursive: true, force: true });
    const file = toolFile('place-based-planning', 1);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('name: Leadership', 'name: Leaders'));
    const there = await hashes();
    await assert.rejects(
      load({ folder, demo: false }),
      /^ContentProblem: content\/tools\/place-based-planning\/1\.yaml, version: version 1 of “place-based-planning” was loaded before and says something else/,
    );
    assert.deepEqual(await hashes(), there);
    // As another version it may say so.
    writeFileSync(file, text);
    const next = text.replace('name: Leadership', 'name: Leaders').replace(/^version: 1$/m, 'version: 2');
    writeFileSync(toolFile('place-based-planning', 2), next);
    lines.length = 0;
    await load({ folder, demo: false });
    assert.deepEqual(lines, ['Areas: nothing new.', 'Tools: 1 new.']);
    const names = await rows<{ version: number; name: string }>(
      `select version, pack->'domains'->0->>'name' as name from tool_version where tool = 'place-based-planning' order by 1`,
    );
    assert.deepEqual(names, [
      { version: 1, name: 'Leadership' },
      { version: 2, name: 'Leaders' },
    ]);
    rmSync(toolFile('place-based-planning', 2));
  });

  it('says the same of a tool in another order of its lines, and then changes nothing', async () => {
    await load({ demo: false });
    cpSync(content, folder, { recursive: true, force: true });
    const file = toolFile('place-based-planning', 1);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text.replace(/^letter: A\n/m, '')}letter: A\n`);
    lines.length = 0;
    await load({ folder, demo: false });
    assert.deepEqual(lines, ['Areas: nothing new.', 'Tools: nothing new.']);
  });

  it('loads nothing when a tool, its place, a format or a prompt is wrong, and names file and line', async () => {
    const wrong: [string, (text: string) => string, RegExp][] = [
      [
        'tools/place-based-planning/1.yaml',
        (text) => text.replace('fill: gold', 'fill: blue'),
        /1\.yaml, line \d+, .*: “blue”/,
      ],
      [
        'tools/place-based-planning/1.yaml',
        (text) => text.replace(/^version: 1$/m, 'version: 3'),
        /belongs into tools\/place-based-planning\/3\.yaml/,
      ],
      [
        'workshops/formats.yaml',
        (text) => text.replace('minutes: 120', 'minutes: 121'),
        /formats\.yaml, line \d+, formats\.0\.minutes: The stages take 120 minutes together, and this says 121/,
      ],
      [
        'workshops/formats.yaml',
        (text) => text.replace('kind: scoring', 'kind: singing'),
        /formats\.yaml, line \d+, formats\.0\.stages\.1\.kind: This must be one of/,
      ],
      [
        'workshops/prompts.yaml',
        (text) => text.replace('id: why-we-differ', 'id: how-far-we-agree'),
        /prompts\.yaml, line \d+, prompts\.1: “how-far-we-agree” stands here twice/,
      ],
    ];
    for (const [name, change, message] of wrong) {
      cpSync(content, folder, { recursive: true, force: true });
      const file = join(folder, name);
      const changed = change(readFileSync(file, 'utf8'));
      assert.notEqual(changed, readFileSync(file, 'utf8'));
      writeFileSync(file, changed);
      await assert.rejects(load({ folder, demo: false }), message);
      cpSync(content, folder, { recursive: true, force: true });
    }
    assert.deepEqual(await rows('select 1 from area'), []);
    assert.deepEqual(await rows('select 1 from tool_version'), []);
  });

  it('loads nothing when a baseline cannot be frozen', async () => {
    cpSync(content, folder, { recursive: true, force: true });
    const file = join(folder, 'demo/places/harrowmere.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll("frozen_at: '2022'", "frozen_at: '2011'"));
    await assert.rejects(
      load({ folder }),
      /content\/demo\/places\/harrowmere\.yaml, the baseline of smoking-in-adults frozen at 2011: /,
    );
    assert.deepEqual(await rows('select 1 from area'), []);
    assert.deepEqual(await rows('select 1 from observation'), []);
  });
});
