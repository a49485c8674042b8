export { actionRoutes, afterAssessmentRoutes } from './actions/actions.routes.js';
export { outcomeRoutes } from './improvement.routes.js';
