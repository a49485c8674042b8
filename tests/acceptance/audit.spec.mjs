// The audit trail: what PostgreSQL lets nobody do to it, what the verifier finds, what the pages and the file show.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { AuditPage, conversations, Problem } from '@turnstone/contract';
import { AuditRepository, PLATFORM_CHAIN, recordAudit, VerifyAudit } from '@turnstone/places-server';
import { repositoryRoot } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { KeepHeads } from '../../libs/places/server/dist/audit/keep-heads.js';
import { addPerson, addPlace, signedIn, stranger } from './support/people.mjs';
import { NOW, openDemoPlace } from './support/place.mjs';
import { makeTool, openWorkshop } from './support/workshop.mjs';

const verdicts = async (database, heads = []) => {
  const found = [];
  for await (const one of new VerifyAudit(new AuditRepository(database)).verify({ heads })) found.push(one);
  return found;
};
const faults = async (database, heads) => (await verdicts(database, heads)).filter((one) => one.fault);
const record = (database, placeId, more = {}) =>
  database.within({ place: placeId }, () =>
    recordAudit(database, {
      placeId,
      personId: null,
      action: 'try',
      subject: 'a thing',
      before: null,
      after: { n: 1 },
      at: NOW,
      ...more,
    }),
  );

describe('R34: the chain', () => {
  let given;
  let here;
  let there;

  before(async () => {
    given = await createTestDatabase();
    here = await addPlace(given.pool, { slug: 'here' });
    there = await addPlace(given.pool, { slug: 'there' });
  });
  after(() => given?.drop());
  beforeEach(async () => {
    await given.pool.query('truncate audit_entry, audit_head, audit_personal, audit_erasure');
    await given.pool.query(`update person set state = 'active'`);
  });

  test('the role of the programs can add to it and do nothing else to it', async () => {
    await record(given.database, here, { personal: { personId: randomUUID(), before: null, after: { name: 'N' } } });
    for (const sql of [
      'update audit_entry set action = $$x$$',
      'delete from audit_entry',
      'truncate audit_entry',
      'update audit_head set seq = 0',
      'delete from audit_head',
      'insert into audit_head (place_id, seq, hash) values (gen_random_uuid(), 1, $$x$$)',
      'truncate audit_head',
      'update audit_personal set content = $${}$$',
      'truncate audit_personal',
      'insert into audit_erasure (place_id, seq) values (gen_random_uuid(), 1)',
      'delete from audit_erasure',
      'alter table audit_entry disable trigger all',
      'drop trigger audit_chain on audit_entry',
      'set session_replication_role = replica',
    ]) {
      await assert.rejects(
        given.database.within({ reach: 'platform' }, () => given.database.query(sql)),
        { code: '42501' },
        sql,
      );
    }
    // Number, hash and door are the database's to say, whatever is sent.
    await given.database.within({ place: here }, () =>
      given.database.query(
        `insert into audit_entry (place_id, seq, at, through, action, subject, previous, hash)
         values ($1, 900, now(), 'nowhere', 'forge', 'x', 'x', 'x')`,
        [here],
      ),
    );
    const { rows } = await given.pool.query(`select seq, through from audit_entry where action = 'forge'`);
    assert.deepEqual(rows, [{ seq: 2, through: 'page' }]);
    assert.deepEqual(await faults(given.database), []);
  });

  test('fifty who write at once make one chain without a gap', async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => record(given.database, at % 5 ? here : there, { subject: `thing ${at}` })),
    );
    const { rows } = await given.pool.query(
      'select place_id, count(*)::int as n, max(seq)::int as last from audit_entry group by 1 order by 2',
    );
    assert.deepEqual(rows, [
      { place_id: there, n: 10, last: 10 },
      { place_id: here, n: 40, last: 40 },
    ]);
    assert.deepEqual(
      (await verdicts(given.database)).map(({ slug, entries, fault }) => [slug, entries, fault]),
      [
        ['here', 40, undefined],
        ['there', 10, undefined],
      ],
    );
  });

  test('an entry of work that was taken back is not there, and leaves no gap', async () => {
    await record(given.database, here);
    await assert.rejects(
      given.database.within({ place: here }, async () => {
        await record(given.database, here);
        throw new Error('refused');
      }),
    );
    await record(given.database, here);
    const [chain] = await verdicts(given.database);
    assert.deepEqual([chain.entries, chain.fault], [2, undefined]);
  });

  test('any text and any JSON hash the same here as in the database', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.replaceAll('\0', '').toWellFormed());
    const json = fc
      .jsonValue({ maxDepth: 3, noUnicodeString: false })
      .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '').toWellFormed()));
    await fc.assert(
      fc.asyncProperty(text, text, json, json, fc.boolean(), async (action, subject, was, is, personal) => {
        await record(given.database, here, {
          ...{ action, subject, before: was, after: is, at: new Date(NOW.getTime() + action.length) },
          ...(personal ? { personal: { personId: null, address: 'a@b.example', before: was, after: is } } : {}),
        });
      }),
      { numRuns: 150, seed: 20261122 },
    );
    const odd = ['\u0001\u001f\u007f', '\u2028\u2029', '"\\/\b\f\n\r\t', '😀 é £ –', '\ud7ff\ue000'];
    for (const subject of odd)
      await record(given.database, here, { subject, after: { [subject]: [subject, 1e21, -0.5] } });
    const [chain] = await verdicts(given.database);
    assert.deepEqual([chain.fault, chain.entries], [undefined, 155]);
  });

  /** Each says what it does to a chain of `n` entries at `k`, and which entry is the first that cannot hold. */
  const column = (set) => async (at, k) => {
    await at(`update audit_entry set ${set} where seq = $1`, k);
    return k;
  };
  const manipulations = {
    'alter at': column(`at = at + interval '1 microsecond'`),
    'alter who': column('person_id = gen_random_uuid()'),
    'alter through': column(`through = 'content'`),
    'alter request': column('request = gen_random_uuid()'),
    'alter action': column(`action = action || ' '`),
    'alter subject': column(`subject = replace(subject, 'thing', 'think')`),
    'alter before': column(`before = '{"n": 7}'`),
    'alter after': column(`after = jsonb_set(after, '{n}', '-1')`),
    'take after away': column('after = null'),
    'alter the digest': column(`personal_digest = sha256('x')`),
    'alter previous': column(`previous = sha256('x')`),
    'alter the hash': column(`hash = sha256('x')`),
    'hand it to another place': async (at, k) => {
      await at(`update audit_entry set place_id = '${randomUUID()}' where seq = $1`, k);
      return k;
    },
    'remove it': async (at, k) => {
      await at('delete from audit_entry where seq = $1', k);
      return k;
    },
    'remove it and close the gap': async (at, k, n) => {
      await at('delete from audit_entry where seq = $1', k);
      await at('update audit_entry set seq = -seq where seq > $1', k);
      await at('update audit_entry set seq = -seq - 1 where seq < $1', 0);
      return k === n ? n : k;
    },
    'swap it with another': async (at, k, n) => {
      const other = k === n ? 1 : n;
      await at('update audit_entry set seq = -1 where seq = $1', k);
      await at(`update audit_entry set seq = ${k} where seq = $1`, other);
      await at(`update audit_entry set seq = ${other} where seq = $1`, -1);
      return Math.min(k, other);
    },
    'put one in before it': async (at, k) => {
      await at('update audit_entry set seq = -seq where seq >= $1', k);
      await at('update audit_entry set seq = -seq + 1 where seq < $1', 0);
      await at(
        `insert into audit_entry (place_id, seq, at, through, action, subject, previous, hash)
         select place_id, $1::bigint, at, 'page', 'forged', 'x', previous, sha256('x') from audit_entry where seq = $1::bigint + 1`,
        k,
      );
      return k;
    },
    'put a well-made one in before it': async (at, k) => {
      await at('update audit_personal set seq = -seq where seq >= $1', k);
      await at('update audit_personal set seq = -seq + 1 where seq < $1', 0);
      await at('update audit_entry set seq = -seq where seq >= $1', k);
      await at('update audit_entry set seq = -seq + 1 where seq < $1', 0);
      await at(
        `insert into audit_entry (place_id, seq, at, through, action, subject, previous, hash)
         select place_id, $1::bigint, at, 'page', 'forged', 'x', previous, 'x' from audit_entry where seq = $1::bigint + 1`,
        k,
      );
      await at(
        `update audit_entry e set hash = sha256(e.previous || convert_to(audit_text(e), 'UTF8')) where seq = $1`,
        k,
      );
      // It holds by itself; the one after it no longer follows.
      return k + 1;
    },
    'alter what identifies a person': async (at, k) => {
      await at(`update audit_personal set content = '{"after": "somebody else"}' where seq = $1`, k);
      return k;
    },
    'alter the salt': async (at, k) => {
      await at(`update audit_personal set salt = 'pepper' where seq = $1`, k);
      return k;
    },
    'remove what identifies a person who is here': async (at, k) => {
      await at('delete from audit_personal where seq = $1', k);
      return k;
    },
    'remove that without a trace': async (at, k) => {
      await at('delete from audit_personal where seq = $1', k);
      await at('delete from audit_erasure where seq = $1', k);
      return k;
    },
    'move the head back': async (at, k, n) => {
      await at(`update audit_head set seq = $1 where place_id = '${here}'`, n - 1);
      return n;
    },
    'move the head on': async (at, k, n) => {
      await at(`update audit_head set seq = $1 where place_id = '${here}'`, n + 1);
      return n + 1;
    },
    'alter the head': async (at, k, n) => {
      await at(`update audit_head set hash = sha256('x') where seq = $1 and place_id = '${here}'`, n);
      return n;
    },
    'remove the head': async (at, k, n) => {
      await at(`delete from audit_head where seq = $1 and place_id = '${here}'`, n);
      return n;
    },
  };

  for (const [what, manipulate] of Object.entries(manipulations)) {
    test(`somebody with the owner's rights comes to ${what}: the verifier names the first entry that cannot hold`, async () => {
      const person = await addPerson(given.pool, { name: 'Somebody' });
      const fill = async (n) => {
        await given.pool.query('truncate audit_entry, audit_head, audit_personal, audit_erasure');
        for (let at = 1; at <= n; at += 1) {
          await record(given.database, here, {
            ...{ subject: `thing ${at}`, before: { n: at - 1 }, after: { n: at } },
            ...{ personal: { personId: person.id, before: null, after: { name: `Name ${at}` } } },
          });
        }
        await record(given.database, there);
      };
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: 7 }), fc.nat(), async (n, which) => {
          // First, last and any other.
          const k = [1, n, (which % n) + 1][which % 3];
          await fill(n);
          // The trigger would number and hash what the forger puts in; an owner can stop it.
          await given.pool.query('alter table audit_entry disable trigger audit_chain');
          const at = (sql, value) =>
            given.pool.query(sql.replace(/( where )(?!place_id)/, ` where place_id = '${here}' and `), [value]);
          const plain = (sql, value) =>
            /insert|update audit_head|delete from audit_head/.test(sql)
              ? given.pool.query(
                  sql.replace(/where seq = \$1::bigint \+ 1/, `where place_id = '${here}' and seq = $1::bigint + 1`),
                  [value],
                )
              : at(sql, value);
          let first;
          try {
            first = await manipulate(plain, k, n);
          } finally {
            await given.pool.query('alter table audit_entry enable trigger audit_chain');
          }
          const found = (await faults(given.database)).find((one) => one.placeId === here);
          assert.ok(found, `nothing was found of ${n} entries, ${what} at ${k}`);
          assert.equal(found.slug, 'here');
          assert.equal(Number(found.fault.seq), first, `${n} entries, at ${k}: ${found.fault.says}`);
          assert.ok((await verdicts(given.database)).some((one) => one.placeId === there && !one.fault));
        }),
        { numRuns: 4, seed: 34 },
      );
    });
  }

  test('who writes the whole chain anew is found by a head that was kept, and by nothing else', async () => {
    for (let n = 0; n < 5; n += 1) await record(given.database, here, { after: { n } });
    const heads = (await new AuditRepository(given.database).heads()).map((head) => ({ ...head, at: 'yesterday' }));
    await record(given.database, here);
    assert.deepEqual(await faults(given.database, heads), [], 'a chain that only grew holds');
    const { rows } = await given.pool.query('select * from audit_entry order by seq');
    await given.pool.query('truncate audit_entry, audit_head');
    for (const { at, action, subject, after } of rows) {
      await record(given.database, here, { at, action, subject, after: after.n === 2 ? { n: 9 } : after });
    }
    assert.deepEqual(await faults(given.database), [], 'the owner can do that');
    const [found] = await faults(given.database, heads);
    assert.deepEqual([found.placeId, Number(found.fault.seq)], [here, 5]);
    assert.match(found.fault.says, /written anew after yesterday/);
    await given.pool.query('truncate audit_entry, audit_head');
    const [gone] = await faults(given.database, heads);
    assert.deepEqual([gone.placeId, Number(gone.fault.seq)], [here, 1]);
    assert.match(gone.fault.says, /on yesterday the chain went on to 5/);
  });

  test('an erased person leaves a chain that holds; one who was only robbed of their words does not', async () => {
    const [erased, robbed] = [
      await addPerson(given.pool, { name: 'Erased' }),
      await addPerson(given.pool, { name: 'Robbed' }),
    ];
    await record(given.database, here, { personal: { personId: erased.id, after: { name: 'Erased' } } });
    await record(given.database, here, { personal: { personId: null, address: 'a@b.example', after: { name: 'A' } } });
    await record(given.database, here, { personal: { personId: robbed.id, after: { name: 'Robbed' } } });
    const forget = (sql, values) =>
      given.database.within({ reach: 'platform' }, () => given.database.query(sql, values));
    await forget('delete from audit_personal where person_id = $1 or address_key = $2', [erased.id, 'a@b.example']);
    await forget(`update person set state = 'erased' where id = $1`, [erased.id]);
    assert.deepEqual(await faults(given.database), []);
    await forget('delete from audit_personal where person_id = $1', [robbed.id]);
    const [found] = await faults(given.database);
    assert.equal(Number(found.fault.seq), 3);
    assert.match(found.fault.says, /although that person is not erased/);
  });

  test(
    'a hundred thousand entries are checked within a minute, and not held in memory',
    { timeout: 240_000 },
    async () => {
      // A chain made by the rule and not by the trigger, which would take longer: this is about reading.
      await given.pool.query('alter table audit_entry disable trigger audit_chain');
      const lines = 100_000;
      let previous = Buffer.alloc(0);
      for (let from = 1; from <= lines; from += 5_000) {
        const seqs = [];
        const befores = [];
        const hashes = [];
        for (let seq = from; seq < from + 5_000; seq += 1) {
          const text = `["${here}", ${seq}, "2026-11-21T14:03:00.000000Z", null, "page", null, "try", "thing ${seq}", null, {"n": ${seq}}, null]`;
          seqs.push(seq);
          befores.push(previous);
          previous = createHash('sha256').update(previous).update(text).digest();
          hashes.push(previous);
        }
        await given.pool.query(
          `insert into audit_entry (place_id, seq, at, through, action, subject, after, previous, hash)
         select $1, seq, $2, 'page', 'try', 'thing ' || seq, jsonb_build_object('n', seq), was, hash
         from unnest($3::bigint[], $4::bytea[], $5::bytea[]) as t (seq, was, hash)`,
          [here, NOW, seqs, befores, hashes],
        );
      }
      await given.pool.query('insert into audit_head (place_id, seq, hash) values ($1, $2, $3)', [
        here,
        lines,
        previous,
      ]);
      await given.pool.query('alter table audit_entry enable trigger audit_chain');
      const used = process.memoryUsage().heapUsed;
      const started = performance.now();
      const [chain] = await verdicts(given.database);
      const took = performance.now() - started;
      assert.deepEqual([chain.fault, chain.entries], [undefined, lines]);
      assert.ok(took < 60_000, `${Math.round(took)} ms`);
      assert.ok(process.memoryUsage().heapUsed - used < 150e6);
    },
  );
});

