import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP_ROLE, createPool, Database, migrate, repositoryRoot } from '@turnstone/platform';
import { createTestDatabase, withDatabase } from '@turnstone/platform/testing';
import { loadContent } from './content.js';

const folder = join(repositoryRoot, 'apps/cli/migrations');
const quiet = (): void => undefined;

/** The address with another login: by socket the name stands in the query, over TCP before the host. */
function asLogin(url: string, login: string): string {
  return url.includes('user=')
    ? url.replace(/user=[^&]+/, `user=${login}`)
    : url.replace(/\/\/[^@/]*@/, `//${login}:word@`);
}

test('tables and content are kept by an owner that is no superuser, as managed databases give one', async () => {
  const cluster = await createTestDatabase();
  const owner = `owner_${randomBytes(4).toString('hex')}`;
  const name = `of_${owner}`;
  try {
    await cluster.pool.query(`create role ${owner} login createrole createdb password 'word'`);
    await cluster.pool.query(`create database ${name} owner ${owner}`);
    const url = asLogin(withDatabase(cluster.url, name), owner);
    // On this server the role is there already, made by somebody else: whoever made it has to let the owner in, once.
    await assert.rejects(migrate(url, folder), new RegExp(`grant turnstone_app to ${owner}`));
    await cluster.pool.query(`grant turnstone_app to ${owner}`);
    assert.ok((await migrate(url, folder)).length > 3);
    await loadContent(url, { demo: true, log: quiet });
    await loadContent(url, { demo: true, log: quiet });

    const pool = createPool(url, { max: 2, role: APP_ROLE });
    const database = new Database(pool, { through: 'page' });
    const places = () => database.query('select slug from place order by slug');
    assert.equal((await database.within({}, places)).rows.length, 0);
    assert.equal((await database.within({ reach: 'platform' }, places)).rows.length, 4);
    const { rows } = await database.alone<{ id: string | null }>({ text: `select place_id_of('harrowmere') as id` });
    assert.ok(rows[0]?.id);
    const { rows: entries } = await database.within({ place: rows[0].id }, () =>
      database.query('select seq from audit_entry'),
    );
    // One of the place, one of what it has assessed.
    assert.equal(entries.length, 2, 'the chain is kept by the owner’s trigger under the place’s context');
    await pool.end();

    await migrate(url, folder, { direction: 'down', count: 3 });
    assert.equal((await migrate(url, folder)).length, 3);
  } finally {
    await cluster.pool.query(`drop database if exists ${name} with (force)`);
    await cluster.pool.query(`drop role if exists ${owner}`);
    await cluster.drop();
  }
});
