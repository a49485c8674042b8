import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePeriod, type Period } from './period.js';
import { itWithReference, vectors } from './reference-data.spec.js';
import type { SeriesPoint, ValueType } from './series-point.js';
import { fitModel, fitSmoothing, residualVariance, TrialSeries } from './fit-smoothing.js';
import { boundsOf, forecast, gridOf } from './forecast.js';
import {
  forecastMeans,
  forecastVariances,
  LARGEST_ALPHA,
  LARGEST_PHI,
  SMALLEST_PHI,
  SMALLEST_WEIGHT,
  smooth,
  type SmoothingModel,
} from './smoothing.js';

const period = (text: string): Period => {
  const parsed = parsePeriod(text);
  if (!parsed.ok) assert.fail(parsed.reason);
  return parsed.period;
};
const near = (actual: number, expected: number, tolerance: number, what: string) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: ${actual}, ${expected}`,
  );

interface SmoothingCase {
  id: string;
  values: number[];
  alpha?: number;
  beta?: number;
  phi?: number;
  initialLevel?: number;
  initialSlope?: number;
  tolerance?: number | string;
  expected: {
    fitted?: number[];
    forecast?: number[];
    levels?: number[];
    slopes?: number[];
    sigma2?: number;
    lower95?: number[];
    upper95?: number[];
    alpha?: number;
    initialLevel?: number;
    nextForecast?: number;
  };
}

describe('exponential smoothing with fixed parameters', () => {
  itWithReference('gives every published vector (forecast_smoothing.json)', () => {
    const { cases } = vectors<{ cases: SmoothingCase[] }>('forecast_smoothing.json');
    assert.equal(cases.length, 6);
    let fixed = 0;
    for (const c of cases) {
      if (c.alpha === undefined || c.initialLevel === undefined) continue;
      fixed++;
      const tolerance = typeof c.tolerance === 'number' ? c.tolerance : 1e-9;
      const parameters = {
        alpha: c.alpha,
        beta: c.beta ?? null,
        phi: c.phi ?? null,
        initialLevel: c.initialLevel,
        initialSlope: c.initialSlope ?? null,
      };
      const run = smooth(c.values, parameters);
      const all = (actual: readonly number[], expected: readonly number[] | undefined, what: string) =>
        expected?.forEach((e, i) => near(actual[i]!, e, tolerance, `${c.id} ${what} ${i}`));
      all(run.fitted, c.expected.fitted, 'fitted');
      all(run.levels, c.expected.levels, 'level');
      all(run.slopes ?? [], c.expected.slopes, 'slope');
      const means = forecastMeans(
        parameters,
        run.levels[run.levels.length - 1]!,
        run.slopes ? run.slopes[run.slopes.length - 1]! : null,
        c.expected.forecast!.length,
      );
      all(means, c.expected.forecast, 'forecast');
      // SSE/n where everything was fixed, else SSE/(n − k).
      const model: SmoothingModel = c.initialSlope === undefined ? 'simple' : c.phi === undefined ? 'holt' : 'damped';
      const free = c.id <= 'FS03' ? 0 : { simple: 2, holt: 4, damped: 5 }[model];
      const sigma2 = run.sse / (c.values.length - free);
      near(sigma2, c.expected.sigma2!, tolerance, `${c.id} variance`);
      const variances = forecastVariances(parameters, sigma2, means.length);
      all(
        means.map((m, i) => m - 1.959963984540054 * Math.sqrt(variances[i]!)),
        c.expected.lower95,
        'lower',
      );
      all(
        means.map((m, i) => m + 1.959963984540054 * Math.sqrt(variances[i]!)),
        c.expected.upper95,
        'upper',
      );
    }
    assert.equal(fixed, 5);
  });

  it('moves the state on without an error where a value is missing', () => {
    // Level 10, slope 2, φ 1: expected 12, 14 (missing), 16. The last value, 18, is 2 above: level 16 + 0.5·2 = 17.
    const run = smooth([12, null, 18], { alpha: 0.5, beta: 0.1, phi: 1, initialLevel: 10, initialSlope: 2 });
    assert.deepEqual(run.fitted, [12, 14, 16]);
    assert.deepEqual(run.errors, [0, null, 2]);
    assert.equal(run.levels[3], 17);
    assert.equal(run.slopes?.[3], 2.2);
    assert.equal(run.observed, 2);
  });
});

describe('exponential smoothing by maximum likelihood', () => {
  itWithReference('finds the published parameters (FS11)', () => {
    const { cases } = vectors<{ cases: SmoothingCase[] }>('forecast_smoothing.json');
    const { values, expected } = cases.find((c) => c.id === 'FS11')!;
    const fit = fitModel(values, 'simple');
    near(fit.parameters.alpha, expected.alpha!, 1e-4, 'alpha');
    assert.ok(Math.abs(fit.parameters.initialLevel - expected.initialLevel!) < 1e-3);
    const { levels } = smooth(values, fit.parameters);
    assert.ok(Math.abs(levels[levels.length - 1]! - expected.nextForecast!) < 1e-4);
  });

  itWithReference('is at least as likely as the published fit of R (FS07)', () => {
    const { cases } = vectors<{ cases: SmoothingCase[] }>('forecast_smoothing.json');
    const c = cases.find((x) => x.id === 'FS07')!;
    const published = smooth(c.values, {
      alpha: c.alpha!,
      beta: c.beta!,
      phi: null,
      initialLevel: c.initialLevel!,
      initialSlope: c.initialSlope!,
    });
    assert.ok(fitModel(c.values, 'holt').sse <= published.sse * (1 + 1e-9));
  });

  const MODELS: SmoothingModel[] = ['simple', 'holt', 'damped'];
  it('is the lowest of a dense net over the whole region', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 25 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (noise, drift) => {
          let level = 100;
          const values = noise.map((e) => (level += drift + 0.4 * e) + e);
          const series = new TrialSeries(values);
          for (const model of MODELS) {
            const fit = fitModel(values, model);
            for (let i = 0; i <= 40; i++) {
              for (let j = 0; j <= (model === 'simple' ? 0 : 12); j++) {
                for (let p = 0; p <= (model === 'damped' ? 4 : 0); p++) {
                  const alpha = SMALLEST_WEIGHT + (i / 40) * (LARGEST_ALPHA - SMALLEST_WEIGHT);
                  const beta = SMALLEST_WEIGHT + (j / 12) * (alpha - SMALLEST_WEIGHT);
                  const phi = SMALLEST_PHI + (p / 4) * (LARGEST_PHI - SMALLEST_PHI);
                  const { sse } = series.run(
                    alpha,
                    model === 'simple' ? 0 : beta,
                    { simple: 0, holt: 1, damped: phi }[model],
                  );
                  assert.ok(fit.sse <= sse * (1 + 1e-9) + 1e-12, `${model}: ${fit.sse} is above ${sse}`);
                }
              }
            }
          }
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it('says the likelihood in full, and the parameters with it', () => {
    const values = [41.2, 42.8, 42.1, 43.9, 44.6, 44.1, 45.8, 47.2, 46.6, 48.3];
    for (const model of MODELS) {
      const fit = fitModel(values, model);
      const { sse } = smooth(values, fit.parameters);
      near(sse, fit.sse, 1e-9, `${model}: the parameters give the sum of squares`);
      near(fit.logLikelihood!, -5 * (Math.log((2 * Math.PI * sse) / 10) + 1), 1e-12, 'log likelihood, n = 10');
      const k = { simple: 3, holt: 5, damped: 6 }[model];
      near(fit.aicc!, -2 * fit.logLikelihood! + 2 * k + (2 * k * (k + 1)) / (10 - k - 1), 1e-12, 'AICc');
      assert.equal(residualVariance(fit).degreesOfFreedom, 10 - { simple: 2, holt: 4, damped: 5 }[model]);
    }
  });

  it('does not depend on the unit of the values', () => {
    const values = [41.2, 42.8, 42.1, 43.9, 44.6, 44.1, 45.8, 47.2, 46.6, 48.3];
    for (const model of MODELS) {
      const fit = fitModel(values, model);
      const other = fitModel(
        values.map((v) => 1e6 + 1000 * v),
        model,
      );
      near(other.parameters.alpha, fit.parameters.alpha, 1e-5, `${model} alpha`);
      near(other.sse / 1e6, fit.sse, 1e-6, `${model} sum of squares`);
    }
  });

  it('chooses by AICc among the models that the history suffices for', () => {
    const rising = [10, 12.1, 13.9, 16.2, 17.8, 20.1, 22, 23.8, 26.1, 28];
    assert.equal(fitSmoothing(rising).model, 'holt');
    assert.equal(fitSmoothing(rising.slice(0, 6)).model, 'simple');
    assert.equal(fitSmoothing([5, 6, 5, 4, 5, 6, 5, 4, 6, 5]).model, 'simple');
    const four = fitSmoothing(rising.slice(0, 4));
    assert.deepEqual([four.model, four.aicc], ['simple', null]);
  });

  it('takes an exact fit, the simplest first, and gives it no likelihood', () => {
    const constant = fitSmoothing([7, 7, 7, 7, 7, 7, 7, 7]);
    assert.deepEqual([constant.model, constant.logLikelihood, constant.sse], ['simple', null, 0]);
    const straight = fitSmoothing([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual([straight.model, straight.logLikelihood], ['holt', null]);
    assert.deepEqual(fitSmoothing([0, 0, 0, 0, 0]).sse, 0);
  });
});

const yearly = (values: (number | null)[], from = 2010): SeriesPoint[] =>
  values.map((value, i) => ({ period: period(String(from + i)), value }));
const ahead = (points: SeriesPoint[], valueType: ValueType = 'mean', horizon = 3) => {
  const f = forecast(points, { valueType, horizon });
  if (!f.ok) assert.fail(f.reason);
  return f;
};
const reason = (points: SeriesPoint[]) => {
  const f = forecast(points, { valueType: 'mean', horizon: 3 });
  return f.ok ? '' : f.reason;
};

describe('a forecast of a series', () => {
  it('names the coming periods, with wider limits further on and the 80% inside the 95%', () => {
    const { forecast: figures } = ahead(yearly([10, 12, 11, 13, 12, 14, 13, 12]));
    assert.deepEqual(
      figures.map((f) => f.period.label),
      ['2018', '2019', '2020'],
    );
    for (const f of figures) {
      assert.ok(f.lower95 < f.lower80 && f.lower80 < f.value && f.value < f.upper80 && f.upper80 < f.upper95);
    }
    assert.ok(figures[2]!.upper95 - figures[2]!.lower95 >= figures[0]!.upper95 - figures[0]!.lower95);
  });

  it('keeps a missing year as a place of its own', () => {
    const grid = gridOf(yearly([10, 12, null, 13, 12, 14]));
    assert.ok(grid.ok);
    assert.deepEqual(grid.grid.values, [10, 12, null, 13, 12, 14]);
    assert.deepEqual(gridOf(yearly([10, 12, 11, 13, 12, 14]).filter((_, i) => i !== 2)), grid);
  });

  it('puts unevenly spaced periods on their common step', () => {
    const points = ['2014/15', '2016/17', '2018/19', '2021/22', '2023/24'].map((t, i) => ({
      period: period(t),
      value: 20 + i,
    }));
    const f = ahead(points);
    assert.equal(f.grid.step, 12);
    assert.equal(f.grid.values.length, 10);
    assert.equal(f.forecast[0]!.period.label, '2024/25');
  });

  it('says when neighbouring periods overlap', () => {
    const rolling = [2010, 2011, 2012, 2013, 2014].map((y) => ({ period: period(`${y} - ${y + 2}`), value: y % 3 }));
    assert.equal(ahead(rolling).overlapping, true);
    assert.equal(ahead(yearly([1, 2, 1, 2, 1])).overlapping, false);
  });

  it('keeps counts, rates and proportions inside their bounds, and nothing else', () => {
    const falling = yearly([9, 8, 7, 6, 5, 4, 3, 2.2, 1]);
    assert.ok(ahead(falling, 'mean', 5).forecast[4]!.value < 0);
    for (const valueType of ['count', 'rate', 'standardised rate', 'proportion'] as const) {
      assert.ok(ahead(falling, valueType, 5).forecast.every((f) => f.lower95 >= 0 && f.value >= 0));
    }
    const full = ahead(yearly([91, 93, 94, 96, 97, 98, 99, 99.5]), 'proportion', 5);
    assert.ok(full.forecast.every((f) => f.upper95 <= 100));
  });

  it('finds what a proportion is out of', () => {
    const of = (over: Partial<SeriesPoint>, value = 0.4) =>
      boundsOf([{ period: period('2018'), value, ...over }], 'proportion').highest;
    assert.equal(of({}), 1);
    assert.equal(of({}, 40), 100);
    // 0.4 per cent: 4 of 1,000, said by its own count.
    assert.equal(of({ count: 4, denominator: 1000 }), 100);
    assert.equal(of({ count: 400, denominator: 1000 }), 1);
    // 24.67 per 1,000 (994 of 40,299).
    assert.equal(of({ count: 994, denominator: 40299 }, 24.67), 1000);
  });

  it('refuses in plain words', () => {
    assert.match(reason(yearly([1, 2])), /at least 3 figures; there are 2/);
    assert.match(reason(yearly([1, null, null, 2, null])), /there are 2/);
    assert.match(
      reason(['Q1', 'Q2', 'Q3', 'Q4'].map((q, i) => ({ period: period(`2021/22 Q1 - 2021/22 ${q}`), value: i }))),
      /Cumulative/,
    );
    assert.match(reason([...yearly([1, 2, 3]), { period: period('2013 - 15'), value: 3 }]), /not of the same length/);
    assert.match(reason([...yearly([1, 2, 3]), { period: period('2012'), value: 3 }]), /two figures for 2012/);
  });
});
