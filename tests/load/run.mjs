// Ratios of one run, each with its threshold beside it. Figures are printed; the exit code says whether all hold.
//   node tests/load/run.mjs [--only card|judging|weight]
import { fork, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
if (Number(process.versions.node.split('.')[0]) < 22) {
  const node = join(root, 'node_modules/.bin/node');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
  await new Promise(() => undefined);
}

/** A card of eight indicators over HTTP against a bare handler of the same SQL: at least this share of its requests a second. */
const CARD_RATIO = 0.4;
/** Series of twenty points judged by all methods, a second and core. */
const JUDGED_A_SECOND = 1_000;
/** The first load of a card, compressed, chart included. */
const FIRST_LOAD_BYTES = 170 * 1024;

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const results = [];
const say = (name, figure, threshold, holds) => {
  results.push(holds);
  console.log(`${holds ? 'holds ' : 'FAILS '} ${name}: ${figure} (threshold ${threshold})`);
};

if (!only || only === 'judging') await judging();
if (!only || only === 'weight') weight();
if (!only || only === 'card') await card();
console.log(`${results.filter(Boolean).length} passed, ${results.filter((held) => !held).length} failed`);
process.exit(results.every(Boolean) ? 0 : 1);

async function judging() {
  const { judgeSeries, freezeBaseline, parsePeriod } = await import('@turnstone/indicators-rules');
  // A repeatable sequence of pseudo-random numbers (Park and Miller 1988): chance must not differ between runs.
  let seed = 20261121;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const made = Array.from({ length: 1_500 }, (_, which) => {
    let level = 20 + 10 * random();
    const points = Array.from({ length: 20 }, (_, at) => {
      level += 0.3 * normal() - (which % 3) * 0.1;
      const value = level + 0.4 * normal();
      const period = parsePeriod(String(2005 + at)).period;
      return {
        period,
        value,
        lower95: value - 0.8,
        upper95: value + 0.8,
        count: Math.round(value * 100),
        denominator: 10_000,
      };
    });
    return points;
  });
  const judgeAll = (series) => {
    for (const points of series) {
      const frozen = freezeBaseline(points, { frozenAt: points[15].period, horizon: 12, valueType: 'proportion' });
      judgeSeries({
        shortName: 'Made up',
        unit: '%',
        decimals: 1,
        polarity: 'low',
        valueType: 'proportion',
        points,
        benchmark: { label: 'England', points },
        isBenchmark: false,
        baseline: frozen.ok ? frozen.baseline : null,
      });
    }
  };
  judgeAll(made.slice(0, 300));
  // Processor time, not the clock: what else the machine does must not count against one core.
  const start = process.cpuUsage();
  judgeAll(made);
  const used = process.cpuUsage(start);
  const seconds = (used.user + used.system) / 1e6;
  const rate = made.length / seconds;
  say(
    'series of 20 points frozen and judged by all methods, a second and core',
    Math.round(rate).toLocaleString('en-GB'),
    JUDGED_A_SECOND.toLocaleString('en-GB'),
    rate >= JUDGED_A_SECOND,
  );
}

/** What a browser fetches before a card stands: the entry page, its scripts and styles, and the lazy parts of the card's route. */
function weight() {
  const folder = join(root, 'apps/web/dist/browser');
  const stats = join(root, 'apps/web/dist/stats.json');
  if (!existsSync(folder)) throw new Error('The web app is not built: npm run build');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]));
  // Every script that these name without waiting, and the whole of what is lazy: an upper bound that needs no browser.
  const lazy = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const all = existsSync(stats) ? files : new Set([...files, ...lazy]);
  let bytes = brotliCompressSync(page).length;
  for (const name of all) bytes += brotliCompressSync(readFileSync(join(folder, name))).length;
  say(
    'first load of a card, every script of the app counted',
    `${(bytes / 1024).toFixed(0)} kB`,
    `${FIRST_LOAD_BYTES / 1024} kB`,
    bytes < FIRST_LOAD_BYTES && statSync(folder).isDirectory(),
  );
}