describe('turnstone audit', () => {
  let place;
  let folder;
  before(async () => {
    place = await openDemoPlace();
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await place?.close();
  });

  const turnstone = (...args) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(repositoryRoot, 'apps/cli/dist/main.js'), 'audit', ...args], {
        env: { ...process.env, DATABASE_URL: place.url, SECURE_COOKIES: 'false', TURNSTONE_DATA: folder },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => (out += chunk));
      child.stderr.on('data', (chunk) => (err += chunk));
      child.on('close', (code) => resolve({ code, out, err }));
    });

  test('says that all hold, prints the heads, compares with kept ones, and names what was altered', async () => {
    await place.as('analyst');
    const well = await turnstone('verify');
    assert.equal(well.code, 0, well.err);
    assert.match(well.out, /^harrowmere: \d+ entr(y|ies), all as they were written$/m);
    assert.match(well.out, /^the platform: \d+ entr/m);
    assert.match(well.out, /^\d+ chains, \d+ entries: all hold\.$/m);

    const heads = await turnstone('heads');
    assert.equal(heads.code, 0, heads.err);
    const lines = heads.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(Object.keys(lines[0]), ['place', 'seq', 'hash', 'at']);
    const file = join(folder, 'heads.jsonl');
    writeFileSync(file, heads.out);
    await place.as('board member');
    assert.equal((await turnstone('verify', '--heads', file)).code, 0);
    assert.match((await turnstone('verify', '--place', 'harrowmere')).out, /^1 chain, /m);

    await place.pool.query(
      `update audit_entry set subject = 'nothing' where seq = 1 and place_id = (select id from place where slug = 'harrowmere')`,
    );
    const found = await turnstone('verify');
    assert.equal(found.code, 1);
    assert.match(found.err, /^harrowmere: entry 1 of 2026-11-21T14:03:00\.000000Z does not hold\. It was altered/m);
    assert.match(found.out, /^1 of \d+ chains does? not hold\.$|^1 of \d+ chains do not hold\.$/m);
    assert.equal((await turnstone('verify', '--place', 'northbeck')).code, 0);
  });

  test('a command that cannot be read, a place that is not there and a file that holds no head are refused plainly', async () => {
    assert.equal((await turnstone()).code, 2);
    assert.equal((await turnstone('burn')).code, 2);
    assert.equal((await turnstone('heads', '--place', 'harrowmere')).code, 2);
    assert.match(
      (await turnstone('verify', '--place', 'nowhere')).err,
      /^No place “nowhere” has an audit trail here\.$/m,
    );
    assert.match((await turnstone('verify', '--heads', '/nowhere')).err, /^“\/nowhere” cannot be read \(ENOENT\)\.$/m);
    const empty = join(folder, 'empty.jsonl');
    writeFileSync(empty, '');
    assert.match((await turnstone('verify', '--heads', empty)).err, /holds no head/);
    writeFileSync(empty, '{"place": "x"}\n');
    assert.match((await turnstone('verify', '--heads', empty)).err, /Line 1 .* is not a head/);
  });

  test('the worker keeps the heads once a day, added to what it kept before', async () => {
    const data = join(folder, 'data');
    const kept = new KeepHeads(
      new AuditRepository(place.database ?? (await databaseOf(place))),
      { dataFolder: data },
      () => NOW,
    );
    assert.equal(await kept.keepIfDue(), true);
    assert.equal(await kept.keepIfDue(), false, 'not again on the same day');
    const file = join(data, 'audit-heads.jsonl');
    const first = readFileSync(file, 'utf8');
    assert.ok(JSON.parse(first.split('\n')[0]).hash.length === 64);
    const yesterday = new Date(Date.now() - 24 * 3_600_000);
    utimesSync(file, yesterday, yesterday);
    assert.equal(await kept.keepIfDue(), true);
    assert.equal(readFileSync(file, 'utf8'), first + first);
    assert.equal(statSync(file).mode & 0o077, 0, 'nobody else reads it');
  });
});

