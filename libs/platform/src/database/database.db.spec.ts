import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { Database } from './database.js';
import { APP_ROLE, createPool, DatabaseProblem, type Pool } from './pool.js';
import { refuseStrongRole } from './refuse-strong-role.js';
import { createTestDatabase, type TestDatabase } from './testing.js';

const a = randomUUID();
const b = randomUUID();

let given: TestDatabase;
let database: Database;
let pool: Pool;

before(async () => {
  given = await createTestDatabase();
  // Two connections, so that work of different places meets on the same ones.
  pool = createPool(given.url, { max: 2, role: APP_ROLE, applicationName: 'two connections' });
  database = new Database(pool, { through: 'page' });
  await given.pool.query(
    `insert into place (id, slug, name, level) values ($1, 'a', 'A', 'place'), ($2, 'b', 'B', 'place')`,
    [a, b],
  );
  for (const place of [a, b]) {
    await given.pool.query(
      `insert into organisation (place_id, id, name, sector)
       select $1, gen_random_uuid(), 'Organisation ' || n, 'civic' from generate_series(1, 20) n`,
      [place],
    );
  }
});
after(async () => {
  await pool?.end();
  await given?.drop();
});

const places = async (from: Database = database): Promise<string[]> =>
  (await from.query<{ id: string }>('select distinct place_id as id from organisation')).rows.map((row) => row.id);
const ended = (word: string): Error => new Error(word);
const add = (place: string, name: string) =>
  database.query(`insert into organisation (place_id, id, name, sector) values ($1, gen_random_uuid(), $2, 'civic')`, [
    place,
    name,
  ]);
const there = async (name: string): Promise<number> =>
  (await given.pool.query('select 1 from organisation where name = $1', [name])).rowCount ?? 0;

