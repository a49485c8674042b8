export { belongingOf, can, deeds, deedsOf, policy, roles, standings, standingsOf } from './policy.js';
export type { Actor, Answer, Belonging, Deed, Resource, Role, Standing } from './policy.js';
export { invitationState, leadsWithoutRole, leavesNobody, type InvitationState } from './membership.js';
export { nesting, type Level, type Nesting } from './nesting.js';
export {
  beginning,
  checkEnd,
  checkEntry,
  type ChainHead,
  type Digest,
  type EntryAsText,
  type Fault,
} from './audit-chain.js';
