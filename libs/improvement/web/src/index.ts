export { outcomeRoutes } from './improvement.routes.js';
