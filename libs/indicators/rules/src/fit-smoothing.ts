import { isGiven } from './series-point.js';
import {
  LARGEST_ALPHA,
  LARGEST_PHI,
  SMALLEST_PHI,
  SMALLEST_WEIGHT,
  type SmoothingModel,
  type SmoothingParameters,
} from './smoothing.js';

/** Estimated quantities, the variance included: what AICc counts. */
const ESTIMATED: Record<SmoothingModel, number> = { simple: 3, holt: 5, damped: 6 };
/** What σ² = SSE/(n − k) takes off: smoothing weights and initial states. */
const FITTED: Record<SmoothingModel, number> = { simple: 2, holt: 4, damped: 5 };
/**
 * Given α, β and φ the errors are linear in the initial level and slope, so these two are put at their exact least
 * squares values for every trial of the others, and the search is over one to three bounded numbers only.
 */
export interface Trial {
  sse: number;
  /** On the scale of the values handed in. */
  level0: number;
  slope0: number;
  /** Sums of squares and products of the errors' derivatives by initial level (a) and slope (b). */
  aa: number;
  ab: number;
  bb: number;
}

/** Values on the grid with the missing ones marked; scaled once so that trials neither overflow nor lose digits. */
export class TrialSeries {
  readonly length: number;
  readonly observed: number;
  readonly errors: Float64Array;
  private readonly y: Float64Array;
  private readonly missing: Uint8Array | null;
  private readonly byLevel: Float64Array;
  private readonly bySlope: Float64Array;
  readonly trial: Trial = { sse: 0, level0: 0, slope0: 0, aa: 0, ab: 0, bb: 0 };

  constructor(values: readonly (number | null)[]) {
    this.length = values.length;
    this.y = Float64Array.from(values, (v) => v ?? 0);
    this.missing = values.includes(null) ? Uint8Array.from(values, (v) => (v === null ? 1 : 0)) : null;
    this.observed = values.reduce<number>((sum, v) => sum + (v === null ? 0 : 1), 0);
    this.errors = new Float64Array(this.length);
    this.byLevel = new Float64Array(this.length);
    this.bySlope = new Float64Array(this.length);
  }

  get complete(): boolean {
    return this.missing === null;
  }

  /** The derivatives of the errors of the last run, into longer arrays. */
  copyDesign(byLevel: Float64Array, bySlope: Float64Array, at: number): void {
    byLevel.set(this.byLevel, at);
    bySlope.set(this.bySlope, at);
  }

  /** The sum of squares alone, from derivatives worked out before. Loses digits where the fit is close. */
  sseWithDesign(alpha: number, beta: number, phi: number, designs: Designs, start: number): number {
    const { y, length } = this;
    const { byLevel, bySlope, inverse } = designs;
    const offset = start * length;
    let level = 0;
    let slope = 0;
    let ee = 0;
    let ae = 0;
    let be = 0;
    for (let i = 0; i < length; i++) {
      slope *= phi;
      level += slope;
      const e = y[i]! - level;
      ee += e * e;
      ae += byLevel[offset + i]! * e;
      be += bySlope[offset + i]! * e;
      level += alpha * e;
      slope += beta * e;
    }
    const [ia, iab, ib] = [inverse[3 * start]!, inverse[3 * start + 1]!, inverse[3 * start + 2]!];
    return ee - ia * ae * ae - 2 * iab * ae * be - ib * be * be;
  }

  /** Leaves the errors in `errors` and answers the shared `trial`; φ = 0 with β = 0 is simple smoothing. */
  run(alpha: number, beta: number, phi: number): Trial {
    return phi === 0 ? this.runLevel(alpha) : this.runSlope(alpha, beta, phi);
  }

