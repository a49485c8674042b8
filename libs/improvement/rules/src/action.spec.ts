import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inChasingOrder, isLateToComplete, isOverdue, missingOf, promisesInWords, type ActionFacts } from './action.js';

const action = (more: Partial<ActionFacts> = {}): ActionFacts => ({
  leadOrganisation: 'Harrowmere Council',
  leadPerson: '',
  dueOn: '2026-11-21',
  measure: 'Visits a month',
  status: 'on track',
  ...more,
});
const TODAY = '2026-11-21';

test('an action is overdue from the day after its day, and never once it is done', () => {
  assert.equal(isOverdue(action(), TODAY), false);
  assert.equal(isOverdue(action({ dueOn: '2026-11-20' }), TODAY), true);
  assert.equal(isOverdue(action({ dueOn: '2026-11-20', status: 'done' }), TODAY), false);
  assert.equal(isOverdue(action({ dueOn: null }), TODAY), false);
});

test('an owner is an organisation or a person; what is done misses nothing', () => {
  assert.deepEqual(missingOf(action()), []);
  assert.deepEqual(missingOf(action({ leadOrganisation: '', leadPerson: 'Ash' })), []);
  const bare = { leadOrganisation: '', dueOn: null, measure: '' };
  assert.deepEqual(missingOf(action(bare)), ['owner', 'date', 'measure']);
  assert.deepEqual(missingOf(action({ ...bare, status: 'done' })), []);
});

test('E48: what is missing is told apart after seven days, not in the room', () => {
  const raised = new Date('2026-11-14T12:00:00Z');
  assert.equal(isLateToComplete(['owner'], raised, new Date('2026-11-21T12:00:00Z')), false);
  assert.equal(isLateToComplete(['owner'], raised, new Date('2026-11-21T12:00:01Z')), true);
  assert.equal(isLateToComplete([], raised, new Date('2027-11-21T12:00:00Z')), false);
  assert.equal(isLateToComplete(['owner'], null, new Date('2027-11-21T12:00:00Z')), false);
});

test('the earliest day first, no day after that, done last', () => {
  const given = [
    { title: 'Done', doneAt: new Date('2026-10-01'), ...action({ status: 'done', dueOn: '2026-01-01' }) },
    { title: 'No day', doneAt: null, ...action({ dueOn: null }) },
    { title: 'Later', doneAt: null, ...action({ dueOn: '2027-03-31' }) },
    { title: 'Overdue', doneAt: null, ...action({ dueOn: '2026-09-30' }) },
    { title: 'Done since', doneAt: new Date('2026-11-01'), ...action({ status: 'done', dueOn: null }) },
  ];
  assert.deepEqual(
    inChasingOrder(given).map(({ title }) => title),
    ['Overdue', 'Later', 'No day', 'Done since', 'Done'],
  );
});

test('what became of promises is counted, and said', () => {
  const done = action({ status: 'done' });
  const late = action({ dueOn: '2026-09-30' });
  for (const [given, words] of [
    [[], 'No action came from it.'],
    [[done], 'One action was promised. It is done.'],
    [[done, done], '2 actions were promised. All are done.'],
    [[done, late, action(), action()], '4 actions were promised. 1 is done, 1 is overdue and 2 are open.'],
    [[late, late], '2 actions were promised. 2 are overdue.'],
  ] as const)
    assert.equal(promisesInWords(given, TODAY), words);
});
