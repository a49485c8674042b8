import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  can,
  deeds,
  deedsOf,
  policy,
  roles,
  standings,
  standingsOf,
  type Actor,
  type Belonging,
  type Deed,
  type Resource,
  type Role,
  type Standing,
} from './policy.js';

const here = '11111111-1111-4111-8111-111111111111';
const elsewhere = '22222222-2222-4222-8222-222222222222';
const mine = '33333333-3333-4333-8333-333333333333';
const theirs = '44444444-4444-4444-8444-444444444444';
const place = (id: string, workstreamId?: string | null): Resource =>
  workstreamId === undefined ? { kind: 'place', id } : { kind: 'place', id, workstreamId };
const platform: Resource = { kind: 'platform' };

type Member = Actor & { kind: 'member' };
function member(places: Record<string, Partial<Belonging>>, platformAdministrator = false): Member {
  const whole = Object.entries(places).map(([id, some]) => [
    id,
    { slug: id, roles: [], organisationId: null, workstreamIds: [], shared: false, ...some },
  ]);
  return {
    kind: 'member',
    personId: 'p',
    name: 'P',
    sessionId: 's',
    platformAdministrator,
    places: Object.fromEntries(whole) as Member['places'],
  };
}
const holding = (...held: Role[]): Member => member({ [here]: { roles: held } });

test('every deed has an explicit answer for every standing, and only a lead is bound to what is theirs', () => {
  assert.deepEqual(Object.keys(policy).sort(), [...deeds].sort());
  for (const deed of deeds) {
    assert.deepEqual(Object.keys(policy[deed]).sort(), [...standings].sort(), deed);
    for (const standing of standings) {
      const answer = policy[deed][standing];
      assert.ok(answer === 'yes' || answer === 'no' || (answer === 'theirs' && standing === 'workstream lead'), deed);
    }
  }
});

// Written down a second time, from what the partners expect and not from the table: whoever changes one has to mean it.
const expected: Record<Deed, readonly Standing[]> = {
  'read the place': [...roles, 'shared reader'],
  'write a report card': ['programme manager', 'workstream lead'],
  'choose the indicators of a card': ['programme manager', 'workstream lead', 'analyst'],
  'import figures': ['programme manager', 'analyst'],
  'freeze a baseline': ['programme manager', 'analyst'],
  'see the people': [...roles, 'platform administrator'],
  'manage people': ['programme manager', 'platform administrator'],
  'manage organisations': ['programme manager', 'platform administrator'],
  'manage workstreams': ['programme manager'],
  'choose sharing': ['programme manager'],
  'describe the place': ['programme manager', 'platform administrator'],
  'read the audit trail': ['programme manager'],
  'read assessments': [...roles],
  'run assessments': ['programme manager', 'facilitator'],
  'keep a record': roles.filter((role) => role !== 'viewer'),
  'adapt tools': ['programme manager', 'facilitator'],
  'raise actions': ['programme manager', 'workstream lead', 'facilitator'],
  'take part': ['participant'],
  'manage places': ['platform administrator'],
  'manage sign-in providers': ['platform administrator'],
  'manage administrators': ['platform administrator'],
  'manage accounts': ['platform administrator'],
  'read the platform audit trail': ['platform administrator'],
  'read sent mail': ['platform administrator'],
  'keep an account': ['signed in'],
};

test('who may do what is what the partners expect of each standing, and nobody else may', () => {
  for (const deed of deeds) {
    const allowed = standings.filter((standing) => policy[deed][standing] !== 'no');
    assert.deepEqual([...allowed].sort(), [...expected[deed]].sort(), deed);
  }
});

test('a role in one place opens no other, and the public opens none', () => {
  for (const deed of deeds) {
    for (const role of roles) assert.equal(can(holding(role), deed, place(elsewhere)), false, `${deed} as ${role}`);
    for (const resource of [place(here), platform, { kind: 'account', personId: 'p' } as const]) {
      assert.equal(can({ kind: 'public' }, deed, resource), false, deed);
      assert.equal(can({ kind: 'system' }, deed, resource), true, deed);
    }
  }
});

test('a platform administrator administers, and reads no place by it', () => {
  const administrator = member({}, true);
  assert.equal(can(administrator, 'manage places', platform), true);
  assert.equal(can(administrator, 'manage people', place(here)), true);
  for (const deed of ['read the place', 'write a report card', 'import figures', 'choose sharing'] as const) {
    assert.equal(can(administrator, deed, place(here)), false, deed);
  }
  for (const role of roles) assert.equal(can(holding(role), 'manage places', platform), false, role);
});

test('who reads because a place was opened to theirs reads, and does nothing else', () => {
  const reader = member({ [here]: { shared: true } });
  assert.deepEqual(deedsOf(reader, place(here)), ['read the place']);
  // Roles that a shared place would carry by mistake count for nothing.
  const confused = member({ [here]: { shared: true, roles: ['programme manager'] } });
  assert.deepEqual(standingsOf(confused, place(here)), ['shared reader']);
});

test('who joined an assessment takes part in that one, and does nothing else anywhere', () => {
  const assessment = { kind: 'assessment', placeId: here, id: 'a' } as const;
  const joined = { kind: 'participant', placeId: here, assessmentId: 'a', participantId: 'p' } as const;
  assert.deepEqual(deedsOf(joined, assessment), ['take part']);
  for (const other of [{ ...assessment, id: 'b' }, { ...assessment, placeId: elsewhere }, place(here), platform]) {
    assert.deepEqual(deedsOf(joined, other), []);
  }
  assert.deepEqual(deedsOf(holding('programme manager'), assessment), [], 'members ask about the place');
  assert.deepEqual(deedsOf(member({}, true), assessment), []);
});

test('a lead writes what belongs to a workstream of theirs, and not what belongs to another or to none', () => {
  const lead = member({ [here]: { roles: ['workstream lead'], workstreamIds: [mine] } });
  assert.equal(can(lead, 'write a report card', place(here, mine)), true);
  assert.equal(can(lead, 'write a report card', place(here, theirs)), false);
  assert.equal(can(lead, 'write a report card', place(here, null)), false);
  assert.equal(can(lead, 'write a report card', place(here)), true, 'there is something of theirs');
  assert.equal(can(lead, 'write a report card', place(elsewhere, mine)), false);
  const idle = holding('workstream lead');
  assert.equal(can(idle, 'write a report card', place(here)), false, 'leads none');
  const manager = holding('programme manager');
  for (const of of [mine, theirs, null]) assert.equal(can(manager, 'write a report card', place(here, of)), true);
});

test('an account is its person’s and nobody else’s', () => {
  assert.equal(can(member({}), 'keep an account', { kind: 'account', personId: 'p' }), true);
  assert.equal(can(member({}, true), 'keep an account', { kind: 'account', personId: 'q' }), false);
  assert.deepEqual(deedsOf(member({}, true), { kind: 'account', personId: 'q' }), []);
});

test('several roles allow what any one of them allows, and none allows nothing', () => {
  fc.assert(
    fc.property(fc.subarray([...roles]), fc.constantFrom(...deeds), fc.boolean(), (held, deed, leads) => {
      const some = { workstreamIds: leads ? [mine] : [] };
      assert.equal(
        can(member({ [here]: { ...some, roles: held } }), deed, place(here, mine)),
        held.some((role) => can(member({ [here]: { ...some, roles: [role] } }), deed, place(here, mine))),
      );
    }),
  );
  assert.deepEqual(deedsOf(holding(), place(here)), []);
});

test('the name of a place that every object has by birth opens nothing', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    assert.equal(can(holding('programme manager'), 'read the place', place(name)), false);
  }
});
