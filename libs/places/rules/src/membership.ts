import type { Role } from './policy.js';

/** Somebody has to be able to let people in: a place that has a programme manager keeps one. */
export function leavesNobody(of: {
  readonly before: readonly Role[];
  /** Empty when they leave. */
  readonly after: readonly Role[];
  /** How many other programme managers of the place can sign in. */
  readonly otherProgrammeManagers: number;
}): boolean {
  return (
    of.before.includes('programme manager') &&
    !of.after.includes('programme manager') &&
    of.otherProgrammeManagers === 0
  );
}

/** Workstreams are led by a workstream lead, and by nobody else. */
export function leadsWithoutRole(of: {
  readonly roles: readonly Role[];
  readonly workstreamIds: readonly string[];
}): boolean {
  return of.workstreamIds.length > 0 && !of.roles.includes('workstream lead');
}

export type InvitationState = 'waiting' | 'expired' | 'accepted' | 'withdrawn';

export function invitationState(
  of: { readonly expiresAt: Date; readonly acceptedAt: Date | null; readonly withdrawnAt: Date | null },
  now: Date,
): InvitationState {
  if (of.acceptedAt) return 'accepted';
  if (of.withdrawnAt) return 'withdrawn';
  return of.expiresAt <= now ? 'expired' : 'waiting';
}
