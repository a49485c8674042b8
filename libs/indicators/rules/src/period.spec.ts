import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  comparePeriods,
  monthsBetween,
  overlaps,
  parsePeriod,
  periodMonths,
  shiftPeriod,
  stepMonths,
  type Period,
  type PeriodKind,
} from './period.js';

const period = (text: string, splitYear?: 'financial' | 'academic'): Period => {
  const parsed = parsePeriod(text, { splitYear });
  if (!parsed.ok) assert.fail(`${text}: ${parsed.reason}`);
  return parsed.period;
};

describe('a period as published', () => {
  // written, kind, first day, last day, canonical wording
  const cases: [string, PeriodKind, string, string, string][] = [
    ['2018', 'calendar year', '2018-01-01', '2018-12-31', '2018'],
    [' 2018 ', 'calendar year', '2018-01-01', '2018-12-31', '2018'],
    ['2018/19', 'financial year', '2018-04-01', '2019-03-31', '2018/19'],
    ['2018/2019', 'financial year', '2018-04-01', '2019-03-31', '2018/19'],
    ['1999/00', 'financial year', '1999-04-01', '2000-03-31', '1999/00'],
    ['2016 - 18', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['2016-18', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['2016–18', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['2016 – 2018', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['2016\u00a0-\u00a018', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['2015 - 2017', 'rolling', '2015-01-01', '2017-12-31', '2015 - 17'],
    ['2016 to 2018', 'rolling', '2016-01-01', '2018-12-31', '2016 - 18'],
    ['1999 - 01', 'rolling', '1999-01-01', '2001-12-31', '1999 - 01'],
    ['2011 - 12', 'rolling', '2011-01-01', '2012-12-31', '2011 - 12'],
    ['2020/21 - 24/25', 'rolling', '2020-04-01', '2025-03-31', '2020/21 - 24/25'],
    ['2016/17 - 2018/19', 'rolling', '2016-04-01', '2019-03-31', '2016/17 - 18/19'],
    ['Jul 2022 - Jun 2023', 'rolling', '2022-07-01', '2023-06-30', 'Jul 2022 - Jun 2023'],
    ['2024 Q3', 'quarter', '2024-07-01', '2024-09-30', '2024 Q3'],
    ['2024Q3', 'quarter', '2024-07-01', '2024-09-30', '2024 Q3'],
    ['2024-Q3', 'quarter', '2024-07-01', '2024-09-30', '2024 Q3'],
    ['Q3 2024', 'quarter', '2024-07-01', '2024-09-30', '2024 Q3'],
    ['2021/22 Q1', 'financial quarter', '2021-04-01', '2021-06-30', '2021/22 Q1'],
    ['2021/22 Q4', 'financial quarter', '2022-01-01', '2022-03-31', '2021/22 Q4'],
    ['2021/22 Q1 - 2021/22 Q4', 'cumulative', '2021-04-01', '2022-03-31', '2021/22 Q1 - 2021/22 Q4'],
    ['2021/22 Q1 - 2025/26 Q3', 'cumulative', '2021-04-01', '2025-12-31', '2021/22 Q1 - 2025/26 Q3'],
    ['2021/22 Q1 - Q3', 'cumulative', '2021-04-01', '2021-12-31', '2021/22 Q1 - 2021/22 Q3'],
    ['2024-05', 'month', '2024-05-01', '2024-05-31', '2024-05'],
    ['2024-02', 'month', '2024-02-01', '2024-02-29', '2024-02'],
    ['2011-12', 'month', '2011-12-01', '2011-12-31', '2011-12'],
    ['May 2024', 'month', '2024-05-01', '2024-05-31', '2024-05'],
    ['September 2024', 'month', '2024-09-01', '2024-09-30', '2024-09'],
    ['2022-01-01/P3Y', 'rolling', '2022-01-01', '2024-12-31', '2022 - 24'],
    ['2022-01-01/P1Y', 'calendar year', '2022-01-01', '2022-12-31', '2022'],
    ['2022-04-01/P1Y', 'financial year', '2022-04-01', '2023-03-31', '2022/23'],
    ['2024-05-01/P1M', 'month', '2024-05-01', '2024-05-31', '2024-05'],
  ];
  for (const [written, kind, start, end, label] of cases) {
    it(`reads ${JSON.stringify(written)} as a ${kind}`, () => {
      const { key, ...rest } = period(written);
      assert.deepEqual(rest, { kind, start, end, label });
      assert.equal(period(label).key, key, 'the canonical wording parses to the same period');
    });
  }

  it('reads a split year as academic when the source uses academic years', () => {
    const p = period('2018/19', 'academic');
    assert.deepEqual([p.kind, p.start, p.end], ['academic year', '2018-09-01', '2019-08-31']);
    assert.notEqual(p.key, period('2018/19').key);
  });

  it('reads an unspaced pair of years only when told that it is a split year', () => {
    assert.equal(period('2014-15', 'financial').key, period('2014/15').key);
    assert.equal(period('2014-2015', 'financial').key, period('2014/15').key);
  });

  const refused: [string, RegExp][] = [
    ['', /blank/],
    ['2018/20', /second year must be the one after the first/],
    ['2018/18', /second year must be the one after the first/],
    ['2024-13', /neither a month/],
    ['2024-00', /neither a month/],
    ['2018 - 16', /ends before it starts/],
    ['2018 - 2016', /ends before it starts/],
    ['2018 - 2018', /same year/],
    ['2000 - 2024', /longer than 15 years/],
    ['2014-15', /one year or two/],
    ['2014–2015', /one year or two/],
    ['2024 Q5', /Q1 to Q4/],
    ['2021/23 Q1', /second year must be/],
    ['2021/22 Q3 - 2021/22 Q1', /ends before it starts/],
    ['2021/22 Q1 - 2022 Q2', /same kind of year/],
    ['2024-05-01', /one day/],
    ['2016/17 - 2018', /ends with something else/],
    ['2016 - 2017/18', /ends with something else/],
    ['Mai 2024', /not the name of a month/],
    ['last year', /not a period we know/],
    ['18/19', /not a period we know/],
    ['0018', /not between/],
    ['2018/19/20', /not a period we know/],
    ['2022-13-01/P1Y', /no month 13/],
    ['2022-01-15/P1Y', /first day of a month/],
    ['=2018', /not a period we know/],
  ];
  for (const [written, reason] of refused) {
    it(`refuses ${JSON.stringify(written)}`, () => {
      const parsed = parsePeriod(written);
      assert.equal(parsed.ok, false);
      assert.match(parsed.ok ? '' : parsed.reason, reason);
    });
  }

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9/\- Qqto]{1,24}$/), fc.string({ unit: 'binary' })),
        (text) => {
          const parsed = parsePeriod(text);
          if (!parsed.ok) return parsed.reason.length > 0;
          return period(parsed.period.label).key === parsed.period.key && parsed.period.start <= parsed.period.end;
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('periods among themselves', () => {
  it('sort by last day, then first day', () => {
    const sorted = ['2018', '2016 - 18', '2017/18', '2018/19', '2018 Q2'].map((t) => period(t)).sort(comparePeriods);
    assert.deepEqual(
      sorted.map((p) => p.label),
      ['2017/18', '2018 Q2', '2016 - 18', '2018', '2018/19'],
    );
    assert.equal(comparePeriods(period('2018/19'), period('2018/2019')), 0);
  });

  it('know their length', () => {
    assert.deepEqual(
      ['2018', '2016 - 18', '2018/19', '2024 Q3', '2024-05', '2021/22 Q1 - 2021/22 Q3'].map((t) =>
        periodMonths(period(t)),
      ),
      [12, 36, 12, 3, 1, 9],
    );
  });

  it('know the step between them, across gaps and uneven spacing', () => {
    const step = (...texts: string[]) => stepMonths(texts.map((t) => period(t)));
    assert.equal(step('2015', '2016', '2018'), 12);
    assert.equal(step('2014/15', '2016/17', '2018/19'), 24);
    assert.equal(step('2014/15', '2016/17', '2018/19', '2021/22'), 12);
    assert.equal(step('2015 - 17', '2016 - 18'), 12);
    assert.equal(step('2024-05', '2024-07'), 2);
    assert.equal(step('2024'), null);
    assert.equal(step('2024', '2024'), null);
  });

  it('overlap when they share a day', () => {
    assert.equal(overlaps(period('2015 - 17'), period('2016 - 18')), true);
    assert.equal(overlaps(period('2015'), period('2016')), false);
    assert.equal(overlaps(period('2018/19'), period('2019')), true);
  });

  it('shift by steps, keeping their kind where it still fits', () => {
    const shifted = (text: string, steps: number, months: number) => shiftPeriod(period(text), steps, months).label;
    assert.equal(shifted('2018', 2, 12), '2020');
    assert.equal(shifted('2018/19', 1, 12), '2019/20');
    assert.equal(shifted('2018/19', -1, 12), '2017/18');
    assert.equal(shifted('2016 - 18', 1, 12), '2017 - 19');
    assert.equal(shifted('2020/21 - 24/25', 1, 12), '2021/22 - 25/26');
    assert.equal(shifted('2024 Q3', 2, 3), '2025 Q1');
    assert.equal(shifted('2024/25 Q3', 2, 3), '2025/26 Q1');
    assert.equal(shifted('2024-11', 3, 1), '2025-02');
    assert.equal(shifted('2021/22 Q1 - 2021/22 Q4', 1, 3), '2021/22 Q1 - 2022/23 Q1');
    assert.equal(shifted('2018', 1, 6), 'Jul 2018 - Jun 2019');
    assert.equal(monthsBetween(period('2016'), period('2018')), 24);
  });
});
