export * from './tool.js';
export * from './answers.js';