  private runLevel(alpha: number): Trial {
    const { y, missing, errors, byLevel, trial, length } = this;
    let level = 0;
    let a = 1;
    let aa = 0;
    let ae = 0;
    for (let i = 0; i < length; i++) {
      if (missing !== null && missing[i] === 1) {
        errors[i] = 0;
        byLevel[i] = 0;
        continue;
      }
      const e = y[i]! - level;
      errors[i] = e;
      byLevel[i] = a;
      aa += a * a;
      ae += a * e;
      level += alpha * e;
      a -= alpha * a;
    }
    const level0 = ae / aa;
    let sse = 0;
    for (let i = 0; i < length; i++) {
      const e = errors[i]! - level0 * byLevel[i]!;
      errors[i] = e;
      sse += e * e;
    }
    trial.sse = sse;
    trial.level0 = level0;
    trial.slope0 = 0;
    trial.aa = aa;
    trial.ab = 0;
    trial.bb = 0;
    return trial;
  }

  private runSlope(alpha: number, beta: number, phi: number): Trial {
    const { y, missing, errors, byLevel, bySlope, trial, length } = this;
    let level = 0;
    let slope = 0;
    let aLevel = 1;
    let aSlope = 0;
    let bLevel = 0;
    let bSlope = 1;
    let aa = 0;
    let ab = 0;
    let bb = 0;
    let ae = 0;
    let be = 0;
    for (let i = 0; i < length; i++) {
      slope *= phi;
      aSlope *= phi;
      bSlope *= phi;
      level += slope;
      aLevel += aSlope;
      bLevel += bSlope;
      if (missing !== null && missing[i] === 1) {
        errors[i] = 0;
        byLevel[i] = 0;
        bySlope[i] = 0;
        continue;
      }
      const e = y[i]! - level;
      errors[i] = e;
      byLevel[i] = aLevel;
      bySlope[i] = bLevel;
      aa += aLevel * aLevel;
      ab += aLevel * bLevel;
      bb += bLevel * bLevel;
      ae += aLevel * e;
      be += bLevel * e;
      level += alpha * e;
      slope += beta * e;
      aSlope -= beta * aLevel;
      aLevel -= alpha * aLevel;
      bSlope -= beta * bLevel;
      bLevel -= alpha * bLevel;
    }
    const determinant = aa * bb - ab * ab;
    const level0 = (bb * ae - ab * be) / determinant;
    const slope0 = (aa * be - ab * ae) / determinant;
    let sse = 0;
    for (let i = 0; i < length; i++) {
      const e = errors[i]! - level0 * byLevel[i]! - slope0 * bySlope[i]!;
      errors[i] = e;
      sse += e * e;
    }
    trial.sse = sse;
    trial.level0 = level0;
    trial.slope0 = slope0;
    trial.aa = aa;
    trial.ab = ab;
    trial.bb = bb;
    return trial;
  }
}

/** The bounded region as a box: α and φ straight, β = smallest + u·(α − smallest). */
type Box = Float64Array;
const alphaOf = (u: number) => SMALLEST_WEIGHT + u * (LARGEST_ALPHA - SMALLEST_WEIGHT);
const betaOf = (alpha: number, v: number) => SMALLEST_WEIGHT + v * (alpha - SMALLEST_WEIGHT);
const phiOf = (w: number) => SMALLEST_PHI + w * (LARGEST_PHI - SMALLEST_PHI);
const DIMENSIONS: Record<SmoothingModel, 1 | 2 | 3> = { simple: 1, holt: 2, damped: 3 };

