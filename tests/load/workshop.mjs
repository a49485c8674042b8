// A room of 150 phones: they join, listen, and score ten domains with bursts of 40 in ten seconds, through two API processes
// behind one address, one of which is killed in the middle and started again. Generator, API and database share the machine.
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';

export const PHONES = 150;
/** A score handed in, 95th percentile, in milliseconds: while nothing is killed. */
export const SUBMIT_P95_MS = 200;
/** From the answer to the last score of every third phone until the projector counts those three as finished. */
export const LAG_P95_MS = 1_000;
/** The same submit while 1,000 more listeners hold a stream and do nothing. */
export const SUBMIT_AMONG_IDLE_P95_MS = 500;
export const IDLE = 1_000;
/** A phone is back this long after the API that it spoke to was killed. */
export const BACK_MS = 10_000;

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const percentile = (values, share) =>
  values.length === 0
    ? NaN
    : values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];

/** One address before several processes: each connection goes to the next that takes it. */
export async function balance(ports) {
  let next = 0;
  const open = new Set();
  const server = createServer((client) => {
    const attempt = (left) => {
      if (left === 0) return client.destroy();
      const upstream = connect(ports[next++ % ports.length], '127.0.0.1');
      open.add(upstream);
      upstream.once('connect', () => client.pipe(upstream).pipe(client));
      upstream.once('error', () => (upstream.connecting || !upstream.bytesRead ? attempt(left - 1) : client.destroy()));
      upstream.once('close', () => (open.delete(upstream), upstream.bytesRead && client.destroy()));
      client.once('close', () => upstream.destroy());
      client.on('error', () => upstream.destroy());
    };
    attempt(ports.length);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => (server.close(), [...open].forEach((socket) => socket.destroy())),
  };
}

export function send(address, method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const asked = request(`${address}${path}`, {
      method,
      agent,
      timeout: 15_000,
      headers: {
        ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
        ...headers,
      },
    });
    asked.once('error', reject).once('timeout', () => asked.destroy(new Error('timeout')));
    asked.once('response', (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).once('error', reject);
      answer.once('end', () => {
        const said = Buffer.concat(parts).toString();
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          body: said === '' ? undefined : JSON.parse(said),
        });
      });
    });
    asked.end(text);
  });
}

/** Follows a stream and calls `heard` with each view; comes back by itself until it is ended. */
export function follow(address, path, headers, heard) {
  let ended = false;
  let current;
  const state = { views: 0, lostAt: undefined, longestGap: 0 };
  const open = () => {
    if (ended) return;
    const again = () => {
      if (ended) return;
      state.lostAt ??= Date.now();
      setTimeout(open, 500 + Math.random() * 500);
    };
    // A socket of its own: it is held for as long as the stream lasts.
    current = request(`${address}${path}`, { agent: false, headers });
    current.once('error', again);
    current.once('response', (answer) => {
      if (answer.statusCode !== 200) return (answer.resume(), again());
      let rest = '';
      answer.setEncoding('utf8').on('data', (part) => {
        rest += part;
        for (let at = rest.indexOf('\n\n'); at >= 0; at = rest.indexOf('\n\n')) {
          const data = /^data: ?(.*)$/m.exec(rest.slice(0, at))?.[1];
          rest = rest.slice(at + 2);
          if (data === undefined) continue;
          if (state.lostAt) state.longestGap = Math.max(state.longestGap, Date.now() - state.lostAt);
          state.lostAt = undefined;
          state.views += 1;
          heard?.(data);
        }
      });
      answer.once('close', again).once('error', () => undefined);
    });
    current.end();
  };
  open();
  return { state, end: () => ((ended = true), current?.destroy()) };
}

/**
 * Opens a workshop with tool A as the demo's facilitator and brings it to scoring.
 * `facilitate(method, path, body, version?)` asks as them; paths are below the assessment.
 */
