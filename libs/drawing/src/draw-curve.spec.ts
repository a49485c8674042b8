import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CurveChart, CurveSize, CurveState } from './curve-chart.js';
import { curvePicture, drawCurve, scaleNote, standaloneSvg } from './draw-curve.js';
import { layoutCurve } from './layout-curve.js';
import { classNames } from './look.js';
import { overlaps } from './place-labels.js';
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
