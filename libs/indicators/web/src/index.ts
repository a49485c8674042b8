export { importRoutes, indicatorRoutes } from './indicators.routes.js';
export { curveOf } from './reading/curve-of.js';
export { figureOf, groupOf, measureLineOf, sourceOf } from './reading/figures.js';
export { askAgainWhileStale, freshnessOf, isFresh } from './reading/freshness.js';
export { FourAnswers } from './reading/four-answers.js';