async function databaseOf(place) {
  const { APP_ROLE, createPool, Database } = await import('@turnstone/platform');
  const pool = createPool(place.url, { max: 1, role: APP_ROLE });
  after(() => pool.end());
  return new Database(pool, { through: 'job' });
}

describe('the page and the file', () => {
  let place;
  let manager;
  let administrator;
  let placeId;
  const url = '/api/places/northbeck/audit';

  before(async () => {
    place = await openDemoPlace();
    placeId = (await place.pool.query(`select id from place where slug = 'northbeck'`)).rows[0].id;
    await place.pool.query('truncate audit_entry, audit_head, audit_personal, audit_erasure');
    manager = await addPerson(place.pool, {
      name: 'Petra Quill',
      places: [{ slug: 'northbeck', roles: ['programme manager'] }],
    });
    administrator = await addPerson(place.pool, { name: 'Ansel Roe', platformAdministrator: true });
    const write = (n, more) =>
      place.pool.query(
        `insert into audit_entry (place_id, at, person_id, action, subject, before, after) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          placeId,
          more.at ?? NOW,
          more.who ?? null,
          more.action ?? 'try',
          more.subject ?? `thing ${n}`,
          '{"n": 0}',
          `{"n": ${n}}`,
        ],
      );
    for (let n = 1; n <= 120; n += 1)
      await write(n, { who: n % 2 ? manager.id : null, action: n % 3 ? 'try' : 'succeed' });
    // The clocks go back on 25 October 2026: that day has 25 hours in London.
    await write(121, { at: new Date('2026-10-24T22:59:59Z'), subject: 'the day before' });
    await write(122, { at: new Date('2026-10-24T23:00:00Z'), subject: 'the first second' });
    await write(123, { at: new Date('2026-10-25T23:59:59Z'), subject: 'the last second' });
    await write(124, { at: new Date('2026-10-26T00:00:00Z'), subject: 'the day after' });
    await write(125, { subject: '=cmd|calc', who: administrator.id });
    manager = await signedIn(place, manager.id);
    administrator = await signedIn(place, administrator.id);
  });
  after(() => place?.close());
  const read = async (query = '', client = manager) => {
    const answer = await client.get(`${url}${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    return AuditPage.parse(answer.json());
  };

  test('shows the latest first, fifty at a time, until there are no more', async () => {
    const seen = [];
    let page = await read();
    assert.equal(page.total, 125);
    for (;;) {
      seen.push(...page.entries.map(({ seq }) => seq));
      if (page.next === null) break;
      assert.equal(page.entries.length, 50);
      page = await read(`?before=${page.next}`);
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 125 }, (_, at) => 125 - at),
    );
    assert.deepEqual(page.actions, ['succeed', 'try']);
    assert.deepEqual(
      page.people.map(({ name }) => name),
      ['Ansel Roe', 'Petra Quill'],
    );
    assert.match(page.entries[0].hash, /^[0-9a-f]{12}$/);
  });

  test('filters by who, what was done, what it was about, and days of London', async () => {
    assert.equal((await read(`?person=${manager.personId}`)).total, 60);
    assert.equal((await read('?action=succeed')).total, 40);
    assert.equal((await read('?about=THING%2011')).total, 11);
    assert.equal((await read('?about=%25')).total, 0, 'no sign stands for others');
    const day = await read('?from=2026-10-25&to=2026-10-25');
    assert.deepEqual(
      day.entries.map(({ subject }) => subject),
      ['the last second', 'the first second'],
    );
    assert.equal((await read('?from=2026-10-26')).total, 122);
    assert.equal((await read('?to=2026-10-24')).total, 1);
  });

  test('a day that is not in the calendar, and what is no number, are refused with their field', async () => {
    for (const query of [
      'from=2026-02-31',
      'to=0000-01-01',
      'from=2026-13-01',
      'from=yesterday',
      'before=x',
      'person=x',
    ]) {
      const answer = await manager.get(`${url}?${query}`);
      assert.equal(answer.statusCode, 400, query);
      assert.equal(Problem.parse(answer.json()).fields[0].path, query.split('=')[0]);
    }
  });

  test('names those who did it, whether or not they belong, until they are erased', async () => {
    const [last] = (await read()).entries;
    assert.deepEqual([last.personName, last.subject], ['Ansel Roe', '=cmd|calc']);
    const erased = await addPerson(place.pool, { name: 'Gone Person' });
    await place.pool.query(
      `insert into audit_entry (place_id, at, person_id, action, subject) values ($1, $2, $3, 'leave', 'x')`,
      [placeId, NOW, erased.id],
    );
    assert.equal((await read('?action=leave')).entries[0].personName, 'Gone Person');
    await place.pool.query(`update person set state = 'erased', name = 'Someone who has left' where id = $1`, [
      erased.id,
    ]);
    const page = await read('?action=leave');
    assert.deepEqual([page.entries[0].personName, page.entries[0].personId], [null, erased.id]);
    assert.ok(!page.people.some(({ id }) => id === erased.id));
  });

  test('the file has every entry in the order of the chain with its hash, and runs no formula', async () => {
    assert.equal(
      (await administrator.get(`${url}.csv`)).statusCode,
      403,
      'a place’s work is not the platform’s to read',
    );
    const answer = await manager.get(`${url}.csv`);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="audit-trail-northbeck\.csv"$/);
    const rows = parse(answer.body, { bom: true, columns: true });
    assert.deepEqual(
      rows.map((row) => Number(row.number)),
      Array.from({ length: rows.length }, (_, at) => at + 1),
    );
    assert.ok(rows.length >= 125);
    for (let at = 1; at < rows.length; at += 1) assert.equal(rows[at]['hash before'], rows[at - 1].hash);
    assert.equal(rows.find((row) => row.number === '125')['what was changed'], `'=cmd|calc`);
    const some = parse((await manager.get(`${url}.csv?action=succeed`)).body, { bom: true, columns: true });
    assert.equal(some.length, 40);
    assert.equal((await manager.get(`${url}.csv?from=2026-02-30`)).statusCode, 400);
  });

  test('the trail of the platform is the administrator’s, and holds the sign-ins', async () => {
    await place.as('analyst');
    const answer = await administrator.get('/api/platform/audit?action=sign%20in');
    assert.equal(answer.statusCode, 200, answer.body);
    const { entries } = AuditPage.parse(answer.json());
    assert.ok(entries.length > 0 && entries.every((entry) => entry.action === 'sign in'));
    assert.equal((await manager.get('/api/platform/audit')).statusCode, 403);
    assert.equal((await manager.get('/api/platform/audit.csv')).statusCode, 403);
    assert.equal((await administrator.get('/api/platform/audit.csv')).statusCode, 200);
    assert.equal((await manager.get('/api/places/harrowmere/audit')).statusCode, 404);
  });

  test('the chain of the platform is its own', () =>
    assert.equal(PLATFORM_CHAIN, '00000000-0000-0000-0000-000000000000'));
});

