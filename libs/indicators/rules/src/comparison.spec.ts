import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import {
  compareBothIntervals,
  compareIntervalWithTarget,
  compareWithBenchmark,
  compareWithPrevious,
  compareWithProportionControlLimits,
  compareWithRateControlLimits,
  compareWithTarget,
  compareWithTargetRange,
  quintiles,
} from './comparison.js';
import { csvRows, itWithReference, numberOrNull, vectors } from './reference-data.spec.js';
import type { Polarity } from './series-point.js';

const polarityOf = (text: unknown): Polarity =>
  text === 'high is good' ? 'high' : text === 'low is good' ? 'low' : 'none';

/** Inputs differ by kind; each function picks what it needs and the expected label decides. */
type Input = Record<string, number | null> & { values?: never };
const KINDS: Record<string, (input: Input, polarity: Polarity) => unknown> = {
  'one-level': (i, polarity) => compareWithBenchmark({ ...pick(i), benchmark: i['benchmark'], polarity }),
  'two-level': (i, polarity) =>
    compareWithBenchmark({
      ...pick(i),
      lower998: i['lower99_8'],
      upper998: i['upper99_8'],
      benchmark: i['benchmark'],
      polarity,
    }),
  'both-intervals': (i, polarity) =>
    compareBothIntervals({
      ...pick(i),
      benchmark: i['benchmark'],
      benchmarkLower95: i['benchmarkLower95'],
      benchmarkUpper95: i['benchmarkUpper95'],
      polarity,
    }),
  'latest-against-previous': (i) =>
    compareWithPrevious({
      ...pick(i),
      previous: i['previous'],
      previousLower95: i['previousLower95'],
      previousUpper95: i['previousUpper95'],
    }),
  'target-range': (i, polarity) =>
    compareWithTargetRange({
      value: i['value'],
      targetLower: i['targetLower'],
      targetUpper: i['targetUpper'],
      polarity,
    }),
  'target-single': (i, polarity) => compareWithTarget({ value: i['value'], target: i['target'], polarity }),
  'target-single-with-interval': (i, polarity) =>
    compareIntervalWithTarget({ ...pick(i), target: i['target'], polarity }),
  'benchmark-control-limits-proportion': (i, polarity) => {
    const { valuePercent, denominator, benchmarkPercent } = i;
    const at = (confidence: 0.95 | 0.998) =>
      compareWithProportionControlLimits({ valuePercent, denominator, benchmarkPercent, polarity, confidence });
    return { at95: at(0.95), at99_8: at(0.998) };
  },
  'benchmark-control-limits-rate': (i, polarity) => {
    const { value, denominator, benchmark } = i;
    const at = (confidence: 0.95 | 0.998) =>
      compareWithRateControlLimits({ value, denominator, per: i['per']!, benchmark, polarity, confidence });
    return { at95: at(0.95), at99_8: at(0.998) };
  },
  quintile: (i, polarity) => {
    const { values, lookUp } = i as unknown as { values: number[]; lookUp: number[] };
    const groups = quintiles(values, polarity);
    return lookUp.map((value) => groups[values.indexOf(value)]);
  },
};
const pick = (i: Input) => ({ value: i['value'], lower95: i['lower95'], upper95: i['upper95'] });

describe('comparison', () => {
  itWithReference('gives every published vector (comparison.json)', () => {
    const { cases } = vectors<{ cases: { id: string; kind: string; input: Input; expected: unknown }[] }>(
      'comparison.json',
    );
    assert.equal(cases.length, 43);
    for (const { id, kind, input, expected } of cases) {
      const polarity = polarityOf((input as Record<string, unknown>)['polarity']);
      assert.deepEqual(KINDS[kind]!(input, polarity), expected, id);
    }
  });

  itWithReference('reproduces the 1,456 published labels of healthy life expectancy', () => {
    let compared = 0;
    for (const row of csvRows('data/fingertips/healthy_life_expectancy_comparison.csv')) {
      if (row['published_comparison'] === 'Not compared') continue;
      const label = compareWithBenchmark({
        value: numberOrNull(row['value']),
        lower95: numberOrNull(row['lower_95']),
        upper95: numberOrNull(row['upper_95']),
        benchmark: numberOrNull(row['england_value']),
        polarity: 'high',
      });
      assert.equal(label, row['published_comparison'], JSON.stringify(row));
      compared++;
    }
    assert.equal(compared, 1456);
  });

  itWithReference('reproduces the social isolation comparisons with England but for one tie made by rounding', () => {
    const rows = csvRows('data/fingertips/social_isolation_90280_90638.csv');
    const england = new Map<string, number | null>();
    const at = (row: Record<string, string>) =>
      [row['Indicator ID'], row['Sex'], row['Age'], row['Time period']].join('|');
    for (const row of rows) {
      if (row['Area Code'] === 'E92000001' && !row['Category']) england.set(at(row), numberOrNull(row['Value']));
    }
    const different: string[] = [];
    let compared = 0;
    for (const row of rows) {
      const published = row['Compared to England value or percentiles']!;
      if (published === 'Not compared') continue;
      compared++;
      const label = compareWithBenchmark({
        value: numberOrNull(row['Value']),
        lower95: numberOrNull(row['Lower CI 95.0 limit']),
        upper95: numberOrNull(row['Upper CI 95.0 limit']),
        // 99.8% limits are published with some of these rows; the labels are at one level all the same.
        lower998: numberOrNull(row['Lower CI 99.8 limit']),
        upper998: numberOrNull(row['Upper CI 99.8 limit']),
        levels: 1,
        benchmark: england.get(at(row)),
        polarity: 'high',
      });
      if (label !== published) different.push(`${row['Area Name']} ${row['Time period']}`);
    }
    assert.equal(compared, 2504);
    assert.deepEqual(different, ['Merton 2016/17']);
  });

  const wide = { value: 7, lower95: 6, upper95: 8, lower998: 5, upper998: 9 };
  it('names a difference without praise where neither way is better', () => {
    const against = (benchmark: number) => compareWithBenchmark({ ...wide, benchmark, polarity: 'none' });
    assert.deepEqual([4, 5.5, 7, 8, 8.5, 9.5].map(against), [
      'Higher 99.8',
      'Higher',
      'Similar',
      'Similar',
      'Lower',
      'Lower 99.8',
    ]);
  });

  it('does not compare without value, benchmark or limit', () => {
    const against = (over: object) => compareWithBenchmark({ ...wide, benchmark: 4, polarity: 'high', ...over });
    assert.equal(against({}), 'Best');
    for (const missing of [{ value: null }, { benchmark: undefined }, { lower95: null }, { upper95: Number.NaN }]) {
      assert.equal(against(missing), 'Not compared');
    }
    assert.equal(against({ levels: 2, lower998: null }), 'Not compared');
    assert.equal(against({ lower998: null }), 'Better');
  });

  it('has nothing to say of a target where neither way is better', () => {
    assert.equal(compareWithTarget({ value: 1, target: 2, polarity: 'none' }), 'Not compared');
  });

  it('gives the same word when the scale and the polarity are both turned round', () => {
    const flip = { value: -7, lower95: -8, upper95: -6, lower998: -9, upper998: -5 };
    for (const benchmark of [4, 5, 5.5, 6, 7, 8, 8.5, 9, 9.5]) {
      assert.equal(
        compareWithBenchmark({ ...wide, benchmark, polarity: 'high' }),
        compareWithBenchmark({ ...flip, benchmark: -benchmark, polarity: 'low' }),
      );
    }
  });
});
