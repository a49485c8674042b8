import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { chiSquareAbove, chiSquareQuantile, normalBelow, normalQuantile, studentAbove } from './chance.js';

const near = (actual: number, expected: number, relative: number) =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);

describe('distribution functions agree with printed tables', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7, and the quantiles of the methods note (95% and 99.8%).
  it('normal', () => {
    near(normalQuantile(0.975), 1.959964, 3e-7);
    near(normalQuantile(0.999), 3.090232, 2e-7);
    near(normalQuantile(0.9), 1.281552, 4e-7);
    near(normalBelow(1.959963984540054), 0.975, 1e-14);
    near(normalBelow(-3.090232306167813), 0.001, 1e-12);
    assert.equal(normalBelow(0), 0.5);
  });
  it('chi-square, the critical value of the recent trend', () => {
    near(chiSquareQuantile(0.998, 1), 9.54953570608324, 1e-11);
    near(chiSquareAbove(9.54953570608324, 1), 0.002, 1e-11);
  });
  it('chi-square, NIST 1.3.6.7.4', () => {
    // rows nu = 1, 10, 100, upper tail 0.05 and 0.025
    near(chiSquareQuantile(0.95, 1), 3.841, 2e-4);
    near(chiSquareQuantile(0.95, 10), 18.307, 2e-5);
    near(chiSquareQuantile(0.975, 100), 129.561, 4e-6);
    near(chiSquareQuantile(0.025, 10), 3.247, 2e-4);
  });
  it("Student's t, NIST 1.3.6.7.2", () => {
    // upper tail 0.025 at nu = 1, 5, 30; 0.1 at nu = 10
    near(studentAbove(12.706, 1), 0.025, 1e-4);
    near(studentAbove(2.571, 5), 0.025, 1e-3);
    near(studentAbove(2.042, 30), 0.025, 1e-3);
    near(studentAbove(1.372, 10), 0.1, 5e-4);
    near(studentAbove(-1.372, 10), 0.9, 1e-4);
    assert.equal(studentAbove(0, 7), 0.5);
  });
});
