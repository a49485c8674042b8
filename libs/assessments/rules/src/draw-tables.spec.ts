import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sectorsOfRoom, type SectorOfRoom } from './answers.js';
import { drawTables, explainDraw, MOST_SEED, pcg32, placeLate, suggestTables, type Seatable } from './draw-tables.js';

const sector = fc.constantFrom<SectorOfRoom | null>(...sectorsOfRoom, null);
/** Each organisation is of one sector, as in life; null is somebody who did not say. */
const room = (least: number) =>
  fc
    .array(fc.record({ sector, organisation: fc.option(fc.integer({ min: 1, max: 4 })) }), {
      minLength: least,
      maxLength: 80,
    })
    .map((people) =>
      people.map(({ sector, organisation }, index): Seatable => {
        const name = organisation === null ? null : `${sector} ${organisation}`;
        return { id: `p${index}`, sector, organisation: name };
      }),
    );
const drawable = room(4).chain((people) =>
  fc.record({
    people: fc.constant(people),
    tables: fc.integer({ min: 1, max: Math.floor(people.length / 2) }),
    seed: fc.integer({ min: 0, max: MOST_SEED }),
  }),
);

function drawn(people: readonly Seatable[], tables: number, seed: number): readonly (readonly Seatable[])[] {
  const result = drawTables(people, tables, seed);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.tables;
}

const spread = (tables: readonly (readonly Seatable[])[], of: (person: Seatable) => boolean): number => {
  const counts = tables.map((seated) => seated.filter(of).length);
  return Math.max(...counts) - Math.min(...counts);
};

test('numbers by chance are those of the published generator', () => {
  // Output of pcg32-demo of the minimal C implementation, round 1, seeded with 42 and 54.
  const next = pcg32(42n, 54n);
  assert.deepEqual(
    Array.from({ length: 6 }, () => next().toString(16)),
    ['a15c02b7', '7b47f409', 'ba1d3330', '83d2f293', 'bfa4784b', 'cbed606e'],
  );
});

test('everybody sits at one table, and no table has two more people, of any sector or organisation, than another', () => {
  fc.assert(
    fc.property(drawable, ({ people, tables, seed }) => {
      const seated = drawn(people, tables, seed);
      assert.equal(seated.length, tables);
      assert.deepEqual(
        seated
          .flat()
          .map(({ id }) => id)
          .sort(),
        people.map(({ id }) => id).sort(),
      );
      assert.ok(spread(seated, () => true) <= 1);
      for (const sector of [...sectorsOfRoom, null])
        assert.ok(spread(seated, (person) => person.sector === sector) <= 1, String(sector));
      for (const name of new Set(people.map(({ organisation }) => organisation))) {
        if (name !== null) assert.ok(spread(seated, ({ organisation }) => organisation === name) <= 1, name);
      }
    }),
    { numRuns: 500 },
  );
});

test('the same people and the same seed give the same tables in whatever order people came; another seed gives others', () => {
  fc.assert(
    fc.property(drawable, ({ people, tables, seed }) => {
      assert.deepEqual(drawn(people.toReversed(), tables, seed), drawn(people, tables, seed));
    }),
    { numRuns: 100 },
  );
  const people = forty();
  const first = JSON.stringify(drawn(people, 6, 1));
  for (let seed = 2; seed < 30; seed += 1) assert.notEqual(JSON.stringify(drawn(people, 6, seed)), first);
});

test('chance favours no seat: each person of a sector comes to each table as often as any', () => {
  const people = forty();
  const counts = new Map<string, number>();
  const draws = 2000;
  for (let seed = 0; seed < draws; seed += 1) {
    drawn(people, 5, seed).forEach((seated, table) => {
      for (const { id } of seated) counts.set(`${id} ${table}`, (counts.get(`${id} ${table}`) ?? 0) + 1);
    });
  }
  // 40 people at 5 tables of 8: a fifth of the draws each, 400; five standard deviations are 5 × √(2000 × 0.2 × 0.8) = 89.
  for (const [who, times] of counts) assert.ok(Math.abs(times - draws / 5) < 90, `${who}: ${times}`);
  assert.equal(counts.size, 40 * 5);
});

/** 40 people: 10 of each of four sectors, two organisations in each. */
function forty(): Seatable[] {
  return Array.from({ length: 40 }, (_, index) => {
    const sector = sectorsOfRoom[index % 4]!;
    return { id: `p${String(index).padStart(2, '0')}`, sector, organisation: `${sector} ${index % 8 < 4 ? 'a' : 'b'}` };
  });
}

