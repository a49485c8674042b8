import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP_ROLE, createPool, Database, repositoryRoot } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';

test('the login that Compose makes for the service works as turnstone_app, and cannot be anybody else', async () => {
  const script = readFileSync(join(repositoryRoot, 'docker/make-service-login.sh'), 'utf8');
  const made = /create role turnstone_service .*;/.exec(script)?.[0];
  assert.ok(made, 'the script makes the login');
  const database = await createTestDatabase();
  const login = `turnstone_service_${randomBytes(4).toString('hex')}`;
  try {
    await database.pool.query(made.replace('turnstone_service', login).replace(":'word'", `'word'`));
    // By socket the name stands in the query, over TCP before the host.
    const url = database.url.includes('user=')
      ? database.url.replace(/user=[^&]+/, `user=${login}`)
      : database.url.replace(/\/\/[^@/]*@/, `//${login}:word@`);
    const pool = createPool(url, { max: 2, role: APP_ROLE });
    try {
      const { rows } = await pool.query('select current_user as works_as, session_user as came_as');
      assert.deepEqual(rows[0], { works_as: APP_ROLE, came_as: login });
      const units = new Database(pool, { through: 'page' });
      await units.within({ reach: 'platform' }, () => units.query('select count(*) from place'));
      await assert.rejects(pool.query('create table mine (a int)'), /permission denied/);
      await assert.rejects(pool.query('alter table place disable row level security'), /must be owner/);
      const owner = await database.pool.query<{ name: string }>('select current_user as name');
      await assert.rejects(pool.query(`set role "${owner.rows[0]?.name}"`), /permission denied/);
      await pool.query('set role none');
      await assert.rejects(pool.query('select * from place'), /permission denied/, 'by itself it may read nothing');
    } finally {
      await pool.end();
    }
    await database.pool.query(`drop role ${login}`);
  } finally {
    await database.drop();
  }
});