function runBox(series: TrialSeries, model: SmoothingModel, box: Box, from = 0): Trial {
  const alpha = alphaOf(box[from]!);
  if (model === 'simple') return series.run(alpha, 0, 0);
  return series.run(alpha, betaOf(alpha, box[from + 1]!), model === 'holt' ? 1 : phiOf(box[from + 2]!));
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const LEVEL_STARTS = [0, 0.01, 0.03, 0.06, ...Array.from({ length: 19 }, (_, i) => (i + 2) / 20)];
const ALPHA_STARTS = [0, 0.012, 0.03, 0.05, 0.08, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const BETA_STARTS = [0, 0.015, 0.05, 0.15, 0.35, 0.65, 1];
const PHI_STARTS = [0, 0.33, 0.67, 1];
/** A surface may have more than one hollow; the search goes down from the lowest start of each, so many at most. */
const DESCENTS = 8;
const DIFFERENCE = 1e-6;

/** One number only: every hollow of a fine row of starts, narrowed by golden section. */
function lowestLevel(series: TrialSeries): Box {
  const at = (u: number) => series.run(alphaOf(u), 0, 0).sse;
  const places = LEVEL_STARTS.map(at);
  let best = { u: 0, sse: Infinity };
  places.forEach((here, i) => {
    const [before, after] = [places[i - 1] ?? Infinity, places[i + 1] ?? Infinity];
    if (before < here || after < here) return;
    let low = LEVEL_STARTS[Math.max(0, i - 1)]!;
    let high = LEVEL_STARTS[Math.min(places.length - 1, i + 1)]!;
    let left = high - GOLDEN * (high - low);
    let right = low + GOLDEN * (high - low);
    let atLeft = at(left);
    let atRight = at(right);
    while (high - low > 1e-9) {
      if (atLeft <= atRight) {
        [high, right, atRight] = [right, left, atLeft];
        left = high - GOLDEN * (high - low);
        atLeft = at(left);
      } else {
        [low, left, atLeft] = [left, right, atRight];
        right = low + GOLDEN * (high - low);
        atRight = at(right);
      }
    }
    for (const u of [(low + high) / 2, LEVEL_STARTS[i]!]) {
      const sse = at(u);
      if (sse < best.sse) best = { u, sse };
    }
  });
  return Float64Array.of(best.u, 0, 0);
}

interface Starts {
  readonly alphas: readonly number[];
  readonly betas: readonly number[];
  readonly phis: readonly number[];
  /** Every start as (u, v, w) of the box, one after the other. */
  readonly boxes: Float64Array;
}
function startsFor(phis: readonly number[]): Starts {
  const boxes = ALPHA_STARTS.flatMap((a) => BETA_STARTS.flatMap((b) => phis.flatMap((p) => [a, b, p])));
  return { alphas: ALPHA_STARTS, betas: BETA_STARTS, phis, boxes: Float64Array.from(boxes) };
}
const STARTS = { holt: startsFor([0]), damped: startsFor(PHI_STARTS) };

/**
 * The derivatives of the errors by the initial states depend on the starts and the length alone, so for complete short
 * series they are worked out once: a start then costs one pass over the values.
 */
interface Designs {
  readonly byLevel: Float64Array;
  readonly bySlope: Float64Array;
  /** The inverse of the sums of squares and products: three numbers for each start. */
  readonly inverse: Float64Array;
}
const LONGEST_KEPT_DESIGN = 40;
const keptDesigns = new Map<string, Designs>();

function designsFor(model: 'holt' | 'damped', length: number): Designs {
  const key = `${model} ${length}`;
  const kept = keptDesigns.get(key);
  if (kept) return kept;
  const { boxes } = STARTS[model];
  const count = boxes.length / 3;
  const byLevel = new Float64Array(count * length);
  const bySlope = new Float64Array(count * length);
  const inverse = new Float64Array(count * 3);
  const blank = new TrialSeries(Array.from({ length }, () => 0));
  for (let s = 0; s < count; s++) {
    const { aa, ab, bb } = runBox(blank, model, boxes, 3 * s);
    blank.copyDesign(byLevel, bySlope, s * length);
    const determinant = aa * bb - ab * ab;
    inverse[3 * s] = bb / determinant;
    inverse[3 * s + 1] = -ab / determinant;
    inverse[3 * s + 2] = aa / determinant;
  }
  const designs = { byLevel, bySlope, inverse };
  keptDesigns.set(key, designs);
  return designs;
}

/** The sum of squares at every start. */
function sseAtStarts(series: TrialSeries, model: 'holt' | 'damped'): Float64Array {
  const { boxes } = STARTS[model];
  const count = boxes.length / 3;
  const sse = new Float64Array(count);
  if (!series.complete || series.length > LONGEST_KEPT_DESIGN) {
    for (let s = 0; s < count; s++) sse[s] = runBox(series, model, boxes, 3 * s).sse;
    return sse;
  }
  const designs = designsFor(model, series.length);
  for (let s = 0; s < count; s++) {
    const alpha = alphaOf(boxes[3 * s]!);
    const beta = betaOf(alpha, boxes[3 * s + 1]!);
    const phi = model === 'holt' ? 1 : phiOf(boxes[3 * s + 2]!);
    sse[s] = series.sseWithDesign(alpha, beta, phi, designs, s);
  }
  return sse;
}

/** The starts that no neighbouring start lies below, lowest first. */
function hollows(series: TrialSeries, model: 'holt' | 'damped'): number[] {
  const { alphas, betas, phis } = STARTS[model];
  const [as, bs, ps] = [alphas.length, betas.length, phis.length];
  const sse = sseAtStarts(series, model);
  const found: number[] = [];
  for (let a = 0, s = 0; a < as; a++) {
    for (let b = 0; b < bs; b++) {
      for (let p = 0; p < ps; p++, s++) {
        const here = sse[s]!;
        if (a > 0 && sse[s - bs * ps]! < here) continue;
        if (a < as - 1 && sse[s + bs * ps]! < here) continue;
        if (b > 0 && sse[s - ps]! < here) continue;
        if (b < bs - 1 && sse[s + ps]! < here) continue;
        if (p > 0 && sse[s - 1]! < here) continue;
        if (p < ps - 1 && sse[s + 1]! < here) continue;
        // Ties along an edge where a number has no effect would be the same descent several times over.
        if (!found.some((f) => Math.abs(sse[f]! - here) <= 1e-7 * here)) found.push(s);
      }
    }
  }
  return found.sort((x, y) => sse[x]! - sse[y]!).slice(0, DESCENTS);
}

/* Scratch of the search: one search runs at a time, and none outlives its call. */
const NORMAL = new Float64Array(9);
const RIGHT = new Float64Array(3);
const STEP = new Float64Array(3);
const GRADIENT = new Float64Array(3);
const NEXT = new Float64Array(3);
const FREE = new Int32Array(3);
let scratchLength = 0;
let scratchErrors = new Float64Array(0);
let scratchJacobian: Float64Array[] = [];
function scratchFor(length: number): void {
  if (scratchLength >= length) return;
  scratchLength = length;
  scratchErrors = new Float64Array(length);
  scratchJacobian = [0, 1, 2].map(() => new Float64Array(length));
}

/** Solves (A + damping·diag A)x = b, A in NORMAL (row length 3) and b in RIGHT, n unknowns, answer in STEP. */
const WORK = new Float64Array(9);
function solve(n: number, damping: number): void {
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < n; c++) WORK[3 * r + c] = NORMAL[3 * r + c]! * (r === c ? 1 + damping : 1);
    WORK[3 * r + r]! += 1e-300;
    STEP[r] = RIGHT[r]!;
  }
  for (let p = 0; p < n; p++) {
    for (let r = p + 1; r < n; r++) {
      const factor = WORK[3 * r + p]! / WORK[3 * p + p]!;
      for (let c = p; c < n; c++) WORK[3 * r + c]! -= factor * WORK[3 * p + c]!;
      STEP[r]! -= factor * STEP[p]!;
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let c = r + 1; c < n; c++) STEP[r]! -= WORK[3 * r + c]! * STEP[c]!;
    STEP[r]! /= WORK[3 * r + r]!;
    if (!Number.isFinite(STEP[r]!)) STEP[r] = 0;
  }
}

