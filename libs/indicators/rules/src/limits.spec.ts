import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { byarLimits, countLimits, exactLimits, proportionLimits, rateLimits, type Limits } from './limits.js';
import { csvRows, itWithReference, numberOrNull, vectors } from './reference-data.spec.js';

const near = (actual: number | null, expected: number | null, tolerance: number, id: string) => {
  if (actual === null || expected === null) return assert.equal(actual, expected, id);
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${id}: ${actual}, ${expected}`,
  );
};
const given = (limits: Limits) => {
  if (!limits.ok) assert.fail(limits.reason);
  return limits;
};

describe('limits', () => {
  itWithReference('Wilson and Byar, nine published cases (limits_wilson_byar.csv)', () => {
    const rows = csvRows('vectors/limits_wilson_byar.csv');
    assert.equal(rows.length, 9);
    for (const row of rows) {
      const confidence = Number(row['confidence']);
      const limits = given(
        row['method'] === 'wilson'
          ? proportionLimits(Number(row['x']), Number(row['n']), confidence)
          : byarLimits(Number(row['x']), confidence),
      );
      near(limits.lower, numberOrNull(row['lower']), 1e-9, row['id']!);
      near(limits.upper, numberOrNull(row['upper']), 1e-9, row['id']!);
    }
  });

  for (const [file, limitsOf] of [
    ['proportions_wilson.csv', proportionLimits],
    ['rates_byar_exact.csv', rateLimits],
  ] as const) {
    itWithReference(`${file}, at 95% and 99.8%`, () => {
      let compared = 0;
      for (const row of csvRows(`vectors/${file}`)) {
        const x = numberOrNull(row['numerator']);
        const n = numberOrNull(row['denominator']);
        if (x === null || n === null) continue;
        const multiplier = numberOrNull(row['multiplier']) ?? 1;
        const at95 = given(limitsOf(x, n, 0.95, multiplier));
        near(at95.lower, numberOrNull(row['lower_95']), 1e-9, JSON.stringify(row));
        near(at95.upper, numberOrNull(row['upper_95']), 1e-9, JSON.stringify(row));
        compared++;
        // Grouped rows publish no 99.8% limits.
        if (row['upper_99_8'] === '') continue;
        const at998 = given(limitsOf(x, n, 0.998, multiplier));
        near(at998.lower, numberOrNull(row['lower_99_8']), 1e-9, JSON.stringify(row));
        near(at998.upper, numberOrNull(row['upper_99_8']), 1e-9, JSON.stringify(row));
      }
      assert.ok(compared >= 15, `only ${compared} rows compared`);
    });
  }

  itWithReference('refuses what the published library refuses (input_refusals.json)', () => {
    type Refusal = { id: string; statistic: string; numerator: number; denominator: number; confidence?: number };
    const { cases } = vectors<{ cases: Refusal[] }>('input_refusals.json');
    assert.equal(cases.length, 11);
    for (const c of cases) {
      const limitsOf = c.statistic === 'proportion' ? proportionLimits : rateLimits;
      assert.equal(limitsOf(c.numerator, c.denominator, c.confidence ?? 0.95).ok, false, c.id);
    }
  });

  it('takes a confidence as a fraction or as a per cent', () => {
    assert.deepEqual(proportionLimits(65, 100, 0.95), proportionLimits(65, 100, 95));
    assert.deepEqual(exactLimits(7, 0.95), exactLimits(7, 95));
  });

  it('is exact below ten events and Byar from ten', () => {
    assert.deepEqual(countLimits(9), exactLimits(9));
    assert.deepEqual(countLimits(10), byarLimits(10));
    // No event: lower 0, upper −ln(0.025) = 3.688879…
    const none = given(exactLimits(0));
    assert.equal(none.lower, 0);
    near(none.upper, 3.6888794541139363, 1e-12, 'no event');
  });
});
