import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { can, deeds, deedsOf, policy, roles, type Actor, type Deed, type Role } from './policy.js';

const here = '11111111-1111-4111-8111-111111111111';
const elsewhere = '22222222-2222-4222-8222-222222222222';
const member = (held: Record<string, readonly Role[]>): Actor => ({
  kind: 'member',
  personId: 'p',
  name: 'P',
  roles: held,
});

test('every deed has an explicit answer for every role, and every role may read', () => {
  for (const deed of deeds) assert.deepEqual(Object.keys(policy[deed]).sort(), [...roles].sort());
  for (const role of roles) assert.equal(policy['read the place'][role], true);
});

test('who writes, chooses, imports and freezes is what the partners expect of each role', () => {
  const allowed = (deed: Deed): Role[] => roles.filter((role) => can(member({ [here]: [role] }), deed, here));
  assert.deepEqual(allowed('write a report card'), ['programme manager', 'workstream lead']);
  assert.deepEqual(allowed('choose the indicators of a card'), ['programme manager', 'workstream lead', 'analyst']);
  assert.deepEqual(allowed('import figures'), ['programme manager', 'analyst']);
  assert.deepEqual(allowed('freeze a baseline'), ['programme manager', 'analyst']);
});

test('a role in one place opens no other, and the public opens none', () => {
  for (const deed of deeds) {
    for (const role of roles) assert.equal(can(member({ [here]: [role] }), deed, elsewhere), false);
    assert.equal(can({ kind: 'public' }, deed, here), false);
    assert.equal(can({ kind: 'system' }, deed, here), true);
  }
});

test('several roles allow what any one of them allows, and none allows nothing', () => {
  fc.assert(
    fc.property(fc.subarray([...roles]), fc.constantFrom(...deeds), (held, deed) => {
      assert.equal(
        can(member({ [here]: held }), deed, here),
        held.some((role) => policy[deed][role]),
      );
    }),
  );
  assert.deepEqual(deedsOf(member({ [here]: [] }), here), []);
});

test('the name of a place that every object has by birth opens nothing', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    assert.equal(can(member({ [here]: ['programme manager'] }), 'read the place', name), false);
  }
});
