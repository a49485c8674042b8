export { inReadingOrder, overallFinding, readingOrder, type State } from './card.js';
