import type { AuditEntry } from '../audit/record-audit.js';
import type { InvitationRow } from './invitation.repository.js';

/** What the trail keeps of an invitation for ever: what it was for, not for whom. */
export function invitationForAudit(row: InvitationRow) {
  return {
    roles: row.roles,
    organisationId: row.organisationId,
    workstreamIds: row.workstreamIds,
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** For whom it was: stands apart, and can be erased by the address. */
export function personalOf(row: InvitationRow): NonNullable<AuditEntry['personal']> {
  return { personId: null, address: row.email, after: { name: row.name, email: row.email } };
}
