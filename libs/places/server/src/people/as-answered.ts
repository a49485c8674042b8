import type { Invitation, Member, Organisation, Sharing, Workstream } from '@turnstone/contract';
import { invitationState } from '@turnstone/places-rules';
import type { InvitationRow } from './invitation.repository.js';
import type { MemberRow } from './member.repository.js';
import type { OrganisationRow } from './organisation.repository.js';
import type { RelatedPlace } from './sharing.repository.js';
import type { WorkstreamRow } from './workstream.repository.js';

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

export function organisationAsAnswered(row: OrganisationRow): Organisation {
  return { ...row, closedAt: row.closedAt?.toISOString() ?? null };
}

export function workstreamAsAnswered(row: WorkstreamRow): Workstream {
  return { ...row, closedAt: row.closedAt?.toISOString() ?? null };
}

export function sharingAsAnswered(related: readonly RelatedPlace[]): Sharing {
  return {
    opensTo: related.map(({ id, name, level, direction, openedAt, openedBy }) => ({
      id,
      name,
      level,
      direction,
      open: openedAt !== null,
      chosenBy: openedBy,
      chosenAt: openedAt?.toISOString() ?? null,
    })),
    openedToUs: related.flatMap(({ id, name, level, slug, opensToUsSince }) =>
      opensToUsSince ? [{ id, name, level, slug, since: opensToUsSince.toISOString() }] : [],
    ),
  };
}

/** 2026-11-21, as the calendar stands in London. */
function londonDay(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' }).format(at);
}
