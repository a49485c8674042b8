import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CurveChart, CurveSize, CurveState } from './curve-chart.js';
import { curvePicture, drawCurve, scaleNote, standaloneSvg } from './draw-curve.js';
import { layoutCurve } from './layout-curve.js';
import { classNames } from './look.js';
import type { Box, Segment } from './place-labels.js';
import { crosses, labelAt, LabelPlaces, overlaps } from './place-labels.js';
import { stateGlyph } from './state-glyph.js';

const SIZES: CurveSize[] = ['hero', 'lead', 'narrow', 'small', 'slim', 'print'];
const STATES: CurveState[] = ['too early to say', 'on the baseline', 'turning', 'turned', 'worse than the baseline'];

/** The falls chart of the design pictures: illustrative figures of an invented place. */
const year = (from: number) => `${from}/${(from + 1) % 100}`;
const falls: CurveChart = {
  id: 'falls',
  title: 'Fewer older people are admitted after a fall than we expected',
  description: 'They rose to 2,268 in 2021/22, when the baseline was frozen.',
  unit: { decimals: 0 },
  periods: Array.from({ length: 19 }, (_, n) => year(2010 + n)),
  points: [2035, 2066, 2121, 2079, 2146, 2198, 2170, 2139, 2237, 2275, 2081, 2268, 2212, 2158, 2092, 2028].map(
    (value, n) => ({ period: year(2010 + n), value, status: 'given', since: n > 11 }),
  ),
  baseline: {
    frozenAt: '2021/22',
    frozenOn: '14 July 2022',
    points: [2224, 2232, 2240, 2246, 2252, 2257, 2262].map((value, n) => ({
      period: year(2022 + n),
      value,
      lower80: value - 95,
      upper80: value + 95,
      lower95: value - 145,
      upper95: value + 145,
    })),
  },
  state: 'turned',
  difference: '218 fewer',
  benchmark: {
    label: 'England',
    points: [
      { period: '2024/25', value: 1870 },
      { period: '2025/26', value: 1862 },
    ],
  },
  trajectory: {
    label: 'Agreed trajectory',
    points: [
      { period: '2021/22', value: 2268 },
      { period: '2028/29', value: 1700 },
    ],
  },
  notes: [{ period: '2022/23', text: 'Oct 2022: strength classes begin' }],
};

const alone = (...values: (number | null)[]): CurveChart => ({
  ...falls,
  ...{ baseline: null, benchmark: null, trajectory: null, notes: [], state: null },
  periods: values.map((_, n) => String(2010 + n)),
  points: values.map((value, n) => ({
    ...{ period: String(2010 + n), value, since: false },
    status: value === null ? ('suppressed' as const) : ('given' as const),
  })),
});

const words = (chart: CurveChart, size: CurveSize) =>
  layoutCurve(chart, size).labels.flatMap((label) => label.lines.map((line) => line.text));

