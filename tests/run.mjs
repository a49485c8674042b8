// npm test: prepares what is missing, then runs all tests on a real PostgreSQL.
//   node tests/run.mjs [--only unit|acceptance|jobs|journeys] [--no-build] [parts of spec paths …]
// What needs Redis or Chromium runs when they are there; what is skipped is said, and fails the run when CI=true.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  Obstacle,
  buildServer,
  buildWeb,
  checkNode,
  findProgram,
  install,
  root,
  takeTurn,
  toolEnv,
  toolNode,
} from '../apps/cli/bin/prepare.mjs';
import { makeTestFolder, startCluster } from './support/cluster.mjs';
import { startApp, startRedis, stopChild } from './support/programs.mjs';

const LEGS = ['unit', 'acceptance', 'jobs', 'journeys'];
const strict = process.env.CI === 'true';
const say = (line) => console.log(line);
const results = [];
/** What has to be stopped at the end, the latest first. */
const running = [];
let folder;
let interrupted = false;

async function main() {
  const { legs, build, parts } = readArguments(process.argv.slice(2));
  checkNode();
  const release = await takeTurn(say);
  try {
    await install(say);
    if (build) await buildServer(say);
    if (build && legs.includes('journeys') && chromium() !== undefined) await buildWeb(say);
  } finally {
    release();
  }

  folder = makeTestFolder();
  const cluster = await startCluster(folder);
  running.push(cluster.stop);
  const env = cleanEnv({ TURNSTONE_TEST_CLUSTER: cluster.url, TURNSTONE_TEST_TEMPLATE: cluster.template });

  if (legs.includes('unit')) await runSpecs('unit', compiledSpecs(), parts, env);
  if (legs.includes('acceptance')) await runSpecs('acceptance', acceptanceSpecs(), parts, env);
  if (legs.includes('jobs')) await runJobsOnRedis(parts, env);
  if (legs.includes('journeys') && parts.length === 0) await runJourneys(cluster, env);
}

function readArguments(args) {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  if (args.includes('--only') && !LEGS.includes(only))
    throw new Obstacle(`--only has to be one of ${LEGS.join(', ')}.`);
  const parts = args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--only');
  return {
    legs: only ? [only] : LEGS,
    build: !args.includes('--no-build'),
    // The path of a source means its compiled spec.
    parts: parts.map((part) => part.replace('/src/', '/dist/').replace(/\.ts$/, '.js').replace(/^\.\//, '')),
  };
}

/** Settings of the machine must not decide whether a test passes. */
function cleanEnv(more) {
  const env = {
    ...process.env,
    TURNSTONE_SECRET: 'a secret of this test run, and of no other',
    ...more,
    NODE_ENV: 'test',
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'PORT', 'HOST', 'SECURE_COOKIES', 'LOG_LEVEL']) delete env[name];
  for (const name of Object.keys(env))
    if (
      /^(SMTP_URL|NOTIFY_\w+|MAIL_FROM|PUBLIC_URL|TRUSTED_PROXIES|LOCAL_NETWORK\w*|\w+_FILE|\w*SESSION_\w+)$/.test(name)
    )
      delete env[name];
  for (const name of ['TURNSTONE_DATA', 'TURNSTONE_DEMO', 'TURNSTONE_WEB', 'NODE_OPTIONS']) delete env[name];
  return toolEnv(env);
}

// --------------------------------------------------------------------------------------------------------------- legs

/** Compiled specs whose source is still there: the compiler does not remove what it once wrote. */
function compiledSpecs() {
  return find(['libs', 'apps'], (path) => /\/dist\/.*\.spec\.js$/.test(path)).filter((path) =>
    existsSync(join(root, path.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))),
  );
}

function acceptanceSpecs() {
  return find(['tests/acceptance'], (path) => path.endsWith('.spec.mjs'));
}

