export { FrameworksModule } from './frameworks.module.js';
export { OutcomeRepository, type OutcomeRow } from './outcomes/outcome.repository.js';
