import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { agreement, agreementA, campsOf } from './agreement.js';

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

describe('agreement A, as printed', () => {
  // The documentation and the vignette of the R package agrmt (D. Ruedin, CRAN), after van der Eijk's article, page 331.
  const printed: readonly [string, readonly number[], number, number][] = [
    ['the example of the article', [30, 40, 210, 130, 530, 50, 10], 0.6113333, 5e-8],
    ['PvdA', [2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6], 0.61, 0.005],
    ['D66', [1.6, 2.6, 8.2, 21, 29.3, 27, 10.3], 0.48, 0.005],
    ['four levels: 1, 1, 3, 4', [2, 0, 1, 1], 0.08, 0.005],
    ['24 answers on five levels', [6, 8, 5, 3, 2], 0.31, 0.005],
  ];
  // Figures of the R package, as a port of it to Python checks itself against (kimsin98/agrmt, tests/agreement_test_cases.csv).
  const calculated: readonly [string, readonly number[], number][] = [
    ['nobody', [0, 0, 0], 0],
    ['one end', [0, 0, 1], 1],
    ['two neighbours', [0, 1, 1], 0.5],
    ['both ends', [1, 0, 1], -1],
    ['even', [20, 20, 20, 20, 20], 0],
    ['in the middle', [10, 30, 50, 30, 10], 0.384615384615385],
    ['to the left', [50, 30, 10, 5, 5], 0.575],
    ['mildly apart', [40, 10, 0, 10, 40], -0.655555555555556],
    ['unevenly apart', [60, 0, 10, 20, 30], 0],
    ['ten levels, one hump', [5, 10, 20, 40, 50, 40, 20, 10, 5, 0], 0.505555555555556],
    ['ten levels, two humps', [50, 20, 5, 0, 0, 0, 5, 20, 50, 0], -0.349814814814815],
  ];
  for (const [name, counts, expected, within] of printed) it(name, () => near(agreementA(counts), expected, within));
  for (const [name, counts, expected] of calculated) it(name, () => near(agreementA(counts), expected, 1e-12));

  it('on four levels runs from −1 to 1, whatever the number of people and from whichever end it is read', () => {
    assert.equal(agreementA([0, 7, 0, 0]), 1);
    assert.equal(agreementA([5, 0, 0, 5]), -1);
    assert.equal(agreementA([3, 3, 3, 3]), 0);
    near(agreementA([1, 5, 3, 1]), agreementA([10, 50, 30, 10]), 1e-12);
    near(agreementA([1, 5, 3, 1]), agreementA([1, 3, 5, 1]), 1e-12);
  });
});

describe('agreement in words', () => {
  it('has words of our own bounds', () => {
    // 8 of 10 on one level: layers 1110 (3 of 10 answers, 1/3) and 0100 (7 of 10, 1): 0.1 + 0.7
    near(agreement([1, 8, 1, 0]).value!, 0.8, 1e-12);
    assert.equal(agreement([1, 8, 1, 0]).words, 'strong agreement');
    assert.equal(agreement([0, 6, 6, 0]).words, 'some agreement');
    assert.equal(agreement([3, 3, 3, 3]).words, 'spread out');
    assert.equal(agreement([4, 1, 1, 4]).words, 'two camps');
  });

  it('knows two camps with a level between from a room that is spread out, though A says much the same of both', () => {
    assert.deepEqual(campsOf([5, 0, 5, 0]), [1, 3]);
    assert.equal(agreement([5, 0, 5, 0]).words, 'two camps');
    assert.equal(agreement([3, 2, 2, 3]).words, 'spread out');
    assert.equal(campsOf([5, 5, 0, 0]), null);
  });

  it('says nothing of four people', () => {
    assert.deepEqual(agreement([0, 4, 0, 0]), { value: null, words: 'too few' });
    assert.deepEqual(agreement([0, 5, 0, 0]), { value: 1, words: 'strong agreement' });
  });
});
