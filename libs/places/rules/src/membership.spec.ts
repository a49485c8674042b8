import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invitationState, leadsWithoutRole, leavesNobody } from './membership.js';

test('the last programme manager stays one; with another, and for any other role, they may go', () => {
  const manager = ['programme manager', 'analyst'] as const;
  assert.equal(leavesNobody({ before: manager, after: [], otherProgrammeManagers: 0 }), true);
  assert.equal(leavesNobody({ before: manager, after: ['analyst'], otherProgrammeManagers: 0 }), true);
  assert.equal(leavesNobody({ before: manager, after: ['programme manager'], otherProgrammeManagers: 0 }), false);
  assert.equal(leavesNobody({ before: manager, after: [], otherProgrammeManagers: 1 }), false);
  assert.equal(leavesNobody({ before: ['viewer'], after: [], otherProgrammeManagers: 0 }), false);
});

test('only a workstream lead leads workstreams; one may lead none yet', () => {
  assert.equal(leadsWithoutRole({ roles: ['viewer'], workstreamIds: ['w'] }), true);
  assert.equal(leadsWithoutRole({ roles: ['viewer', 'workstream lead'], workstreamIds: ['w'] }), false);
  assert.equal(leadsWithoutRole({ roles: ['workstream lead'], workstreamIds: [] }), false);
  assert.equal(leadsWithoutRole({ roles: ['viewer'], workstreamIds: [] }), false);
});

test('an invitation waits until the very moment at which it expires, and what was done with it counts first', () => {
  const at = (text: string) => new Date(`2026-11-${text}Z`);
  const waiting = { expiresAt: at('29T12:00'), acceptedAt: null, withdrawnAt: null };
  assert.equal(invitationState(waiting, at('29T11:59')), 'waiting');
  assert.equal(invitationState(waiting, at('29T12:00')), 'expired');
  assert.equal(invitationState({ ...waiting, withdrawnAt: at('23T09:00') }, at('30T12:00')), 'withdrawn');
  assert.equal(invitationState({ ...waiting, acceptedAt: at('23T09:00') }, at('30T12:00')), 'accepted');
});
