export { can, deeds, deedsOf, policy, roles } from './policy.js';
export type { Actor, Deed, Role } from './policy.js';
