// What a person meets who has only Node and npm: clones, starts, signs in, reads a card, stops, starts again.
//   node tests/clean-clone.mjs [FOLDER-TO-CLONE-INTO]
// It clones what is committed, and installs from the registry, so it takes a few minutes and is no part of npm test.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../apps/cli/bin/prepare.mjs';
import { freePort } from './support/programs.mjs';

const FIRST_START_LIMIT_MS = 12 * 60_000;
const SECOND_START_LIMIT_MS = 8_000;

const parent = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'turnstone-clone-'));
if (process.argv[2] === undefined) chmodSync(parent, 0o755);
const clone = join(parent, 'turnstone');
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
let passed = 0;
let failed = 0;
let app;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    cleanUp();
    process.exit(1);
  });
}

try {
  const cloned = await check('the repository clones', () => {
    const git = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    if (git.status !== 0) throw new Error('git clone failed');
  });
  const started =
    cloned &&
    (await check('npm start gets from the fresh clone to one address', async () => {
      app = start();
      return `${seconds(await app.ready(FIRST_START_LIMIT_MS))} s`;
    }));
  if (started) {
    await check('a demo person signs in and reads a card with a judged curve', readCard);
    await check('the pages are served', readPage);
    await check('a second start beside the first says where it is running', async () => {
      const { code, said } = await start().ended(60_000);
      expect(code === 1 && said.includes(`already running at http://localhost:${port}`), said);
    });
    await check('Ctrl-C stops everything', () => stopAndLook());
    await check(
      `a second start is ready in under ${SECOND_START_LIMIT_MS / 1000} s and serves the same card`,
      async () => {
        app = start();
        const taken = await app.ready(SECOND_START_LIMIT_MS * 4);
        await readCard();
        expect(taken < SECOND_START_LIMIT_MS, `it took ${seconds(taken)} s`);
        return `${seconds(taken)} s`;
      },
    );
    await check('after kill -9 of everything it starts again', async () => {
      for (const { pid } of processesOfClone()) kill(pid, 'SIGKILL');
      await app.ended(20_000);
      app = start();
      const taken = await app.ready(60_000);
      await readCard();
      return `${seconds(taken)} s`;
    });
    await check('after kill -9 of the command alone nothing is left that answers, and it starts again', async () => {
      const command = processesOfClone().find(({ line }) => /turnstone\.mjs up$/.test(line));
      kill(command.pid, 'SIGKILL');
      await app.ended(30_000);
      await until(
        () =>
          fetch(address).then(
            () => false,
            () => true,
          ),
        20_000,
        'the address still answers',
      );
      app = start();
      await app.ready(60_000);
      await readCard();
    });
    await check('Ctrl-C stops everything once more', () => stopAndLook());
    await check('a port in use is told in one sentence', async () => {
      const other = createServer().listen(port, '127.0.0.1');
      const { code, said } = await start().ended(60_000);
      other.close();
      expect(code === 1 && said.includes(`Port ${port} is in use by another program.`), said);
      expect(processesOfClone().length === 0, 'something was left running');
    });
    await check('the command line judges a file', () => {
      const asked = spawnSync('npx', ['--no', 'turnstone', 'help'], { cwd: clone, encoding: 'utf8' });
      expect(asked.status === 0 && asked.stdout.includes('judge'), `${asked.stdout}${asked.stderr}`);
    });
  }
} finally {
  cleanUp();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

// -------------------------------------------------------------------------------------------------------------- checks

async function readCard() {
  const { people } = await ask('GET', '/api/demo/people');
  expect(people.length >= 4, `there are ${people.length} demo people`);
  const person = people.find(({ role }) => role === 'workstream lead') ?? people[0];
  const cookies = [];
  await ask('POST', '/api/demo/sign-in', { body: { personId: person.id }, cookies });
  let outcome;
  // The worker judges what the demo brought; the first time that takes a moment.
  await until(
    async () => {
      const list = await ask('GET', `/api/places/${person.placeSlug}/outcomes`, { cookies });
      outcome = list.outcomes.find(({ state }) => state !== null);
      return outcome !== undefined;
    },
    30_000,
    'no curve was judged',
  );
  const card = await ask('GET', `/api/places/${person.placeSlug}/outcomes/${outcome.slug}/card`, { cookies });
  expect(card.readings.length > 0 && card.finding !== '', 'the card has no curves');
  return `${card.readings.length} curves, the first ${outcome.state}`;
}

async function readPage() {
  const answer = await fetch(address, { headers: { accept: 'text/html' } });
  const html = await answer.text();
  const script = /<script[^>]+src="([^"]+\.js)"/.exec(html)?.[1];
  expect(answer.status === 200 && script, `${answer.status} ${html.slice(0, 200)}`);
  const code = await fetch(new URL(script, `${address}/`));
  const type = code.headers.get('content-type') ?? '';
  expect(code.status === 200 && /javascript/.test(type), `${script}: ${code.status} ${type}`);
}

