export { ContractClient, Refused, Unreachable } from './contract-client.js';
export { SessionStore } from './session-store.js';
export type { Deed } from './session-store.js';
export { PageArrival, PageHeading } from './page-arrival.js';
export { ProblemPage } from './problem-page.js';
export { Waiting } from './waiting.js';
export { placeIsMine, placeLets } from './guards.js';
export { SignInPage } from './sign-in-page.js';
export { dayOf, momentOf, recentlyOf, shortDayOf, timeOf } from './days.js';