/** Charts as real life sends them: short, long, gappy, negative, huge, with or without each part. */
const charts: fc.Arbitrary<CurveChart> = fc
  .record({
    count: fc.integer({ min: 1, max: 30 }),
    horizon: fc.integer({ min: 0, max: 6 }),
    decimals: fc.integer({ min: 0, max: 2 }),
    suffix: fc.constantFrom('', '%', ' per 100,000 people aged 65 and over, directly standardised', 'years of life'),
    magnitude: fc.constantFrom(1, 10, 100, 2000, 150000, 4_000_000),
    negative: fc.boolean(),
    since: fc.integer({ min: 0, max: 5 }),
    frozen: fc.boolean(),
    state: fc.constantFrom(...STATES, null),
    bench: fc.option(fc.constantFrom('England', 'Fifteen most similar areas by age and income', '<b>England</b>')),
    trajectory: fc.boolean(),
    notes: fc.integer({ min: 0, max: 4 }),
    broken: fc.boolean(),
    difference: fc.option(fc.string({ maxLength: 30 }), { nil: undefined }),
    long: fc.boolean(),
    seeds: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 36, maxLength: 36 }),
    statuses: fc.array(
      fc.constantFrom('given', 'given', 'given', 'given', 'suppressed', 'confidential', 'not available'),
      {
        minLength: 36,
        maxLength: 36,
      },
    ),
    provisional: fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
  })
  .map((r): CurveChart => {
    const total = r.count + r.horizon;
    const name = (n: number) => (r.long ? `${2000 + n}/${(n + 1) % 100} Q1 to Q4` : `${2000 + n}/${(n + 1) % 100}`);
    const periods = Array.from({ length: total }, (_, n) => name(n));
    const at = (n: number) => (r.seeds[n % 36] as number) * r.magnitude - (r.negative ? r.magnitude / 2 : 0);
    const freeze = Math.max(0, r.count - 1 - r.since);
    return {
      id: 'chart',
      title: 'A finding',
      description: '',
      unit: { suffix: r.suffix, decimals: r.decimals },
      periods,
      points: periods.slice(0, r.count).map((period, n) => {
        const status = r.statuses[n] as 'given';
        return {
          ...{ period, status, value: status === 'given' ? at(n) : null },
          ...{ since: n > freeze, provisional: r.provisional[n] as boolean },
        };
      }),
      baseline: r.frozen
        ? {
            ...{ frozenAt: name(freeze), frozenOn: '14 September 2022' },
            points: periods.slice(freeze + 1).map((period, n) => {
              const [value, wide] = [at(freeze), (n + 1) * r.magnitude * 0.05];
              return {
                ...{ period, value, lower80: value - wide, upper80: value + wide },
                ...{ lower95: value - 2 * wide, upper95: value + 2 * wide },
              };
            }),
          }
        : null,
      state: r.state,
      difference: r.difference,
      benchmark: r.bench
        ? { label: r.bench, points: periods.slice(0, r.count).map((period, n) => ({ period, value: at(n + 5) })) }
        : null,
      trajectory: r.trajectory
        ? {
            label: 'Agreed trajectory',
            points: periods.slice(freeze).map((period, n) => ({ period, value: at(n + 9) })),
          }
        : null,
      notes: Array.from({ length: Math.min(r.notes, total) }, (_, n) => ({
        period: name((n * 7) % total),
        text: `Note ${n}: something that began in the town`,
      })),
      breaks: r.broken && total > 2 ? [{ period: name(Math.floor(total / 2)) }] : [],
    };
  });

describe('a curve of any figures', () => {
  it('keeps every label inside the picture and off every other', () => {
    fc.assert(
      fc.property(charts, fc.constantFrom(...SIZES), (chart, size) => {
        const { labels, width, height } = layoutCurve(chart, size);
        labels.forEach(({ box, lines }, n) => {
          const text = lines.map((line) => line.text).join(' ');
          assert.ok(box.left >= -0.01 && box.right <= width + 0.01, `${text} leaves the sides`);
          assert.ok(box.top >= 0 && box.bottom <= height + 0.01, `${text} leaves the top or bottom`);
          for (const other of labels.slice(n + 1)) {
            assert.ok(!overlaps(box, other.box), `${text} lies on ${other.lines.map((line) => line.text).join(' ')}`);
          }
        });
      }),
      { numRuns: 400, seed: 20260714 },
    );
  });

  it('always names the latest figure and leaves no number undrawn', () => {
    fc.assert(
      fc.property(charts, fc.constantFrom(...SIZES), (chart, size) => {
        const svg = drawCurve(chart, size);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/);
        assert.equal(drawCurve(JSON.parse(JSON.stringify(chart)) as CurveChart, size), svg);
        const latest = layoutCurve(chart, size).labels.some((l) =>
          l.lines.some((line) => line.look.startsWith('c-val')),
        );
        assert.equal(
          latest,
          chart.points.some((point) => point.value !== null),
        );
      }),
      { numRuns: 300, seed: 20260714 },
    );
  });

  it('puts higher figures higher and later periods further right, at every size', () => {
    fc.assert(
      fc.property(charts, fc.constantFrom(...SIZES), (chart, size) => {
        const { stops, width, height } = curvePicture(chart, size);
        const value = new Map(chart.points.map((point) => [point.period, point.value]));
        const seen = stops.filter((stop) => stop.y !== null);
        for (let n = 1; n < stops.length; n += 1) assert.ok(stops[n]!.x > stops[n - 1]!.x);
        for (const a of seen) {
          assert.ok(a.x >= 0 && a.x <= width && (a.y as number) >= 0 && (a.y as number) <= height);
          for (const b of seen) if (value.get(a.period)! > value.get(b.period)!) assert.ok(a.y! <= b.y!);
        }
        assert.equal(seen.length, chart.points.filter((point) => point.value !== null).length);
      }),
      { numRuns: 200, seed: 20260714 },
    );
  });
});

