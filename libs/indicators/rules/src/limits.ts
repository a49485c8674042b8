import { chiSquareQuantile, normalQuantile } from './chance.js';

export const LIMITS_VERSION = 'limits/1';

/** A lower limit is null where the formula goes below zero: none is given, and it is not zero. */
export type Limits = { ok: true; lower: number | null; upper: number } | { ok: false; reason: string };

/** Confidence as a fraction, 0.9 up to 1, or as a per cent, 90 up to 100. */
function tail(confidence: number): number | null {
  if (confidence >= 0.9 && confidence < 1) return (1 - confidence) / 2;
  if (confidence >= 90 && confidence < 100) return (1 - confidence / 100) / 2;
  return null;
}
const CONFIDENCE_REASON = 'confidence must be from 0.9 to 1, or from 90 to 100 per cent';

/** z for a two-sided confidence: 1.959964 for 95%, 3.090232 for 99.8%. */
export function zFor(confidence: number): number | null {
  const alpha = tail(confidence);
  return alpha === null ? null : -normalQuantile(alpha);
}

/**
 * Limits of a proportion `x` out of `n` (Wilson 1927), times `multiplier` (100 for a percentage).
 * (2x + z² ∓ z·√(z² + 4x(1 − p))) / (2(n + z²)), p = x/n.
 */
export function proportionLimits(x: number, n: number, confidence = 0.95, multiplier = 1): Limits {
  const z = zFor(confidence);
  if (z === null) return { ok: false, reason: CONFIDENCE_REASON };
  if (!Number.isFinite(x) || !Number.isFinite(n)) return { ok: false, reason: 'numerator or denominator is missing' };
  if (x < 0) return { ok: false, reason: 'numerator below zero' };
  if (n <= 0) return { ok: false, reason: 'denominator not above zero' };
  if (x > n) return { ok: false, reason: 'numerator above denominator' };
  const half = z * Math.sqrt(z * z + 4 * x * (1 - x / n));
  const scale = multiplier / (2 * (n + z * z));
  return { ok: true, lower: (2 * x + z * z - half) * scale, upper: (2 * x + z * z + half) * scale };
}

/** Limits of a count by Byar's approximation (Breslow and Day 1987). Good from about ten events. */
export function byarLimits(x: number, confidence = 0.95): Limits {
  const z = zFor(confidence);
  if (z === null) return { ok: false, reason: CONFIDENCE_REASON };
  if (!Number.isFinite(x)) return { ok: false, reason: 'the count is missing' };
  if (x < 0) return { ok: false, reason: 'numerator below zero' };
  const lower = x === 0 ? 0 : x * Math.pow(1 - 1 / (9 * x) - z / (3 * Math.sqrt(x)), 3);
  const y = x + 1;
  const upper = y * Math.pow(1 - 1 / (9 * y) + z / (3 * Math.sqrt(y)), 3);
  return { ok: true, lower: lower < 0 ? null : lower, upper };
}

/** Exact Poisson limits of a count: χ²(α/2, 2x)/2 and χ²(1 − α/2, 2x + 2)/2. The count need not be whole. */
export function exactLimits(x: number, confidence = 0.95): Limits {
  const alpha = tail(confidence);
  if (alpha === null) return { ok: false, reason: CONFIDENCE_REASON };
  if (!Number.isFinite(x)) return { ok: false, reason: 'the count is missing' };
  if (x < 0) return { ok: false, reason: 'numerator below zero' };
  return {
    ok: true,
    lower: x === 0 ? 0 : chiSquareQuantile(alpha, 2 * x) / 2,
    upper: chiSquareQuantile(1 - alpha, 2 * x + 2) / 2,
  };
}

/** Limits of a count: exact below ten events, Byar from ten. */
export function countLimits(x: number, confidence = 0.95): Limits {
  return x < 10 ? exactLimits(x, confidence) : byarLimits(x, confidence);
}

/** Limits of a rate of `x` events in `n`, per `multiplier`. There may be more events than people. */
export function rateLimits(x: number, n: number, confidence = 0.95, multiplier = 1): Limits {
  if (tail(confidence) === null) return { ok: false, reason: CONFIDENCE_REASON };
  if (x < 0) return { ok: false, reason: 'numerator below zero' };
  if (!(n > 0)) return { ok: false, reason: 'denominator not above zero' };
  const limits = countLimits(x, confidence);
  if (!limits.ok) return limits;
  const scale = multiplier / n;
  return { ok: true, lower: limits.lower === null ? null : limits.lower * scale, upper: limits.upper * scale };
}