describe('R35: every write leaves exactly one entry', () => {
  let place;
  let here;
  before(async () => {
    place = await openDemoPlace();
    here = (await place.pool.query(`select id from place where slug = 'harrowmere'`)).rows[0].id;
  });
  after(() => place?.close());

  /** Writes that leave none, each with its reason. */
  const none = {
    askForLink: 'nobody is known yet, and nothing changes: whoever clicks the link is noted',
    askForReset: 'nobody is known yet, and nothing changes: whoever uses the link is noted',
    lookAtInvitation: 'only looks; POST keeps the token out of addresses and logs',
    checkProvider: 'only asks the provider',
    checkTool: 'only looks; the pack is too long for an address',
    ...Object.fromEntries(
      [
        ...['joinRoom', 'sendAnswers', 'changeMe', 'becomeTableDevice', 'sendTableScores', 'proposePriority'],
        'castVotes',
      ].map((name) => [
        name,
        'a participant is nobody whom the trail may know, and who reads it must not read an answer before its reveal',
      ]),
    ),
  };

  test('asked well, one after the other, as somebody who may', async () => {
    const { pool } = place;
    const token = () => randomBytes(32).toString('base64url');
    const digest = (text) => createHash('sha256').update(text).digest();
    const person = async (name, given = {}) => {
      const made = await addPerson(pool, { name, email: `${randomUUID()}@example.org`, ...given });
      return { ...made, client: await signedIn(place, made.id) };
    };
    const manager = await person('Marta Wren', { places: [{ slug: 'harrowmere', roles: ['programme manager'] }] });
    const administrator = await person('Ada Reed', { platformAdministrator: true });
    const other = await person('Otto Finch', { places: [{ slug: 'harrowmere', roles: ['viewer'] }] });
    const second = await person('Second Reed', { platformAdministrator: true });
    const self = await person('Selma Rook');
    const leaving = await person('Leaving Rook');
    const system = (await pool.query(`select id from place where slug = 'mere-and-vale'`)).rows[0].id;
    const made = {};
    const base = '/api/places/harrowmere';
    const card = `${base}/outcomes/long-healthy-lives/card`;
    const org = { name: 'Wharf Trust', sector: 'civic' };
    const stream = { name: 'Rivers', about: '', outcomes: [] };
    const member = { roles: ['viewer'], organisationId: null, workstreamIds: [] };
    const given = { name: 'Far Mere', slug: 'far-mere', level: 'place', about: '', areaCode: null, parentId: null };
    const provider = {
      ...{ name: 'Made up', slug: 'made-up', issuer: 'https://id.example.org', clientId: 'x', scopes: 'openid' },
      ...{ clientAuthentication: 'none', enabled: false },
    };
    const file =
      'Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,Compared to England value or percentiles\n' +
      '1,Percentage of people,E06000013,Somewhere,District,Persons,All ages,,,2020,40.0,,,,,,\n';
    const sections = async () => (await manager.client.get(card)).json().sections;
    const series = (
      await pool.query(
        `select o.series_id as id, max(o.period_label) as last from observation o join series s on s.place_id = o.place_id and s.id = o.series_id
         where o.place_id = $1 and o.value is not null group by 1 having count(*) >= 12 order by 1 limit 1`,
        [here],
      )
    ).rows[0];
    const link = async (purpose, personId, email = null) => {
      const text = token();
      await pool.query(
        `insert into sign_in_link (token_hash, person_id, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
        [digest(text), personId, purpose, email, NOW, new Date(NOW.getTime() + 600_000)],
      );
      return text;
    };
    const invitation = async () => {
      const text = token();
      await pool.query(
        `insert into invitation (id, place_id, email, name, roles, token_hash, invited_by, created_at, expires_at)
         values ($1, $2, 'guest@example.org', 'Guest', '{viewer}', $3, $4, $5, $6)`,
        [randomUUID(), here, digest(text), manager.id, NOW, new Date(NOW.getTime() + 600_000)],
      );
      return text;
    };
    const identityOf = async (id) => {
      const identity = randomUUID();
      await pool.query(
        `insert into identity (issuer, subject, id, person_id, linked_at) values ('https://id.example.org', $1, $2, $3, $4)`,
        [identity, identity, id, NOW],
      );
      return identity;
    };
    const demo = (await place.api.inject({ url: '/api/demo/people' })).json().people[0];
    const m = manager.client;
    const a = administrator.client;

    const toolkit = (await m.get(`${base}/tools`)).json().tools.find((tool) => tool.letter === 'A').id;
    const plan = {
      ...{ title: 'How we work', toolVersionId: toolkit, kind: 'workshop', scope: 'whole place', organisationId: null },
      ...{ topic: '', identities: 'anonymous', smallestGroup: 5, opensOn: null, closesOn: null, format: 'brief' },
      minutes: null,
    };
    const action = { title: 'Do it', leadOrganisation: '', leadPerson: '', dueOn: null, measure: '' };
    const plenary = await openWorkshop(place, { stage: 'plenary', tables: 1, people: [{ table: 1 }] });
    const online = await openWorkshop(place, { kind: 'open online' });
    const draft = await openWorkshop(place, { state: 'draft', stage: null });
    const record = await openWorkshop(place, { kind: 'own record' });
    await pool.query('update assessment set created_by = $2 where id = $1', [record.id, manager.id]);
    const step = async (id, path, body) => {
      const { version } = (await m.get(`${base}/assessments/${id}/console`)).json();
      return m.post(`${base}/assessments/${id}/${path}`, body, { 'if-match': `"${version}"` });
    };

    const codeNow = () =>
      new TOTP({ secret: Secret.fromBase32(made.startPassword.secret.replaceAll(' ', '')) }).generate({
        timestamp: place.clock.now.getTime(),
      });

    /** name, who does it, the request, whether something stood before and stands after. */
    const story = [
      ['addOrganisation', manager, () => m.post(`${base}/organisations`, org), false, true],
      [
        'changeOrganisation',
        manager,
        () => m.put(`${base}/organisations/${made.addOrganisation.id}`, { ...org, name: 'Wharf', closed: false }, 1),
        true,
        true,
      ],
      ['addWorkstream', manager, () => m.post(`${base}/workstreams`, stream), false, true],
      [
        'changeWorkstream',
        manager,
        () => m.put(`${base}/workstreams/${made.addWorkstream.id}`, { ...stream, name: 'Brooks', closed: false }, 1),
        true,
        true,
      ],
      ['describePlace', manager, () => m.put(base, { name: 'Harrowmere', about: 'Told anew' }, 1), true, true],
      ['chooseSharing', manager, () => m.put(`${base}/sharing/${system}`, { open: false }), true, true],
      [
        'changeMember',
        manager,
        () => m.put(`${base}/people/${other.id}`, { ...member, roles: ['analyst'] }, 1),
        true,
        true,
      ],
      ['removeMember', manager, () => m.delete(`${base}/people/${other.id}`), true, undefined],
      [
        'invite',
        manager,
        () => m.post(`${base}/invitations`, { ...member, name: 'New', email: 'new@example.org' }),
        false,
        true,
      ],
      ['inviteAgain', manager, () => m.post(`${base}/invitations/${made.invite.id}/again`), undefined, true],
      ['withdrawInvitation', manager, () => m.delete(`${base}/invitations/${made.invite.id}`), true, undefined],
      [
        'writeSection',
        manager,
        async () =>
          m.put(`${card}/sections/partners`, { content: { records: [] } }, (await sections()).partners.version),
        true,
        true,
      ],
      [
        'freezeBaseline',
        manager,
        () => m.post(`${base}/series/${series.id}/baseline`, { frozenAt: series.last, agreedBy: 'The board' }),
        undefined,
        true,
      ],
      ['previewImport', manager, () => upload(m, `${base}/imports`, file), false, true],
      [
        'commitImport',
        manager,
        () => m.post(`${base}/imports/${made.previewImport.id}/commit`, { leaveOutRefused: false }),
        undefined,
        true,
      ],
      ['addTool', manager, () => m.post(`${base}/tools`, { adaptedFrom: null, tool: makeTool(3) }), false, true],
      ['putToolAway', manager, () => m.put(`${base}/tools/${made.addTool.id}/put-away`, { putAway: true }), true, true],
      ['addAssessment', manager, () => m.post(`${base}/assessments`, plan), false, true],
      [
        'changeAssessment',
        manager,
        () => m.put(`${base}/assessments/${made.addAssessment.id}`, { ...plan, title: 'Told anew' }, 1),
        true,
        true,
      ],
      ['openAssessment', manager, () => m.post(`${base}/assessments/${made.addAssessment.id}/open`), true, true],
      ['takeStep', manager, () => step(made.addAssessment.id, 'steps', { step: { kind: 'start' } }), undefined, true],
      ['undoStep', manager, () => step(made.addAssessment.id, 'steps/1/undo'), undefined, undefined],
      [
        'rehearse',
        manager,
        () => m.post(`${base}/assessments/${made.addAssessment.id}/rehearse`, { people: 6 }),
        undefined,
        true,
      ],
      [
        'writeConsensus',
        manager,
        () =>
          m.put(
            `${base}/assessments/${plenary.id}/consensus/domain-1`,
            { level: 2, reached: true, reason: 'We agreed.', prompts: {} },
            0,
          ),
        undefined,
        true,
      ],
      [
        'addPaperSheet',
        manager,
        () =>
          m.post(`${base}/assessments/${plenary.id}/paper-sheets`, {
            ...{ sector: null, organisation: null, name: null, table: null, another: false },
            answers: [{ domain: 'domain-1', choice: 2 }],
          }),
        undefined,
        undefined,
      ],
      [
        'addTableSheet',
        manager,
        () =>
          m.post(`${base}/assessments/${plenary.id}/table-sheets`, {
            ...{ table: 1, scores: [{ domain: 'domain-1', level: 2, reasons: '' }], replace: false },
          }),
        undefined,
        undefined,
      ],
      [
        'addPriority',
        manager,
        () => m.post(`${base}/assessments/${plenary.id}/priorities`, { domain: null, text: 'Do it' }),
        undefined,
        true,
      ],
      [
        'withdrawPriority',
        manager,
        () => m.delete(`${base}/assessments/${plenary.id}/priorities/${made.addPriority.id}`),
        true,
        undefined,
      ],
      [
        'raiseAction',
        manager,
        () => m.post(`${base}/assessments/${plenary.id}/actions`, { ...action, domain: 'domain-1', table: 1 }),
        false,
        true,
      ],
      [
        'changeAction',
        manager,
        () =>
          m.put(`${base}/actions/${made.raiseAction.id}`, { ...action, status: 'done', note: '', outcome: null }, 1),
        true,
        true,
      ],
      [
        'inviteToAssessment',
        manager,
        () => m.post(`${base}/assessments/${online.id}/invitations`, { personIds: [manager.id] }),
        undefined,
        true,
      ],
      ['closeAssessment', manager, () => m.post(`${base}/assessments/${online.id}/close`), true, true],
      ['removeAssessment', manager, () => m.delete(`${base}/assessments/${draft.id}`), true, undefined],
      ['startRecord', manager, () => m.post(`${base}/assessments/${record.id}/record`), undefined, undefined],
      ['addPlace', administrator, () => a.post('/api/platform/places', given), false, true],
      [
        'changePlace',
        administrator,
        () => a.put(`/api/platform/places/${made.addPlace.id}`, { ...given, name: 'Farther Mere' }, 1),
        true,
        true,
      ],
      [
        'inviteAdministrator',
        administrator,
        () => a.post('/api/platform/administrators', { name: 'N', email: 'n@example.org' }),
        false,
        true,
      ],
      [
        'withdrawAdministratorInvitation',
        administrator,
        () => a.delete(`/api/platform/invitations/${made.inviteAdministrator.id}`),
        true,
        undefined,
      ],
      [
        'removeAdministrator',
        administrator,
        () => a.delete(`/api/platform/administrators/${second.id}`),
        true,
        undefined,
      ],
      [
        'changeAccount',
        administrator,
        () => a.put(`/api/platform/accounts/${second.id}`, { state: 'disabled' }),
        true,
        true,
      ],
      ['addProvider', administrator, () => a.post('/api/platform/providers', provider), false, true],
      [
        'changeProvider',
        administrator,
        () => a.put(`/api/platform/providers/${made.addProvider.id}`, { ...provider, name: 'Renamed' }, 1),
        true,
        true,
      ],
      [
        'removeProvider',
        administrator,
        () => a.delete(`/api/platform/providers/${made.addProvider.id}`),
        true,
        undefined,
      ],
      ['startPassword', self, () => self.client.post('/api/account/password/start'), undefined, undefined],
      [
        'setPassword',
        self,
        () => self.client.put('/api/account/password', { password: 'quiet otters by the weir', code: codeNow() }),
        undefined,
        undefined,
      ],
      [
        'signInWithPassword',
        self,
        async () => {
          // A code works once: the next one comes after half a minute.
          place.clock.now = new Date(place.clock.now.getTime() + 60_000);
          const asked = { email: self.email, password: 'quiet otters by the weir', code: codeNow() };
          return stranger(place).post('/api/sign-in/password', asked);
        },
        undefined,
        true,
      ],
      [
        'useReset',
        self,
        async () =>
          stranger(place).post('/api/sign-in/reset/use', {
            token: await link('reset password', self.id),
            password: 'loud herons by the weir',
          }),
        undefined,
        undefined,
      ],
      [
        'removePassword',
        self,
        async () => {
          self.client = await signedIn(place, self.id);
          return self.client.delete('/api/account/password');
        },
        undefined,
        undefined,
      ],
      ['changeName', self, () => self.client.put('/api/account/name', { name: 'Selma Crow' }), undefined, undefined],
      [
        'askForEmailChange',
        self,
        () => self.client.post('/api/account/email', { email: 'crow@example.org' }),
        undefined,
        undefined,
      ],
      [
        'confirmEmail',
        self,
        async () =>
          self.client.post('/api/account/email/confirm', {
            token: await link('change e-mail', self.id, 'crow@example.org'),
          }),
        undefined,
        undefined,
      ],
      [
        'chooseNotices',
        self,
        () => self.client.put('/api/account/notices', { notices: [{ kind: 'roles', wanted: false }] }),
        true,
        true,
      ],
      [
        'unlinkIdentity',
        self,
        async () => self.client.delete(`/api/account/identities/${await identityOf(self.id)}`),
        undefined,
        undefined,
      ],
      [
        'endSession',
        self,
        async () => self.client.delete(`/api/account/sessions/${(await signedIn(place, self.id)).sessionId}`),
        undefined,
        undefined,
      ],
      [
        'endOtherSessions',
        self,
        async () => (await signedIn(place, self.id), self.client.post('/api/account/sessions/end-others')),
        undefined,
        undefined,
      ],
      ['endAllSessions', self, () => self.client.post('/api/account/sessions/end-all'), undefined, undefined],
      [
        'useLink',
        self,
        async () => stranger(place).post('/api/sign-in/link/use', { token: await link('sign in', self.id) }),
        undefined,
        true,
      ],
      [
        'acceptInvitation',
        undefined,
        async () => stranger(place).post('/api/invitations/accept', { token: await invitation(), name: 'Guest' }),
        undefined,
        true,
      ],
      ['signInToDemo', demo, () => stranger(place).post('/api/demo/sign-in', { personId: demo.id }), undefined, true],
      ['signOut', leaving, async () => (await signedIn(place, leaving.id)).post('/api/sign-out'), undefined, undefined],
      [
        'eraseAccount',
        leaving,
        () => leaving.client.post('/api/account/erase', { confirm: 'erase my account' }),
        true,
        true,
      ],
      [
        'setUp',
        undefined,
        async () => {
          await pool.query('delete from platform_administrator');
          const asked = { token: await link('set up', null), name: 'First Guest', email: 'first@example.org' };
          return stranger(place).post('/api/set-up', asked);
        },
        undefined,
        true,
      ],
    ];

    const writes = conversations.filter(({ method }) => method !== 'GET').map(({ name }) => name);
    const told = [...story.map(([name]) => name), ...Object.keys(none)];
    assert.deepEqual(told.sort(), writes.sort(), 'a write that is new has to be told here');

    const read = async () =>
      (await pool.query('select place_id, seq, person_id, action, subject, before, after from audit_entry')).rows;
    const key = ({ place_id: of, seq }) => `${of} ${seq}`;
    const wrong = [];
    for (const [name, who, ask, before, after] of story) {
      const known = new Set((await read()).map(key));
      const answer = await ask();
      if (![200, 201, 204].includes(answer.statusCode)) {
        wrong.push(`${name}: ${answer.statusCode} ${answer.body}`);
        continue;
      }
      made[name] = answer.statusCode === 204 ? undefined : answer.json();
      const left = (await read()).filter((entry) => !known.has(key(entry)));
      if (left.length !== 1) {
        wrong.push(`${name}: ${left.length} entries (${left.map(({ action }) => action).join(', ')})`);
        continue;
      }
      const [entry] = left;
      if (who && entry.person_id !== who.id) wrong.push(`${name}: by ${entry.person_id}, not by ${who.id}`);
      if (!who && entry.person_id === null) wrong.push(`${name}: by nobody`);
      if (before !== undefined && (entry.before !== null) !== before)
        wrong.push(`${name}: before is ${JSON.stringify(entry.before)}`);
      if (after !== undefined && (entry.after !== null) !== after)
        wrong.push(`${name}: after is ${JSON.stringify(entry.after)}`);
      // Whoever is erased later must not stand in what the chain covers.
      const said = JSON.stringify(entry);
      for (const personal of ['@example.org', 'Marta', 'Otto', 'Selma', 'Guest', 'Leaving']) {
        if (said.includes(personal)) wrong.push(`${name}: “${personal}” stands in ${said}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(await faults(await databaseOf(place)), [], 'and the chains hold, an erasure included');
    const { rows: gone } = await pool.query('select 1 from audit_personal where person_id = $1', [leaving.id]);
    assert.deepEqual(gone, []);
  });

  test('a request that was refused leaves none', async () => {
    const count = async () => (await place.pool.query('select count(*)::int as n from audit_entry')).rows[0].n;
    const viewer = await addPerson(place.pool, { name: 'V', places: [{ slug: 'harrowmere', roles: ['viewer'] }] });
    const client = await signedIn(place, viewer.id);
    const before = await count();
    for (const answer of [
      await client.post('/api/places/harrowmere/organisations', { name: 'X', sector: 'civic' }),
      await client.post('/api/places/valeborough/organisations', { name: 'X', sector: 'civic' }),
      await client.post('/api/platform/places', { name: 'X' }),
      await stranger(place).post('/api/sign-in/link/use', { token: randomBytes(32).toString('base64url') }),
    ]) {
      assert.ok(answer.statusCode >= 400, answer.body);
    }
    assert.equal(await count(), before);
  });
});

function upload(client, url, content) {
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\ncontent-type: text/csv\r\n\r\n';
  return client.post(url, Buffer.from(`${head}${content}\r\n--x--\r\n`), {
    'content-type': 'multipart/form-data; boundary=x',
  });
}