interface Published {
  periods: string[];
  suffix: string;
  here: (number | null)[];
  england: (number | null)[];
  frozen: [at: string, on: string];
  expected: number;
  half80: number[];
  half95: number[];
  state: CurveState;
  difference: string;
}

function published(of: Published): CurveChart {
  const { periods, expected } = of;
  const [frozenAt, frozenOn] = of.frozen;
  const freeze = periods.indexOf(frozenAt);
  return {
    ...{ id: 'published', title: 'A finding', description: '', unit: { suffix: of.suffix, decimals: 1 }, periods },
    ...{ state: of.state, difference: of.difference },
    points: of.here.flatMap((value, n) =>
      value === null ? [] : [{ period: periods[n] ?? '', value, status: 'given' as const, since: n > freeze }],
    ),
    benchmark: { label: 'England', points: of.england.map((value, n) => ({ period: periods[n] ?? '', value })) },
    baseline: {
      ...{ frozenAt, frozenOn },
      points: periods.slice(freeze + 1).map((period, n) => {
        const [near, far] = [of.half80[n] ?? NaN, of.half95[n] ?? NaN];
        return {
          ...{ period, value: expected, lower80: expected - near, upper80: expected + near },
          ...{ lower95: expected - far, upper95: expected + far },
        };
      }),
    },
  };
}

/**
 * Figures of North Lincolnshire and of England, to one decimal. Sources: Office for National Statistics, Explore Local
 * Statistics (June 2026), `healthy-life-expectancy` of women and `persistent-absences-for-all-pupils`; Office for Health
 * Improvement and Disparities, Fingertips, indicator 92443 (May 2026). The baselines are those that the demo froze.
 */
