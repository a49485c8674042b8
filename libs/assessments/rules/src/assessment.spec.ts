import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assessmentDeeds,
  assessmentKinds,
  assessmentStates,
  assessmentSteps,
  changeable,
  kindRules,
  whyNoAnswers,
  whyNot,
  type AssessmentFacts,
} from './assessment.js';

const NOW = Date.UTC(2026, 10, 21, 9);
const DAY = 86_400_000;
const facts = (other: Partial<AssessmentFacts> = {}): AssessmentFacts => ({
  kind: 'workshop',
  state: 'draft',
  scope: 'whole place',
  tool: { id: 'place-based-working', version: 1 },
  organisation: null,
  topic: null,
  opensAt: null,
  closesAt: null,
  answers: 0,
  resultsRead: false,
  ...other,
});

test('each deed leads from one state to another, and is refused in every other state', () => {
  for (const deed of assessmentDeeds) {
    for (const state of assessmentStates) {
      const why = whyNot(deed, facts({ kind: 'own record', state }), NOW);
      if (state === assessmentSteps[deed].from) assert.equal(why, null, `${deed} from ${state}`);
      else assert.match(why ?? '', new RegExp(`^Only .* This one is ${state === 'draft' ? 'a draft' : state}\\.$`));
    }
  }
  assert.deepEqual(
    assessmentDeeds.map((deed) => `${assessmentSteps[deed].from} → ${assessmentSteps[deed].to}`),
    ['draft → open', 'open → draft', 'open → closed', 'closed → open'],
  );
});

test('an open assessment goes back to a draft only while nobody answered', () => {
  assert.equal(whyNot('take back', facts({ state: 'open' }), NOW), null);
  assert.match(whyNot('take back', facts({ state: 'open', answers: 1 }), NOW) ?? '', /Somebody has answered already/);
});

test('a workshop never reopens; an online assessment only until its results were read; a record of one’s own always', () => {
  const reopen = (other: Partial<AssessmentFacts>) => whyNot('reopen', facts({ state: 'closed', ...other }), NOW);
  assert.match(reopen({}) ?? '', /closing freezes its scores/);
  const online = { kind: 'open online', closesAt: NOW + DAY } as const;
  assert.equal(reopen(online), null);
  assert.match(reopen({ ...online, resultsRead: true }) ?? '', /results have been read/);
  assert.match(reopen({ ...online, closesAt: NOW - DAY }) ?? '', /closing date has passed/);
  assert.equal(reopen({ kind: 'own record', resultsRead: true, answers: 10 }), null);
});

test('what is missing is named before people can answer', () => {
  const open = (other: Partial<AssessmentFacts>) => whyNot('open', facts(other), NOW);
  assert.equal(open({ tool: null }), 'Choose a tool first.');
  assert.equal(open({ scope: 'one organisation' }), 'Say which organisation this is about.');
  assert.equal(open({ kind: 'one organisation', organisation: '  ' }), 'Say which organisation this is about.');
  assert.equal(open({ kind: 'one organisation', organisation: 'Northbeck Council' }), null);
  assert.equal(open({ scope: 'one topic' }), 'Say which topic this is about.');
  assert.equal(open({ scope: 'one topic', topic: 'Frailty' }), null);
});

test('an open online assessment closes on a day that is still to come; a workshop and a record of one’s own have no such day', () => {
  const open = (other: Partial<AssessmentFacts>) => whyNot('open', facts({ kind: 'open online', ...other }), NOW);
  assert.equal(open({}), 'Say when this closes.');
  assert.equal(open({ closesAt: NOW + 14 * DAY }), null);
  assert.match(open({ closesAt: NOW }) ?? '', /has passed/);
  assert.match(open({ closesAt: NOW + DAY, opensAt: NOW + DAY }) ?? '', /close before it opens/);
  assert.equal(open({ closesAt: NOW + 366 * DAY }), null);
  assert.match(open({ closesAt: NOW + 367 * DAY }) ?? '', /more than a year/);
  for (const kind of assessmentKinds) {
    const why = whyNot('open', facts({ kind, organisation: 'Northbeck Council', closesAt: NOW + DAY }), NOW);
    assert.equal(why === null, kindRules[kind].closing !== 'never', kind);
  }
});

test('nobody answers a draft, before the opening, after the closing time, or when it is closed', () => {
  const times = { opensAt: NOW, closesAt: NOW + DAY };
  assert.equal(whyNoAnswers({ state: 'open', ...times }, NOW), null);
  assert.equal(whyNoAnswers({ state: 'open', opensAt: null, closesAt: null }, NOW), null);
  assert.equal(whyNoAnswers({ state: 'open', ...times }, NOW - 1), 'This has not opened yet.');
  assert.equal(whyNoAnswers({ state: 'draft', ...times }, NOW), 'This has not opened yet.');
  assert.equal(whyNoAnswers({ state: 'open', ...times }, NOW + DAY), 'This has closed.');
  assert.equal(whyNoAnswers({ state: 'closed', ...times }, NOW), 'This has closed.');
});

test('tool, scope and identity are settled before anybody can answer', () => {
  for (const part of ['tool', 'scope', 'identity'] as const)
    assert.deepEqual(
      assessmentStates.filter((state) => changeable[state].includes(part)),
      ['draft'],
      part,
    );
});
