import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import {
  comparisonInWords,
  formatDifference,
  formatFigure,
  formatNumber,
  howSure,
  inWholeChances,
  takeaway,
  trendInWords,
} from './finding.js';
import { parsePeriod, type Period } from './period.js';
import type { RecentTrend } from './recent-trend.js';
import type { Turning } from './turning.js';

const period = (text: string): Period => {
  const parsed = parsePeriod(text);
  if (!parsed.ok) assert.fail(parsed.reason);
  return parsed.period;
};
const turning = (over: Partial<Turning>): Turning => ({
  methodVersion: 'turning/1',
  state: 'on the baseline',
  probability: 0.3,
  side: 'better',
  observations: 3,
  certainty: null,
  latest: null,
  ...over,
});
const trend = (over: Partial<RecentTrend>): RecentTrend => ({
  label: '',
  direction: 'No significant change',
  chiSquare: 1,
  slope: 0,
  reading: 'code',
  method: 'weighted-regression',
  periods: ['2014', '2015', '2016', '2017', '2018'].map(period),
  ...over,
});
const PERCENT = { text: '%', decimals: 1 };
const RATE = { text: 'per 100,000', decimals: 0 };

describe('figures as people read them', () => {
  it('have thousands separators, fixed decimals and a true minus', () => {
    assert.deepEqual(
      [1862.4, 999, 1234567, -0.04, -1234.5].map((v) => formatNumber(v, 0)),
      ['1,862', '999', '1,234,567', '0', '−1,235'],
    );
    assert.equal(formatNumber(12, 1), '12.0');
  });
  it('carry their unit', () => {
    assert.equal(formatFigure(12.44, PERCENT), '12.4%');
    assert.equal(formatFigure(1862, RATE), '1,862 per 100,000');
    assert.equal(formatFigure(63.3, { text: 'years', decimals: 1 }), '63.3 years');
    assert.equal(formatFigure(7, { text: '', decimals: 0 }), '7');
  });
  it('differ by points where they are percentages', () => {
    assert.equal(formatDifference(-2.1, PERCENT), '2.1 points');
    assert.equal(formatDifference(1, { text: '%', decimals: 0 }), '1 point');
    assert.equal(formatDifference(-166, RATE), '166 per 100,000');
  });
  it('give a chance in whole times', () => {
    const cases: [number, string][] = [
      [1 / 80, 'about 1 time in 80'],
      [1 / 23, 'about 1 time in 23'],
      [0.1, 'about 1 time in 10'],
      [1 / 347, 'about 1 time in 350'],
      [0.0001, 'less than 1 time in 1,000'],
      [0.5, 'about as often as not'],
    ];
    for (const [p, words] of cases) assert.equal(inWholeChances(p), words);
  });
});

