export * from './tool.js';
export * from './answers.js';
export * from './agenda.js';
export * from './steps.js';
export * from './draw-tables.js';
export * from './join-code.js';
export * from './assessment.js';
