import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { agreement } from './agreement.js';
import { medianOf, type LevelCounts } from './collate.js';
import * as rounds from './rounds.js';
import { compareRounds, type Round, type RoundFinding } from './rounds.js';
import type { Level, ToolDomain } from './tool.js';

const domain = (id: string, other: Partial<ToolDomain> = {}): ToolDomain => ({
  id,
  name: id[0]!.toUpperCase() + id.slice(1),
  group: null,
  question: 'How do we work?',
  note: 'A note.',
  source: 'Tool A',
  cells: ['one', 'two', 'three', 'four'],
  ...other,
});

const found = (consensus: Level | null, counts: LevelCounts | null): RoundFinding => ({
  consensus,
  answers: counts === null ? null : { counts, median: medianOf(counts), agreement: agreement(counts) },
});

const round = (domains: readonly ToolDomain[], findings: Record<string, RoundFinding>): Round => ({
  tool: { id: 'place-based-planning', domains },
  findings,
});

function words(then: RoundFinding | null, now: RoundFinding | null, other: Partial<ToolDomain> = {}): string {
  const one = (finding: RoundFinding | null): Record<string, RoundFinding> =>
    finding === null ? {} : { leadership: finding };
  const compared = compareRounds(
    round([domain('leadership')], one(then)),
    round([domain('leadership', other)], one(now)),
  );
  assert.ok(compared.ok);
  return compared.domains[0]!.words;
}

test('what was agreed and how far people differ, then and now', () => {
  // All of ten at one level agree entirely (1); five at each end are two camps (−1).
  const camps: LevelCounts = [5, 0, 0, 5];
  const alike: LevelCounts = [0, 10, 0, 0];
  assert.equal(
    words(found(2, camps), found(3, alike)),
    'Leadership: agreed 2 then, 3 now. The middle answer went from between 1 and 4 to 2. People differ less than they did.',
  );
  assert.equal(
    words(found(3, alike), found(3, [5, 0, 5, 0])),
    'Leadership: agreed 3 then and now. The middle answer went from 2 to between 1 and 3. People differ more than they did.',
  );
  assert.equal(
    words(found(null, alike), found(4, alike)),
    'Leadership: nothing agreed then, 4 agreed now. People differ about as much as they did.',
  );
  assert.match(words(found(1, alike), found(null, alike)), /^Leadership: agreed 1 then, nothing agreed now\. /);
  assert.match(
    words(null, null),
    /^Leadership: nothing agreed then or now\. Too few answers could be shown either time /,
  );
});

test('a round that shows too little is said to', () => {
  const alike: LevelCounts = [0, 10, 0, 0];
  assert.match(words(found(2, null), found(3, alike)), /Too few answers could be shown then to say/);
  assert.match(words(found(2, alike), found(3, null)), /Too few answers could be shown now to say/);
  assert.match(words(found(2, [0, 4, 0, 0]), found(2, alike)), /Too few people gave a level/);
});

test('domains are put beside each other by their id; those that are new, gone or reworded are said to be', () => {
  const then = round([domain('leadership'), domain('targets'), domain('evaluation')], {
    leadership: found(2, null),
    targets: found(1, null),
    evaluation: found(3, null),
  });
  const reworded = domain('evaluation', { cells: ['one', 'two', 'three', 'another four'] });
  const now = round([domain('evaluation', reworded), domain('leadership'), domain('prevention')], {
    leadership: found(3, null),
    evaluation: found(3, null),
    prevention: found(4, null),
    targets: found(4, null),
  });
  const compared = compareRounds(then, now);
  assert.ok(compared.ok);
  assert.deepEqual(
    compared.domains.map(({ domainId, standing, then, now }) => [
      domainId,
      standing,
      then?.consensus ?? null,
      now?.consensus ?? null,
    ]),
    [
      ['evaluation', 'reworded', 3, 3],
      ['leadership', 'same', 2, 3],
      ['prevention', 'new', null, 4],
      ['targets', 'gone', 1, null],
    ],
  );
  assert.equal(compared.finding, 'Of 2 domains agreed both times, 1 is higher now, 0 are lower and 1 is the same.');
  assert.match(compared.domains[0]!.words, /Its words have changed since/);
  assert.equal(compared.domains[2]!.words, 'Prevention: agreed 4 now. It was not asked then.');
  assert.equal(compared.domains[3]!.words, 'Targets: agreed 1 then. It is no longer asked.');
  for (const changed of [{ name: 'Leading' }, { question: 'Who leads?' }])
    assert.match(words(found(2, null), found(2, null), changed), /Its words have changed since/);
  assert.doesNotMatch(words(found(2, null), found(2, null), { note: 'Another note.' }), /words have changed/);
});

test('rounds of different tools are not compared', () => {
  const one = round([domain('leadership')], {});
  const compared = compareRounds(one, { ...one, tool: { ...one.tool, id: 'another' } });
  assert.match(compared.ok ? '' : compared.reason, /different tools/);
});

test('a comparison is of domains alone: no level of one is ever put together with that of another', () => {
  const level = fc.constantFrom<Level | null>(1, 2, 3, 4, null);
  const count = fc.integer({ min: 0, max: 12 });
  const finding = fc.record({ consensus: level, counts: fc.tuple(count, count, count, count) });
  fc.assert(
    fc.property(fc.array(fc.tuple(finding, finding), { minLength: 2, maxLength: 10 }), (pairs) => {
      const domains = pairs.map((_, index) => domain(`domain-${index}`));
      const side = (which: 0 | 1) =>
        Object.fromEntries(
          pairs.map((pair, index) => [`domain-${index}`, found(pair[which].consensus, pair[which].counts)]),
        );
      const whole = compareRounds(round(domains, side(0)), round(domains, side(1)));
      assert.ok(whole.ok);
      assert.deepEqual(Object.keys(whole), ['ok', 'domains', 'finding']);
      const both = pairs.filter(([a, b]) => a.consensus !== null && b.consensus !== null).length;
      const counted = [...whole.finding.matchAll(/\d+/g)].map(Number);
      // Numbers of domains, and nothing else: higher + lower + the same = agreed both times.
      if (both === 0) assert.equal(whole.finding, 'No domain was agreed both times.');
      else assert.deepEqual([counted.length, counted[0], counted[1]! + counted[2]! + counted[3]!], [4, both, both]);
      pairs.forEach((_, index) => {
        const only = [domains[index]!];
        const alone = compareRounds(round(only, side(0)), round(only, side(1)));
        assert.ok(alone.ok);
        // Each row is what it would be if the tool had no other domain.
        assert.deepEqual(alone.domains[0], whole.domains[index]);
      });
    }),
  );
  assert.deepEqual(Object.keys(rounds).sort(), ['NOTABLE_AGREEMENT', 'compareRounds']);
});
