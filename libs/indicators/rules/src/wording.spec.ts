import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { parsePeriod, type Period } from './period.js';
import type { RecentTrend } from './recent-trend.js';
import type { Polarity } from './series-point.js';
import type { Turning } from './turning.js';
import {
  chanceInWords,
  comparisonWords,
  findingWords,
  formatFigure,
  formatNumber,
  trendWords,
  turningWords,
  type Naming,
} from './wording.js';

const period = (text: string): Period => {
  const parsed = parsePeriod(text);
  if (!parsed.ok) assert.fail(parsed.reason);
  return parsed.period;
};
const smoking = (polarity: Polarity = 'low', over: Partial<Naming> = {}): Naming => ({
  shortName: 'Smoking among adults',
  unit: '%',
  decimals: 1,
  polarity,
  ...over,
});
const LATEST = { period: period('2021'), value: 10.4, expected: 12.5, lower95: 11, upper95: 14, difference: -2.1 };
const turning = (over: Partial<Turning>): Turning => ({
  methodVersion: 'turning/1',
  state: 'on the baseline',
  probability: 0.3,
  side: 'better',
  observations: 3,
  certainty: null,
  latest: LATEST,
  ...over,
});
const trend = (over: Partial<RecentTrend> = {}): RecentTrend => ({
  label: '',
  direction: 'No significant change',
  chiSquare: 1,
  slope: 0,
  reading: 'code',
  method: 'weighted-regression',
  periods: ['2014', '2015', '2016', '2017', '2018'].map(period),
  ...over,
});
const given = ['2019', '2020', '2021'].map((t, i) => ({ period: period(t), value: 12 - i }));
const finding = (of: Naming, judged: Turning | null, recent = trend()) =>
  findingWords(of, { turning: judged, trend: recent, given });

describe('figures as people read them', () => {
  it('have thousands separators, fixed decimals and a true minus', () => {
    assert.deepEqual(
      [1862.4, 999, 1234567, -0.04, -1234.6].map((v) => formatNumber(v, 0)),
      ['1,862', '999', '1,234,567', '0', '−1,235'],
    );
    assert.equal(formatNumber(12, 1), '12.0');
  });
  it('carry their unit', () => {
    assert.equal(formatFigure(12.44, { unit: '%', decimals: 1 }), '12.4%');
    assert.equal(formatFigure(1862, { unit: 'per 100,000', decimals: 0 }), '1,862 per 100,000');
    assert.equal(formatFigure(7, { unit: '', decimals: 0 }), '7');
  });
  it('give a chance in whole times, and no finer than it is known', () => {
    const cases: [number, string][] = [
      [1 / 80, 'about 1 time in 80'],
      [1 / 23, 'about 1 time in 23'],
      [0.1, 'about 1 time in 10'],
      [0.0001, 'less than 1 time in 1,000'],
      [0, 'less than 1 time in 1,000'],
      [0.5, 'about as often as not'],
    ];
    for (const [p, words] of cases) assert.equal(chanceInWords(p), words);
  });
});

describe('a finding', () => {
  it('is about the frozen baseline where there is one', () => {
    const turned = finding(smoking(), turning({ state: 'turned', certainty: 'confident', probability: 1 / 80 }));
    assert.equal(turned.finding, 'Smoking among adults is lower than we expected, which is better');
    assert.equal(
      turned.howSure,
      'Confident. If nothing had changed, a run this good would come up about 1 time in 80.',
    );
    // 10.4% against 12.5%: 2.1 points, not per cent.
    assert.equal(turned.difference, '2.1 points lower');
    const on = finding(smoking(), turning({ observations: 2, latest: { ...LATEST, lower95: 10 } }));
    assert.equal(on.finding, 'Smoking among adults is about where we expected');
    assert.equal(on.howSure, 'Two new figures, neither better nor worse than chance would give.');
  });
  it('turns round where high is good', () => {
    const of = (over: Partial<Turning>) => finding(smoking('high', { shortName: 'Employment' }), turning(over)).finding;
    assert.equal(
      of({ state: 'turning', certainty: 'fairly sure', probability: 0.05, latest: { ...LATEST, difference: 2.1 } }),
      'Employment is higher than we expected, which is better',
    );
    assert.equal(
      of({ state: 'worse than the baseline', side: 'worse', certainty: 'confident', probability: 0.01 }),
      'Employment is lower than we expected, which is worse',
    );
  });
  it('asks for three figures while it is too early', () => {
    const one = finding(smoking(), turning({ state: 'too early to say', observations: 1 }));
    assert.match(one.finding, /too early to say/);
    assert.equal(one.howSure, 'One figure since the baseline. We need three before we call a turn.');
  });
  it('never says expected without a baseline', () => {
    for (const direction of ['Increasing', 'Decreasing', 'No significant change', 'Cannot be calculated'] as const) {
      const words = finding(smoking(), null, trend({ direction }));
      assert.doesNotMatch(`${words.finding} ${words.howSure}`, /expected/);
      assert.equal(words.difference, null);
    }
    assert.equal(
      finding(smoking(), null, trend({ direction: 'Increasing' })).finding,
      'Smoking among adults is rising, which is worse',
    );
  });
  it('praises nothing where neither way is better', () => {
    const words = finding(smoking('none'), turning({ state: null, probability: null, side: null })).finding;
    assert.doesNotMatch(words, /which is (better|worse)/);
  });
});