/** Moves a copy of the box by STEP along the free numbers, kept inside, into NEXT. */
function stepFrom(box: Box, free: number): void {
  for (let d = 0; d < 3; d++) NEXT[d] = box[d]!;
  for (let i = 0; i < free; i++) NEXT[FREE[i]!] = Math.min(1, Math.max(0, box[FREE[i]!]! + STEP[i]!));
}

/**
 * Levenberg and Marquardt's descent on the errors with the initial states already projected out; a number at its bound
 * with the slope pointing outwards is held there. Moves the box in place.
 */
function descend(series: TrialSeries, model: SmoothingModel, box: Box): number {
  const dimensions = DIMENSIONS[model];
  const { length, errors } = series;
  scratchFor(length);
  let sse = runBox(series, model, box).sse;
  for (let i = 0; i < length; i++) scratchErrors[i] = errors[i]!;
  let damping = 1e-3;
  for (let iteration = 0; iteration < 12; iteration++) {
    let free = 0;
    for (let d = 0; d < dimensions; d++) {
      const at = box[d]!;
      const step = at > 0.5 ? -DIFFERENCE : DIFFERENCE;
      box[d] = at + step;
      runBox(series, model, box);
      box[d] = at;
      const column = scratchJacobian[d]!;
      let g = 0;
      for (let i = 0; i < length; i++) {
        const change = (errors[i]! - scratchErrors[i]!) / step;
        column[i] = change;
        g += change * scratchErrors[i]!;
      }
      GRADIENT[d] = g;
      if (!((at <= 0 && g >= 0) || (at >= 1 && g <= 0))) FREE[free++] = d;
    }
    if (free === 0) break;
    for (let r = 0; r < free; r++) {
      RIGHT[r] = -GRADIENT[FREE[r]!]!;
      const rows = scratchJacobian[FREE[r]!]!;
      for (let c = r; c < free; c++) {
        const columns = scratchJacobian[FREE[c]!]!;
        let sum = 0;
        for (let i = 0; i < length; i++) sum += rows[i]! * columns[i]!;
        NORMAL[3 * r + c] = sum;
        NORMAL[3 * c + r] = sum;
      }
    }
    let gained = 0;
    let moved = 0;
    for (let attempt = 0; attempt < 12; attempt++) {
      solve(free, damping);
      stepFrom(box, free);
      const candidate = runBox(series, model, NEXT).sse;
      if (candidate < sse) {
        gained = sse - candidate;
        for (let d = 0; d < dimensions; d++) {
          moved = Math.max(moved, Math.abs(NEXT[d]! - box[d]!));
          box[d] = NEXT[d]!;
        }
        sse = candidate;
        for (let i = 0; i < length; i++) scratchErrors[i] = errors[i]!;
        damping = Math.max(1e-9, damping / 8);
        break;
      }
      damping *= 6;
    }
    if (gained <= 1e-7 * sse || moved < 1e-9) break;
  }
  return sse;
}

