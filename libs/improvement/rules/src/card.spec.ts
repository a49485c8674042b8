import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReadingOrder, overallFinding, type State } from './card.js';

// The example is the reference screen of the board: one worse, two on the baseline, one too early, one turning, one turned.
const board: State[] = [
  'turned',
  'on the baseline',
  'worse than the baseline',
  'too early to say',
  'on the baseline',
  'turning',
];

test('the overall finding counts worse and better and leaves the rest to the page', () => {
  assert.equal(overallFinding(board), 'One outcome is doing worse than we expected. Two are doing better.');
  assert.equal(overallFinding(['turned']), 'One outcome is doing better than we expected.');
  assert.equal(
    overallFinding(['worse than the baseline', 'worse than the baseline']),
    'Two outcomes are doing worse than we expected.',
  );
});

test('without a turn either way it says so and claims nothing', () => {
  assert.equal(
    overallFinding(['on the baseline', 'on the baseline', null]),
    'Both outcomes judged are where we expected.',
  );
  assert.equal(
    overallFinding(['on the baseline', 'too early to say']),
    'No curve has turned yet: one of two outcomes is where we expected.',
  );
  assert.equal(overallFinding(['too early to say']), 'It is too early to say whether any curve is turning.');
  assert.equal(overallFinding([null, null]), 'Two outcomes, none judged yet');
  assert.equal(overallFinding([]), 'No outcomes have been agreed yet');
});

test('worse is read first and turned last, and equals keep their order', () => {
  const sorted = inReadingOrder(board.map((state, at) => ({ state, at })));
  assert.deepEqual(
    sorted.map((outcome) => outcome.at),
    [2, 1, 4, 3, 5, 0],
  );
});
