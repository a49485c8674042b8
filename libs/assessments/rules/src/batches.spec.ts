import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import type { Choice, Respondent } from './answers.js';
import { firstView, heldBackFrom, laterView, progressToShow, type ShownView } from './batches.js';
import { disclose } from './disclosure.js';
import { numbersFrom } from './within-or-between.js';

const DOMAIN = 'leadership';
const answer = (id: string | number, choice: Choice, given: Partial<Respondent> = {}): Respondent => ({
  ...{ id: String(id), sector: 'civic', organisation: null, table: null, choices: { [DOMAIN]: choice } },
  ...given,
});
const answers = (from: number, choices: readonly Choice[], given?: Partial<Respondent>) =>
  choices.map((choice, i) => answer(from + i, choice, given));
const paper = { kind: 'paper' } as const;
const levels = ({ disclosed }: ShownView) => disclosed.total?.levels;

describe('the first view', () => {
  it('is there from five answers on', () => {
    assert.equal(levels(firstView(answers(0, [1, 2, 3, 2]), DOMAIN)), undefined);
    assert.deepEqual(levels(firstView(answers(0, [1, 2, 3, 2, 4]), DOMAIN)), [1, 2, 1, 1]);
  });

  it('does not pad few people with sheets of paper: whoever typed those could take them off', () => {
    const sheets = answers(10, [1, 1, 2], paper);
    assert.equal(levels(firstView([...answers(0, [1, 2, 3, 2]), ...sheets], DOMAIN)), undefined);
    // Enough sheets are shown alone, and the four wait.
    const alone = firstView([...answers(0, [1, 2, 3, 2]), ...sheets, ...answers(20, [4, 4], paper)], DOMAIN);
    assert.deepEqual(levels(alone), [2, 1, 0, 2]);
    assert.equal(heldBackFrom(alone, answers(0, [1, 2, 3, 2]), DOMAIN), 4);
    assert.deepEqual(levels(firstView([...answers(0, [1, 2, 3, 2, 4]), ...sheets], DOMAIN)), [3, 3, 1, 1]);
  });

  it('shows no group apart that has fewer than five people beside its sheets', () => {
    const civic = answers(0, [1, 2, 3, 2, 4, 1]);
    const few = answers(10, [1, 2, 3, 3], { sector: 'private' });
    const sheets = answers(20, [1, 2], { ...paper, sector: 'private' });
    const [sector] = firstView([...civic, ...few, ...sheets], DOMAIN).disclosed.splits;
    assert.equal(sector!.withheld, 'groups too small');
    const asPhones = sheets.map((one): Respondent => ({ ...one, kind: 'phone' }));
    assert.equal(firstView([...civic, ...few, ...asPhones], DOMAIN).disclosed.splits[0]!.shown.length, 2);
  });
});

describe('a later view', () => {
  const room = [...answers(0, [1, 2, 3, 2, 4, 1]), ...answers(10, [1, 2, 3, 2, 4, 1], { sector: 'private' })];
  const first = firstView(room, DOMAIN);

  it('waits for five who came since, and counts them in the totals alone', () => {
    const late = answers(20, [4, 4, 4, 4, 3]);
    assert.equal(laterView(first, [...room, ...late.slice(0, 4)], DOMAIN), null);
    assert.equal(heldBackFrom(first, [...room, ...late.slice(0, 4)], DOMAIN), 4);
    const later = laterView(first, [...room, ...late], DOMAIN)!;
    assert.deepEqual(levels(later), [4, 4, 3, 6]);
    assert.deepEqual(later.disclosed.splits, first.disclosed.splits);
    assert.equal(heldBackFrom(later, [...room, ...late], DOMAIN), 0);
  });

  it('takes sheets of paper along, and never counts them', () => {
    const sheets = answers(30, [1, 2, 3, 4, 1, 2], paper);
    assert.equal(laterView(first, [...room, ...sheets, ...answers(20, [1, 2, 3, 4])], DOMAIN), null);
    const later = laterView(first, [...room, ...sheets, ...answers(20, [1, 2, 3, 4, 4])], DOMAIN)!;
    assert.equal(later.disclosed.total!.answered, 23);
  });

  it('never takes anybody out, and never counts them otherwise', () => {
    const late = answers(20, [1, 2, 3, 4, 4]);
    const changed = room.slice(4).map((one): Respondent => ({ ...one, choices: { [DOMAIN]: 'skip' } }));
    assert.equal(laterView(first, changed, DOMAIN), null);
    assert.equal(heldBackFrom(first, changed, DOMAIN), 8);
    const later = laterView(first, [...changed, ...late], DOMAIN)!;
    assert.deepEqual(levels(later), levels(laterView(first, [...room, ...late], DOMAIN)!));
  });

  it('keeps a batch of one mind out, and does not let it in with the next', () => {
    const alike = answers(20, [2, 2, 2, 2, 2]);
    const still = laterView(first, [...room, ...alike, answer(40, 2, paper)], DOMAIN)!;
    assert.equal(still.disclosed, first.disclosed);
    assert.deepEqual(still.keptOut, ['20', '21', '22', '23', '24']);
    assert.equal(laterView(still, [...room, ...alike, answer(25, 3)], DOMAIN), null);
    const next = laterView(still, [...room, ...alike, ...answers(25, [3, 3, 4, 4, 1])], DOMAIN)!;
    assert.deepEqual(levels(next), [5, 4, 4, 4]);
    assert.equal(heldBackFrom(next, [...room, ...alike], DOMAIN), 5);
  });
});

