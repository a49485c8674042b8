export type {
  BaselinePoint,
  CurveBaseline,
  CurveBreak,
  CurveChart,
  CurveLine,
  CurveNote,
  CurvePoint,
  CurveSize,
  CurveState,
  CurveUnit,
  PointStatus,
  Tone,
} from './curve-chart.js';
export { toneOf } from './curve-chart.js';
export type { CurvePicture, CurveStop, PictureWords } from './draw-curve.js';
export { curvePicture, drawCurve, scaleNote, standaloneSvg } from './draw-curve.js';
export type { CurveTable } from './curve-table.js';
export { curveTable, describeCurve, readPeriod } from './curve-table.js';
export { stateGlyph } from './state-glyph.js';
export { formatFigure, formatNumber } from './text.js';
