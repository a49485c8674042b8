import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { BATCH, type Choice, type Respondent } from './answers.js';
import { mayRenew, progressToShow, viewOf, type ShownView } from './batches.js';
import { numbersFrom } from './within-or-between.js';

const DOMAIN = 'leadership';
const answer = (id: number, choice: Choice | undefined, sector: Respondent['sector'] = 'civic'): Respondent => ({
  id: `p${id}`,
  sector,
  organisation: null,
  table: (id % 3) + 1,
  choices: choice === undefined ? {} : { [DOMAIN]: choice },
});
const answers = (from: number, choices: readonly Choice[], sector?: Respondent['sector']) =>
  choices.map((choice, i) => answer(from + i, choice, sector));

describe('R28: what is shown moves in batches', () => {
  it('there is no first view with four answers, and one with five', () => {
    assert.equal(mayRenew([], viewOf(answers(0, [1, 2, 3, 2]), DOMAIN)), false);
    assert.equal(mayRenew([], viewOf(answers(0, [1, 2, 3, 2, 4]), DOMAIN)), true);
  });

  it('one or two more answers do not show; three do', () => {
    const first = viewOf(answers(0, [1, 2, 3, 2, 4]), DOMAIN);
    const renewed = (more: readonly Choice[]) =>
      mayRenew([first], viewOf(answers(0, [1, 2, 3, 2, 4, ...more]), DOMAIN));
    assert.deepEqual(
      [[], [2], [2, 3], [2, 3, 3]].map((more) => renewed(more as Choice[])),
      [true, false, false, true],
    );
  });

  it('a change of mind counts, and so does a change of sector', () => {
    const room = [...answers(0, [1, 2, 3, 2, 4, 1]), ...answers(10, [1, 2, 3, 2, 4, 1], 'private')];
    const first = viewOf(room, DOMAIN);
    const with_ = (changes: readonly Respondent[]) =>
      mayRenew(
        [first],
        viewOf(
          room.map((one) => changes.find(({ id }) => id === one.id) ?? one),
          DOMAIN,
        ),
      );
    assert.equal(with_([answer(0, 2), answer(1, 3)]), false);
    assert.equal(with_([answer(0, 2), answer(1, 3), answer(2, 1)]), true);
    // Three in all, but only one of them in the private sector.
    assert.equal(with_([answer(0, 2), answer(1, 3), answer(10, 2, 'private')]), false);
    assert.equal(with_([answer(0, 1, 'private')]), false);
  });

  it('holds against all views that were shown, not only the last', () => {
    const levels = (choices: readonly Choice[]) => viewOf(answers(0, choices), DOMAIN);
    const first = levels([1, 1, 1, 1, 1, 2, 2]);
    const second = levels([2, 2, 2, 1, 1, 2, 2]);
    // p2 stays, p0 and p1 go back, p3 changes: three from the second view, but only p2 and p3 from the first.
    const back = levels([1, 1, 2, 2, 1, 2, 2]);
    assert.equal(mayRenew([first], second), true);
    assert.equal(mayRenew([second], back), true);
    assert.equal(mayRenew([first, second], back), false);
  });

  it('200 random rooms, a view wherever it may be: no two of them differ by one or two people in any number', () => {
    let [views, asked] = [0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      const shown: ShownView[] = [];
      for (const room of submits(seed)) {
        asked++;
        const view = viewOf(room, DOMAIN, 3);
        if (mayRenew(shown, view)) shown.push(view);
      }
      views += shown.length;
      for (const [i, one] of shown.entries())
        for (const other of shown.slice(i + 1))
          for (const n of differences(one, other)) assert.ok(n === 0 || n >= BATCH, `room ${seed}: ${n}`);
    }
    assert.ok(views > 400 && asked > 5 * views, `${views} views of ${asked}`);
  });

  it('the same attack finds the leak of a view after every submit', () => {
    const shown = submits(1)
      .map((room) => viewOf(room, DOMAIN, 3))
      .filter(({ disclosed }) => disclosed.total !== null);
    assert.ok(differences(shown[0]!, shown[1]!).some((n) => n === 1 || n === 2));
  });
});

it('the count of who has finished moves by three, and to the end', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 5, 6].map((finished) => progressToShow(0, finished, 42)),
    [0, 0, 0, 3, 5, 6],
  );
  assert.equal(progressToShow(40, 41, 42), 40);
  assert.equal(progressToShow(40, 42, 42), 42);
});

/** A room after each submit: first answers, changes of mind, of sector, and late joiners. */
function submits(seed: number): Respondent[][] {
  const random = numbersFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const choose = (): Choice => ([1, 2, 3, 4, 'unknown', 'skip'] as const)[below(6)]!;
  const sector = () => (['civic', 'private', null] as const)[below(3)]!;
  let room: Respondent[] = Array.from({ length: 6 + below(6) }, (_, i) => answer(i, undefined, sector()));
  return Array.from({ length: 40 }, () => {
    const at = below(room.length);
    const changed = (i: number) =>
      random() < 0.1 ? answer(i, choose(), sector()) : { ...room[i]!, choices: { [DOMAIN]: choose() } };
    room =
      random() < 0.1
        ? [...room, answer(room.length, choose(), sector())]
        : room.map((one, i) => (i === at ? changed(i) : one));
    return room;
  });
}

/** Of all numbers that can be had from both views, in how many people's parts the answers behind them differ. Written apart from the rule. */
function differences(one: ShownView, other: ShownView): number[] {
  const all = [...new Set([...Object.keys(one.behind), ...Object.keys(other.behind)])];
  const found = [all.filter((id) => one.behind[id]?.choice !== other.behind[id]?.choice).length];
  for (const split of one.disclosed.splits) {
    const twin = other.disclosed.splits.find(({ by }) => by === split.by)!;
    if (split.withheld !== null || twin.withheld !== null) continue;
    const blocks = [split, twin].map(({ shown, together }) =>
      [...shown, ...(together ? [together] : [])].map(({ names }) => names),
    );
    // Unions of groups of the first view that are unions of groups of the second, all of them.
    for (let pick = 1; pick < 2 ** blocks[0]!.length; pick++) {
      const names = new Set(blocks[0]!.filter((_, i) => (pick >> i) & 1).flat());
      const known = (name: unknown) => names.has(name as never);
      if (blocks[1]!.some((block) => block.some(known) && !block.every(known))) continue;
      const part = (view: ShownView, id: string) => {
        const behind = view.behind[id];
        if (!behind || !known(behind[split.by])) return 'outside';
        return typeof behind.choice === 'number' ? behind.choice : 'without';
      };
      found.push(all.filter((id) => part(one, id) !== part(other, id)).length);
    }
  }
  return found;
}
