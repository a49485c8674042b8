import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import type { LevelCounts } from './collate.js';
import { kruskalWallis, numbersFrom, withinOrBetween } from './within-or-between.js';

const near = (actual: number | null, expected: number, within: number) =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const groups = (...counts: LevelCounts[]) => counts.map((levels) => ({ levels }));

describe('Kruskal and Wallis’s H with ties', () => {
  it('three speakers rated from 1 to 5 (S. Mangiafico, R Companion handbook, "Kruskal–Wallis Test"): 16.842, epsilon squared 0.581', () => {
    const pooh = [0, 0, 1, 6, 3];
    const piglet = [1, 6, 2, 1, 0];
    const tigger = [0, 0, 2, 6, 2];
    const h = kruskalWallis([pooh, piglet, tigger]);
    near(h, 16.842, 5e-4);
    near(h! / (30 - 1), 0.581, 5e-4);
  });

  it('what scipy 1.17.1 gives, scipy.stats.kruskal', () => {
    near(
      kruskalWallis([
        [4, 3, 1, 0],
        [0, 2, 5, 3],
      ]),
      8.978125,
      1e-9,
    );
    near(
      kruskalWallis([
        [2, 2, 2, 2],
        [1, 3, 3, 1],
        [0, 1, 2, 5],
      ]),
      4.993635077793498,
      1e-9,
    );
    near(
      kruskalWallis([
        [6, 0, 0, 0],
        [0, 0, 0, 6],
      ]),
      11,
      1e-9,
    );
    near(
      kruskalWallis([
        [5, 0, 0, 5],
        [5, 0, 0, 5],
      ]),
      0,
      1e-9,
    );
  });

  it('has no H where all say the same', () => {
    assert.equal(
      kruskalWallis([
        [0, 6, 0, 0],
        [0, 4, 0, 0],
      ]),
      null,
    );
  });
});

describe('within or between', () => {
  it('camps that are sectors: the difference lies between them, and all of it', () => {
    const judged = withinOrBetween(groups([6, 0, 0, 0], [0, 0, 0, 6]), 1);
    assert.equal(judged.verdict, 'between groups');
    near(judged.share, 1, 1e-12);
  });

  it('the same camps in each sector: the difference lies within them', () => {
    const judged = withinOrBetween(groups([3, 0, 0, 3], [3, 0, 0, 3]), 1);
    assert.equal(judged.verdict, 'within groups');
    near(judged.share, 0, 1e-12);
    assert.equal(judged.chance, 1);
  });

  it('the chance is near the exact one: two groups of five fully apart are 2 of the 252 ways to deal ten', () => {
    const chances = Array.from(
      { length: 40 },
      (_, seed) => withinOrBetween(groups([5, 0, 0, 0], [0, 5, 0, 0]), seed).chance!,
    );
    // Over 40 seeds 80,000 deals: 2/252 = 0.0079, standard error 0.0003; the seen deal adds 1/2,001.
    near(chances.reduce((a, b) => a + b) / 40, 2 / 252 + 1 / 2_001, 0.0015);
  });

  it('calls chance a difference between sectors no more often than it says', () => {
    const random = numbersFrom(7);
    let called = 0;
    for (let room = 0; room < 300; room++) {
      const deal = (): LevelCounts => {
        const counts: [number, number, number, number] = [0, 0, 0, 0];
        for (let i = 0; i < 7; i++) counts[Math.floor(random() * 4) as 0 | 1 | 2 | 3]++;
        return counts;
      };
      if (withinOrBetween(groups(deal(), deal(), deal(), deal()), room).verdict === 'between groups') called++;
    }
    // 5% of 300 is 15; three standard errors of 3.8 above it.
    assert.ok(called <= 27, `${called} of 300`);
  });

  it('no real disagreement: one level, or nearly', () => {
    assert.equal(withinOrBetween(groups([0, 8, 0, 0], [0, 6, 0, 0]), 1).verdict, 'no real disagreement');
    assert.equal(withinOrBetween(groups([0, 7, 1, 0], [0, 6, 0, 0]), 1).verdict, 'no real disagreement');
  });

  it('too few: one group, or under ten levels in all', () => {
    assert.equal(withinOrBetween(groups([5, 0, 0, 5]), 1).verdict, 'too few answers');
    assert.equal(withinOrBetween(groups([5, 0, 0, 0], [0, 0, 0, 4]), 1).verdict, 'too few answers');
    assert.equal(withinOrBetween(groups([5, 0, 0, 5], [0, 0, 0, 0]), 1).verdict, 'too few answers');
  });

  it('the same seed gives the same chance', () => {
    const given = groups([2, 3, 2, 1], [1, 2, 3, 2], [0, 2, 4, 2]);
    assert.deepEqual(withinOrBetween(given, 42), withinOrBetween(given, 42));
  });
});
