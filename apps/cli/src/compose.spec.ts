import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readServiceConfig, repositoryRoot } from '@turnstone/platform';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const { services } = parse(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const ours = Object.entries(services).filter(([, service]) => service.build !== undefined);

test('API, worker, migration, PostgreSQL and Redis, ours from one image', () => {
  assert.deepEqual(Object.keys(services).sort(), ['api', 'migrate', 'postgres', 'redis', 'worker']);
  assert.deepEqual(
    ours.map(([name]) => name),
    ['api', 'worker', 'migrate'],
  );
  assert.deepEqual(new Set(ours.map(([, service]) => service.image)), new Set(['turnstone']));
});

for (const [name, service] of ours) {
  test(`${name} starts a file that its sources make, with settings that are understood`, () => {
    const [node, file = ''] = service.command ?? [];
    assert.equal(node, 'node');
    const source = file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    assert.ok(existsSync(join(repositoryRoot, source)), source);
    // What Compose fills in from its own environment: ${NAME:-otherwise} and ${NAME:?why it is needed}.
    const env = Object.entries(service.environment ?? {}).map(([key, value]) => [
      key,
      String(value).replace(/\$\{\w+:([-?])([^}]*)\}/g, (_all, sign: string, word: string) =>
        sign === '-' ? word : 'x'.repeat(40),
      ),
    ]);
    const config = readServiceConfig(Object.fromEntries(env) as Record<string, string>);
    assert.equal(config.embedded, false);
    assert.equal(config.redisUrl, 'redis://redis:6379');
    assert.equal(config.host, '0.0.0.0');
    assert.equal(config.port, 3000);
    assert.equal(config.demo, false);
  });

  test(`${name} waits only for services that are there, and that can tell that they are ready`, () => {
    const needs = Object.entries(service.depends_on ?? {});
    assert.ok(needs.length > 0);
    for (const [needed, { condition }] of needs) {
      const other = services[needed];
      assert.ok(other, needed);
      if (condition === 'service_healthy') assert.ok(other.healthcheck, needed);
      else assert.equal(condition, 'service_completed_successfully');
    }
  });
}

test('only the migration works as the owner of the tables', () => {
  const logins = ours.map(([name, { environment }]) => [
    name,
    /\/\/(\w+):/.exec(String(environment?.['DATABASE_URL']))?.[1],
  ]);
  assert.deepEqual(Object.fromEntries(logins), {
    api: 'turnstone_service',
    worker: 'turnstone_service',
    migrate: 'turnstone',
  });
});

test('no password is written into the file', () => {
  const text = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
  for (const [line] of text.matchAll(/^.*PASSWORD.*$/gm)) {
    assert.match(line, /(POSTGRES|SERVICE)_PASSWORD(=…|:\?)/);
  }
});