/** Newton's steps on the sum of squares: the last digits, which the descent above nears only slowly. */
function finish(series: TrialSeries, model: SmoothingModel, box: Box, startSse: number): number {
  const h = 1e-4;
  let sse = startSse;
  const at = (d1: number, by1: number, d2: number, by2: number) => {
    for (let d = 0; d < 3; d++) NEXT[d] = box[d]!;
    NEXT[d1]! += by1;
    NEXT[d2]! += by2;
    return runBox(series, model, NEXT).sse;
  };
  for (let iteration = 0; iteration < 8; iteration++) {
    let free = 0;
    for (let d = 0; d < DIMENSIONS[model]; d++) {
      const below = at(d, -h, d, 0);
      const above = at(d, h, d, 0);
      const g = (above - below) / (2 * h);
      if ((box[d]! <= 0 && g >= 0) || (box[d]! >= 1 && g <= 0)) continue;
      const curve = (above - 2 * sse + below) / (h * h);
      if (!(curve > 0)) continue;
      RIGHT[free] = -g;
      NORMAL[4 * free] = curve;
      FREE[free++] = d;
    }
    if (free === 0) break;
    for (let r = 0; r < free; r++) {
      for (let c = r + 1; c < free; c++) {
        const [i, j] = [FREE[r]!, FREE[c]!];
        const mixed = (at(i, h, j, h) - at(i, h, j, -h) - at(i, -h, j, h) + at(i, -h, j, -h)) / (4 * h * h);
        NORMAL[3 * r + c] = mixed;
        NORMAL[3 * c + r] = mixed;
      }
    }
    let gained = 0;
    for (const damping of NEWTON_DAMPINGS) {
      solve(free, damping);
      stepFrom(box, free);
      const candidate = runBox(series, model, NEXT).sse;
      if (candidate < sse) {
        gained = sse - candidate;
        sse = candidate;
        for (let d = 0; d < 3; d++) box[d] = NEXT[d]!;
        break;
      }
    }
    if (gained <= 1e-11 * sse) break;
  }
  return sse;
}
const NEWTON_DAMPINGS = [0, 0.3, 3];
/** A descent that ends this much above the lowest can't be the lowest after the last digits. */
const OUT_OF_REACH = 1.01;

