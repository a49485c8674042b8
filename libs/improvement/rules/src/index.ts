export {
  DAYS_TO_COMPLETE,
  inChasingOrder,
  isLateToComplete,
  isOverdue,
  missingOf,
  promisesInWords,
  statuses,
  type ActionFacts,
  type Missing,
} from './action.js';
export { inReadingOrder, overallFinding, readingOrder, type State } from './card.js';
