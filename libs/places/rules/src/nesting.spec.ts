import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nesting, type Level } from './nesting.js';

const levels: readonly Level[] = ['system', 'place', 'neighbourhood'];

const put = (level: Level, parent: Level | null, children: readonly Level[] = []) =>
  nesting({ id: 'it', level, parent: parent && { id: 'above', level: parent }, children });

test('a place lies in a system, a neighbourhood in a place, a system in nothing, and each may be the top of its tree', () => {
  const allowed = levels.flatMap((level) =>
    [null, ...levels].filter((parent) => put(level, parent).ok).map((parent) => [level, parent]),
  );
  assert.deepEqual(allowed, [
    ['system', null],
    ['place', null],
    ['place', 'system'],
    ['neighbourhood', null],
    ['neighbourhood', 'place'],
  ]);
});

test('a refusal names the field at fault', () => {
  const refused = (level: Level, parent: Level | null, children: readonly Level[]) => {
    const answer = put(level, parent, children);
    return answer.ok ? undefined : answer.field;
  };
  assert.equal(refused('neighbourhood', 'system', []), 'parentId');
  assert.equal(refused('system', 'place', []), 'parentId');
  assert.equal(refused('neighbourhood', null, ['neighbourhood']), 'level');
  assert.equal(refused('system', null, ['place', 'place']), undefined);
  const itself = nesting({ id: 'it', level: 'place', parent: { id: 'it', level: 'system' }, children: [] });
  assert.equal(itself.ok ? undefined : itself.field, 'parentId');
});

test('whatever is moved where, nothing ever comes to stand below itself', () => {
  const move = fc.record({
    what: fc.nat(7),
    level: fc.constantFrom(...levels),
    parent: fc.option(fc.nat(7), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const tree = Array.from({ length: 8 }, () => ({ level: 'place' as Level, parent: null as number | null }));
      for (const { what, level, parent } of moves) {
        const children = tree.filter((one) => one.parent === what).map((one) => one.level);
        const above = parent === null ? null : { id: String(parent), level: tree[parent]!.level };
        if (!nesting({ id: String(what), level, parent: above, children }).ok) continue;
        tree[what] = { level, parent };
      }
      for (let start = 0; start < tree.length; start += 1) {
        let steps = 0;
        for (let at: number | null = start; at !== null; at = tree[at]!.parent) {
          steps += 1;
          assert.ok(steps <= 3, 'no more than neighbourhood, place, system');
        }
      }
    }),
    { numRuns: 500 },
  );
});
