export * from './tool.js';
export * from './answers.js';
export * from './agenda.js';
export * from './steps.js';
export * from './draw-tables.js';
export * from './join-code.js';
export * from './assessment.js';
export { collate, medianOf, tally, type Collation, type LevelCounts, type Median, type Tally } from './collate.js';
export * from './agreement.js';
export {
  WITHIN_OR_BETWEEN_METHOD,
  withinOrBetween,
  type GroupOfLevels,
  type WithinOrBetween,
  type WithinOrBetweenVerdict,
} from './within-or-between.js';
export * from './disclosure.js';
export * from './batches.js';
export * from './findings.js';
export * from './next-level.js';
export * from './rounds.js';
export * from './tool-check.js';
export * from './london-days.js';
export * from './reminder.js';
export * from './represented.js';
