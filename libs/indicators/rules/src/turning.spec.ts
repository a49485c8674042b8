import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePeriod, type Period } from './period.js';
import type { Polarity, SeriesPoint } from './series-point.js';
import { forecast } from './forecast.js';
import { freezeBaseline, judgeTurning, TURNING_VERSION, type Baseline } from './turning.js';

const period = (text: string): Period => {
  const parsed = parsePeriod(text);
  if (!parsed.ok) assert.fail(parsed.reason);
  return parsed.period;
};
const yearly = (values: (number | null)[], from = 2005): SeriesPoint[] =>
  values.map((value, i) => ({ period: period(String(from + i)), value }));
const frozen = (points: SeriesPoint[], at: string, horizon = 5): Baseline => {
  const f = freezeBaseline(points, { frozenAt: period(at), horizon, valueType: 'rate' });
  if (!f.ok) assert.fail(f.reason);
  return f.baseline;
};
const judged = (points: SeriesPoint[], at: string, polarity: Polarity = 'low') =>
  judgeTurning(frozen(points, at), points, polarity);

// A level of about 100 that wanders by a unit or two, 2005 to 2018.
const LEVEL = [100.2, 101.4, 99.1, 100.8, 98.7, 100.1, 101.9, 99.6, 100.4, 99.2, 101.1, 100.3, 98.9, 100.6];

describe('a frozen baseline', () => {
  it('is what the forecast says of the figures up to that day, and does not look at later ones', () => {
    const points = yearly([...LEVEL, 80, 70, 60]);
    const baseline = frozen(points, '2018', 3);
    const ahead = forecast(points.slice(0, LEVEL.length), { valueType: 'rate', horizon: 3 });
    assert.ok(ahead.ok);
    assert.deepEqual(baseline.forecast, ahead.forecast);
    assert.deepEqual(baseline.parameters, ahead.parameters);
    assert.equal(baseline.history.length, 14);
    assert.equal(baseline.methodVersion, TURNING_VERSION);
    assert.deepEqual(baseline, frozen(points.slice(0, LEVEL.length), '2018', 3));
  });

  it('gives the same verdict after a time as JSON', () => {
    const points = yearly([...LEVEL, 96, 95, 93]);
    const baseline = frozen(points, '2018');
    const kept = JSON.parse(JSON.stringify(baseline)) as Baseline;
    assert.deepEqual(kept, baseline);
    assert.deepEqual(judgeTurning(kept, points, 'low'), judgeTurning(baseline, points, 'low'));
  });

  it('is refused where there is no history to freeze', () => {
    const early = freezeBaseline(yearly(LEVEL), { frozenAt: period('2006'), horizon: 3, valueType: 'rate' });
    assert.match(early.ok ? '' : early.reason, /at least 3 figures; there are 2/);
  });
});

