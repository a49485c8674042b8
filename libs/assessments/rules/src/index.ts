export * from './tool.js';
export * from './answers.js';
export * from './agenda.js';
export * from './steps.js';
