export { conversation, Problem, refusalStatus } from './conversation.js';
export type { Conversation, Method, Refusal, Schema } from './conversation.js';
export * from './places/session.js';
export * from './places/sign-in.js';
export * from './places/account.js';
export * from './places/administration.js';
export * from './places/platform.js';
export { Email, Line, PathHere, Text, Token } from './places/words.js';
export * from './indicators/reading.js';
export * from './indicators/indicators.js';
export * from './indicators/imports.js';
export * from './improvement/cards.js';
export * from './improvement/actions.js';
export * from './assessments/tools.js';
export * from './assessments/assessments.js';
export * from './assessments/views.js';
export * from './assessments/room.js';
export * from './assessments/console.js';
export * from './assessments/results.js';
export {
  Choice,
  identities,
  kindsOfAssessment,
  scopes,
  sectorsOfRoom,
  Stage,
  stageKinds,
} from './assessments/words.js';
export { conversations } from './conversations.js';
