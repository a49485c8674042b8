import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import type { Choice } from './answers.js';
import { collate, tally } from './collate.js';

describe('a domain is counted', () => {
  it('"I don’t know", skip and no answer are three things, and none is level 1', () => {
    const choices: (Choice | undefined)[] = [1, 2, 2, 4, 'unknown', 'unknown', 'skip', undefined];
    assert.deepEqual(tally(choices), {
      levels: [1, 2, 0, 1],
      answered: 4,
      unknown: 2,
      skip: 1,
      notAnswered: 1,
      median: { low: 2, high: 2 },
      range: { lowest: 1, highest: 4 },
      // 1, 2 and 2 lie from 1 to 3.
      nearMedian: 3,
    });
  });

  it('says both levels where the two in the middle differ, and never a level between', () => {
    assert.deepEqual(tally([1, 2, 3, 4]).median, { low: 2, high: 3 });
    assert.deepEqual(tally([1, 1, 4, 4]).median, { low: 1, high: 4 });
    assert.deepEqual(tally([1, 3, 3]).median, { low: 3, high: 3 });
  });

  it('has no median and no range of nothing', () => {
    const { median, range, answered, nearMedian } = tally(['unknown', undefined]);
    assert.deepEqual(
      { median, range, answered, nearMedian },
      { median: null, range: null, answered: 0, nearMedian: 0 },
    );
  });

  it('keeps tables apart from people', () => {
    const choices = { leadership: 3 } as const;
    const respondent = { id: 'a', sector: null, organisation: null, table: 1, choices };
    const counted = collate(
      [respondent],
      [
        { table: 1, choices: { leadership: 2 } },
        { table: 2, choices: {} },
      ],
      'leadership',
    );
    assert.deepEqual(counted.people.levels, [0, 0, 1, 0]);
    assert.deepEqual([counted.tables.levels, counted.tables.notAnswered], [[0, 1, 0, 0], 1]);
  });
});