describe('the other answers', () => {
  it('turning says how far from the baseline, and by what chance', () => {
    const words = turningWords(smoking(), turning({ state: 'turning', certainty: 'fairly sure', probability: 1 / 23 }));
    assert.equal(words.answer, 'Turning');
    assert.match(
      words.why,
      /^2\.1 points below the baseline after three figures\. By chance alone: about 1 time in 23\.$/,
    );
    assert.equal(turningWords(smoking(), null).answer, 'No baseline yet');
  });
  it('trend gives the reason where there is none', () => {
    const none = trend({ direction: 'Cannot be calculated', reason: 'Not enough data points' });
    assert.deepEqual(trendWords(smoking(), none), { answer: 'Cannot be calculated', why: 'Not enough data points.' });
    assert.equal(
      trendWords(smoking(), trend({ direction: 'Decreasing', slope: -0.4 })).answer,
      'Falling, which is better',
    );
  });
  it('comparison says both figures, and why there is none', () => {
    const newest = { period: period('2021'), value: 10.4, lower95: 9, upper95: 12 };
    const beside = { period: period('2021'), value: 12.5 };
    const words = (over: object) =>
      comparisonWords(smoking(), {
        label: 'Better',
        newest,
        benchmark: 'England',
        beside,
        isBenchmark: false,
        ...over,
      });
    assert.match(words({}).why, /^10\.4% here, 12\.5% in England\..*so the difference is real\.$/);
    assert.equal(words({ beside: undefined, label: 'Not compared' }).answer, 'Not compared');
    assert.equal(words({ isBenchmark: true }).why, 'This is the benchmark itself.');
  });
});

describe('where the verdict, the latest figure and the drawn range part', () => {
  const judged = (over: Partial<Turning>): Turning => ({
    methodVersion: 'turning/1',
    state: 'on the baseline',
    probability: 0.105,
    side: 'better',
    observations: 6,
    certainty: null,
    // Smoking in North Lincolnshire, frozen at 2018: expected 21.1, likely range 17.3 to 24.9, latest 13.7.
    latest: { period: period('2024'), value: 13.7, expected: 21.1, lower95: 17.3, upper95: 24.9, difference: -7.4 },
    ...over,
  });

  it('a figure outside the range without a verdict is explained', () => {
    const { why } = turningWords(smoking(), judged({}));
    assert.match(why, /outside the likely range.*too few figures/);
  });

  it('its finding does not call it where we expected', () => {
    assert.equal(words(judged({})), 'Smoking among adults is lower than we expected, but we cannot be sure yet');
    const inside = { ...judged({}).latest!, value: 18, difference: -3.1 };
    assert.equal(words(judged({ latest: inside })), 'Smoking among adults is about where we expected');
  });

  it('neighbours that share years are named, and only then', () => {
    assert.match(turningWords(smoking(), judged({}), true).why, /Neighbouring figures share years/);
    assert.doesNotMatch(turningWords(smoking(), judged({})).why, /share years/);
  });

  it('and so it is beside the small curve, where only the certainty is said', () => {
    const said = findingWords(smoking(), {
      turning: judged({}),
      trend: {
        label: '',
        direction: 'No significant change',
        chiSquare: null,
        slope: null,
        reading: 'code',
        method: 'weighted-regression',
        periods: [],
      },
      given: [{ period: period('2024'), value: 13.7 }],
    });
    assert.match(said.howSure, /Six new figures, neither better nor worse.*outside the likely range/);
  });

  it('a trend that lacks counts says what it lacks', () => {
    const trend: RecentTrend = {
      label: 'Cannot be calculated',
      direction: 'Cannot be calculated',
      reason: 'Not enough data points with valid values to calculate recent trend',
      chiSquare: null,
      slope: null,
      reading: 'code',
      method: 'weighted-regression',
      periods: [],
    };
    assert.match(trendWords(smoking(), trend).why, /a count and a denominator for each of the latest five years/);
    assert.doesNotMatch(
      trendWords(smoking(), { ...trend, reason: 'a count equals its denominator' }).why,
      /latest five years/,
    );
  });

  it('a figure inside the range needs no such sentence', () => {
    const latest = { ...judged({}).latest!, value: 18, difference: -3.1 };
    assert.doesNotMatch(turningWords(smoking(), judged({ latest })).why, /outside/);
  });

  const words = (turning: Turning) =>
    findingWords(smoking(), {
      turning,
      trend: {
        label: 'No significant change',
        direction: 'No significant change',
        chiSquare: null,
        slope: null,
        reading: 'code',
        method: 'weighted-regression',
        periods: [],
      },
      given: [{ period: period('2024'), value: turning.latest?.value ?? 13.7 }],
    }).finding;

  it('a turn that the latest figure does not show is said to be so', () => {
    const turned = judged({ state: 'turned', certainty: 'confident', probability: 0.01 });
    assert.equal(words(turned), 'Smoking among adults is lower than we expected, which is better');
    const latest = { ...turned.latest!, value: 22, difference: 0.9 };
    assert.equal(
      words({ ...turned, latest }),
      'Smoking among adults has been lower than we expected, though not in the latest figure, which is better',
    );
  });

  it('figures off the steps of the baseline are not called missing', () => {
    assert.match(words(judged({ state: null, latest: null, reason: 'x' })), /cannot be set against the baseline/);
    assert.match(words(judged({ state: null, latest: null, observations: 0 })), /no figure since/);
  });
});