describe('a unit of work', () => {
  test('without a context sees nothing, with one its place, with the reach of the platform all', async () => {
    assert.deepEqual(await database.within({}, places), []);
    assert.deepEqual(await database.within({ place: a }, places), [a]);
    assert.deepEqual((await database.within({ reach: 'platform' }, places)).sort(), [a, b].sort());
    assert.deepEqual(await database.within({ place: randomUUID() }, places), []);
  });

  test('is asked for: a statement outside of one is refused, and what needs none sees nothing', async () => {
    assert.throws(() => database.query('select 1'), /no unit of work/);
    await assert.rejects(
      database.transaction(async () => undefined),
      /no unit of work/,
    );
    const { rows } = await database.alone({ text: 'select * from organisation' });
    assert.deepEqual(rows, []);
  });

  test('may enter a context, leave it for a while, and come back to it', async () => {
    await database.within({}, async () => {
      assert.deepEqual(await places(), []);
      database.enter({ place: a });
      assert.deepEqual(await places(), [a]);
      assert.deepEqual(await database.within({ place: b }, places), [b]);
      assert.deepEqual(await places(), [a]);
      const [mine, theirs] = await Promise.all([places(), database.within({ place: b }, places)]);
      assert.deepEqual([mine, theirs], [[a], [b]], 'side by side on one connection');
      await assert.rejects(
        database.within({ place: b }, () => Promise.reject(ended('inside'))),
        /inside/,
      );
      assert.deepEqual(await places(), [a]);
    });
  });

  test('a branch that enters a context by itself leaves the others where they stand', async () => {
    await database.within({ place: a }, async () => {
      await database.within({}, async () => {
        database.enter({ place: b });
        assert.deepEqual(await places(), [b]);
      });
      assert.deepEqual(await places(), [a]);
    });
  });

  test('is kept as a whole or not at all, whatever it joined', async () => {
    await assert.rejects(
      database.within({ place: a }, async () => {
        await add(a, 'outer');
        await database.within({ place: b }, () => add(b, 'inner'));
        throw ended('after both');
      }),
      /after both/,
    );
    assert.equal((await there('outer')) + (await there('inner')), 0);
    await database.within({ place: a }, async () => {
      await add(a, 'outer');
      await database.within({ place: b }, () => add(b, 'inner'));
    });
    assert.equal((await there('outer')) + (await there('inner')), 2);
  });

  test('what is done apart stays although the rest is taken back', async () => {
    await assert.rejects(
      database.within({ place: a }, async () => {
        await add(a, 'taken back');
        await database.apart({ place: b }, () => add(b, 'stays'));
        assert.deepEqual(await places(), [a], 'and the unit goes on in its own context');
        throw ended('afterwards');
      }),
      /afterwards/,
    );
    assert.deepEqual([await there('taken back'), await there('stays')], [0, 1]);
  });

  test('a step in it may fail by itself', async () => {
    await database.within({ place: a }, async () => {
      await add(a, 'before the step');
      await assert.rejects(
        database.transaction(async (client) => {
          await client.query(`insert into organisation (place_id, id, name, sector) values ($1, $2, 'step', 'civic')`, [
            a,
            randomUUID(),
          ]);
          await client.query('select 1 / 0');
        }),
        /division by zero/,
      );
      assert.deepEqual(await places(), [a], 'in the same context as before');
      await add(a, 'after the step');
    });
    assert.deepEqual([await there('before the step'), await there('step'), await there('after the step')], [1, 0, 1]);
  });

  test('a failure that was swallowed is not mistaken for success', async () => {
    await assert.rejects(
      database.within({ place: a }, async () => {
        await add(a, 'swallowed');
        await database.query('select 1 / 0').catch(() => undefined);
      }),
      /rolled back/,
    );
    assert.equal(await there('swallowed'), 0);
  });

  test('that only reads cannot write', async () => {
    await assert.rejects(
      database.within({ place: a }, () => add(a, 'not to be'), { readOnly: true }),
      { code: '25006' },
    );
    assert.equal(await there('not to be'), 0);
  });

  test('a pause keeps what was done and holds no connection meanwhile', async () => {
    await database.within({ place: a }, async () => {
      await add(a, 'before the pause');
      assert.equal(await there('before the pause'), 0);
      await database.pause();
      assert.equal(await there('before the pause'), 1);
      assert.equal(pool.idleCount, pool.totalCount);
      assert.deepEqual(await places(), [a], 'and goes on in its context');
    });
  });

  test('takes only ids into a context, so that nothing can be slipped in', async () => {
    const slipped = { place: `${a}', true), set_config('turnstone.reach', 'platform` };
    await assert.rejects(database.within(slipped, places), /not an id/);
    await assert.rejects(database.within({ reach: 'all' as 'platform' }, places), /no such reach/);
    await assert.rejects(
      database.within({}, places, { request: "x'; drop table place" }),
      /number of a request is a UUID/,
    );
  });
});

