import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePeriod, type Period } from './period.js';
import { periodGrid } from './period-grid.js';

const periods = (...labels: string[]): Period[] =>
  labels.map((label) => {
    const parsed = parsePeriod(label);
    assert.ok(parsed.ok, label);
    return parsed.period;
  });

test('a missing year stays in the grid, and the forecast follows', () => {
  // Depression (QOF), OHID 848: 2023/24 was not published.
  assert.deepEqual(periodGrid(periods('2021/22', '2022/23', '2024/25'), ['2024/25', '2025/26']), [
    '2021/22',
    '2022/23',
    '2023/24',
    '2024/25',
    '2025/26',
  ]);
});

test('a survey every second year has no gap between its rounds; a skipped round is one', () => {
  // Dental decay at five, OHID 93563: rounds 2014/15, 2016/17, 2018/19, then 2021/22.
  const grid = periodGrid(periods('2014/15', '2016/17', '2018/19', '2021/22'), []);
  assert.deepEqual(grid, ['2014/15', '2016/17', '2018/19', '2020/21', '2021/22']);
});

test('order of arrival does not matter, and one figure or none is a grid too', () => {
  assert.deepEqual(periodGrid(periods('2016', '2014', '2015'), []), ['2014', '2015', '2016']);
  assert.deepEqual(periodGrid(periods('2016'), ['2017']), ['2016', '2017']);
  assert.deepEqual(periodGrid([], []), []);
});