test('a draw that cannot be made says why', () => {
  const reason = (people: readonly Seatable[], tables: number, seed = 1): string => {
    const result = drawTables(people, tables, seed);
    return result.ok ? 'drawn' : result.reason;
  };
  const people = forty();
  assert.equal(reason(people, 20), 'drawn');
  assert.match(reason(people, 21), /leave fewer than 2 at some\. Take 20 at most/);
  assert.match(reason(people, 41), /more tables \(41\) than people \(40\)/);
  for (const tables of [0, -1, 2.5, Number.NaN]) assert.match(reason(people, tables), /how many tables/);
  for (const seed of [-1, 0.5, MOST_SEED + 1]) assert.match(reason(people, 5, seed), /whole, from 0 to 4294967295/);
  assert.match(reason([], 1), /Nobody has joined/);
  assert.match(reason([...people, people[0]!], 5), /on the list twice/);
});

test('five to seven people a table, for any room that can be split so', () => {
  assert.deepEqual([0, 1, 2, 7].map(suggestTables), [0, 0, 1, 1]);
  // 8 and 9 cannot: 4 + 4 and 4 + 5.
  assert.deepEqual([8, 9].map(suggestTables), [2, 2]);
  assert.deepEqual([34, 60, 15].map(suggestTables), [6, 10, 3]);
  for (let people = 10; people <= 200; people += 1) {
    const tables = suggestTables(people);
    assert.ok(Math.floor(people / tables) >= 5 && Math.ceil(people / tables) <= 7, `${people} at ${tables}`);
  }
});

test('who comes late joins the smallest table that has fewest of their sector, then of their organisation', () => {
  const person = (id: string, sector: SectorOfRoom | null, organisation: string | null = null): Seatable => ({
    id,
    sector,
    organisation,
  });
  const late = person('late', 'civic', 'Council');
  const tables = [
    [person('a', 'civic', 'Council'), person('b', 'private')],
    [person('c', 'civic', 'Police'), person('d', 'private')],
    [person('e', 'private'), person('f', 'health and care'), person('g', 'private')],
  ];
  assert.equal(placeLate(late, tables), 2, 'not 3, which is larger; not 1, which has their organisation');
  assert.equal(placeLate(person('late', 'health and care'), tables), 1);
  assert.equal(placeLate(late, [...tables, []]), 4);
  assert.equal(placeLate(late, []), 0);
  fc.assert(
    fc.property(drawable, room(1), ({ people, tables, seed }, latecomers) => {
      const seated = drawn(people, tables, seed).map((table) => [...table]);
      for (const one of latecomers) seated[placeLate(one, seated) - 1]!.push(one);
      assert.ok(spread(seated, () => true) <= 1);
    }),
    { numRuns: 100 },
  );
});

test('a draw is explained in sentences that count', () => {
  const people: Seatable[] = [
    ...Array.from({ length: 10 }, (_, n) => ({ id: `c${n}`, sector: 'civic' as const, organisation: null })),
    ...Array.from({ length: 12 }, (_, n) => ({ id: `h${n}`, sector: 'health and care' as const, organisation: null })),
    ...Array.from({ length: 11 }, (_, n) => ({
      id: `v${n}`,
      sector: 'community (residents)' as const,
      organisation: null,
    })),
    { id: 'x', sector: null, organisation: null },
  ];
  assert.deepEqual(explainDraw(drawn(people, 6, 7), 7), [
    // 34 = 4 × 6 + 2 × 5; 10 = 4 × 2 + 2 × 1; 12 = 6 × 2; 11 = 5 × 2 + 1.
    '34 people at 6 tables, 5 or 6 at each.',
    'Every table has 1 or 2 from civic, 2 from health and care, 1 or 2 from community (residents) and 0 or 1 who did not say their sector.',
    'Chance chose who sits where, starting from the number 7: the same people and the same number give the same tables.',
  ]);
  assert.deepEqual(explainDraw([people.slice(0, 2)], 7), ['2 people at 1 table.', 'It has 2 from civic.']);
  assert.deepEqual(
    explainDraw([people.slice(0, 4), people.slice(4, 5)], 7)[0],
    '5 people at 2 tables, 1 to 4 at each.',
  );
});
