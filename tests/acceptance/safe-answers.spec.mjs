// What every answer carries, what no log holds, and what the programs never do by themselves.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { createTestDatabase } from '@turnstone/platform/testing';
import { root } from '../../apps/cli/bin/prepare.mjs';
import { startApp } from '../support/programs.mjs';
import { openDemoPlace } from './support/place.mjs';

let place;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turnstone-safe-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html><head><link rel="stylesheet" href="styles.css"></head><body><ts-turnstone></ts-turnstone><script src="main.js" type="module"></script></body></html>',
  );
  writeFileSync(join(folder, 'main.js'), 'export {};');
  place = await openDemoPlace({ webFolder: folder });
});
after(async () => {
  await place?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const directives = (headers) =>
  Object.fromEntries(
    headers['content-security-policy'].split(';').map((part) => {
      const [name, ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );

test('R50: a page runs what carries its nonce and nothing else; each answer has another nonce', async () => {
  const seen = new Set();
  for (const url of ['/', '/places/harrowmere/outcomes', '/sign-in/link']) {
    const { headers, body } = await place.api.inject({ url });
    const policy = directives(headers);
    const nonce = /^'nonce-([\w+/=]{22,})' 'strict-dynamic'$/.exec(policy['script-src'])?.[1];
    assert.ok(nonce, policy['script-src']);
    assert.equal(Buffer.from(nonce, 'base64').length, 16);
    seen.add(nonce);
    assert.equal(policy['style-src'], `'self' 'nonce-${nonce}'`);
    assert.equal(policy['frame-ancestors'], `'none'`);
    assert.equal(policy['default-src'], `'none'`);
    assert.equal(policy['require-trusted-types-for'], `'script'`);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe-(inline|eval)|\*|http:/);
    for (const tag of body.match(/<(script|style|link)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
    assert.ok(body.includes(`ngCspNonce="${nonce}"`));
    assert.ok(!body.includes('{nonce}'));
  }
  assert.equal(seen.size, 3);
});

test('R51: every answer carries the headers, whatever it is: a page, a file, data, a refusal, nothing at all', async () => {
  const manager = await place.as('programme manager');
  const asked = [
    { url: '/' },
    { url: '/main.js' },
    { url: '/missing.js' },
    { url: '/api/session' },
    { url: '/api/health' },
    { url: '/api/openapi.json' },
    { url: '/api/nothing-here' },
    { url: '/api/places/harrowmere' },
    { url: '/api/places/harrowmere/outcomes', cookies: { [manager.cookie.name]: manager.cookie.value } },
    { method: 'POST', url: '/api/sign-in/link', payload: '{', headers: { 'content-type': 'application/json' } },
    { method: 'POST', url: '/api/sign-in/link', payload: { email: 'a' } },
    { method: 'POST', url: '/api/sign-out', headers: { 'sec-fetch-site': 'cross-site' } },
    { method: 'PUT', url: '/nowhere' },
  ];
  for (const one of asked) {
    const { headers, statusCode } = await place.api.inject(one);
    const where = `${one.method ?? 'GET'} ${one.url} (${statusCode})`;
    assert.equal(headers['x-content-type-options'], 'nosniff', where);
    assert.equal(headers['referrer-policy'], 'same-origin', where);
    assert.match(headers['permissions-policy'], /camera=\(\)/, where);
    assert.equal(headers['x-frame-options'], 'DENY', where);
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, where);
    assert.match(headers['x-request-id'], /^[0-9a-f-]{36}$/, where);
    if (one.url.startsWith('/api/')) assert.equal(headers['cache-control'], 'no-store', where);
    assert.equal(headers['strict-transport-security'], undefined, `${where}: over plain http it would lock people out`);
    assert.equal(headers['x-powered-by'], undefined, where);
  }
});

test('R51: over HTTPS browsers are told to stay there for a year; signing out clears what the browser kept', async () => {
  const secure = await openDemoPlace({ secureCookies: true, publicUrl: 'https://turnstone.example.org' });
  try {
    for (const url of ['/api/session', '/api/nothing-here', '/']) {
      const { headers } = await secure.api.inject({ url });
      const age = Number(/max-age=(\d+)/.exec(headers['strict-transport-security'])?.[1]);
      assert.ok(age >= 31_536_000, url);
    }
    const { people } = (await secure.api.inject({ url: '/api/demo/people' })).json();
    const signedIn = await secure.api.inject({
      method: 'POST',
      url: '/api/demo/sign-in',
      payload: { personId: people[0].id },
    });
    const [cookie] = signedIn.cookies;
    assert.equal(cookie.name, '__Host-turnstone');
    assert.deepEqual([cookie.secure, cookie.httpOnly, cookie.sameSite, cookie.path], [true, true, 'Lax', '/']);
    const out = await secure.api.inject({
      method: 'POST',
      url: '/api/sign-out',
      cookies: { [cookie.name]: cookie.value },
    });
    assert.equal(out.statusCode, 204);
    assert.match(out.headers['clear-site-data'], /"storage"/);
  } finally {
    await secure.close();
  }
});

test('R52: a fault of ours says its number and nothing of the inside', async () => {
  const broken = await openDemoPlace();
  try {
    const client = await broken.as('board member');
    await broken.pool.query('alter table outcome rename to outcome_gone');
    const answer = await client.get('/api/places/harrowmere/outcomes');
    assert.equal(answer.statusCode, 500);
    assert.match(answer.json().requestId, /^[0-9a-f-]{36}$/);
    assert.equal(answer.json().requestId, answer.headers['x-request-id']);
    assert.doesNotMatch(answer.body, /outcome_gone|relation|select|\.js|\.ts|node_modules|at /i);
  } finally {
    await broken.close();
  }
});

test('R52: secrets, tokens, passwords and addresses of people reach no log, at the most talkative level', async () => {
  const database = await createTestDatabase();
  const data = mkdtempSync(join(tmpdir(), 'turnstone-canary-'));
  const canary = {
    TURNSTONE_SECRET: 'canary-one-of-more-than-thirty-two-characters',
    SMTP_URL: 'smtp://canary-two:canary-three@127.0.0.1:9',
    MAIL_FROM: 'Turnstone <turnstone@example.org>',
  };
  const env = { ...process.env, ...canary, DATABASE_URL: database.url, TURNSTONE_DEMO: 'true', LOG_LEVEL: 'trace' };
  const app = await startApp({ env, folder: data });
  try {
    const post = (path, body, headers = {}) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const { people } = await (await fetch(`${app.url}/api/demo/people`)).json();
    const signedIn = await post('/api/demo/sign-in', { personId: people[0].id });
    const cookie = signedIn.headers.getSetCookie()[0].split(';')[0];
    assert.equal((await fetch(`${app.url}/api/account`, { headers: { cookie } })).status, 200);
    const password = 'canary-four correct horse';
    const email = 'canary-five@example.org';
    assert.equal((await post('/api/sign-in/password', { email, password, code: '123456' })).status, 400);
    assert.equal((await post('/api/sign-in/link', { email })).status, 204);
    const token = 'canary_six_canary_six_canary_six_canary_six';
    assert.equal((await post('/api/sign-in/link/use', { token })).status, 400);
    await fetch(`${app.url}/api/sign-in/with/none/back?state=canary-seven&code=canary-eight`, { redirect: 'manual' });
    const statusOfBroken = (await post('/api/sign-in/link/use', { token }, { 'content-type': 'text/canary-nine' }))
      .status;
    assert.ok([400, 415].includes(statusOfBroken), String(statusOfBroken));
    await app.stop();
    const found = [];
    const look = (path) => {
      if (statSync(path).isDirectory()) return readdirSync(path).forEach((name) => look(join(path, name)));
      if (!/\.(log|jsonl|old)$/.test(path)) return undefined;
      const text = readFileSync(path, 'utf8');
      for (const [what, secret] of Object.entries({
        canary: /canary[-_](one|two|three|four|five|six|seven|eight)/,
        cookie: cookie.split('=')[1],
      }))
        if (text.match(secret))
          found.push(`${what} in ${path}: ${text.split('\n').find((line) => line.match(secret))}`);
      return undefined;
    };
    look(data);
    assert.ok(statSync(join(data, 'app', 'turnstone.log')).size > 0, 'there is a log to look into');
    assert.deepEqual(found, []);
  } finally {
    await app.stop();
    await database.drop();
    rmSync(data, { recursive: true, force: true });
  }
});

test('without its secret, or with a short one, a process says so in one sentence and ends', () => {
  for (const [file, env, says] of [
    ['apps/api/dist/main.js', {}, /^TURNSTONE_SECRET is not set: .*\n$/],
    ['apps/worker/dist/main.js', { TURNSTONE_SECRET: 'too short' }, /^TURNSTONE_SECRET is too short: .*\n$/],
    ['apps/api/dist/main.js', { TURNSTONE_SECRET_FILE: '/nowhere/secret' }, /^TURNSTONE_SECRET_FILE names .*\n$/],
  ]) {
    const { PATH, HOME } = process.env;
    const ended = spawnSync(process.execPath, [join(root, file)], {
      env: { PATH, HOME, DATABASE_URL: 'postgres://127.0.0.1:9/none', SECURE_COOKIES: 'false', ...env },
      encoding: 'utf8',
    });
    assert.equal(ended.status, 1, ended.stderr);
    assert.match(ended.stderr, says);
  }
});

test('R53: what is delivered can be listed (CycloneDX), with a version for each part, and what is for development marked', () => {
  const made = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(made.status, 0, made.stderr.slice(-500));
  const bill = JSON.parse(made.stdout);
  assert.equal(bill.bomFormat, 'CycloneDX');
  const forDevelopment = (name) => {
    const found = bill.components.filter((component) => component.name === name);
    assert.ok(found.length > 0, name);
    return found.every((one) => one.properties?.some(({ name: what }) => what === 'cdx:npm:package:development'));
  };
  for (const name of ['fastify', 'pg', 'openid-client', 'nodemailer', '@node-rs/argon2'])
    assert.equal(forDevelopment(name), false, name);
  for (const name of ['oidc-provider', 'smtp-server', '@playwright/test', 'nx'])
    assert.equal(forDevelopment(name), true, name);
  assert.ok(bill.components.every((component) => component.version));
});
