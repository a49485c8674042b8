import { strict as assert } from 'node:assert';
import { it } from 'node:test';
import { smallestCut } from './smallest-cut.js';
import { numbersFrom } from './within-or-between.js';

it('the graph of Stoer and Wagner’s article has a smallest cut of weight 4', () => {
  // Figure 1 of the article, weights as so many edges.
  const weighted = [
    [1, 2, 2],
    [1, 5, 3],
    [2, 3, 3],
    [2, 5, 2],
    [2, 6, 2],
    [3, 4, 4],
    [3, 7, 2],
    [4, 7, 2],
    [4, 8, 2],
    [5, 6, 3],
    [6, 7, 1],
    [7, 8, 3],
  ] as const;
  const edges = weighted.flatMap(([a, b, weight]) => Array.from({ length: weight }, () => [a, b] as const));
  assert.equal(smallestCut(edges)?.length, 4);
});

it('finds what trying all partings finds, piece by piece', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = numbersFrom(seed);
    const nodes = 2 + Math.floor(random() * 6);
    const edges = Array.from({ length: 1 + Math.floor(random() * 14) }, () => [
      Math.floor(random() * nodes),
      Math.floor(random() * nodes),
    ]) as [number, number][];
    const partings = Array.from(
      { length: 2 ** nodes },
      (_, side) => edges.filter(([a, b]) => ((side >> a) & 1) !== ((side >> b) & 1)).length,
    ).filter((n) => n > 0);
    assert.equal(
      smallestCut(edges)?.length,
      partings.length === 0 ? undefined : Math.min(...partings),
      `graph ${seed}`,
    );
  }
});