describe('the second lock', () => {
  beforeEach(() => given.pool.query(`delete from organisation where name = 'foreign'`));

  test('a write into another place fails, and a foreign row can be neither changed nor removed', async () => {
    await assert.rejects(
      database.within({ place: a }, () => add(b, 'foreign')),
      { code: '42501' },
    );
    await assert.rejects(
      database.within({}, () => add(a, 'foreign')),
      { code: '42501' },
    );
    const [changed, removed] = await database.within({ place: a }, async () => [
      await database.query(`update organisation set name = 'taken' where place_id = $1`, [b]),
      await database.query('delete from organisation where place_id = $1', [b]),
    ]);
    assert.deepEqual([changed?.rowCount, removed?.rowCount], [0, 0]);
    await assert.rejects(
      database.within({ place: a }, () => database.query('update organisation set place_id = $1', [b])),
      { code: '42501' },
    );
  });

  test('R4: two connections, two hundred units of two places at once, fifty times: no foreign row', async () => {
    let foreign = 0;
    let failed = 0;
    for (let round = 0; round < 50; round += 1) {
      const asked = Array.from({ length: 200 }, (_, at) => {
        const mine = at % 2 === 0 ? a : b;
        // Some fail halfway, some read nothing in particular: none may leave its context behind.
        const work = async (): Promise<void> => {
          const seen = await places();
          foreign += seen.filter((id) => id !== (at % 7 === 6 ? undefined : mine)).length;
          if (at % 5 === 0) throw ended('on purpose');
        };
        return database.within(at % 7 === 6 ? {} : { place: mine }, work).catch((error: Error) => {
          assert.equal(error.message, 'on purpose');
          failed += 1;
        });
      });
      await Promise.all(asked);
    }
    assert.equal(foreign, 0);
    assert.equal(failed, 50 * 40);
    assert.ok(pool.totalCount <= 2);
  });

  test('a unit that ended, well or not, leaves no context on its connection', async () => {
    const one = createPool(given.url, { max: 1, role: APP_ROLE });
    const alone = new Database(one, { through: 'page' });
    const left = async (): Promise<unknown> =>
      (
        await one.query(
          `select coalesce(current_setting('turnstone.place', true), '') as place,
             coalesce(current_setting('turnstone.person', true), '') as person,
             coalesce(current_setting('turnstone.reach', true), '') as reach,
             coalesce(current_setting('turnstone.through', true), '') as through,
             (select count(*)::int from organisation) as seen`,
        )
      ).rows[0];
    const nothing = { place: '', person: '', reach: '', through: '', seen: 0 };
    try {
      await alone.within({ place: a, person: randomUUID() }, () => places(alone));
      assert.deepEqual(await left(), nothing);
      await assert.rejects(
        alone.within({ reach: 'platform' }, async () => {
          await places(alone);
          throw ended('badly');
        }),
      );
      assert.deepEqual(await left(), nothing);
      await assert.rejects(alone.within({ place: b }, () => alone.query('select 1 / 0')));
      assert.deepEqual(await left(), nothing);
    } finally {
      await one.end();
    }
  });
});

describe('the role of the programs', () => {
  test('is let pass as it is', async () => {
    await refuseStrongRole(pool);
  });

  test('a superuser is refused, in a plain sentence', async () => {
    await assert.rejects(refuseStrongRole(given.pool), (error: unknown) => {
      assert.ok(error instanceof DatabaseProblem);
      assert.match(error.message, /which is a superuser: .* Take that right away from it\.$/);
      return true;
    });
  });

  for (const [what, rights, why] of [
    ['one that may bypass the lock', 'bypassrls', /may bypass row-level security/],
    ['one that may become the owner of a table', 'noinherit', /owns the table .*, or may become its owner/],
  ] as const) {
    test(`${what} is refused`, async () => {
      const name = `strong_${randomUUID().slice(0, 8)}`;
      await given.pool.query(`create role ${name} nologin ${rights}`);
      await given.pool.query(`grant ${APP_ROLE} to ${name}`);
      if (rights === 'noinherit') {
        await given.pool.query(`create role ${name}_owner nologin`);
        await given.pool.query(`grant ${name}_owner to ${name}`);
        await given.pool.query(`create table ${name}_table (id int)`);
        await given.pool.query(`alter table ${name}_table owner to ${name}_owner`);
      }
      const strong = createPool(given.url, { max: 1, role: name });
      try {
        await assert.rejects(refuseStrongRole(strong), why);
      } finally {
        await strong.end();
        await given.pool.query(`drop table if exists ${name}_table`);
        await given.pool.query(`drop owned by ${name}`);
        await given.pool.query(`drop role if exists ${name}, ${name}_owner`);
      }
    });
  }

  test('a database that cannot be asked is a plain sentence too', async () => {
    const nowhere = createPool('postgresql:///x?host=/nowhere&user=me', { max: 1, role: APP_ROLE });
    const missing = createPool(given.url, { max: 1, role: 'no_such_role' });
    try {
      await assert.rejects(refuseStrongRole(nowhere), DatabaseProblem);
      await assert.rejects(refuseStrongRole(missing), /turnstone migrate/);
    } finally {
      await nowhere.end();
      await missing.end();
    }
  });
});
