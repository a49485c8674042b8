import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sectorsOfRoom, type Choice } from '@turnstone/assessments-rules';
import { simulatePeople, simulateTable } from './simulate.js';

const domains = Array.from({ length: 10 }, (_, index) => `domain-${index}`);
const organisations = [
  { name: 'A council', sector: 'civic' },
  { name: 'A trust', sector: 'health and care' },
] as const;

describe('simulated people', () => {
  test('are the same for the same number, and others for another', () => {
    assert.deepEqual(simulatePeople(30, domains, organisations, 7), simulatePeople(30, domains, organisations, 7));
    assert.notDeepEqual(simulatePeople(30, domains, organisations, 7), simulatePeople(30, domains, organisations, 8));
  });

  test('come from every sector, and from organisations of their own sector alone', () => {
    const people = simulatePeople(150, domains, organisations, 7);
    for (const sector of [...sectorsOfRoom, null])
      assert.ok(
        people.some((one) => one.sector === sector),
        `${sector}`,
      );
    for (const { sector, organisation } of people)
      assert.equal(organisation, organisations.find((one) => one.sector === sector)?.name ?? null);
  });

  test('give every kind of answer, and leave some out', () => {
    const people = simulatePeople(150, domains, [], 7);
    const said = new Set(people.flatMap(({ choices }) => Object.values(choices)));
    assert.deepEqual([...said].sort(), [1, 2, 3, 4, 'skip', 'unknown']);
    assert.ok(people.some(({ choices }) => Object.keys(choices).length < domains.length));
  });
});

describe('a simulated table', () => {
  const tool = { domains: [{ id: 'a', name: 'Leadership' }] } as unknown as Parameters<typeof simulateTable>[1];
  const table = (...choices: Choice[]) =>
    simulateTable(
      choices.map((choice) => ({ choices: { a: choice } })),
      tool,
    )[0]!;

  test('hands in the lower middle of its answers', () => {
    // 1 2 | 3 3: between 2 and 3, so 2.
    assert.equal(table(1, 2, 3, 3).level, 2);
    assert.equal(table(2, 'unknown', 'skip').level, 2);
  });

  test('does not agree where it stands three levels apart, or where nobody gave a level', () => {
    assert.equal(table(1, 2, 4).level, null);
    assert.equal(table('unknown', 'skip').level, null);
  });
});
