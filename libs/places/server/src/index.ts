export { actorOf, TheActor } from './access/actor.js';
export { AdmitToPlace } from './access/admit-to-place.js';
export { recordAudit, type AuditEntry } from './audit/record-audit.js';
export { PlacesHttpModule, PlacesModule } from './places.module.js';
export type { PlaceRow } from './places/place.repository.js';
export { SessionCookie } from './sessions/session-cookie.js';