describe('R28: over all views of a room nobody’s answer is settled', () => {
  it('of 400 random histories, counted out, against somebody who knows all sheets and who came and went when', () => {
    const found = { views: 0, renewed: 0, keptOut: 0, told: 0 };
    for (let seed = 1; seed <= 400; seed++) {
      const history = historyOf(seed);
      const views: ShownView[] = [];
      for (const present of history.moments) {
        const latest = views.at(-1);
        const next = latest ? laterView(latest, present, DOMAIN) : firstView(present, DOMAIN, 3);
        if (next?.disclosed.total) views.push(next);
      }
      const { settled, told } = attack(history, views);
      assert.deepEqual(settled, [], `history ${seed}`);
      found.views += views.length;
      found.renewed += new Set(views.map(({ disclosed }) => disclosed)).size > 1 ? 1 : 0;
      found.keptOut += views.at(-1)?.keptOut.length ? 1 : 0;
      found.told += told;
    }
    // The histories hold what they are for.
    assert.ok(found.renewed > 80 && found.keptOut > 5 && found.told > 5, JSON.stringify(found));
  });

  it('the same attack finds the leaks of a rule that asks for three who differ, whoever they are', () => {
    let rooms = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const history = historyOf(seed);
      const views: ShownView[] = [];
      for (const present of history.moments) {
        const behind = Object.fromEntries(present.map(({ id, choices }) => [id, { choice: choices[DOMAIN]! }]));
        const differing = (view: ShownView) =>
          new Set(
            [...Object.keys(behind), ...Object.keys(view.behind)].filter((id) => !behind[id] || !view.behind[id]),
          );
        const disclosed = disclose(asPhones(present), DOMAIN, 3);
        if (disclosed.total && views.every((view) => differing(view).size >= 3))
          views.push({ disclosed, behind, keptOut: [] });
      }
      if (attack(history, views).settled.length > 0) rooms++;
    }
    assert.ok(rooms > 40, `${rooms} rooms`);
  });

  it('and those of a batch of one mind that comes in with the next', () => {
    let rooms = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const history = historyOf(seed);
      const views: ShownView[] = [];
      const waited: (readonly string[])[] = [];
      for (const present of history.moments) {
        const latest = views.at(-1);
        const next = latest ? laterView(latest, present, DOMAIN) : firstView(present, DOMAIN, 3);
        if (next && next.disclosed === latest?.disclosed) waited.push(next.keptOut);
        else if (next?.disclosed.total) views.push(next);
      }
      if (attack(history, views, waited).settled.length > 0) rooms++;
    }
    assert.ok(rooms > 3, `${rooms} rooms`);
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

interface History {
  readonly everybody: readonly Respondent[];
  /** Who counted, each time that somebody looked. */
  readonly moments: readonly (readonly Respondent[])[];
}

const CHOICES = [1, 2, 'unknown'] as const;
const asPhones = (people: readonly Respondent[]) => people.map((one): Respondent => ({ ...one, kind: 'phone' }));

/** Up to twelve people on phones: some at first, some late, with sheets of paper, removals and puttings back in between. */
function historyOf(seed: number): History {
  const random = numbersFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const one = (id: string, kind: 'phone' | 'paper') =>
    answer(id, CHOICES[random() < 0.2 ? 2 : below(2)]!, {
      ...{ kind, sector: below(2) ? 'civic' : 'private', table: 1 + below(2) },
    });
  const phones = Array.from({ length: 7 + below(4) }, (_, i) => one(`phone ${i}`, 'phone'));
  const sheets = Array.from({ length: below(6) }, (_, i) => one(`sheet ${i}`, 'paper'));
  const everybody = [...phones, ...sheets];
  const joined = new Set(phones.slice(0, 3 + below(3)));
  if (below(2) && sheets[0]) joined.add(sheets[0]);
  const removed = new Set<Respondent>();
  const moments = Array.from({ length: 14 }, () => {
    const now = everybody.filter((person) => joined.has(person) && !removed.has(person));
    const next = everybody.find((person) => !joined.has(person));
    const deed = below(5);
    const person = everybody[below(everybody.length)]!;
    if (deed <= 2 && next) joined.add(deed === 2 ? everybody.findLast((other) => !joined.has(other))! : next);
    else if (removed.has(person)) removed.delete(person);
    else if (deed !== 3) removed.add(person);
    return now;
  });
  return { everybody, moments };
}

/** A published number: of these people (of whom those on phones matter) it is known how many gave each answer. */
interface Told {
  readonly members: readonly Respondent[];
  /** A group that is shown apart, or the room at first: being of one mind, it says so of each of them in so many words. */
  readonly apart: boolean;
}

/**
 * Counts out all rooms of the same people that would have shown the same, and names the people on phones who say the same in all of them.
 * Written apart from the rule. There is one answer without a level, so that what a group tells and what the total tells are alike.
 */
function attack(
  { everybody }: History,
  views: readonly ShownView[],
  refused: readonly (readonly string[])[] = views.map(({ keptOut }) => keptOut),
): { settled: string[]; told: number } {
  const phones = everybody.filter(({ kind }) => kind === 'phone');
  const numbers = views.flatMap((view): Told[] => {
    // A later view may show the splits of an earlier one.
    const first = views.find(({ disclosed }) => disclosed.splits === view.disclosed.splits)!;
    const groups = view.disclosed.splits.flatMap(({ by, shown, together }) =>
      [...shown, ...(together ? [together] : [])].map((group): Told => ({
        members: phones.filter((person) => first.behind[person.id] && group.names.includes(person[by])),
        apart: group !== together,
      })),
    );
    return [{ members: phones.filter(({ id }) => view.behind[id]), apart: view === first }, ...groups];
  });
  const said = (person: Respondent) => CHOICES.indexOf(person.choices[DOMAIN] as (typeof CHOICES)[number]);
  const ofOneMind = numbers.filter(({ members, apart }) => apart && new Set(members.map(said)).size === 1);
  const told = new Set(ofOneMind.flatMap(({ members }) => members));
  const people = [...new Set(numbers.flatMap(({ members }) => members))];
  const left = numbers.map(({ members }) =>
    CHOICES.map((_, choice) => members.filter((one) => said(one) === choice).length),
  );
  const numbersOf = people.map((person) => left.filter((_, i) => numbers[i]!.members.includes(person)));
  const waited = refused.map((ids) => people.flatMap(({ id }, i) => (ids.includes(id) ? [i] : [])));
  const possible = people.map(() => new Set<number>());
  const room: number[] = [];
  const seat = (at: number): void => {
    if (at === people.length) {
      if (waited.every((ids) => new Set(ids.map((i) => room[i])).size <= 1))
        room.forEach((choice, i) => possible[i]!.add(choice));
      return;
    }
    for (const choice of CHOICES.keys()) {
      if (numbersOf[at]!.some((number) => number[choice] === 0)) continue;
      for (const number of numbersOf[at]!) number[choice]!--;
      room[at] = choice;
      seat(at + 1);
      for (const number of numbersOf[at]!) number[choice]!++;
    }
  };
  seat(0);
  const settled = people.filter((person, i) => possible[i]!.size === 1 && !told.has(person)).map(({ id }) => id);
  return { settled, told: told.size };
}
