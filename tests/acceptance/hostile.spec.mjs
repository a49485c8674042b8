// Whatever is sent to whichever conversation, the answer is calm: never a fault of ours, never a stack, always the contract's shape.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { conversations, Problem } from '@turnstone/contract';
import fc from 'fast-check';
import * as z from 'zod';
import { addPerson, signedIn } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';
import { addParticipant, newToken, openWorkshop } from './support/workshop.mjs';

let place;
let asker;
let known;
/** The token of somebody who joined the room of `known.assessment`. */
let participant;

before(async () => {
  place = await openDemoPlace();
  // Somebody whom nearly every door lets in, so that what is sent gets as far as it can.
  const person = await addPerson(place.pool, {
    name: 'Hettie Stile',
    email: 'hettie.stile@harrowmere.example',
    platformAdministrator: true,
    places: [{ slug: 'harrowmere', roles: ['programme manager'] }],
  });
  asker = await signedIn(place, person.id);
  const { rows } = await place.pool.query(
    `select p.id as "with", p.slug as place, o.slug as outcome, s.id as series, s.indicator_id as indicator from place p
     join outcome o on o.place_id = p.id join card_indicator c on c.place_id = p.id and c.outcome_id = o.id
     join series s on s.place_id = p.id and s.id = c.series_id where p.slug = 'harrowmere' limit 1`,
  );
  const none = '00000000-0000-4000-8000-000000000000';
  known = { batch: none, person: none, invitation: none, organisation: none, workstream: none, identity: none };
  known = { ...known, session: none, id: none, section: 'partners', provider: 'none', ...rows[0] };
  const workshop = await openWorkshop(place, { people: [{ answers: { 'domain-1': 2 } }] });
  participant = newToken();
  await addParticipant(place, workshop, { token: participant });
  const { rows: tools } = await place.pool.query('select id from tool_version where place_id is not null');
  const { rows: actions } = await place.pool.query('select id from action where outcome_id is null');
  known = { ...known, assessment: workshop.id, code: workshop.code, tool: tools[0].id, action: actions[0].id };
  known = { ...known, domain: 'domain-1', seq: '1', priority: none, before: none, other: 'mere-and-vale' };
});
after(() => place?.close());

const hostile = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '../../etc/passwd',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '%',
  '%00',
  '{}',
  '[]',
  'null',
  '-1',
  '1e309',
  '9'.repeat(400),
  'x'.repeat(70_000),
  '😀'.repeat(50),
  '\u202e',
  'constructor',
  '__proto__',
  'toString',
  '\r\nset-cookie: a=b',
];
const anything = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.constant(null),
  fc.array(fc.constantFrom(...hostile), { maxLength: 4 }),
);
const letters = fc.string({ maxLength: 20 });
/** What the contract asks for, made by chance, with something hostile in any of its fields. */
function near(schema) {
  const odd = (arbitrary) => fc.oneof({ weight: 3, arbitrary }, { weight: 1, arbitrary: anything });
  // Neither says of what: any value, or none that a tuple goes on with.
  if (typeof schema === 'boolean') return anything;
  if (schema.prefixItems) return odd(fc.tuple(...schema.prefixItems.map(near)));
  if (schema.enum) return odd(fc.constantFrom(...schema.enum));
  if ('const' in schema) return odd(fc.constant(schema.const));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(near));
  if (schema.format === 'uuid') return odd(fc.uuid());
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, of]) => [name, near(of)]);
      const more = fc.dictionary(fc.constantFrom('placeId', 'role', 'version', 'publishedAt', '__proto__'), anything);
      const whole = fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
      return odd(fc.tuple(whole, more).map(([asked, extra]) => ({ ...extra, ...asked })));
    }
    case 'array':
      return odd(fc.array(near(schema.items ?? {}), { maxLength: 3 }));
    case 'boolean':
      return odd(fc.boolean());
    case 'integer':
    case 'number':
      return odd(fc.integer());
    case 'null':
      return fc.constant(null);
    default: {
      const samples = fc.constantFrom(
        'a@b.example',
        'x'.repeat(43),
        '2026-02-31',
        'E06000013',
        'https://x.example',
        '/',
      );
      return odd(fc.oneof(letters, samples));
    }
  }
}
const card = fc.oneof(
  fc.record({
    content: fc.record({
      records: fc.array(fc.dictionary(fc.constantFrom('organisation', 'part', '__proto__', 'id'), anything), {
        maxLength: 3,
      }),
    }),
  }),
  fc.record({ content: fc.record({ records: fc.constant([{ organisation: 'a\0', part: '\ud800' }]) }) }),
);