async function runSpecs(leg, specs, parts, env) {
  const chosen = parts.length === 0 ? specs : specs.filter((path) => parts.some((part) => path.includes(part)));
  if (chosen.length === 0) {
    if (parts.length === 0) say(`\nThere are no ${leg} specs.`);
    return;
  }
  say(`\n== ${leg}: ${chosen.length} files`);
  const totals = join(folder, `${leg}.json`);
  rmSync(totals, { force: true });
  const reporter = join(root, 'tests/support/reporter.mjs');
  const args = ['--test', '--test-concurrency=2', '--test-timeout=300000', `--test-reporter=${reporter}`, ...chosen];
  const code = await runStoppable(toolNode(), args, { env: { ...env, TURNSTONE_TOTALS: totals } });
  record(leg, code, readTotals(totals));
}

async function runJobsOnRedis(parts, env) {
  const specs = compiledSpecs().filter((path) => path.endsWith('.job-suite.spec.js'));
  if (specs.length === 0 || (parts.length > 0 && !specs.some((path) => parts.some((part) => path.includes(part)))))
    return;
  const program = findProgram('redis-server');
  if (program === undefined) {
    skip('jobs', 'the job suite on Redis', 'no redis-server was found on PATH');
    return;
  }
  const redis = await startRedis(program, folder);
  running.push(redis.stop);
  await runSpecs('jobs', specs, parts, { ...env, REDIS_URL: redis.url });
}

async function runJourneys(cluster, env) {
  const config = 'tests/e2e/playwright.config.ts';
  if (!existsSync(join(root, config))) return;
  const browser = chromium();
  if (browser === undefined) {
    skip('journeys', 'the journeys', 'no Chromium was found on PATH or in CHROMIUM');
    return;
  }
  say('\n== journeys');
  const database = await cluster.createDatabase('journeys');
  const app = await startApp({ env: { ...env, DATABASE_URL: database, TURNSTONE_DEMO: 'true' }, folder });
  running.push(app.stop);
  const report = join(folder, 'journeys.json');
  const args = [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json'];
  const more = { CHROMIUM: browser, BASE_URL: app.url, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = await runStoppable(toolNode(), args, { env: { ...env, ...more } });
  const stats = readTotals(report)?.stats;
  record(
    'journeys',
    code,
    stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
  );
}

function chromium() {
  return process.env.CHROMIUM || findProgram('chromium', 'chromium-browser', 'google-chrome');
}

// ------------------------------------------------------------------------------------------------------------ results

function record(leg, code, totals) {
  const { passed = 0, failed = 0, skipped = 0 } = totals ?? {};
  // A leg that ended badly without a failed test to show for it (a crash, a time limit) is a failure of its own.
  results.push({ leg, passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped });
}

function skip(leg, what, reason) {
  say(`\nSKIPPED: ${what}, because ${reason}.`);
  results.push({ leg, passed: 0, failed: 0, skipped: 1 });
}

function summarise() {
  say('\n== summary');
  let passed = 0;
  let failed = 0;
  for (const result of results) {
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
    say(`${result.leg}: ${result.passed} passed, ${result.failed} failed${skipped}`);
    passed += result.passed;
    failed += result.failed + (strict ? result.skipped : 0);
  }
  if (strict && results.some(({ skipped }) => skipped > 0)) say('With CI=true what is skipped counts as failed.');
  if (passed + failed === 0) {
    say('No test was run.');
    failed = 1;
  }
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function readTotals(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function find(folders, wanted) {
  return folders
    .filter((name) => existsSync(join(root, name)))
    .flatMap((name) => walk(name))
    .filter(wanted)
    .sort();
}

function walk(path) {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? walk(`${path}/${entry.name}`) : [`${path}/${entry.name}`];
  });
}

// ------------------------------------------------------------------------------------------------------------ the end

/** Ctrl-C ends the leg that runs; then everything is stopped as usual. */
async function runStoppable(command, args, options) {
  if (interrupted) return 130;
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  const stop = () => stopChild(child);
  running.push(stop);
  const exit = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  running.splice(running.indexOf(stop), 1);
  return exit;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    say('\nStopping.');
    void stopAll().finally(() => process.exit(130));
  });
}

async function stopAll() {
  for (const stop of running.splice(0).reverse()) await stop().catch((error) => say(`Not stopped: ${error.message}`));
  if (folder) rmSync(folder, { recursive: true, force: true });
}

let code;
try {
  await main();
  code = summarise();
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  code = 1;
} finally {
  await stopAll();
}
process.exit(code);