async function ask(method, path, { body, cookies = [] } = {}) {
  const headers = { cookie: cookies.join('; '), ...(body ? { 'content-type': 'application/json' } : {}) };
  const answer = await fetch(address + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  for (const cookie of answer.headers.getSetCookie()) cookies.push(cookie.split(';')[0]);
  return JSON.parse(text);
}

/** What a terminal does: the signal goes to the whole group of processes that it started. */
async function stopAndLook() {
  process.kill(-app.child.pid, 'SIGINT');
  await app.ended(30_000);
  await until(
    () => processesOfClone().length === 0,
    5_000,
    () =>
      processesOfClone()
        .map(({ line }) => line)
        .join('\n'),
  );
}

// ----------------------------------------------------------------------------------------------------------- processes

function start() {
  const env = { ...process.env, PORT: String(port) };
  // Settings of the machine, and what an npm that runs this script hands down, are not what a person has.
  for (const name of Object.keys(env)) {
    if (/^(npm_|TURNSTONE_|DATABASE_URL|REDIS_URL|TEST_|HOST$|CI$|NODE_ENV|NODE_OPTIONS|SECURE_COOKIES)/.test(name))
      delete env[name];
  }
  const since = Date.now();
  const child = spawn('npm', ['start'], { cwd: clone, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
      process.stdout.write(String(text).replace(/^/gm, '    | '));
    });
  }
  const end = new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })));
  return {
    child,
    async ready(limit) {
      await until(
        () => /^Open http/m.test(said) || child.exitCode !== null,
        limit,
        () => `not ready:\n${said}`,
      );
      expect(child.exitCode === null, `it ended with ${child.exitCode}`);
      return Date.now() - since;
    },
    async ended(limit) {
      let timer;
      const late = new Promise(
        (_resolve, reject) => (timer = setTimeout(() => reject(new Error(`it goes on:\n${said}`)), limit)),
      );
      const answer = await Promise.race([end, late]);
      clearTimeout(timer);
      return { ...answer, said };
    },
  };
}

/** Every process whose command names the clone or that works in it. */
function processesOfClone() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        let folder = '';
        try {
          folder = readlinkSync(`/proc/${name}/cwd`);
        } catch {
          // It has just ended, or belongs to somebody else.
        }
        const ours = line !== '' && (line.includes(`${clone}/`) || folder.startsWith(clone));
        return ours ? [{ pid: Number(name), line }] : [];
      } catch {
        return [];
      }
    });
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already, perhaps because another one did.
  }
}

function cleanUp() {
  for (const { pid } of processesOfClone()) kill(pid, 'SIGKILL');
  rmSync(process.argv[2] === undefined ? parent : clone, {
    recursive: true,
    force: true,
    maxRetries: 5,
    retryDelay: 200,
  });
}

// ------------------------------------------------------------------------------------------------------------- results

async function check(what, work) {
  const since = Date.now();
  try {
    const note = await work();
    passed += 1;
    console.log(`✔ ${what}${note ? `: ${note}` : ''}`);
    return true;
  } catch (error) {
    failed += 1;
    console.log(`✖ ${what} (after ${seconds(Date.now() - since)} s)\n    ${error.message.replaceAll('\n', '\n    ')}`);
    return false;
  }
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

async function until(holds, limit, otherwise) {
  const end = Date.now() + limit;
  while (Date.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(typeof otherwise === 'function' ? otherwise() : otherwise);
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
