import type { Conversation } from './conversation.js';
import * as assessments from './assessments/assessments.js';
import * as console from './assessments/console.js';
import * as results from './assessments/results.js';
import * as room from './assessments/room.js';
import * as tools from './assessments/tools.js';
import * as actions from './improvement/actions.js';
import * as cards from './improvement/cards.js';
import * as imports from './indicators/imports.js';
import * as indicators from './indicators/indicators.js';
import * as account from './places/account.js';
import * as administration from './places/administration.js';
import * as platform from './places/platform.js';
import * as session from './places/session.js';
import * as signIn from './places/sign-in.js';

/** Every conversation there is, by room: the API document and the inventory of routes are made from this list. */
export const conversations: readonly Conversation[] = [
  session,
  signIn,
  account,
  administration,
  platform,
  cards,
  actions,
  indicators,
  imports,
  tools,
  assessments,
  room,
  console,
  results,
].flatMap((room) => Object.values(room).filter(isConversation));

function isConversation(value: unknown): value is Conversation {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'refusals' in value;
}
