export { conversation, Problem, refusalStatus } from './conversation.js';
export type { Conversation, Method, Refusal, Schema } from './conversation.js';
export * from './places/session.js';
export * from './indicators/reading.js';
export * from './indicators/indicators.js';
export * from './indicators/imports.js';
export * from './improvement/cards.js';
export { conversations } from './conversations.js';
