// The second lock, by itself: what PostgreSQL shows the role of the programs, whatever the programs ask. And the way back
// from the migration that built it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { APP_ROLE, createPool, Database, migrate, readConfig, repositoryRoot } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';
import { createApi } from '../../apps/api/dist/api.js';
import { loadContent } from '../../apps/cli/dist/content.js';
import { addPerson, addPlace, signedIn } from './support/people.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';
import { addParticipant, openWorkshop } from './support/workshop.mjs';

/** Tables that need no lock of rows, each with its reason. Every other one has it, or this spec fails. */
const open = {
  area: 'a public register, the same for every place',
  outbox: 'carries ids only, and is read by the worker for all places; its rows go within seconds',
  rate_count: 'hashes and numbers; counted before anybody is known',
  schema_migration: 'the names of the steps taken; the programs may only read it',
};

let place;
let pool;
let database;
let other;

before(async () => {
  place = await openDemoPlace();
  pool = createPool(place.url, { max: 4, role: APP_ROLE });
  database = new Database(pool, { through: 'page' });
  other = await addPlace(place.pool, { slug: 'elsewhere', name: 'Elsewhere' });
  await fillEveryTable(place.pool, other);
  await fillAssessments(place);
});
after(async () => {
  await pool?.end();
  await place?.close();
});

const rowsOf = async (sql, values) => (await place.pool.query(sql, values)).rows;
const tables = () =>
  rowsOf(
    `select c.relname as name, c.relrowsecurity as locked, c.relforcerowsecurity as forced,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'place_id' and not a.attisdropped) as "ofPlace"
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );

describe('R3: without a context', () => {
  test('every table is locked, or stands in the list of those that need not be', async () => {
    const all = await tables();
    assert.ok(all.length > 40, 'the tables were found');
    for (const { name, locked, forced, policies } of all) {
      if (Object.hasOwn(open, name)) assert.equal(locked, false, `${name} is locked: take it off the list`);
      else assert.deepEqual({ locked, forced, some: policies > 0 }, { locked: true, forced: true, some: true }, name);
    }
    assert.deepEqual(
      Object.keys(open).filter((name) => !all.some((table) => table.name === name)),
      [],
    );
  });

  test('a table that somebody adds and forgets to lock would be found', async () => {
    await place.pool.query('create table forgotten (place_id uuid)');
    try {
      const found = (await tables()).filter(({ name, locked }) => !locked && !Object.hasOwn(open, name));
      assert.deepEqual(
        found.map(({ name }) => name),
        ['forgotten'],
      );
    } finally {
      await place.pool.query('drop table forgotten');
    }
  });

  test('the programs see no row of any locked table, although each has some', async () => {
    for (const { name, locked } of await tables()) {
      if (!locked) continue;
      const [{ n }] = await rowsOf(`select count(*)::int as n from "${name}"`);
      assert.ok(n > 0, `${name} is empty, so this would prove nothing of it: give it a row in fillEveryTable`);
      const seen = await database.within({}, () => database.query(`select count(*)::int as n from "${name}"`));
      assert.equal(seen.rows[0].n, 0, name);
    }
  });

  test('a view shows no more than its tables', async () => {
    const views = await rowsOf(
      `select c.relname as name, coalesce(c.reloptions::text[] @> array['security_invoker=true'], false) as invoker
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')`,
    );
    assert.ok(views.length > 0);
    for (const { name, invoker } of views) {
      assert.equal(invoker, true, name);
      const seen = await database.within({}, () => database.query(`select count(*)::int as n from "${name}"`));
      assert.equal(seen.rows[0].n, 0, name);
    }
  });

  test('a function that sees more says so, and answers only what it is asked', async () => {
    const strong = await rowsOf(
      `select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace
       and (p.prosecdef or p.prosrc like '%turnstone.reach%' or p.prosrc like '%reach_everything%') order by 1`,
    );
    assert.deepEqual(
      strong.map(({ name }) => name),
      [
        'analyze_series',
        'assessment_of_code',
        'audit_chain',
        'audit_note_erasure',
        'participant_of',
        'place_id_of',
        'reach_everything',
        'session_actor',
        'standing_of',
      ],
      'a new one has to be looked at, and then named here',
    );
    // Those that widen their reach give it back.
    const { rows } = await database.within({}, async () => {
      await database.query(`select place_id_of('harrowmere')`);
      await database.query(`select * from session_actor('\\x00', now())`);
      await database.query(`select * from participant_of('\\x00')`);
      await database.query(`select * from assessment_of_code('ABCDEF')`);
      return database.query(
        `select coalesce(current_setting('turnstone.reach', true), '') as reach, (select count(*)::int from place) as places`,
      );
    });
    assert.deepEqual(rows[0], { reach: '', places: 0 });
  });
});