describe('a finding', () => {
  const name = 'Smoking among adults';
  it('is about the frozen baseline where there is one', () => {
    const of = (over: Partial<Turning>) => takeaway({ name, polarity: 'low', turning: turning(over) });
    assert.equal(of({ state: 'turned' }), 'Smoking among adults is lower than we expected, which is better');
    assert.equal(
      of({ state: 'worse than the baseline', side: 'worse' }),
      'Smoking among adults is higher than we expected, which is worse',
    );
    assert.equal(of({}), 'Smoking among adults: about where we expected');
    assert.equal(of({ state: 'too early to say', observations: 1 }), `${name}: too early to say, with one new figure`);
    assert.equal(of({ state: 'too early to say', observations: 0 }), `${name}: no new figure since the baseline`);
  });
  it('turns round where high is good', () => {
    const of = (over: Partial<Turning>) => takeaway({ name: 'Employment', polarity: 'high', turning: turning(over) });
    assert.equal(of({ state: 'turning' }), 'Employment is higher than we expected, which is better');
    assert.equal(
      of({ state: 'worse than the baseline', side: 'worse' }),
      'Employment is lower than we expected, which is worse',
    );
  });
  it('is about the recent trend where no baseline is frozen, and never says expected', () => {
    const of = (over: Partial<RecentTrend>) => takeaway({ name, polarity: 'low', turning: null, trend: trend(over) });
    assert.equal(of({}), 'Smoking among adults has no clear trend over five years');
    assert.equal(of({ direction: 'Decreasing' }), 'Smoking among adults has fallen over five years, which is better');
    assert.equal(of({ direction: 'Increasing' }), 'Smoking among adults has risen over five years, which is worse');
    assert.equal(of({ direction: 'Cannot be calculated' }), `${name}: not enough figures yet to say where it is going`);
    for (const direction of ['Increasing', 'Decreasing', 'No significant change', 'Cannot be calculated'] as const) {
      assert.doesNotMatch(of({ direction }), /expected/);
    }
  });
  it('praises nothing where neither way is better', () => {
    const latest = { period: period('2021'), value: 12, expected: 10, lower95: 9, upper95: 11, difference: 2 };
    const words = takeaway({ name, polarity: 'none', turning: turning({ state: null, latest }) });
    assert.equal(words, 'Smoking among adults is higher than we expected');
    const inside = { ...latest, value: 10.5, difference: 0.5 };
    assert.equal(
      takeaway({ name, polarity: 'none', turning: turning({ state: null, latest: inside }) }),
      `${name}: about where we expected`,
    );
  });
});

describe('how sure', () => {
  it('says the chance with the verdict', () => {
    assert.equal(
      howSure(turning({ state: 'turned', certainty: 'confident', probability: 1 / 80 })),
      'Confident. If nothing had changed, a run this good would come up about 1 time in 80.',
    );
    assert.equal(
      howSure(turning({ state: 'turning', certainty: 'fairly sure', probability: 1 / 23 })),
      'Fairly sure. A run this good would come up about 1 time in 23 by chance.',
    );
    assert.match(
      howSure(turning({ state: 'worse than the baseline', side: 'worse', certainty: 'confident', probability: 0.02 })),
      /a run this bad would come up about 1 time in 50/,
    );
  });
  it('says what is missing without one', () => {
    assert.equal(
      howSure(turning({ observations: 2 })),
      'Two new figures, neither better nor worse than chance would give.',
    );
    assert.equal(
      howSure(turning({ state: 'too early to say', observations: 1 })),
      'One figure since the baseline. We need three before we call a turn.',
    );
    assert.match(howSure(turning({ state: 'too early to say', observations: 0 })), /^No figure since the baseline yet/);
    assert.equal(
      howSure(turning({ state: 'too early to say', observations: 3, reason: 'The baseline rests on 4 figures' })),
      'The baseline rests on 4 figures.',
    );
  });
});

describe('the other answers', () => {
  it('trend', () => {
    assert.equal(trendInWords(trend({}), 'low'), 'No clear trend over five years.');
    assert.equal(trendInWords(trend({ direction: 'Increasing' }), 'low'), 'Rising over five years, which is worse.');
    assert.equal(trendInWords(trend({ direction: 'Decreasing' }), 'none'), 'Falling over five years.');
    const short = trend({ direction: 'Cannot be calculated', periods: [], reason: 'Not enough data points' });
    assert.equal(trendInWords(short, 'low'), 'No trend can be given: not enough data points.');
  });
  it('comparison', () => {
    const of = (label: Parameters<typeof comparisonInWords>[0]['label'], benchmark: number | null = 1862) =>
      comparisonInWords({ label, value: 2028, benchmark, benchmarkName: 'England', unit: { text: '', decimals: 0 } });
    assert.equal(of('Worse'), 'Worse than England: 2,028 here, 1,862 there, and the difference is real.');
    assert.equal(of('Higher 99.8'), 'Higher than England: 2,028 here, 1,862 there, and the difference is real.');
    assert.match(of('Similar'), /^Similar to England: 2,028 here, 1,862 there, no further apart/);
    assert.equal(of('Not compared'), 'Not compared with England.');
    assert.equal(of('Worse', null), 'Not compared with England.');
  });
});