const real = {
  healthyLife: published({
    periods: [
      '2011 - 13',
      '2012 - 14',
      '2013 - 15',
      '2014 - 16',
      '2015 - 17',
      '2016 - 18',
      '2017 - 19',
      '2018 - 20',
      '2019 - 21',
      '2020 - 22',
      '2021 - 23',
      '2022 - 24',
      '2023 - 25',
      '2024 - 26',
      '2025 - 27',
    ],
    suffix: 'years',
    here: [63.4, 62.7, 62.6, 61.2, 60.9, 60, 59.1, 57.9, 58.5, 60.7, 61.6, 59.6],
    england: [63.9, 63.9, 64.2, 64, 64, 64.1, 63.7, 64, 63.7, 62.8, 61.9, 61.3],
    frozen: ['2018 - 20', '21 April 2022'],
    expected: 57.9,
    half80: [1.2, 1.8, 2.1, 2.5, 2.8, 3.0, 3.3],
    half95: [1.9, 2.7, 3.3, 3.8, 4.2, 4.6, 5.0],
    state: 'turned',
    difference: '1.7 higher',
  }),
  absence: published({
    periods: [
      '2006/07',
      '2007/08',
      '2008/09',
      '2009/10',
      '2010/11',
      '2011/12',
      '2012/13',
      '2013/14',
      '2014/15',
      '2015/16',
      '2016/17',
      '2017/18',
      '2018/19',
      '2019/20',
      '2020/21',
      '2021/22',
      '2022/23',
      '2023/24',
      '2024/25',
      '2025/26',
      '2026/27',
      '2027/28',
    ],
    suffix: '%',
    here: [
      17.8,
      17.3,
      15.9,
      13.8,
      13.3,
      11.0,
      12.2,
      10.0,
      10.3,
      9.4,
      9.9,
      11.3,
      11.3,
      null,
      13.7,
      25.0,
      21.6,
      20.6,
      18.0,
    ],
    england: [
      19.3,
      18.5,
      18.5,
      17.4,
      16.3,
      13.5,
      13.6,
      10.7,
      11.0,
      10.5,
      10.8,
      11.2,
      10.9,
      null,
      12.1,
      22.5,
      21.2,
      20.0,
      18.1,
    ],
    frozen: ['2016/17', '26 April 2018'],
    expected: 9.9,
    half80: [1.9, 2.7, 3.2, 3.7, 4.2, 4.6, 4.9, 5.2, 5.6, 5.9, 6.1],
    half95: [2.9, 4.1, 4.9, 5.7, 6.4, 7.0, 7.5, 8.0, 8.5, 9.0, 9.4],
    state: 'worse than the baseline',
    difference: '8.1 points higher',
  }),
  smoking: published({
    periods: [
      '2011',
      '2012',
      '2013',
      '2014',
      '2015',
      '2016',
      '2017',
      '2018',
      '2019',
      '2020',
      '2021',
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
      '2027',
    ],
    suffix: '%',
    here: [22.2, 24, 22.2, 18.9, 20.9, 18.5, 20.8, 21, 17.8, 12.8, 11.1, 14, 16, 13.7],
    england: [19.8, 19.3, 18.4, 17.8, 16.9, 15.5, 14.9, 14.4, 13.9, 12.8, 12.1, 11.5, 10.9, 10.4],
    frozen: ['2022', '19 October 2023'],
    expected: 14.0,
    half80: [3.6, 5.1, 6.2, 7.2, 8.1],
    half95: [5.5, 7.8, 9.5, 11.0, 12.3],
    state: 'on the baseline',
    difference: '0.3 points lower',
  }),
};

/** The straight pieces of what is drawn in a class, read back from the path itself. */
function pieces(chart: CurveChart, size: CurveSize, look: string): Segment[] {
  const out: Segment[] = [];
  for (const { classes, attributes } of layoutCurve(chart, size).shapes) {
    if (classes.split(' ')[0] !== look) continue;
    let [x, y] = [NaN, NaN];
    for (const [, command = '', rest = ''] of String(attributes['d']).matchAll(/([MLVHh])([^MLVHh]*)/g)) {
      const [a = NaN, b = NaN] = rest.trim().split(' ').map(Number);
      const to = { M: [a, b], L: [a, b], V: [x, a], H: [a, y], h: [x + a, y] }[command] as [number, number];
      if (command !== 'M') out.push({ x1: x, y1: y, x2: to[0], y2: to[1] });
      [x, y] = to;
    }
  }
  return out;
}

const boxOf = (chart: CurveChart, size: CurveSize, text: string): Box | undefined =>
  layoutCurve(chart, size).labels.find(({ lines }) => lines[0]?.text.startsWith(text))?.box;

/** Returns how many pieces were looked at, so that a test can tell that there were any. */
function assertClear(chart: CurveChart, size: CurveSize, looks: string[]): number {
  const { labels } = layoutCurve(chart, size);
  const all = looks.flatMap((look) => pieces(chart, size, look).map((piece) => ({ look, piece })));
  for (const { look, piece } of all) {
    for (const { box, lines } of labels) {
      assert.ok(!crosses(box, piece), `${size}: ${lines.map((line) => line.text).join(' ')} lies on ${look}`);
    }
  }
  return all.length;
}

