// An assessment with its room and its people, written down by the owner of the tables; and phones that ask like the page does.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { newRoom } from '@turnstone/assessments-rules';
import { NOW } from './place.mjs';

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const newToken = () => randomBytes(32).toString('base64url');
export const newCode = () =>
  Array.from({ length: 6 }, () => LETTERS[randomBytes(4).readUInt32LE() % LETTERS.length]).join('');

const stages = [
  ['introduction', 'Introduction', 10],
  ['scoring', 'Scoring alone', 10],
  ['tables', 'At the tables', 30],
  ['break', 'Break', 15],
  ['plenary', 'All together', 30],
  ['priorities', 'What comes first', 15],
  ['close', 'Who does what', 10],
];
/** The brief format: index 0 introduction, 1 scoring, 2 tables, 3 break, 4 plenary, 5 priorities, 6 close. */
export const agenda = stages.map(([kind, title, minutes]) => ({
  kind,
  title,
  minutes,
  least: 1,
  most: 60,
  happens: `What happens in ${title}.`,
  say: `What is said in ${title}.`,
}));
export const stageOf = (kind) => agenda.findIndex((stage) => stage.kind === kind);

/** A tool of `count` domains: domain-1, domain-2 … */
export function makeTool(count = 10, id = `tool-${randomBytes(4).toString('hex')}`) {
  const levels = ['Emerging', 'Developing', 'Maturing', 'Thriving'];
  return {
    id,
    version: 1,
    letter: null,
    title: `A tool of ${count} domains`,
    about: 'For trying things out.',
    recommendedFirst: null,
    source: { title: 'Ours', publisher: 'Ours', licence: 'MIT', url: 'https://example.org' },
    levels: levels.map((name, index) => ({
      level: index + 1,
      name,
      fill: ['white', 'bronze', 'silver', 'gold'][index],
    })),
    domains: Array.from({ length: count }, (_, index) => ({
      id: `domain-${index + 1}`,
      name: `Domain ${index + 1}`,
      group: null,
      question: `How do we stand in domain ${index + 1}?`,
      note: 'A note.',
      source: `Domain ${index + 1}`,
      cells: levels.map((name) => `${name} looks like this in domain ${index + 1}.`),
    })),
  };
}

/**
 * An assessment in the place of that slug. `room` overrides fields of the RoomState; `stage` names the stage that runs (null: the
 * workshop waits). `people`: {sector?, organisation?, name?, table?, answers?: {domain: choice}, removed?, paper?}. Answers
 * {placeId, id, code, tool, phones}: a phone a person, in order (none for paper).
 */