describe('the role of the programs', () => {
  test('owns nothing, is no superuser, passes no lock by and makes nothing in the schema', async () => {
    const [role] = await rowsOf(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
         has_schema_privilege(oid, 'public', 'create') as creates,
         (select count(*)::int from pg_class where relowner = r.oid) as relations,
         (select count(*)::int from pg_proc where proowner = r.oid) as functions,
         (select count(*)::int from pg_auth_members where member = r.oid) as belongs
       from pg_roles r where rolname = $1`,
      [APP_ROLE],
    );
    assert.deepEqual(role, {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolcanlogin: false,
      creates: false,
      relations: 0,
      functions: 0,
      belongs: 0,
    });
    for (const sql of [
      'create table mine (id int)',
      'alter table organisation disable row level security',
      'drop policy of_the_place on organisation',
      'truncate organisation',
      'alter role turnstone_app bypassrls',
      'create policy mine on organisation using (true)',
    ]) {
      await assert.rejects(
        database.within({ reach: 'platform' }, () => database.query(sql)),
        { code: '42501' },
        sql,
      );
    }
  });

  test('the API and the worker refuse to start as a role that could pass the lock by', async () => {
    // The owner of the tables in the place of the role: as if somebody had granted it too much.
    await place.pool.query(`alter role ${APP_ROLE} bypassrls`);
    try {
      for (const program of ['apps/api/dist/main.js', 'apps/worker/dist/main.js']) {
        const ran = spawnSync(process.execPath, [join(repositoryRoot, program)], {
          env: {
            ...process.env,
            DATABASE_URL: place.url,
            SECURE_COOKIES: 'false',
            PORT: '1',
            TURNSTONE_SECRET: 's'.repeat(40),
          },
          encoding: 'utf8',
          timeout: 20_000,
        });
        assert.equal(ran.status, 1, ran.stderr);
        assert.match(ran.stderr, /“turnstone_app”, which may bypass row-level security: /);
        assert.doesNotMatch(ran.stderr, /\n\s+at /);
      }
    } finally {
      await place.pool.query(`alter role ${APP_ROLE} nobypassrls`);
    }
  });
});

describe('in the context of one place', () => {
  test('every table of places shows rows of this one only, and takes none of another', async () => {
    const [{ id: mine }] = await rowsOf(`select id from place where slug = 'harrowmere'`);
    for (const { name, ofPlace, locked } of await tables()) {
      if (!ofPlace || !locked) continue;
      const [{ n: theirs }] = await rowsOf(`select count(*)::int as n from "${name}" where place_id = $1`, [other]);
      assert.ok(theirs > 0, `${name} has no row elsewhere: give it one in fillEveryTable`);
      const seen = await database.within({ place: mine }, () =>
        database.query(
          `select count(*)::int as n from "${name}" where place_id is distinct from $1 ${name === 'tool_version' ? 'and place_id is not null' : ''}`,
          [mine],
        ),
      );
      // What a place above or below chose to open to this one is theirs to show.
      assert.equal(name === 'sharing' ? 0 : seen.rows[0].n, 0, name);
      for (const sql of [
        `update "${name}" set place_id = place_id where place_id = $1`,
        `delete from "${name}" where place_id = $1`,
      ]) {
        const changed = await database
          .within({ place: mine }, async () => (await database.query(sql, [other])).rowCount)
          .catch((error) => (error.code === '42501' ? 0 : assert.fail(`${name}: ${error.message}`)));
        assert.equal(changed, 0, sql);
      }
      const [row] = await rowsOf(`select to_jsonb(t) as row from "${name}" t where place_id = $1 limit 1`, [other]);
      await assert.rejects(
        database.within({ place: mine }, () =>
          database.query(`insert into "${name}" select * from jsonb_populate_record(null::"${name}", $1)`, [
            JSON.stringify(row.row),
          ]),
        ),
        // A generated column or the trigger of the audit trail may speak first; that nothing was written is counted below.
        (error) => ['42501', '428C9'].includes(error.code) || assert.fail(`${name}: ${error.message}`),
      );
      const [{ n: left }] = await rowsOf(`select count(*)::int as n from "${name}" where place_id = $1`, [other]);
      assert.equal(left, theirs, name);
    }
  });

  test('the tools of the toolkit are seen from every place, and written from none', async () => {
    const [{ id: mine }] = await rowsOf(`select id from place where slug = 'harrowmere'`);
    const count = 'select count(*)::int as n from tool_version where place_id is null';
    const [{ n: there }] = await rowsOf(count);
    assert.ok(there >= 4);
    await database.within({ place: mine }, async () => {
      assert.equal((await database.query(count)).rows[0].n, there);
      for (const sql of [
        `update tool_version set pack = '{}' where place_id is null`,
        'delete from tool_version where place_id is null',
      ])
        assert.equal((await database.query(sql)).rowCount, 0, sql);
    });
    await assert.rejects(
      database.within({ place: mine }, () =>
        database.query(
          `insert into tool_version (id, tool, version, pack, created_at) values ($1, 'x', 1, '{}', now())`,
          [randomUUID()],
        ),
      ),
      { code: '42501' },
    );
    assert.equal((await database.within({ person: randomUUID() }, () => database.query(count))).rows[0].n, 0);
  });

  test('people are seen who belong to it, with nothing of their sessions and secrets', async () => {
    const [{ id: mine }] = await rowsOf(`select id from place where slug = 'harrowmere'`);
    await database.within({ place: mine }, async () => {
      const { rows } = await database.query('select id from person');
      const belong = await rowsOf('select person_id as id from member where place_id = $1', [mine]);
      assert.deepEqual(rows.map(({ id }) => id).sort(), belong.map(({ id }) => id).sort());
      for (const secret of [
        'session',
        'password',
        'code_secret',
        'recovery_code',
        'identity',
        'sign_in_link',
        'mail',
      ]) {
        assert.deepEqual((await database.query(`select 1 from ${secret}`)).rows, [], secret);
      }
    });
  });
});

test('R4: through the API with two connections, two hundred requests of two places at once, fifty times', async () => {
  const given = await createTestDatabase();
  await loadContent(given.url, { demo: true, log: () => undefined, now: NOW });
  const pool = createPool(given.url, { max: 2, role: APP_ROLE });
  const config = readConfig({
    DATABASE_URL: given.url,
    LOG_LEVEL: 'silent',
    SECURE_COOKIES: 'false',
    TURNSTONE_SECRET: 's'.repeat(40),
  });
  const api = await createApi({ config, database: new Database(pool, { through: 'page' }), clock: () => NOW });
  const asked = { api, pool: given.pool, clock: { now: NOW } };
  try {
    await addPlace(given.pool, { slug: 'there', name: 'Faraway' });
    const here = await addPerson(given.pool, { name: 'H', places: [{ slug: 'harrowmere', roles: ['viewer'] }] });
    const there = await addPerson(given.pool, { name: 'T', places: [{ slug: 'there', roles: ['viewer'] }] });
    const clients = [
      [await signedIn(asked, here.id), 'harrowmere', 'Faraway'],
      [await signedIn(asked, there.id), 'there', 'Harrowmere'],
    ];
    const outcomes = (await clients[0][0].get('/api/places/harrowmere/outcomes')).json();
    let foreign = 0;
    for (let round = 0; round < 50; round += 1) {
      await Promise.all(
        Array.from({ length: 200 }, async (_, at) => {
          const [client, mine, notMine] = clients[at % 2];
          const wrong = at % 5 === 4;
          const slug = wrong ? clients[(at + 1) % 2][1] : mine;
          const path = at % 3 === 0 ? 'outcomes' : 'indicators';
          const answer = await client.get(at % 3 === 2 ? `/api/places/${slug}` : `/api/places/${slug}/${path}`);
          if (answer.statusCode !== (wrong ? 404 : 200) || answer.body.includes(notMine)) foreign += 1;
          if (!wrong && at % 3 === 0 && mine === 'there' && answer.json().outcomes.length > 0) foreign += 1;
          if (!wrong && at % 6 === 0) assert.deepEqual(answer.json(), outcomes);
        }),
      );
    }
    assert.equal(foreign, 0);
    assert.ok(pool.totalCount <= 2);
  } finally {
    await api.close();
    await pool.end();
    await given.drop();
  }
});

test('R48: the way back and forward again, on a filled database, leaves the same schema and the same audit trail', async () => {
  const given = await createTestDatabase();
  try {
    await loadContent(given.url, { demo: true, log: () => undefined, now: NOW });
    const folder = join(repositoryRoot, 'apps/cli/migrations');
    const before = await dump(given.pool);
    const trail = await entries(given.pool);
    assert.ok(trail.length > 0, 'there is a trail to keep');
    // The step that built the second lock, and those after it.
    const steps = readdirSync(folder)
      .map((name) => name.replace(/\.sql$/, ''))
      .filter((name) => name >= '20261122100000')
      .sort();
    assert.deepEqual(await migrate(given.url, folder, { direction: 'down', count: steps.length }), steps.toReversed());
    const { rows: gone } = await given.pool.query(
      `select 1 from pg_policies where schemaname = 'public' union all
       select 1 from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity union all
       select 1 from information_schema.role_table_grants where grantee = $1 and table_schema = 'public'`,
      [APP_ROLE],
    );
    assert.deepEqual(gone, [], 'nothing of the second lock is left');
    assert.deepEqual(await migrate(given.url, folder), steps);
    const again = await dump(given.pool);
    for (const [what, lines] of Object.entries(before)) {
      assert.ok(lines.length > 0, what);
      assert.deepEqual([...new Set(lines).difference(new Set(again[what]))], [], `${what} that are gone`);
      assert.deepEqual([...new Set(again[what]).difference(new Set(lines))], [], `${what} that are new`);
    }
    assert.deepEqual(await entries(given.pool), trail);
  } finally {
    await given.drop();
  }
});

/** What was done in places, in order. The chain of the platform is of this step, and goes with it. */
async function entries(pool) {
  const { rows } = await pool.query(
    `select place_id, seq, at, person_id, action, subject, before, after from audit_entry
     where place_id in (select id from place) order by place_id, seq`,
  );
  return rows;
}

/** The schema as PostgreSQL itself writes it, sorted: the order of columns may differ, what they are may not. */
async function dump(pool) {
  const asked = {
    columns: `select table_name, column_name, data_type, is_nullable, column_default, is_generated, generation_expression
      from information_schema.columns where table_schema = 'public' order by 1, 2`,
    constraints: `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as is from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n' order by 1, 2, 3`,
    indexes: `select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`,
    policies: `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies
      where schemaname = 'public' order by 1, 2`,
    locks: `select relname, relrowsecurity, relforcerowsecurity, reloptions from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1`,
    views: `select viewname, definition from pg_views where schemaname = 'public' order by 1`,
    functions: `select proname, pg_get_functiondef(oid) as is from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
    triggers: `select tgrelid::regclass::text as table, tgname, pg_get_triggerdef(oid) as is from pg_trigger
      where not tgisinternal order by 1, 2`,
    grants: `select table_name, privilege_type from information_schema.role_table_grants
      where grantee = '${APP_ROLE}' and table_schema = 'public' order by 1, 2`,
  };
  const answered = {};
  for (const [what, sql] of Object.entries(asked)) {
    answered[what] = (await pool.query(sql)).rows.map((row) => JSON.stringify(row));
  }
  return answered;
}

/** A row of the place, and of some person, in every locked table that the demo leaves empty there. */
/** One row elsewhere in each table of assessments, and one here in those that the demo leaves empty. */
async function fillAssessments(place) {
  for (const slug of ['elsewhere', 'harrowmere']) {
    const { id, placeId } = await openWorkshop(place, { slug });
    const participant = await addParticipant(place, { id, placeId }, { answers: { 'domain-1': 2 } });
    const person = (await place.pool.query('select id from person limit 1')).rows[0].id;
    const priority = randomUUID();
    const add = (table, rest) =>
      place.pool.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [
        JSON.stringify({ place_id: placeId, assessment_id: id, ...rest }),
      ]);
    const at = NOW.toISOString();
    await add('table_score', { table_number: 1, domain: 'domain-1', level: 2, reasons: '', kind: 'table', seq: 1, at });
    await add('table_device', { table_number: 1, participant_id: participant, since: at });
    await add('shown_view', { domain: 'domain-1', seq: 1, at, answers: [], view: {}, comments: [], held_back: 0 });
    await add('domain_result', {
      ...{ domain: 'domain-1', consensus: 2, reached: true, reason: '', prompts: {}, version: 1, changed_at: at },
    });
    await add('proposed_priority', { id: priority, text: 'Do it', at });
    await add('priority_vote', { priority_id: priority, participant_id: participant });
    await add('workshop_step', { seq: 1, at, step: {}, before: {} });
    await add('assessment_invitation', { person_id: person, invited_at: at });
  }
}

async function fillEveryTable(pool, placeId) {
  const id = () => randomUUID();
  const [person, organisation, workstream, outcome, indicator, series, benchmark, batch, provider] = Array.from(
    { length: 9 },
    id,
  );
  const { rows: homes } = await pool.query(`select id from place where slug = 'harrowmere'`);
  const add = async (table, row) => {
    const keys = Object.keys(row);
    const values = Object.values(row).map((value) =>
      value !== null && typeof value === 'object' && !Buffer.isBuffer(value) && !(value instanceof Date)
        ? JSON.stringify(value)
        : value,
    );
    await pool.query(
      `insert into "${table}" (${keys.join(', ')}) values (${keys.map((_, at) => `$${at + 1}`).join(', ')})`,
      values,
    );
  };
  const bytes = Buffer.from('some bytes');
  const period = { period_key: '2020', period_label: '2020', period_kind: 'calendar year' };
  await add('person', { id: person, name: 'Somebody Elsewhere', email: 'somebody@elsewhere.example' });
  await add('platform_administrator', { person_id: person, since: NOW }).catch(() => undefined);
  await add('organisation', { place_id: placeId, id: organisation, name: 'Elsewhere Council', sector: 'civic' });
  await add('member', { place_id: placeId, person_id: person, organisation_id: organisation, joined_at: NOW });
  await add('membership', { place_id: placeId, person_id: person, role: 'workstream lead' });
  await add('workstream', { place_id: placeId, id: workstream, name: 'Elsewhere first' });
  await add('workstream_lead', { place_id: placeId, workstream_id: workstream, person_id: person });
  await add('sharing', { place_id: placeId, with_place_id: homes[0].id, chosen_at: NOW });
  const sent = { email: 'new@elsewhere.example', created_at: NOW, expires_at: NOW };
  await add('invitation', { ...sent, place_id: placeId, id: id(), name: 'New', roles: ['viewer'] }).catch(() =>
    pool.query(
      `insert into invitation (id, place_id, email, name, roles, created_at, expires_at)
       values ($1, $2, 'new@elsewhere.example', 'New', '{viewer}', $3, $3)`,
      [id(), placeId, NOW],
    ),
  );
  await add('outcome', { place_id: placeId, id: outcome, slug: 'quiet', position: 1, statement: 'Secret' });
  await add('indicator', {
    ...{ place_id: placeId, id: indicator, publisher: 'Elsewhere', publisher_id: '1', name: 'Secret' },
    ...{ short_name: 'Secret', value_type: 'count', polarity: 'none' },
  });
  for (const [of, area] of [
    [series, 'E06000013'],
    [benchmark, 'E92000001'],
  ]) {
    await add('series', {
      ...{ place_id: placeId, id: of, indicator_id: indicator, area_code: area, sex: 'Persons', age: 'All ages' },
    });
  }
  await add('observation', {
    ...{ place_id: placeId, series_id: series, ...period, period_start: '2020-01-01', period_end: '2020-12-31' },
    ...{ status: 'given', value: 1, recorded_at: NOW },
  });
  await add('import_batch', {
    ...{ place_id: placeId, id: batch, file_name: 'secret.csv', state: 'previewed', publisher: 'Fingertips' },
    ...{ header: [], reading: [], indicators: [], areas: [], counts: {}, withheld: {}, refusals: [], changes: [] },
    ...{ sample: {}, created_at: NOW },
  });
  await add('import_row', {
    place_id: placeId,
    batch_id: batch,
    row_number: 1,
    outcome: 'refused',
    cells: [],
    refusals: [],
  });
  await add('observation_superseded', {
    ...{ place_id: placeId, series_id: series, period_key: '2020', superseded_at: NOW, superseded_by: batch, was: {} },
  });
  await add('judgement', {
    ...{ place_id: placeId, series_id: series, method: 'trend', method_version: '1', fingerprint: 'f' },
    ...{ inputs: {}, result: {}, judged_at: NOW },
  });
  await add('baseline', {
    ...{ place_id: placeId, id: id(), series_id: series, frozen_at_key: '2020', frozen_at_label: '2020' },
    ...{ frozen_on: '2026-11-21', agreed_by: 'Nobody', model: {} },
  });
  const section = {
    place_id: placeId,
    outcome_id: outcome,
    section: 'partners',
    version: 1,
    content: {},
    changed_at: NOW,
  };
  await add('card_section', section);
  await add('card_section_version', section);
  await add('card_indicator', {
    ...{ place_id: placeId, outcome_id: outcome, series_id: series, position: 1, role: 'headline' },
    ...{ communication_power: 'high', proxy_power: 'high', data_power: 'high', reason: 'Secret' },
  });
  await add('action', {
    ...{ place_id: placeId, id: id(), outcome_id: outcome, position: 1, title: 'Secret', status: 'on track' },
  });
  await pool.query(`insert into audit_entry (place_id, at, action, subject) values ($1, $2, 'whisper', 'secret')`, [
    placeId,
    NOW,
  ]);
  for (const seq of [1, 2]) {
    await add('audit_personal', { place_id: placeId, seq, person_id: person, salt: bytes, content: {} });
  }
  await pool.query('delete from audit_personal where place_id = $1 and seq = 2', [placeId]);
  const later = { created_at: NOW, expires_at: NOW };
  await add('session', { token_hash: bytes, person_id: person, seen_at: NOW, ...later });
  await add('sign_in_provider', {
    ...{ id: provider, slug: 'elsewhere', name: 'Elsewhere', issuer: 'https://id.elsewhere.example', client_id: 'x' },
    ...{ client_authentication: 'none', scopes: 'openid', enabled: false },
  });
  await add('identity', { issuer: 'https://id.elsewhere.example', subject: '1', person_id: person, linked_at: NOW });
  await add('provider_attempt', {
    ...{ state_hash: bytes, browser_hash: bytes, provider_id: provider, nonce: 'n', verifier: 'v' },
    ...{ purpose: 'sign in', to_path: '/', expires_at: NOW },
  });
  await add('sign_in_link', { token_hash: bytes, person_id: person, purpose: 'sign in', ...later });
  await add('link_request', {
    id: id(),
    purpose: 'sign in',
    email: 'x@elsewhere.example',
    to_path: '/',
    created_at: NOW,
  });
  await add('password', { person_id: person, hash: 'x', changed_at: NOW });
  await add('code_secret', { person_id: person, secret: bytes });
  await add('code_enrolment', { person_id: person, secret: bytes, created_at: NOW });
  await add('recovery_code', { person_id: person, code_hash: bytes });
  await add('kept_answer', { person_id: person, key: 'k', route: 'r', asked: bytes, created_at: NOW });
  await add('mail', {
    ...{ id: id(), address: 'x@elsewhere.example', kind: 'security', subject: 's', message_id: '<m>', created_at: NOW },
  });
  await add('notice_choice', { person_id: person, kind: 'roles', wanted: true });
}
