import type { Invitation, Member } from '@turnstone/contract';
import { invitationState } from '@turnstone/places-rules';
import type { InvitationRow } from './invitation.repository.js';
import type { MemberRow } from './member.repository.js';

/** `manages`: whether the one who asks may manage people; nobody else sees addresses and last visits. */
export function memberAsAnswered(row: MemberRow, manages: boolean): Member {
  return {
    personId: row.personId,
    name: row.name,
    email: manages ? row.email : null,
    roles: row.roles,
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    workstreamIds: row.workstreamIds,
    joinedAt: row.joinedAt.toISOString(),
    seenOn: manages && row.seenAt ? londonDay(row.seenAt) : null,
    version: row.version,
  };
}

export function invitationAsAnswered(row: InvitationRow, now: Date): Invitation {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    workstreamIds: row.workstreamIds,
    invitedBy: row.invitedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: invitationState(row, now),
  };
}

/** 2026-11-21, as the calendar stands in London. */
function londonDay(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' }).format(at);
}
