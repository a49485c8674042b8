import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { parsePeriod, shiftPeriod, type Period } from './period.js';
import type { SeriesPoint } from './series-point.js';
import { freezeBaseline, judgeTurning, type Turning } from './turning.js';

/**
 * The promise of the verdict: where nothing changes at the freeze, at most 2.5% of series are called *turned* and at most
 * 10% *turning or turned*; and the same for *worse*. Simulated for ten ways that a series may be made, short histories and
 * few new figures. Each rate is over the series of one way and length, so the worst corner counts and not the average.
 * The larger run of the README is this file with TURNING_RUNS=4000.
 */
const RUNS = Number(process.env['TURNING_RUNS'] ?? 400);
const HISTORIES = [8, 10, 15, 20, 30];
const NEW_FIGURES = [3, 5];

type Chance = () => number;
/** mulberry32, so that every run is the same run. */
function uniform(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const normal =
  (u: Chance): Chance =>
  () =>
    Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u());

/** Smoothing processes: level, slope, damping and weights, errors of standard deviation 1. */
const smoothing =
  (alpha: number, beta: number, phi: number, slope: number) =>
  (z: Chance, n: number): number[] => {
    let level = 50;
    let b = slope;
    return Array.from({ length: n }, () => {
      const e = z();
      const expected = level + phi * b;
      level = expected + alpha * e;
      b = phi * b + beta * e;
      return expected + e;
    });
  };
const PROCESSES: Record<string, (z: Chance, n: number) => number[]> = {
  'white noise': smoothing(0, 0, 1, 0),
  'random walk': smoothing(1, 0, 1, 0),
  'random walk with drift 0.5': smoothing(1, 0, 1, 0.5),
  'simple smoothing, α 0.3': smoothing(0.3, 0, 1, 0),
  'simple smoothing, α 0.7': smoothing(0.7, 0, 1, 0),
  'linear trend 0.5 and noise': smoothing(0, 0, 1, 0.5),
  'linear trend −1.5 and noise': smoothing(0, 0, 1, -1.5),
  'local trend, α 0.5, β 0.1': smoothing(0.5, 0.1, 1, 0.3),
  'local trend, level sd 0.5, slope sd 0.2': (z, n) => {
    let level = 50;
    let slope = 0.3;
    return Array.from({ length: n }, () => {
      level += slope + 0.5 * z();
      slope += 0.2 * z();
      return level + z();
    });
  },
  'damped trend, α 0.5, β 0.15, φ 0.85': smoothing(0.5, 0.15, 0.85, 2),
};

const parsed = parsePeriod('1990');
if (!parsed.ok) throw new Error(parsed.reason);
const YEARS: Period[] = Array.from({ length: 60 }, (_, i) => shiftPeriod(parsed.period, i, 12));

function judge(values: readonly number[], history: number): Turning {
  const points: SeriesPoint[] = values.map((value, i) => ({ period: YEARS[i]!, value }));
  const frozen = freezeBaseline(points, { frozenAt: YEARS[history - 1]!, horizon: 1, valueType: 'mean' });
  if (!frozen.ok) assert.fail(frozen.reason);
  return judgeTurning(frozen.baseline, points, 'high');
}

interface Rates {
  way: string;
  history: number;
  figures: number;
  turned: number;
  turning: number;
  worse: number;
  surelyWorse: number;
}
const cells: Rates[] = [];
const SEED = 20261121;

describe('false verdicts when nothing has changed', () => {
  for (const [way, make] of Object.entries(PROCESSES)) {
    it(way, () => {
      for (const history of HISTORIES) {
        for (const figures of NEW_FIGURES) {
          const z = normal(uniform(SEED + history * 1000 + figures));
          const cell: Rates = { way, history, figures, turned: 0, turning: 0, worse: 0, surelyWorse: 0 };
          for (let run = 0; run < RUNS; run++) {
            const { state, certainty } = judge(make(z, history + figures), history);
            if (state === 'turned') cell.turned += 1 / RUNS;
            if (state === 'turned' || state === 'turning') cell.turning += 1 / RUNS;
            if (state === 'worse than the baseline') cell.worse += 1 / RUNS;
            if (state === 'worse than the baseline' && certainty === 'confident') cell.surelyWorse += 1 / RUNS;
          }
          cells.push(cell);
          // Room for chance in the simulation itself: two standard errors of a rate that is exactly as stated.
          const room = (rate: number) => rate + 2 * Math.sqrt((rate * (1 - rate)) / RUNS);
          const where = `${way}, ${history} + ${figures}`;
          assert.ok(cell.turned <= room(0.025), `turned ${cell.turned}: ${where}`);
          assert.ok(cell.surelyWorse <= room(0.025), `worse, confident ${cell.surelyWorse}: ${where}`);
          assert.ok(cell.turning <= room(0.1), `turning or turned ${cell.turning}: ${where}`);
          assert.ok(cell.worse <= room(0.1), `worse ${cell.worse}: ${where}`);
        }
      }
      if (process.env['TURNING_RUNS']) console.log(table(way));
    });
  }

  it('over all of them together, half of what is promised', () => {
    assert.equal(cells.length, Object.keys(PROCESSES).length * HISTORIES.length * NEW_FIGURES.length);
    const average = (of: keyof Rates) => cells.reduce((sum, c) => sum + Number(c[of]), 0) / cells.length;
    assert.ok(average('turned') <= 0.0125, `turned ${average('turned')}`);
    assert.ok(average('surelyWorse') <= 0.0125, `worse, confident ${average('surelyWorse')}`);
    assert.ok(average('turning') <= 0.07, `turning ${average('turning')}`);
    assert.ok(average('worse') <= 0.07, `worse ${average('worse')}`);
  });
});

const table = (way: string) => {
  const percent = (x: number) => (100 * x).toFixed(1);
  return `| ${way} | ${HISTORIES.map((h) =>
    NEW_FIGURES.map((f) => {
      const c = cells.find((x) => x.way === way && x.history === h && x.figures === f)!;
      return `${percent(Math.max(c.turned, c.surelyWorse))} / ${percent(Math.max(c.turning, c.worse))}`;
    }).join(' · '),
  ).join(' | ')} |`;
};

describe('a clear turn is found', () => {
  const z = () => normal(uniform(7));
  const share = (make: (n: number) => number[], history: number, figures: number, shift: number, wanted: string) => {
    let found = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const values = make(history + figures).map((v, i) => (i < history ? v : v + shift));
      if (judge(values, history).state === wanted) found++;
    }
    return found / runs;
  };
  it('four standard deviations above a level of 15 years, three new figures', () => {
    const chance = z();
    const white = (n: number) => PROCESSES['white noise']!(chance, n);
    const turned = share(white, 15, 3, 4, 'turned');
    assert.ok(turned > 0.6, `turned in ${turned}`);
  });
  it('the same below it is worse', () => {
    const chance = z();
    const white = (n: number) => PROCESSES['white noise']!(chance, n);
    const worse = share(white, 15, 3, -4, 'worse than the baseline');
    assert.ok(worse > 0.6, `worse in ${worse}`);
  });
  it('a steady rise that stops, eight standard deviations below where it led by the fifth figure', () => {
    const chance = z();
    const stops = (n: number) =>
      PROCESSES['linear trend −1.5 and noise']!(chance, n).map((v, i) => (i < 20 ? v : v + 1.6 * (i - 19)));
    const turned = share(stops, 20, 5, 0, 'turned');
    assert.ok(turned > 0.6, `turned in ${turned}`);
  });
});
