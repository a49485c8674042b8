/**
 * The one description of a curve chart. It can be written as JSON, and it knows no area: whoever has the figures says in
 * these words what is to be seen, and every picture (screen, paper, download) is drawn from it.
 */
export interface CurveChart {
  /** Unique in the page: the ids of the picture's title and description are made from it. */
  id: string;
  /** The finding, in a sentence. */
  title: string;
  /** One or two sentences for a reader who cannot see the picture. Empty: `describeCurve` is used. */
  description: string;
  unit: CurveUnit;
  /** Every period in order on a regular grid: gaps and the forecast horizon included. */
  periods: string[];
  points: CurvePoint[];
  baseline?: CurveBaseline | null;
  state: CurveState | null;
  benchmark?: CurveLine | null;
  trajectory?: CurveLine | null;
  breaks?: CurveBreak[];
  notes?: CurveNote[];
  /** What the bracket between the dashes and the latest point says: "218 fewer". */
  difference?: string;
}

export interface CurveUnit {
  /** Up to three characters ride with every figure ("%"); a longer unit is written once, above the scale. */
  suffix?: string;
  decimals: number;
}

export interface CurvePoint {
  period: string;
  value: number | null;
  status: PointStatus;
  provisional?: boolean;
  lower?: number | null;
  upper?: number | null;
  /** True for what came after the freeze. */
  since: boolean;
}

export type PointStatus = 'given' | 'suppressed' | 'confidential' | 'not available';

export interface CurveBaseline {
  /** The last period of the history that was frozen. */
  frozenAt: string;
  /** The day of the freeze as people say it: "14 July 2022". */
  frozenOn: string;
  points: BaselinePoint[];
}

export interface BaselinePoint {
  period: string;
  value: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

export interface CurveLine {
  label: string;
  points: { period: string; value: number | null }[];
}

/** The definition changes with this period: what came before stays, unjoined. */
export interface CurveBreak {
  period: string;
  before?: string;
  after?: string;
}

/** Something that happened, in under 50 characters. */
export interface CurveNote {
  period: string;
  text: string;
}

export type CurveState = 'too early to say' | 'on the baseline' | 'turning' | 'turned' | 'worse than the baseline';

/**
 * The sizes drawn, in CSS pixels. Text is never scaled, so each place takes the size that fits it:
 * hero 880 by 440, lead 700 by 320, narrow 328 by 360, small 362 by 196,
 * slim 328 by 196, print 680 by 248.
 */
export type CurveSize = 'hero' | 'lead' | 'narrow' | 'small' | 'slim' | 'print';

/** The colour family of what came since; never the only sign. */
export type Tone = 'better' | 'worse' | 'plain';

export function toneOf(state: CurveState | null): Tone {
  if (state === 'worse than the baseline') return 'worse';
  return state === 'turning' || state === 'turned' ? 'better' : 'plain';
}