export async function openRoom(address, cookie) {
  const as = async (method, path, body, version) => {
    const answer = await send(address, method, path, body, {
      cookie,
      ...(version ? { 'if-match': `"${version}"` } : {}),
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const base = '/api/places/harrowmere';
  const { tools } = await as('GET', `${base}/tools`);
  const tool = tools.find((one) => one.letter === 'A');
  const { id } = await as('POST', `${base}/assessments`, {
    ...{
      title: 'A room under load',
      toolVersionId: tool.id,
      kind: 'workshop',
      scope: 'whole place',
      organisationId: null,
    },
    ...{
      topic: '',
      identities: 'anonymous',
      smallestGroup: 5,
      opensOn: null,
      closesOn: null,
      format: 'brief',
      minutes: null,
    },
  });
  const here = `${base}/assessments/${id}`;
  await as('POST', `${here}/open`);
  const facilitate = (method, path, body, version) => as(method, `${here}${path}`, body, version);
  const step = async (taken) => {
    const { version } = await facilitate('GET', '/console');
    return facilitate('POST', '/steps', { step: taken }, version);
  };
  await step({ kind: 'start' });
  const { room, tool: whole } = await step({ kind: 'next stage' });
  return {
    id,
    here,
    code: room.code.replaceAll(' ', ''),
    domains: whole.domains.map((one) => one.id),
    facilitate,
    step,
  };
}

const sectors = ['civic', 'health and care', 'voluntary and community', 'community (residents)', null];

export async function join(address, code, which) {
  const token = randomBytes(32).toString('base64url');
  const path = `/api/join/${code}`;
  const body = { token, sector: sectors[which % sectors.length], organisation: null, name: null };
  const answer = await send(address, 'POST', path, body);
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`join: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { token, headers: { 'x-turnstone-participant': token }, seq: 0, acknowledged: new Map() };
}

/** Hands in one score, as a phone does: again and again until it is acknowledged. Answers the milliseconds of the try that was. */
export async function score(address, phone, domain, choice) {
  const answers = [{ domain, choice, comment: '', evidence: '', seq: ++phone.seq }];
  for (;;) {
    const since = performance.now();
    const answer = await send(address, 'PUT', '/api/room/answers', { answers }, phone.headers).catch(() => undefined);
    if (answer?.status === 200) {
      phone.acknowledged.set(domain, String(choice));
      return performance.now() - since;
    }
    if (answer && answer.status < 500) throw new Error(`score: ${answer.status} ${JSON.stringify(answer.body)}`);
    await pause(250 + Math.random() * 250);
  }
}

/**
 * All phones score all domains within `seconds`, each at its own pace, and in each domain 40 of them within ten seconds (or
 * as much shorter as the whole is). Answers the milliseconds of every submit.
 */
export async function scoreAll(address, phones, domains, seconds, finished) {
  const times = [];
  const each = (seconds * 1000) / domains.length;
  const burst = Math.min(10_000, each / 2);
  await Promise.all(
    phones.map(async (phone, which) => {
      const start = performance.now();
      for (const [at, domain] of domains.entries()) {
        // The first forty of every domain come in one burst at the beginning of its time, the others spread over it.
        const inBurst = (which + at * 37) % phones.length < 40;
        const due = start + at * each + Math.random() * (inBurst ? burst : each);
        await pause(Math.max(0, due - performance.now()));
        times.push({
          at: Date.now(),
          ms: await score(address, phone, domain, [1, 2, 3, 4, 'unknown'][(which * 7 + at) % 5]),
        });
      }
      finished?.(phone);
    }),
  );
  return times;
}

/** Every score that a phone was told is kept, compared with what the database holds. Answers those that are not there. */
export async function lost(pool, assessment, phones) {
  const { createHash } = await import('node:crypto');
  const { rows } = await pool.query(
    `select p.token_hash as hash, r.domain, r.choice from participant p
     join response r on r.place_id = p.place_id and r.assessment_id = p.assessment_id and r.participant_id = p.id
     where p.assessment_id = $1`,
    [assessment],
  );
  const kept = new Map(rows.map(({ hash, domain, choice }) => [`${hash.toString('hex')} ${domain}`, choice]));
  return phones.flatMap((phone) => {
    const hash = createHash('sha256').update(phone.token).digest('hex');
    return [...phone.acknowledged].filter(([domain, choice]) => kept.get(`${hash} ${domain}`) !== choice);
  });
}
