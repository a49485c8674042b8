import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CurveChart } from './curve-chart.js';
import { curveTable, describeCurve, readPeriod } from './curve-table.js';

const chart: CurveChart = {
  id: 'c',
  title: 't',
  description: '',
  unit: { suffix: '%', decimals: 1 },
  periods: ['2019', '2020', '2021', '2022', '2023'],
  points: [
    { period: '2019', value: 14.04, status: 'given', since: false, lower: 12, upper: 16.1 },
    { period: '2020', value: null, status: 'suppressed', since: false },
    { period: '2021', value: 13, status: 'given', since: false },
    { period: '2022', value: 12.3, status: 'given', since: true, provisional: true },
    { period: '1999', value: 20, status: 'given', since: false },
  ],
  baseline: {
    frozenAt: '2021',
    frozenOn: '1 May 2022',
    points: [
      { period: '2022', value: 13.1, lower80: 12.5, upper80: 13.7, lower95: 12.2, upper95: 14 },
      { period: '2023', value: 13.2, lower80: 12.4, upper80: 14, lower95: 12, upper95: 14.4 },
    ],
  },
  benchmark: { label: 'England', points: [{ period: '2022', value: 12.7 }] },
  state: 'too early to say',
};

describe('the table twin', () => {
  const { head, rows, numeric } = curveTable(chart);

  it('has a column for each thing drawn and none for what is not', () => {
    assert.deepEqual(head, [
      'Period',
      'Figure',
      'Could lie between',
      'Expected',
      'Likely range, 95%',
      'England',
      'Note',
    ]);
    assert.deepEqual(numeric, [false, true, true, true, true, true, false]);
    assert.deepEqual(curveTable({ ...chart, baseline: null, benchmark: null, points: [] }).head, ['Period', 'Figure']);
  });

  it('has every period and every point, one outside the grid too', () => {
    assert.deepEqual(
      rows.map((row) => row.slice(0, 2)),
      [
        ['2019', '14.0%'],
        ['2020', 'Suppressed'],
        ['2021', '13.0%'],
        ['2022', '12.3%'],
        ['2023', 'Not yet'],
        ['1999', '20.0%'],
      ],
    );
  });

  it('has what was expected and its likely range, the interval, and the notes', () => {
    assert.deepEqual(rows[3], ['2022', '12.3%', '', '13.1%', '12.2% to 14.0%', '12.7%', 'Provisional']);
    assert.equal(rows[0]?.[2], '12.0% to 16.1%');
    assert.equal(rows[2]?.at(-1), 'Baseline frozen 1 May 2022');
  });

  it('never shows a figure that is not given', () => {
    const leaked = {
      ...chart,
      points: [{ period: '2020', value: 3, status: 'suppressed' as const, since: false, lower: 1, upper: 5 }],
    };
    assert.doesNotMatch(JSON.stringify(curveTable(leaked).rows), /3\.0|1\.0|5\.0/);
  });

  it('puts a long unit in the head, once', () => {
    assert.equal(curveTable({ ...chart, unit: { suffix: 'per 100,000', decimals: 0 } }).head[1], 'Figure, per 100,000');
  });
});

describe('a period in words', () => {
  it('reads the figure, what was expected and the benchmark', () => {
    const said = readPeriod(chart, '2022');
    assert.equal(said, '2022: 12.3%, provisional. Expected 13.1%, likely range 12.2% to 14.0%. England 12.7%.');
  });

  it('names what is missing', () => {
    assert.equal(readPeriod(chart, '2020'), '2020: suppressed.');
    assert.match(readPeriod(chart, '2023'), /^2023: no figure yet\. Expected 13\.2%/);
    assert.equal(readPeriod(chart, 'nowhere'), '');
  });
});

describe('the description', () => {
  it('is made from the figures', () => {
    const said = describeCurve(chart);
    assert.match(said, /^3 figures, from 14\.0% in 2019 to 12\.3% in 2022\./);
    assert.match(said, /It expects 13\.1% in 2022, likely range 12\.2% to 14\.0%\. State: too early to say\./);
  });

  it('says so when there is nothing', () => {
    assert.equal(describeCurve({ ...chart, points: [] }), 'There are no figures to draw yet.');
  });
});