describe('labels and lines', () => {
  it('puts no label on the upright of the freeze or on the benchmark, whatever the figures', () => {
    let seen = 0;
    fc.assert(
      fc.property(charts, fc.constantFrom(...SIZES), (chart, size) => {
        seen += assertClear(chart, size, ['c-freeze', 'c-bench']);
      }),
      { numRuns: 400, seed: 20260714 },
    );
    assert.ok(seen > 400, `${seen}`);
  });

  it('keeps the day of the freeze apart from what happened, and the likely range after it', () => {
    let seen = 0;
    fc.assert(
      fc.property(charts, fc.constantFrom(...SIZES), (chart, size) => {
        const [frozen, happened] = [boxOf(chart, size, 'Baseline frozen'), boxOf(chart, size, 'What happened')];
        if (frozen && happened) assert.ok(!overlaps(frozen, happened, 8));
        const [range, upright] = [boxOf(chart, size, 'Likely range'), pieces(chart, size, 'c-freeze')[0]];
        if (range && upright) assert.ok(range.left >= upright.x1 + 7.5, `${range.left} ${upright.x1}`);
        if (frozen && happened && range) seen += 1;
      }),
      { numRuns: 400, seed: 20260714 },
    );
    assert.ok(seen > 0);
  });

  it('puts no label of a published curve on any line at any size', () => {
    for (const chart of Object.values(real)) {
      for (const size of SIZES) {
        assert.ok(assertClear(chart, size, ['c-freeze', 'c-bench', 'c-hist', 'c-new', 'c-base', 'c-gapline']) > 9);
      }
    }
  });

  it('keeps England off the edges of the band where healthy life expectancy ends beside one', () => {
    for (const size of ['hero', 'lead', 'print'] as const) {
      const england = boxOf(real.healthyLife, size, 'England 61.3');
      assert.ok(england, `${size} has no name for the benchmark`);
      for (const edge of pieces(real.healthyLife, size, 'c-edge')) assert.ok(!crosses(england, edge), size);
    }
  });

  it('says the likely range where there is room after the freeze, and leaves it out where there is none', () => {
    assert.ok(boxOf(real.absence, 'hero', 'Likely range'));
    for (const size of ['lead', 'print'] as const) assert.equal(boxOf(real.absence, size, 'Likely range'), undefined);
  });

  it('names history on a narrow screen clear of the day of the freeze', () => {
    const [frozen, happened] = [boxOf(real.smoking, 'narrow', 'Baseline'), boxOf(real.smoking, 'narrow', 'What')];
    assert.ok(frozen && happened);
    assert.ok(!overlaps(frozen, happened, 11));
  });

  it('leaves out a label that has only a line to lie on, and keeps the one that must be said', () => {
    const label = labelAt([{ text: 'England', look: 'c-lab', size: 16, bold: false }], 20, 50, 'start');
    const places = () => new LabelPlaces({ left: 0, right: 200, top: 0, bottom: 100 });
    assert.equal(places().place([{ label, cost: 0 }]), label);
    const crossed = places();
    crossed.keepOff({ x1: 0, y1: 45, x2: 200, y2: 45 });
    assert.equal(crossed.place([{ label, cost: 0 }]), undefined);
    assert.equal(crossed.placeAnyway([{ label, cost: 0 }]), label);
  });

  it('tells a line that comes near from one that goes through', () => {
    const box = { left: 10, right: 50, top: 10, bottom: 20 };
    const under = { x1: 0, y1: 22, x2: 60, y2: 22 };
    assert.ok(!crosses(box, under));
    assert.ok(crosses(box, under, 3));
    assert.ok(crosses(box, { x1: 0, y1: 0, x2: 60, y2: 30 }));
  });
});