/** These end the session that asks, or the account: each has a spec of its own. */
const last = ['signOut', 'endAllSessions', 'eraseAccount'];

for (const conversation of conversations) {
  if (last.includes(conversation.name)) continue;
  const asksFor = z.toJSONSchema(conversation.body, { io: 'input', unrepresentable: 'any' });
  const body = conversation.name === 'writeSection' ? fc.oneof(anything, card) : fc.oneof(anything, near(asksFor));
  const queries = [
    'series',
    ...Object.keys(z.toJSONSchema(conversation.query, { unrepresentable: 'any' }).properties ?? {}),
  ];

  test(`${conversation.name}: two hundred hostile requests, and none is our fault`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...hostile),
        fc.boolean(),
        body,
        fc.constantFrom(undefined, 0, 1, 999),
        fc.constantFrom(...hostile),
        fc.constantFrom(...queries),
        fc.ipV4(),
        async (odd, honest, sent, version, query, asked, remoteAddress) => {
          const path = conversation.path.replace(/:(\w+)/g, (_, name) =>
            encodeURIComponent((honest ? known[name] : odd).toString().toWellFormed()),
          );
          const url = `${path}?${asked}=${encodeURIComponent(query.toWellFormed())}`;
          const { headers, ...payload } = sending(conversation, odd, sent, version);
          const answer = await answerTo(conversation, {
            method: conversation.method,
            url,
            remoteAddress,
            cookies: { turnstone: asker.token() },
            headers: { ...headers, ...(honest ? { 'x-turnstone-participant': participant } : {}) },
            ...payload,
          });
          const said = `${conversation.method} ${url.slice(0, 200)} ${JSON.stringify(sent)?.slice(0, 200)}: ${answer.statusCode} ${answer.body}`;
          assert.ok(answer.statusCode < 500, said);
          // A browser that is sent on stays with us, or goes where an administrator said.
          if (conversation.kind === 'redirect' && answer.statusCode < 400) {
            assert.match(answer.headers.location ?? '', /^\/(?![/\\])/, said);
          }
          if (answer.statusCode >= 400) {
            const problem = Problem.parse(answer.json());
            assert.doesNotMatch(problem.detail, /node_modules|\bat \/|select |insert |Error:/);
          }
        },
      ),
      { numRuns: 200, seed: 20261121 },
    );
  });
}

/** A stream has no end to wait for: what is refused is read, what is let in is left. */
async function answerTo(conversation, asked) {
  if (conversation.kind !== 'events') return place.api.inject(asked);
  const answer = await place.api.inject({ ...asked, payloadAsStream: true });
  const { statusCode, headers } = answer;
  if (statusCode === 200) {
    answer.stream().destroy();
    return { statusCode, headers, body: '' };
  }
  const parts = [];
  for await (const part of answer.stream()) parts.push(part);
  const body = Buffer.concat(parts).toString();
  return { statusCode, headers, body, json: () => JSON.parse(body) };
}

function sending(conversation, odd, sent, version) {
  if (conversation.method === 'GET') return {};
  const match = version === undefined ? {} : { 'if-match': `"${version}"` };
  if (conversation.kind !== 'upload') {
    return { headers: { ...match, 'content-type': 'application/json' }, payload: JSON.stringify(sent) ?? '' };
  }
  const name = odd.slice(0, 60).replaceAll(/["\r\n\0]/g, '') || 'x.csv';
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`;
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: Buffer.from(`${head}${odd}\r\n--x--\r\n`),
  };
}
