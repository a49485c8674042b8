import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigProblem, readConfig, repositoryRoot } from './config.js';

test('with an empty environment the database is embedded and only this machine can reach the app', () => {
  const config = readConfig({});
  assert.equal(config.embedded, true);
  assert.equal(config.databaseUrl, undefined);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 3000);
  assert.equal(config.demo, true);
  assert.equal(config.secureCookies, false);
  assert.equal(config.dataFolder, join(repositoryRoot, '.turnstone'));
});

test('with a database of its own the app is deployed: no demo people, cookies over HTTPS only', () => {
  const config = readConfig({ DATABASE_URL: 'postgresql://db/turnstone', REDIS_URL: 'redis://jobs:6379' });
  assert.equal(config.embedded, false);
  assert.equal(config.demo, false);
  assert.equal(config.secureCookies, true);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.redisUrl, 'redis://jobs:6379');
});

test('the demo can be asked for on a database of its own, and refused on the embedded one', () => {
  assert.equal(readConfig({ DATABASE_URL: 'postgres://db/x', TURNSTONE_DEMO: 'true' }).demo, true);
  assert.equal(readConfig({ TURNSTONE_DEMO: 'false' }).demo, false);
});

test('a blank value counts as not set', () => {
  const config = readConfig({ DATABASE_URL: '', PORT: ' ', REDIS_URL: '' });
  assert.equal(config.embedded, true);
  assert.equal(config.port, 3000);
  assert.equal(config.redisUrl, undefined);
});

test('the root of the repository is found from the compiled file', () => {
  assert.ok(existsSync(join(repositoryRoot, 'package-lock.json')) || existsSync(join(repositoryRoot, 'package.json')));
});

for (const [name, env] of Object.entries({
  'a port that is a word': { PORT: 'http' },
  'port 0': { PORT: '0' },
  'a port above 65535': { PORT: '65536' },
  'a port with a fraction': { PORT: '80.5' },
  'a database of another kind': { DATABASE_URL: 'mysql://db/x' },
  'a Redis address without its protocol': { REDIS_URL: 'localhost:6379' },
  'a demo setting that is neither true nor false': { TURNSTONE_DEMO: 'yes' },
  'an unknown log level': { LOG_LEVEL: 'chatty' },
})) {
  test(`${name} is refused in one sentence that names the setting`, () => {
    assert.throws(
      () => readConfig(env),
      (error: unknown) => error instanceof ConfigProblem && error.message.startsWith(Object.keys(env)[0] ?? '?'),
    );
  });
}

test('a refused address is not repeated, because it may hold a password', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://me:secret@db/x' }),
    (error: unknown) => error instanceof ConfigProblem && !error.message.includes('secret'),
  );
});