describe('the large picture', () => {
  it('says the latest figure, what was expected, the bracket, the freeze and each line by name', () => {
    const said = words(falls, 'hero');
    for (const text of [
      ...['2,028', 'in 2025/26', '218 fewer', 'Baseline frozen', '14 July 2022', 'What happened', 'If nothing changes'],
      ...['2,262 in 2028/29', 'Agreed trajectory', '1,700 by 2028/29', 'England 1,862', 'Likely range, 95%'],
      'Oct 2022: strength classes begin',
    ]) {
      assert.ok(said.includes(text), text);
    }
  });

  it('keeps the expected and the latest words 44 pixels apart where both stand at the end', () => {
    const closer = { ...falls, trajectory: null, benchmark: null, periods: falls.periods.slice(0, 16) };
    for (const size of ['narrow', 'small'] as const) {
      const { labels } = layoutCurve(
        { ...closer, points: closer.points.map((p) => (p.since ? { ...p, value: 2240 } : p)) },
        size,
      );
      const y = (look: string) => labels.find((label) => label.lines[0]?.look.startsWith(look))?.y ?? NaN;
      assert.ok(Math.abs(y('c-val') - y('c-exp')) >= 44 - 2, `${size} ${y('c-val')} ${y('c-exp')}`);
    }
  });

  it('has round ticks that stand on their own line', () => {
    const { scale } = layoutCurve(falls, 'hero');
    assert.deepEqual(scale.ticks, [1600, 1800, 2000, 2200, 2400]);
  });
});

describe('gaps and other statuses', () => {
  it('breaks the line where a figure is missing and says why', () => {
    const svg = drawCurve(alone(10, 11, null, 13, 14), 'hero');
    assert.equal(svg.match(/class="c-hist"/g)?.length, 2);
    assert.ok(words(alone(10, 11, null, 13, 14), 'hero').includes('suppressed'));
  });

  it('does not break a line that is whole', () => {
    const svg = drawCurve(alone(10, 11, 12, 13, 14), 'hero');
    assert.equal(svg.match(/class="c-hist"/g)?.length, 1);
    assert.doesNotMatch(svg, /suppressed|no data/);
  });

  it('calls a period without any record "no data", and only between figures', () => {
    const chart = alone(10, 11, 12, 13);
    chart.points.splice(1, 1);
    assert.ok(words(chart, 'narrow').includes('no data'));
    chart.periods.push('2014', '2015');
    assert.equal(words(chart, 'narrow').filter((text) => text === 'no data').length, 1);
  });

  it('draws a provisional point hollow and names it', () => {
    const chart = alone(10, 11, 12);
    chart.points[2]!.provisional = true;
    assert.match(drawCurve(chart, 'hero'), /class="c-prov"/);
    assert.ok(words(chart, 'hero').includes('in 2012, provisional'));
    assert.doesNotMatch(drawCurve(alone(10, 11, 12), 'hero'), /c-prov|provisional/);
  });

  it('never joins an old definition to the new one', () => {
    const chart = { ...alone(10, 11, 20, 21), breaks: [{ period: '2012' }] };
    const svg = drawCurve(chart, 'hero');
    assert.equal(svg.match(/class="c-old"/g)?.length, 1);
    assert.equal(svg.match(/class="c-hist"/g)?.length, 1);
    assert.ok(words(chart, 'hero').includes('old definition'));
  });

  it('draws axes and words when there is no figure at all', () => {
    const svg = drawCurve(alone(null, null), 'narrow');
    assert.match(svg, /suppressed/);
    assert.doesNotMatch(svg, /c-hist|c-val/);
    assert.match(drawCurve({ ...alone(), periods: [] }, 'hero'), /^<svg/);
  });
});

describe('what came since', () => {
  it('takes shape and colour from the state, never colour alone', () => {
    const shapes: Record<CurveState, string> = {
      'too early to say': 'g-dots',
      'on the baseline': 'g-bar',
      turning: 'g-half',
      turned: 'g-fill',
      'worse than the baseline': 'g-worse',
    };
    for (const state of STATES) {
      const svg = drawCurve({ ...falls, state }, 'hero');
      assert.ok(svg.includes(`"${shapes[state]}"`) && stateGlyph(state).includes(`"${shapes[state]}"`), state);
    }
    assert.equal(new Set(Object.values(shapes)).size, 5);
    assert.equal(stateGlyph(null), '');
  });

  it('shows the dashes to the horizon while nothing has come since', () => {
    const waiting = { ...falls, points: falls.points.slice(0, 12), state: null, difference: undefined };
    for (const size of SIZES) {
      const svg = drawCurve(waiting, size);
      assert.match(svg, /class="c-base"/);
      assert.doesNotMatch(svg, /c-new|c-gapline/);
    }
  });

  it('is all history when no baseline is frozen', () => {
    const svg = drawCurve({ ...falls, baseline: null, state: null }, 'hero');
    assert.doesNotMatch(svg, /c-base|c-band|c-freeze|c-new/);
    assert.match(svg, /2,028/);
  });
});