async function card() {
  const { default: autocannon } = await import('autocannon');
  const { makeTestFolder, startCluster } = await import('../support/cluster.mjs');
  const { loadContent } = await import('../../apps/cli/dist/content.js');
  const { createApi } = await import('../../apps/api/dist/api.js');
  const { createPool, readConfig } = await import('@turnstone/platform');
  const { JudgeSeries, JudgementRepository } = await import('@turnstone/indicators-server/judging');
  const { SeriesRepository } = await import('@turnstone/indicators-server');
  const folder = makeTestFolder();
  const cluster = await startCluster(folder);
  const children = [];
  try {
    const url = await cluster.createDatabase('load');
    await loadContent(url, { demo: true, log: () => undefined });
    const pool = createPool(url, { max: 10 });
    const series = new SeriesRepository(pool);
    const judge = new JudgeSeries(series, new JudgementRepository(pool), () => new Date());
    for (const { payload } of (await pool.query('select payload from outbox')).rows)
      await judge.judge(payload.placeId, payload.seriesIds);

    const config = readConfig({
      DATABASE_URL: url,
      LOG_LEVEL: 'silent',
      SECURE_COOKIES: 'false',
      TURNSTONE_DEMO: 'true',
    });
    const recorded = recording(pool);
    const api = await createApi({ config, pool: recorded.pool, clock: () => new Date() });
    const { people } = (await api.inject({ url: '/api/demo/people' })).json();
    const signedIn = await api.inject({
      method: 'POST',
      url: '/api/demo/sign-in',
      payload: { personId: people[0].id },
    });
    const cookie = `${signedIn.cookies[0].name}=${signedIn.cookies[0].value}`;
    const { rows } = await pool.query(
      `select p.slug as place, o.slug as outcome, count(*)::int as indicators from place p join outcome o on o.place_id = p.id
       join card_indicator c on c.place_id = o.place_id and c.outcome_id = o.id group by 1, 2 order by 3 desc limit 1`,
    );
    if (rows[0].indicators !== 8)
      throw new Error(`The largest card of the demo has ${rows[0].indicators} indicators, not 8`);
    const path = `/api/places/${rows[0].place}/outcomes/${rows[0].outcome}/card`;
    recorded.start();
    const once = await api.inject({ url: path, headers: { cookie } });
    if (once.statusCode !== 200) throw new Error(`The card answered ${once.statusCode}: ${once.body}`);
    const stages = recorded.stop();
    await api.close();
    await pool.end();

    const [apiPort, barePort] = [await freePort(), await freePort()];
    const told = join(folder, 'bare.json');
    writeFileSync(told, JSON.stringify({ url, stages, port: barePort }));
    const env = {
      ...process.env,
      DATABASE_URL: url,
      PORT: String(apiPort),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      SECURE_COOKIES: 'false',
      TURNSTONE_DEMO: 'true',
    };
    children.push(await started(join(root, 'apps/api/dist/main.js'), [], env));
    children.push(await started(join(root, 'tests/load/bare-card.mjs'), [told], process.env));
    console.log(
      `one card: ${once.body.length.toLocaleString('en-GB')} bytes, ${stages.flat().length} statements in ${stages.length} stages`,
    );

    const rate = async (target, headers, duration) => {
      const outcome = await autocannon({ url: target, headers, connections: 16, duration });
      if (outcome.non2xx || outcome.errors)
        throw new Error(`${target}: ${outcome.non2xx} refused, ${outcome.errors} failed`);
      return { rate: outcome.requests.average, p95: outcome.latency.p97_5 };
    };
    const ours = () => rate(`http://127.0.0.1:${apiPort}${path}`, { cookie }, 4);
    const bare = () => rate(`http://127.0.0.1:${barePort}/`, {}, 4);
    await ours();
    await bare();
    // Turn by turn, so that a drift of the machine meets both.
    const pairs = [];
    for (let round = 0; round < 3; round += 1) pairs.push([await ours(), await bare()]);
    const ratios = pairs.map(([a, b]) => a.rate / b.rate).toSorted((a, b) => a - b);
    console.log(
      pairs.map(([a, b]) => `ours ${a.rate.toFixed(0)}/s (p97.5 ${a.p95} ms), bare ${b.rate.toFixed(0)}/s`).join('; '),
    );
    say(
      'card of eight indicators, requests a second over a bare handler of the same SQL',
      `${ratios[1].toFixed(2)} (${ratios[0].toFixed(2)} to ${ratios[2].toFixed(2)})`,
      CARD_RATIO,
      ratios[1] >= CARD_RATIO,
    );
  } finally {
    for (const child of children) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.connected) child.disconnect();
      await ended;
    }
    await cluster.dropDatabase('load');
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Notes the statements that pass, those that start before the one before has ended as one stage. */
function recording(pool) {
  let noting = false;
  let stages = [];
  let running = 0;
  const proxy = new Proxy(pool, {
    get(target, key) {
      if (key !== 'query') return typeof target[key] === 'function' ? target[key].bind(target) : target[key];
      return async (...args) => {
        if (noting) {
          const statement = typeof args[0] === 'string' ? { text: args[0], values: args[1] } : { ...args[0] };
          if (running === 0) stages.push([]);
          stages.at(-1).push(statement);
        }
        running += 1;
        try {
          return await target.query(...args);
        } finally {
          running -= 1;
        }
      };
    },
  });
  return { pool: proxy, start: () => ((noting = true), (stages = [])), stop: () => ((noting = false), stages) };
}

function started(file, args, env) {
  return new Promise((resolve, reject) => {
    const child = fork(file, args, { env });
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
