import type { Conversation } from './conversation.js';
import { listOutcomes, readCard, writeSection } from './improvement/cards.js';
import { commitImport, downloadRefused, listImports, previewImport, readImport } from './indicators/imports.js';
import { downloadSeries, freezeBaseline, listIndicators, readIndicator } from './indicators/indicators.js';
import { readDemoPeople, readPlace, readSession, signInToDemo, signOut } from './places/session.js';

/** Every conversation there is: the API document and the inventory of routes are made from this list. */
export const conversations: readonly Conversation[] = [
  readSession,
  readDemoPeople,
  signInToDemo,
  signOut,
  readPlace,
  listOutcomes,
  readCard,
  writeSection,
  listIndicators,
  readIndicator,
  freezeBaseline,
  downloadSeries,
  previewImport,
  listImports,
  readImport,
  commitImport,
  downloadRefused,
];