export async function openWorkshop(place, given = {}) {
  const { slug = 'harrowmere', kind = 'workshop', state = 'open', identities = 'anonymous', people = [] } = given;
  const { stage = 'scoring', room = {}, tables = 0, seed = null, tool = makeTool(), smallestGroup = 5 } = given;
  const { pool } = place;
  const placeId = (await pool.query('select id from place where slug = $1', [slug])).rows[0].id;
  const [id, toolVersionId] = [randomUUID(), randomUUID()];
  const code = kind === 'workshop' ? newCode() : randomBytes(16).toString('base64url');
  await pool.query(
    `insert into tool_version (id, place_id, tool, version, pack, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [toolVersionId, placeId, tool.id, tool.version, JSON.stringify(tool), NOW],
  );
  await pool.query(
    `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, smallest_group, state,
       closes_on, opened_at, closed_at, join_code, created_at)
     values ($1, $2, $3, $4, $5, 'whole place', 1, $6, $7, $8, $9, $10, $11, $12, $10)`,
    [
      placeId,
      id,
      toolVersionId,
      given.title ?? 'How well do we work together?',
      kind,
      identities,
      smallestGroup,
      state,
      kind === 'open online' ? '2026-12-05' : null,
      NOW,
      state === 'closed' ? NOW : null,
      state === 'open' ? code : null,
    ],
  );
  if (kind === 'workshop') {
    const now = place.clock.now.getTime();
    const running = stage === null ? {} : { state: 'running', stage: stageOf(stage), stageSince: now };
    await pool.query(
      `insert into workshop (place_id, assessment_id, agenda, format, room, seed, tables) values ($1, $2, $3, 'brief', $4, $5, $6)`,
      [placeId, id, JSON.stringify(agenda), JSON.stringify({ ...newRoom, ...running, ...room }), seed, tables],
    );
  }
  const workshop = { placeId, slug, id, code, tool, phones: [] };
  for (const person of people) {
    const token = newToken();
    await addParticipant(place, workshop, { ...person, token: person.paper ? null : token });
    if (!person.paper) workshop.phones.push(phoneOf(place.api, token));
  }
  return workshop;
}

/** Somebody who joined, with what they answered; answers their id. */
export async function addParticipant(place, workshop, person = {}) {
  const { placeId, id: assessmentId } = workshop;
  const id = randomUUID();
  await place.pool.query(
    `insert into participant (place_id, assessment_id, id, number, kind, sector, organisation, name, table_number, token_hash,
       joined_at, removed_at)
     select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11
     from participant where place_id = $1 and assessment_id = $2`,
    [
      placeId,
      assessmentId,
      id,
      person.paper ? 'paper' : 'phone',
      person.sector ?? null,
      person.organisation ?? null,
      person.name ?? null,
      person.table ?? null,
      person.token ? createHash('sha256').update(person.token).digest() : null,
      NOW,
      person.removed ? NOW : null,
    ],
  );
  for (const [domain, choice] of Object.entries(person.answers ?? {})) {
    await place.pool.query(
      `insert into response (place_id, assessment_id, participant_id, domain, choice, comment, seq, at)
       values ($1, $2, $3, $4, $5, $6, 1, $7)`,
      [placeId, assessmentId, id, domain, String(choice), person.comment ?? '', NOW],
    );
  }
  return id;
}

/** Changes fields of the RoomState, as a step of a facilitator would, and tells whoever listens. */
export async function changeRoom(place, workshop, room) {
  await place.pool.query(
    `update workshop set room = room || $3, revision = revision + 1 where place_id = $1 and assessment_id = $2`,
    [workshop.placeId, workshop.id, JSON.stringify(room)],
  );
  await tell(place, workshop);
}
export const tell = (place, workshop) => place.pool.query(`select pg_notify('turnstone_live', $1)`, [workshop.id]);

/** What the page of a participant asks, with this token in the header. `api` is what answers `inject`. */
export function phoneOf(api, token = newToken()) {
  const ask = (method, url, payload) =>
    api.inject({
      method,
      url,
      headers: { 'x-turnstone-participant': token },
      ...(payload === undefined ? {} : { payload }),
    });
  let seq = 1;
  return {
    token,
    join: (code, more = {}) =>
      api.inject({
        method: 'POST',
        url: `/api/join/${encodeURIComponent(code)}`,
        payload: { token, sector: null, organisation: null, name: null, ...more },
      }),
    get: (url) => ask('GET', url),
    put: (url, payload) => ask('PUT', url, payload),
    post: (url, payload) => ask('POST', url, payload),
    /** {domain: choice}; each with the next count. */
    answer: (answers) =>
      ask('PUT', '/api/room/answers', {
        answers: Object.entries(answers).map(([domain, choice]) => ({
          domain,
          choice,
          comment: '',
          evidence: '',
          seq: (seq += 1),
        })),
      }),
  };
}

/**
 * Follows a stream of views over a real connection. Answers {status, headers, views, next(), ended, stop()}: `next` waits for the
 * next view that fits.
 */
export async function follow(url, headers) {
  const stopper = new AbortController();
  const answer = await fetch(url, { headers, signal: stopper.signal });
  const views = [];
  const raw = [];
  const waiting = new Set();
  let over = false;
  const ended = (async () => {
    let text = '';
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const part = decoder.decode(value, { stream: true });
        raw.push(part);
        text += part;
        const messages = text.split('\n\n');
        text = messages.pop();
        for (const message of messages)
          if (message.startsWith('data: ')) {
            views.push(JSON.parse(message.slice(6)));
            for (const look of [...waiting]) look();
          }
      }
    } catch {
      // Cut, or stopped by us.
    }
    over = true;
    for (const look of [...waiting]) look();
  })();
  /** The first view from `from` on that fits; refuses when the stream ends before. */
  const next = (fits = () => true, from = views.length, limitMs = 10_000) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(reject, new Error(`No such view came: ${JSON.stringify(views.at(-1))}`)),
        limitMs,
      );
      const finish = (how, what) => {
        clearTimeout(timer);
        waiting.delete(look);
        how(what);
      };
      const look = () => {
        const found = views.slice(from).find(fits);
        if (found) finish(resolve, found);
        else if (over) finish(reject, new Error('The stream ended.'));
      };
      waiting.add(look);
      look();
    });
  return {
    status: answer.status,
    headers: answer.headers,
    views,
    text: () => raw.join(''),
    next,
    ended,
    stop: () => stopper.abort(),
  };
}
