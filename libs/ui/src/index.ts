export type { CurveChart } from '@turnstone/drawing';
export { CurveChartFigure } from './curve-chart/curve-chart.js';
export { Empty } from './empty/empty.js';
export type { ErrorLink } from './error-summary/error-summary.js';
export { ErrorSummary } from './error-summary/error-summary.js';
export { SkipLink } from './skip-link/skip-link.js';
export { State } from './state/state.js';
export { TableScroll } from './table-scroll/table-scroll.js';
