import { strict as assert } from 'node:assert';
import { it } from 'node:test';
import { nextLevel } from './next-level.js';

const cells = ['begun', 'under way', 'well on', 'a matter of course'] as const;

it('asks for the words of the next level, and at the top to keep them', () => {
  assert.deepEqual(nextLevel({ cells }, 1), { level: 2, asks: 'under way', keep: false });
  assert.deepEqual(nextLevel({ cells }, 3), { level: 4, asks: 'a matter of course', keep: false });
  assert.deepEqual(nextLevel({ cells }, 4), { level: 4, asks: 'a matter of course', keep: true });
});
