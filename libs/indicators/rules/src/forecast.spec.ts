import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { gridOf } from './forecast.js';
import { parsePeriod } from './period.js';
import { freezeBaseline, judgeTurning } from './turning.js';

const points = (labels: readonly string[], value = (i: number) => 10 + i) =>
  labels.map((label, i) => {
    const parsed = parsePeriod(label);
    if (!parsed.ok) assert.fail(parsed.reason);
    return { period: parsed.period, value: value(i) };
  });

describe('what cannot be one series', () => {
  it('calendar and financial years are as long as each other, and still two things', () => {
    const mixed = gridOf(points(['2010', '2010/11', '2012', '2013']));
    assert.ok(!mixed.ok && /calendar year.*financial year/.test(mixed.reason), JSON.stringify(mixed));
    assert.ok(gridOf(points(['2010/11', '2011/12', '2013/14'])).ok);
  });

  it('figures too large to be squared give no verdict, instead of one from nothing', () => {
    const years = ['2010', '2011', '2012', '2013', '2014', '2015', '2016', '2017', '2018'];
    const huge = points(years, (i) => 1e160 * (1 + ((i * 7) % 5) / 10));
    const frozen = freezeBaseline(huge, { frozenAt: huge[5]!.period, horizon: 3, valueType: 'mean' });
    if (frozen.ok) assert.equal(judgeTurning(frozen.baseline, huge, 'high').state, null);
    const plain = points(years, (i) => 1 + ((i * 7) % 5) / 10);
    const sound = freezeBaseline(plain, { frozenAt: plain[5]!.period, horizon: 3, valueType: 'mean' });
    assert.ok(sound.ok && judgeTurning(sound.baseline, plain, 'high').state !== null);
  });
});
