import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { parsePeriod, type Period } from './period.js';
import {
  proportionChiSquare,
  recentTrend,
  TREND_CRITICAL_VALUE,
  trendLabel,
  weightedRegression,
  type TrendDirection,
  type TrendMethod,
} from './recent-trend.js';
import { csvRows, itWithReference, numberOrNull, vectors } from './reference-data.spec.js';
import type { Polarity, SeriesPoint, ValueType } from './series-point.js';

const period = (text: string): Period => {
  const parsed = parsePeriod(text);
  if (!parsed.ok) assert.fail(parsed.reason);
  return parsed.period;
};

interface VectorPoint {
  year: number;
  value: number | null;
  count?: number;
  denominator?: number;
  lower95?: number;
  upper95?: number;
}
interface TrendCase {
  id: string;
  polarity: string;
  valueType: string;
  yearRange: number;
  method?: TrendMethod;
  points: VectorPoint[];
  expected: { significant?: boolean; chiSquare2dp?: number; direction?: string; label?: string; reason?: string };
}
const POLARITY: Record<string, Polarity> = { 'high is good': 'high', 'low is good': 'low' };
const VALUE_TYPE: Record<string, ValueType> = { Proportion: 'proportion', Count: 'count' };

describe('recent trend', () => {
  itWithReference('gives every published vector (recent_trend.json)', () => {
    const { cases, criticalValue, labels } = vectors<{
      cases: TrendCase[];
      criticalValue: number;
      labels: { direction: TrendDirection; polarity: string; label: string }[];
    }>('recent_trend.json');
    assert.equal(criticalValue, TREND_CRITICAL_VALUE);
    assert.equal(cases.length, 10);
    for (const row of labels) {
      const polarities: Polarity[] =
        row.polarity === 'any' ? ['high', 'low', 'none'] : [POLARITY[row.polarity] ?? 'none'];
      for (const polarity of polarities) assert.equal(trendLabel(row.direction, polarity), row.label);
    }
    for (const c of cases) {
      const points = c.points.map((p): SeriesPoint => ({
        ...p,
        period: period(c.yearRange === 1 ? String(p.year) : `${p.year - c.yearRange + 1} - ${p.year}`),
      }));
      const trend = recentTrend(points, {
        // An indirectly standardised value is none of the types that a trend is defined for.
        valueType: VALUE_TYPE[c.valueType] ?? 'index',
        polarity: POLARITY[c.polarity] ?? 'none',
        ...(c.method ? { method: c.method } : {}),
      });
      if (c.expected.label) assert.equal(trend.label, c.expected.label, c.id);
      if (c.expected.reason && c.id.startsWith('FO')) assert.equal(trend.reason, c.expected.reason, c.id);
      if (c.expected.chiSquare2dp)
        assert.equal(trend.chiSquare?.toFixed(2), String(c.expected.chiSquare2dp.toFixed(2)));
      if (c.expected.direction) assert.equal(trend.direction, c.expected.direction, c.id);
    }
  });

  itWithReference('reproduces all 603 published labels of the social isolation file', () => {
    const series = new Map<string, { points: SeriesPoint[]; label: string }>();
    for (const row of csvRows('data/fingertips/social_isolation_90280_90638.csv')) {
      const key = ['Indicator ID', 'Area Code', 'Area Type', 'Sex', 'Age', 'Category Type', 'Category']
        .map((c) => row[c])
        .join('|');
      const one = series.get(key) ?? { points: [], label: '' };
      one.points.push({
        period: period(row['Time period']!),
        value: numberOrNull(row['Value']),
        lower95: numberOrNull(row['Lower CI 95.0 limit']),
        upper95: numberOrNull(row['Upper CI 95.0 limit']),
        count: numberOrNull(row['Count']),
        denominator: numberOrNull(row['Denominator']),
      });
      if (row['Recent Trend']) one.label = row['Recent Trend'];
      series.set(key, one);
    }
    const counts: Record<string, number> = {};
    for (const [key, { points, label }] of series) {
      if (label === '') continue;
      counts[label] = (counts[label] ?? 0) + 1;
      assert.equal(recentTrend(points, { valueType: 'proportion', polarity: 'high' }).label, label, key);
    }
    assert.deepEqual(counts, { 'Cannot be calculated': 482, 'No significant change': 121 });
  });

  // FO-wls-1 of recent_trend.json (set 1 of the publisher's own tests): chi-square 46.77 by regression, 47.90 by proportions.
  const five: SeriesPoint[] = (
    [
      [2014, 994, 40299, 24.67, 23.16, 26.25],
      [2015, 1023, 41527, 24.6, 23.15, 26.19],
      [2016, 1199, 42811, 28, 26.44, 29.64],
      [2017, 1332, 44064, 30.2, 28.63, 31.9],
      [2018, 1367, 44701, 30.6, 28.98, 32.25],
    ] as const
  ).map(([year, count, denominator, value, lower95, upper95]) => ({
    period: period(String(year)),
    count,
    denominator,
    value,
    lower95,
    upper95,
  }));
  const as = (reading: 'code' | 'guidance', points: SeriesPoint[], valueType: ValueType = 'proportion') =>
    recentTrend(points, { valueType, polarity: 'low', reading });

  it('reads the guidance: counts for a proportion, limits for a rate', () => {
    const proportion = as('guidance', five);
    assert.equal(proportion.label, 'Increasing and getting worse');
    assert.equal(proportion.chiSquare?.toFixed(2), '47.90');
    const rate = as('guidance', five, 'rate');
    assert.equal(rate.chiSquare?.toFixed(2), '46.77');
    assert.deepEqual(
      rate.periods.map((p) => p.label),
      ['2014', '2015', '2016', '2017', '2018'],
    );
  });

  it('takes a rate by its limits alone in the guidance, and not in the code', () => {
    const noCounts = five.map((p) => ({ ...p, count: null }));
    assert.equal(as('guidance', noCounts, 'rate').direction, 'Increasing');
    assert.match(as('code', noCounts, 'rate').reason ?? '', /valid values/);
  });

  it('rests on the points that have limits in the code, and not in the guidance', () => {
    const three = five.map((p, i) => (i < 2 ? { ...p, lower95: null, upper95: null } : p));
    assert.equal(as('code', three, 'rate').periods.length, 3);
    assert.match(as('guidance', three, 'rate').reason ?? '', /valid values/);
  });

  it('says No significant change in the code when no point has limits', () => {
    const none = five.map((p) => ({ ...p, lower95: null, upper95: null }));
    assert.equal(as('code', none).label, 'No significant change');
    assert.equal(as('code', none).chiSquare, null);
  });

  it('passes over a missing year in the code, and names the break in the guidance', () => {
    const gap = [...five.slice(0, 1).map((p) => ({ ...p, period: period('2013') })), ...five.slice(1)];
    assert.equal(as('code', gap).direction, 'Increasing');
    assert.equal(as('guidance', gap).reason, 'There is a break between 2013 and 2015');
  });

  it('names an overlap in the guidance', () => {
    const twice = [...five.slice(0, 4), { ...five[4]!, period: period('2017/18') }];
    assert.equal(as('guidance', twice).reason, 'The periods 2017 and 2017/18 overlap');
  });

  it('refuses quarters and cumulative years', () => {
    const quarters = five.map((p, i) => ({ ...p, period: period(`2018 Q${(i % 4) + 1}`) }));
    const cumulative = five.map((p) => ({ ...p, period: period('2021/22 Q1 - 2021/22 Q4') }));
    for (const points of [quarters, cumulative]) {
      assert.equal(as('code', points).reason, 'The recent trend cannot be calculated for this year range');
    }
  });

  it('does not depend on the order of the points', () => {
    assert.deepEqual(as('code', [...five].reverse()), as('code', five));
  });

  it('keeps the sign of the slope when one point carries the trend', () => {
    // Level but for the last point: leaving it out turns the slope from up to down.
    const values = [10.02, 10.01, 10, 9.99, 12];
    const points = values.map((value) => ({ value, lower95: value - 0.1, upper95: value + 0.1 }));
    const { chiSquare, stable } = weightedRegression(points);
    assert.ok(chiSquare! > TREND_CRITICAL_VALUE);
    assert.equal(stable, false);
  });

  it('gives no number rather than an infinite one', () => {
    assert.equal(weightedRegression([]).chiSquare, null);
    assert.equal(weightedRegression([{ value: 1, lower95: 1, upper95: 1 }]).slope, null);
    assert.equal(proportionChiSquare([{ count: 0, denominator: 5 }]).chiSquare, null);
  });
});
