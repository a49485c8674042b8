export { ImprovementHttpModule } from './improvement.module.js';