describe('the text of a picture', () => {
  it('is escaped wherever it comes from', () => {
    const bad = '<script>alert("1")</script>&\'';
    const chart: CurveChart = {
      ...falls,
      ...{ id: '"><script>', title: bad, description: bad, difference: '<script>' },
      unit: { suffix: '<b>', decimals: 0 },
      notes: [{ period: '2022/23', text: '<script>1</script>' }],
      benchmark: { label: '<script>', points: falls.benchmark!.points },
      baseline: { ...falls.baseline!, frozenOn: '<script>' },
      periods: falls.periods.map((period) => (period === '2010/11' ? '<i>' : period)),
    };
    for (const size of SIZES) {
      for (const svg of [drawCurve(chart, size), standaloneSvg(chart, size, { source: bad, date: bad })]) {
        assert.doesNotMatch(svg, /<(script|b|i)\b/i);
        assert.match(svg, /&lt;script&gt;/);
      }
    }
  });

  it('is titled and described, with ids of its own per size', () => {
    const [hero, narrow] = [drawCurve(falls, 'hero'), drawCurve(falls, 'narrow')];
    assert.match(hero, /aria-labelledby="falls-hero-t falls-hero-d"/);
    assert.match(narrow, /<title id="falls-narrow-t">Fewer older people/);
    assert.match(
      drawCurve({ ...falls, description: '' }, 'hero'),
      /16 figures, from 2,035 in 2010\/11 to 2,028 in 2025\/26/,
    );
  });

  it('carries classes and no styles, as a strict content security policy asks', () => {
    const known = new Set(classNames());
    for (const size of SIZES) {
      const svg = drawCurve({ ...falls, breaks: [{ period: '2013/14' }] }, size);
      assert.doesNotMatch(svg, /style|<script|javascript/);
      const used = [...svg.matchAll(/class="([^"]+)"/g)].flatMap((found) => (found[1] ?? '').split(' '));
      const strange = used.filter((name) => !known.has(name) && !/^(chart(--\w+)?|c-s\d+|is-better)$/.test(name));
      assert.deepEqual([...new Set(strange)], []);
    }
  });

  it('gives one picture with its stops, and the notes that the narrow one leaves out', () => {
    const narrow = curvePicture(falls, 'narrow');
    assert.equal(narrow.svg, drawCurve(falls, 'narrow'));
    assert.deepEqual(narrow.notesLeftOut, ['Oct 2022: strength classes begin']);
    assert.deepEqual(curvePicture(falls, 'hero').notesLeftOut, []);
    assert.match(narrow.stops.at(-1)?.text ?? '', /^2025\/26: 2,028\. Expected 2,246, likely range 2,101 to 2,391\./);
  });

  it('says where the scale starts, unless that is zero', () => {
    assert.equal(scaleNote(falls), 'The scale starts at 1,600.');
    assert.equal(scaleNote(alone(0, 40, 80)), '');
  });
});

describe('a picture that leaves the page', () => {
  const svg = standaloneSvg(falls, 'hero', {
    subtitle: 'Per 100,000.',
    source: 'Illustrative figures',
    date: '20 November 2026',
  });

  it('says what it is, from whom and from when', () => {
    assert.match(svg, />Fewer older people are admitted after a fall than we expected<\/text>/);
    assert.match(svg, /Source: Illustrative figures\. Drawn on 20 November 2026\. The scale starts at 1,600\./);
  });

  it('needs nothing outside itself', () => {
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.doesNotMatch(svg, /class=|var\(|href|url\(/);
    const bare = svg.split('\n').filter((part) => /^<(path|circle)/.test(part) && !/ (stroke|fill)="/.test(part));
    assert.deepEqual(bare, []);
  });
});