/** The lowest point of the box. */
function search(series: TrialSeries, model: SmoothingModel): Box {
  if (model === 'simple') return lowestLevel(series);
  const { boxes } = STARTS[model];
  const ends = hollows(series, model).map((s) => {
    const box = boxes.slice(3 * s, 3 * s + 3);
    return { box, sse: descend(series, model, box) };
  });
  const lowest = Math.min(...ends.map((e) => e.sse));
  let best: { box: Box; sse: number } = { box: boxes.slice(0, 3), sse: Infinity };
  for (const { box, sse } of ends) {
    if (sse > lowest * OUT_OF_REACH) continue;
    // Two descents into the same hollow need one finish.
    if (best.sse <= sse && Math.max(...box.map((x, d) => Math.abs(x - best.box[d]!))) < 1e-3) continue;
    const finished = finish(series, model, box, sse);
    if (finished < best.sse) best = { box, sse: finished };
  }
  return best.box;
}

export interface FittedModel {
  readonly model: SmoothingModel;
  readonly parameters: SmoothingParameters;
  readonly sse: number;
  /** Values given. */
  readonly observed: number;
  /** Full Gaussian, −n/2·(ln(2π·SSE/n) + 1); null where the fit is exact and the likelihood has no bound. */
  readonly logLikelihood: number | null;
  /** Null where the history is too short for it, or the fit is exact. */
  readonly aicc: number | null;
}

/** Below this share of the values' own size an error is rounding of the machine, and the fit exact. */
const EXACT = 1e-11;

function scaleOf(values: readonly (number | null)[]): { centre: number; scale: number } {
  const given = values.filter(isGiven);
  const centre = given.reduce((sum, v) => sum + v, 0) / given.length;
  const spread = Math.sqrt(given.reduce((sum, v) => sum + (v - centre) ** 2, 0) / given.length);
  return { centre, scale: spread > EXACT * Math.abs(centre) ? spread : Math.abs(centre) || 1 };
}

/** Maximum likelihood within the bounds. Values in time order on a regular grid, the first one given. */
export function fitModel(values: readonly (number | null)[], model: SmoothingModel): FittedModel {
  const { centre, scale } = scaleOf(values);
  const series = new TrialSeries(values.map((v) => (v === null ? null : (v - centre) / scale)));
  const n = series.observed;
  const box = search(series, model);
  const trial = runBox(series, model, box);
  const alpha = alphaOf(box[0]!);
  const parameters: SmoothingParameters = {
    alpha,
    beta: model === 'simple' ? null : betaOf(alpha, box[1]!),
    phi: model === 'damped' ? phiOf(box[2]!) : null,
    initialLevel: centre + scale * trial.level0,
    initialSlope: model === 'simple' ? null : scale * trial.slope0,
  };
  const size = Math.max(Math.abs(centre), scale);
  const sse = trial.sse * scale * scale;
  const exact = Math.sqrt(sse / n) <= EXACT * size;
  const k = ESTIMATED[model];
  const logLikelihood = exact ? null : (-n / 2) * (Math.log((2 * Math.PI * sse) / n) + 1);
  const aicc =
    logLikelihood === null || n - k - 1 <= 0 ? null : -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
  return { model, parameters, sse: exact ? 0 : sse, observed: n, logLikelihood, aicc };
}

/**
 * The model with the smallest AICc among those that the history suffices for, n ≥ k + 2; simple smoothing where it is
 * shorter. An exact fit wins outright, the simplest first.
 */
export function fitSmoothing(values: readonly (number | null)[]): FittedModel {
  const n = values.filter(isGiven).length;
  let best = fitModel(values, 'simple');
  for (const model of ['holt', 'damped'] as const) {
    if (n < ESTIMATED[model] + 2 || best.logLikelihood === null) continue;
    const other = fitModel(values, model);
    if (other.logLikelihood === null || (other.aicc ?? Infinity) < (best.aicc ?? Infinity)) best = other;
  }
  return best;
}

/** σ² = SSE/(n − k), or null where nothing is left to estimate it from. */
export function residualVariance(fit: FittedModel): { sigma2: number; degreesOfFreedom: number } {
  const degreesOfFreedom = fit.observed - FITTED[fit.model];
  return { sigma2: fit.sse / Math.max(1, degreesOfFreedom), degreesOfFreedom };
}
