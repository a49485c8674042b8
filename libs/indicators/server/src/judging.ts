/** For the worker and for tests that stand in its place. */
export { JudgeSeries } from './judgements/judge-series.js';
export { JudgementRepository } from './judgements/judgement.repository.js';
