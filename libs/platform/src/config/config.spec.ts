import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigProblem, readConfig, readServiceConfig, repositoryRoot } from './config.js';

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
  const config = readConfig({
    DATABASE_URL: 'postgresql://db/turnstone',
    REDIS_URL: 'redis://jobs:6379',
    PUBLIC_URL: 'https://turnstone.example.org',
  });
  assert.equal(config.embedded, false);
  assert.equal(config.demo, false);
  assert.equal(config.secureCookies, true);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.redisUrl, 'redis://jobs:6379');
});

const deployed = { DATABASE_URL: 'postgres://db/x', PUBLIC_URL: 'https://turnstone.example.org' };
test('the demo can be asked for on a database of its own, and refused on the embedded one', () => {
  assert.equal(readConfig({ ...deployed, TURNSTONE_DEMO: 'true' }).demo, true);
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

test('phones find the pages where everybody does, unless there is a local network', () => {
  assert.equal(readConfig({}).localNetwork, false);
  assert.equal(readConfig({ PORT: '3100' }).joinUrl, 'http://localhost:3100');
  assert.equal(readConfig({ ...deployed, LOCAL_NETWORK_URL: 'http://10.0.0.1' }).joinUrl, deployed.PUBLIC_URL);
});

test('on a local network the machine is found at its first private address, or where it is said to be', () => {
  const ipv4 = (address: string, internal = false) => ({
    address,
    internal,
    family: 'IPv4' as const,
    netmask: '',
    mac: '',
    cidr: null,
  });
  const ipv6 = {
    address: 'fe80::1',
    internal: false,
    family: 'IPv6' as const,
    netmask: '',
    mac: '',
    cidr: null,
    scopeid: 1,
  };
  const networks = {
    lo: [ipv4('127.0.0.1', true)],
    docker0: [ipv4('172.17.0.1')],
    eth0: [ipv4('203.0.113.7')],
    wlan0: [ipv6, ipv4('10.42.0.1')],
    wlan1: [ipv4('192.168.1.2')],
  };
  const config = readConfig({ LOCAL_NETWORK: 'true', PORT: '3100' }, () => networks);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.secureCookies, false);
  assert.equal(config.joinUrl, 'http://10.42.0.1:3100');
  assert.equal(config.publicUrl, 'http://localhost:3100', 'members sign in on this machine');
  const said = { LOCAL_NETWORK: 'true', LOCAL_NETWORK_URL: 'http://room.example:8080/' };
  assert.equal(readConfig(said, () => networks).joinUrl, 'http://room.example:8080');
  assert.equal(
    readConfig({ LOCAL_NETWORK: 'true' }, () => ({ docker0: networks.docker0 })).joinUrl,
    'http://localhost:3000',
  );
  assert.equal(
    readConfig({ LOCAL_NETWORK: 'true', DATABASE_URL: 'postgres://db/x' }, () => networks).secureCookies,
    false,
  );
});

for (const [name, env] of Object.entries({
  'a local network with cookies for HTTPS only': { LOCAL_NETWORK: 'true', SECURE_COOKIES: 'true' },
  'a local network behind a proxy': { LOCAL_NETWORK: 'true', TRUSTED_PROXIES: 'loopback' },
  'a local network that only this machine can reach': { LOCAL_NETWORK: 'true', HOST: '127.0.0.1' },
  'a local network that may be': { LOCAL_NETWORK: 'maybe' },
  'a local address with a path': { LOCAL_NETWORK: 'true', LOCAL_NETWORK_URL: 'http://10.0.0.1/join' },
  'a port that is a word': { PORT: 'http' },
  'port 0': { PORT: '0' },
  'a port above 65535': { PORT: '65536' },
  'a port with a fraction': { PORT: '80.5' },
  'a database of another kind': { DATABASE_URL: 'mysql://db/x' },
  'a Redis address without its protocol': { REDIS_URL: 'localhost:6379' },
  'a demo setting that is neither true nor false': { TURNSTONE_DEMO: 'yes' },
  'an unknown log level': { LOG_LEVEL: 'chatty' },
  'a public address with a path': { PUBLIC_URL: 'https://example.org/turnstone' },
  'a public address of another kind': { PUBLIC_URL: 'ftp://example.org' },
  'a short secret': { TURNSTONE_SECRET: 'twenty characters ok' },
  'a mail server of another kind': { SMTP_URL: 'http://mail.example.org' },
  'a key of another service': { NOTIFY_API_KEY: 'not-a-key-of-notify' },
  'a mail server that is no address': { SMTP_URL: 'smtp://u:geheim@:::bad', MAIL_FROM: 'a@b.example' },
  'a public address with more than its host': { PUBLIC_URL: 'https://u:pw@x.example/?a=1' },
  'a proxy that is no address': { TRUSTED_PROXIES: 'nonsense' },
  'a proxy range that is none': { TRUSTED_PROXIES: '10.0.0.0/99' },
  'an idle time below five minutes': { SESSION_IDLE_MINUTES: '4' },
  'a session longer than seven days': { BOARD_SESSION_HOURS: '169' },
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

const aSecret = 'fourty-two characters, none made by chance';

test('a process of the service does not start without database, secret and, over HTTPS, its address', () => {
  const whole = {
    DATABASE_URL: 'postgres://db/x',
    TURNSTONE_SECRET: aSecret,
    PUBLIC_URL: 'https://turnstone.example.org',
  };
  const config = readServiceConfig(whole);
  assert.equal(config.publicUrl, 'https://turnstone.example.org');
  for (const name of ['DATABASE_URL', 'TURNSTONE_SECRET', 'PUBLIC_URL'] as const) {
    assert.throws(
      () => readServiceConfig({ ...whole, [name]: undefined }),
      (error: unknown) => error instanceof ConfigProblem && error.message.startsWith(`${name} is not set`),
    );
  }
  assert.throws(() => readServiceConfig({ ...whole, PUBLIC_URL: 'http://turnstone.example.org' }), /https:/);
});

test('secrets are read from a file that the setting names; both, none, or an empty one are said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-config-'));
  try {
    const file = join(folder, 'secret');
    writeFileSync(file, `${aSecret}\n`);
    assert.equal(readConfig({ TURNSTONE_SECRET_FILE: file }).secret, aSecret);
    assert.throws(() => readConfig({ TURNSTONE_SECRET_FILE: file, TURNSTONE_SECRET: aSecret }), /both set/);
    assert.throws(() => readConfig({ TURNSTONE_SECRET_FILE: join(folder, 'none') }), /cannot be read/);
    writeFileSync(file, '\n');
    assert.throws(() => readConfig({ TURNSTONE_SECRET_FILE: file }), /is empty/);
    writeFileSync(file, 'postgres://me:word@db/x');
    assert.equal(readConfig({ DATABASE_URL_FILE: file }).databaseUrl, 'postgres://me:word@db/x');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('mail leaves one way: SMTP, GOV.UK Notify, or not at all', () => {
  const key = 'turnstone-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
  assert.deepEqual(readConfig({}).mail, { kind: 'outbox' });
  const smtp = { SMTP_URL: 'smtp://mail.example.org:587', MAIL_FROM: 'Turnstone <turnstone@example.org>' };
  assert.equal(readConfig(smtp).mail.kind, 'smtp');
  assert.throws(() => readConfig({ SMTP_URL: smtp.SMTP_URL }), /MAIL_FROM/);
  assert.throws(() => readConfig({ ...smtp, MAIL_FROM: 'Turnstone <a@b.example>\r\nBcc: x@y.example' }), /MAIL_FROM/);
  assert.equal(readConfig({ NOTIFY_API_KEY: key, NOTIFY_TEMPLATE_ID: 'f33517ff' }).mail.kind, 'notify');
  assert.throws(() => readConfig({ NOTIFY_API_KEY: key }), /NOTIFY_TEMPLATE_ID/);
  assert.throws(() => readConfig({ ...smtp, NOTIFY_API_KEY: key }), /both set/);
});

test('proxies are addresses, ranges, or the names of well-known ranges', () => {
  const given = 'loopback, 10.0.0.0/8 2001:db8::1, fd00::/8';
  assert.deepEqual(readConfig({ TRUSTED_PROXIES: given }).trustedProxies, [
    'loopback',
    '10.0.0.0/8',
    '2001:db8::1',
    'fd00::/8',
  ]);
  assert.deepEqual(readConfig({}).trustedProxies, []);
});

test('no message about a secret repeats it', () => {
  for (const env of [
    { TURNSTONE_SECRET: 'canary' },
    { NOTIFY_API_KEY: 'canary-canary' },
    { SMTP_URL: 'ftp://me:canary@mail.example.org' },
    { SMTP_URL: 'smtp://me:canary@:::bad', MAIL_FROM: 'a@b.example' },
    { REDIS_URL: 'http://:canary@db' },
  ]) {
    assert.throws(
      () => readConfig(env),
      (error: unknown) => error instanceof ConfigProblem && !error.message.includes('canary'),
    );
  }
});
