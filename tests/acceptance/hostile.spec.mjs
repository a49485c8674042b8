// Whatever is sent to whichever conversation, the answer is calm: never a fault of ours, never a stack, always the contract's shape.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { conversations, Problem } from '@turnstone/contract';
import fc from 'fast-check';
import { openDemoPlace } from './support/place.mjs';

let place;
let manager;
let known;

before(async () => {
  place = await openDemoPlace();
  manager = await place.as('programme manager');
  const { rows } = await place.pool.query(
    `select p.slug as place, o.slug as outcome, s.id as series, s.indicator_id as indicator from place p
     join outcome o on o.place_id = p.id join card_indicator c on c.place_id = p.id and c.outcome_id = o.id
     join series s on s.place_id = p.id and s.id = c.series_id where p.invented limit 1`,
  );
  known = { ...rows[0], batch: '00000000-0000-4000-8000-000000000000', section: 'partners' };
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
const body = fc.oneof(
  anything,
  fc.record({
    content: fc.record({
      records: fc.array(fc.dictionary(fc.constantFrom('organisation', 'part', '__proto__', 'id'), anything), {
        maxLength: 3,
      }),
    }),
  }),
  fc.record({ content: fc.record({ records: fc.constant([{ organisation: 'a\0', part: '\ud800' }]) }) }),
  fc.dictionary(
    fc.constantFrom(
      'content',
      'personId',
      'frozenAt',
      'agreedBy',
      'leaveOutRefused',
      'placeId',
      'role',
      'version',
      '__proto__',
    ),
    anything,
  ),
  fc.record({ frozenAt: anything, agreedBy: fc.constantFrom('The board', '\0', ' ') }),
);

for (const conversation of conversations) {
  // Signing out is left to the sessions' own spec: here it would end the session that asks.
  if (conversation.name === 'signOut') continue;
  test(`${conversation.name}: two hundred hostile requests, and none is our fault`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...hostile),
        fc.boolean(),
        body,
        fc.constantFrom(undefined, 0, 1, 999),
        fc.constantFrom(...hostile),
        async (odd, honest, sent, version, query) => {
          const url = conversation.path.replace(/:(\w+)/g, (_, name) =>
            encodeURIComponent((honest ? known[name] : odd).toString().toWellFormed()),
          );
          const asking = `${url}?series=${encodeURIComponent(query.toWellFormed())}`;
          const answer =
            conversation.method === 'GET'
              ? await manager.get(asking)
              : conversation.kind === 'upload'
                ? await manager.upload(url, odd.slice(0, 60).replaceAll(/["\r\n\0]/g, '') || 'x.csv', odd)
                : conversation.method === 'PUT'
                  ? await manager.put(url, JSON.stringify(sent) ?? '', version)
                  : await manager.post(url, sent);
          assert.ok(
            answer.statusCode < 500,
            `${conversation.method} ${url.slice(0, 200)} ${JSON.stringify(sent)?.slice(0, 200)}: ${answer.statusCode} ${answer.body}`,
          );
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