describe('turning the curve', () => {
  it('is too early to say with no new figure, or one', () => {
    assert.equal(judged(yearly(LEVEL), '2018').state, 'too early to say');
    const one = judged(yearly([...LEVEL, 60]), '2018');
    assert.deepEqual([one.state, one.observations, one.certainty], ['too early to say', 1, null]);
    assert.ok(one.reason);
  });

  it('does not count a suppressed figure', () => {
    assert.equal(judged(yearly([...LEVEL, 60, null, null]), '2018').observations, 1);
  });

  it('is on the baseline where the figures go on as before', () => {
    const t = judged(yearly([...LEVEL, 100.9, 99.4, 100.2]), '2018');
    assert.deepEqual([t.state, t.certainty], ['on the baseline', null]);
    assert.ok(t.probability! > 0.1 && t.probability! <= 1);
  });

  it('turns with two figures far off, and has turned with three', () => {
    const two = judged(yearly([...LEVEL, 93, 92]), '2018');
    assert.deepEqual([two.state, two.certainty, two.side], ['turning', 'fairly sure', 'better']);
    const three = judged(yearly([...LEVEL, 93, 92, 92]), '2018');
    assert.deepEqual([three.state, three.certainty], ['turned', 'confident']);
    assert.ok(three.probability! < 0.025);
  });

  it('is worse where the same happens the other way, with the very same chance', () => {
    const points = yearly([...LEVEL, 93, 92, 92]);
    const better = judged(points, '2018', 'low');
    const worse = judged(points, '2018', 'high');
    assert.deepEqual([worse.state, worse.certainty, worse.side], ['worse than the baseline', 'confident', 'worse']);
    assert.equal(worse.probability, better.probability);
    const two = judged(yearly([...LEVEL, 93, 92]), '2018', 'high');
    assert.deepEqual([two.state, two.certainty], ['worse than the baseline', 'fairly sure']);
  });

  it('is the same verdict when scale and polarity are turned round', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -80, max: 80 }), { minLength: 5, maxLength: 20 }),
        fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 1, maxLength: 5 }),
        (history, since) => {
          const at = String(2004 + history.length);
          const as = (sign: number) => [...history, ...since].map((v) => (sign * v) / 10);
          const of = (values: number[], polarity: Polarity) => {
            const points = yearly(values);
            const f = freezeBaseline(points, { frozenAt: period(at), horizon: 2, valueType: 'mean' });
            if (!f.ok) assert.fail(f.reason);
            return judgeTurning(f.baseline, points, polarity);
          };
          const [up, down] = [of(as(1), 'high'), of(as(-1), 'low')];
          assert.equal(up.state, down.state);
          assert.ok(Math.abs(up.probability! - down.probability!) < 1e-6);
          assert.ok(up.probability! >= 0 && up.probability! <= 1);
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });

  it('says how far the latest figure is from what was expected', () => {
    const points = yearly([...LEVEL, 93, 92, 92]);
    const { latest } = judged(points, '2018');
    const third = frozen(points, '2018').forecast[2]!;
    assert.equal(latest?.period.label, '2021');
    assert.equal(latest?.expected, third.value);
    assert.ok(Math.abs(latest.lower95 - third.lower95) < 1e-9 && Math.abs(latest.upper95 - third.upper95) < 1e-9);
    assert.equal(latest.difference, 92 - third.value);
  });

  it('judges beyond the horizon that was drawn', () => {
    const points = yearly([...LEVEL, 93, 92, 92]);
    assert.deepEqual(judgeTurning(frozen(points, '2018', 1), points, 'low'), judged(points, '2018'));
  });

  it('is less sure of figures that are themselves uncertain', () => {
    const points = yearly([...LEVEL, 93, 92, 92]);
    const unsure = points.map((p) => ({ ...p, lower95: p.value! - 10, upper95: p.value! + 10 }));
    assert.ok(judged(unsure, '2018').probability! > 2 * judged(points, '2018').probability!);
  });

  it('is less sure after a break in the new figures', () => {
    const gap = judged(yearly([...LEVEL, null, null, 93, 92, 92]), '2018');
    assert.equal(gap.observations, 3);
    assert.ok(gap.probability! > judged(yearly([...LEVEL, 93, 92, 92]), '2018').probability!);
  });

  it('is too early to say on a baseline of fewer than five figures', () => {
    const t = judged(yearly([100, 101, 99, 100, 80, 70, 60]), '2008');
    assert.equal(t.state, 'too early to say');
    assert.match(t.reason ?? '', /rests on 4 figures/);
  });

  it('has no better where neither way is better', () => {
    const t = judged(yearly([...LEVEL, 93, 92, 92]), '2018', 'none');
    assert.equal(t.state, null);
    assert.match(t.reason ?? '', /Neither way is better/);
    assert.equal(t.latest?.value, 92);
  });

  it('does not judge figures that are off the steps of the baseline', () => {
    const points = yearly(LEVEL);
    const baseline = frozen(points, '2018');
    const other = [
      { period: period('2019/20'), value: 1 },
      { period: period('2020/21'), value: 1 },
    ];
    assert.match(judgeTurning(baseline, other, 'low').reason ?? '', /2019\/20 does not fall on the steps/);
    const twice = [...yearly([1], 2019), ...yearly([2], 2019)];
    assert.match(judgeTurning(baseline, twice, 'low').reason ?? '', /two figures for 2019/);
  });

  it('takes a level history to be known no better than its last digit', () => {
    const flat = Array.from({ length: 10 }, () => 5);
    assert.equal(judged(yearly([...flat, 5, 5, 5]), '2014').state, 'on the baseline');
    assert.equal(judged(yearly([...flat, 3, 3, 3]), '2014').state, 'turned');
  });
});

describe('the drawn model has to bear a verdict out', () => {
  const years = (first: number, values: readonly number[]): SeriesPoint[] =>
    values.map((value, i) => ({ period: period(String(first + i)), value }));
  // Park and Miller (1988), so that the simulation below is the same each time.
  let seed = 11;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

  it('the chance is never below that of the fitted model, found by running it on 20,000 times', () => {
    let level = 100;
    const history = Array.from({ length: 40 }, () => (level += normal()));
    const last = history[history.length - 1]!;
    const points = years(1970, [...history, last + 1, last + 2.5, last + 3.5]);
    const frozen = freezeBaseline(points, { frozenAt: period('2009'), horizon: 3, valueType: 'mean' });
    assert.ok(frozen.ok);
    const { baseline } = frozen;
    assert.equal(baseline.model, 'simple');
    const verdict = judgeTurning(baseline, points, 'high');
    const departure = points.slice(-3).reduce((sum, p) => sum + p.value! - baseline.forecast[0]!.value, 0) / 3;
    let asGood = 0;
    for (let run = 0; run < 20_000; run++) {
      let at = 0;
      let sum = 0;
      for (let step = 0; step < 3; step++) {
        const error = normal() * Math.sqrt(baseline.sigma2);
        sum += at + error;
        at += baseline.parameters.alpha * error;
      }
      if (sum / 3 >= departure) asGood++;
    }
    // Three standard errors of a simulated share of about a tenth.
    assert.ok(verdict.probability! >= asGood / 20_000 - 0.0064, `${verdict.probability} against ${asGood / 20_000}`);
  });

  it('a latest figure well inside the drawn range has not turned the curve, however surprising it is to models that are not drawn', () => {
    // Healthy life expectancy at birth, females, North Lincolnshire, 2011-13 to 2022-24 (ONS, Explore Local Statistics).
    const hle = [63.4, 62.7, 62.6, 61.2, 60.9, 60.0, 59.1, 57.9, 58.5, 60.7, 61.6, 59.6];
    const verdict = (values: readonly number[]) => {
      const points = values.map((value, i) => ({ period: period(`${2011 + i} - ${13 + i}`), value }));
      const frozen = freezeBaseline(points, { frozenAt: period('2018 - 20'), horizon: 4, valueType: 'mean' });
      assert.ok(frozen.ok);
      return judgeTurning(frozen.baseline, points, 'high');
    };
    assert.notEqual(verdict(hle).state, 'turned');
    assert.ok(verdict(hle).probability! > 0.05);
    // The refusal's twin: the same history, then figures that the drawn range would not bear.
    assert.equal(verdict([...hle.slice(0, 8), 64, 66, 68, 69]).state, 'turned');
  });
});
