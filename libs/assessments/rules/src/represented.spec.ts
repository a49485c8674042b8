import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SectorOfRoom } from './answers.js';
import { representedBy } from './represented.js';

const room = (sizes: Partial<Record<SectorOfRoom | 'unsaid', number>>): (SectorOfRoom | null)[] =>
  Object.entries(sizes).flatMap(([sector, n]) =>
    Array.from({ length: n }, () => (sector === 'unsaid' ? null : (sector as SectorOfRoom))),
  );

test('sectors of five and more are told apart, largest first', () => {
  assert.deepEqual(representedBy(room({ civic: 5, 'health and care': 9 }), 5), [
    { sectors: ['health and care'], people: 9 },
    { sectors: ['civic'], people: 5 },
  ]);
});

test('small ones are told as one', () => {
  assert.deepEqual(
    representedBy(room({ civic: 10, 'community (residents)': 4, 'other public service': 1, unsaid: 2 }), 5),
    [
      { sectors: ['civic'], people: 10 },
      { sectors: ['community (residents)', null, 'other public service'], people: 7 },
    ],
  );
});

test('a single small one takes the next smallest with it: what is left of the sum would tell it', () => {
  assert.deepEqual(representedBy(room({ civic: 10, 'health and care': 6, private: 1 }), 5), [
    { sectors: ['civic'], people: 10 },
    { sectors: ['health and care', 'private'], people: 7 },
  ]);
});

test('nobody is nothing, and a handful is one', () => {
  assert.deepEqual(representedBy([], 5), []);
  assert.deepEqual(representedBy(room({ civic: 2, private: 1 }), 5), [{ sectors: ['civic', 'private'], people: 3 }]);
});
