import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import type { Choice, Respondent, SectorOfRoom } from './answers.js';
import { disclose, splitsOfRoom, type DisclosedDomain, type DisclosedGroup, type SplitOfRoom } from './disclosure.js';
import { numbersFrom } from './within-or-between.js';

const DOMAIN = 'leadership';

describe('R27: nobody can be worked out', () => {
  it('10,000 random workshops: no answer of one person, of a hidden group or of a crossing under k can be solved', () => {
    let [apart, together] = [0, 0];
    for (let seed = 1; seed <= 10_000; seed++) {
      const room = randomRoom(seed, 3, 60);
      const shown = disclose(room.people, DOMAIN, room.k);
      assert.deepEqual(attack(shown, room.people), [], `room ${seed}`);
      for (const split of shown.splits) {
        apart += split.shown.length;
        if (split.together) together++;
      }
    }
    // The promise is not kept by showing nothing.
    assert.ok(apart > 20_000 && together > 5_000, `${apart} groups apart, ${together} joint groups`);
  });

  it('1,500 rooms of up to 12: each answer and each hidden group could have been otherwise, by counting out all rooms', () => {
    for (let seed = 1; seed <= 1_500; seed++) {
      const room = randomRoom(seed, 4, 12, 3);
      const shown = disclose(room.people, DOMAIN, room.k);
      assert.deepEqual(countOut(shown, room.people), [], `room ${seed}`);
    }
  });

  it('rooms with all three splits shown: no published numbers add up to any set of fewer than k people', () => {
    let views = 0;
    for (let seed = 10_001; seed <= 12_500; seed++) {
      const { people, k } = randomRoom(seed, 8, 24);
      const shown = disclose(people, DOMAIN, k);
      if (shown.total === null || shown.splits.some(({ withheld }) => withheld !== null)) continue;
      views++;
      assert.deepEqual(solvedUnions(shown, people.filter(answered)), [], `room ${seed}`);
    }
    assert.ok(views > 200, `${views} views`);
  });

  it('finds the leak of a view that leaves out a rule', () => {
    const caught = { 'without joining until k': 0, 'without looking across splits': 0 };
    for (let seed = 1; seed <= 200; seed++) {
      const { people, k } = randomRoom(seed, 3, 60);
      if (attack(withoutJoining(people, k), people).length > 0) caught['without joining until k']++;
      if (attack(withoutLookingAcross(people, k), people).length > 0) caught['without looking across splits']++;
    }
    assert.ok(caught['without joining until k'] > 70, JSON.stringify(caught));
    assert.ok(caught['without looking across splits'] > 20, JSON.stringify(caught));
    const small = Array.from({ length: 300 }, (_, seed) => randomRoom(seed, 4, 12, 3).people);
    const leaks = small.filter((people) => countOut(withoutLookingAcross(people, 3), people).length > 0);
    assert.ok(leaks.length > 100, `${leaks.length} small rooms`);
  });
});

const person = (
  id: number,
  sector: SectorOfRoom | null,
  choice: Choice | undefined,
  more: Partial<Respondent> = {},
): Respondent => ({
  id: `p${id}`,
  sector,
  organisation: null,
  table: null,
  choices: choice === undefined ? {} : { [DOMAIN]: choice },
  ...more,
});

const named = (groups: readonly DisclosedGroup[]) =>
  groups.map(({ names, people }) => `${names.join(' + ')}: ${people}`);

describe('what is shown of a domain', () => {
  const levelsOf = (
    sector: SectorOfRoom | null,
    levels: readonly (Choice | undefined)[],
    from: number,
    more?: Partial<Respondent>,
  ) => levels.map((level, i) => person(from + i, sector, level, more));

  it('nothing under five answers; five are enough, and "I don’t know" is an answer', () => {
    const four = levelsOf('civic', [1, 2, 3, 'unknown', undefined, undefined], 0);
    assert.deepEqual(disclose(four, DOMAIN), { domainId: DOMAIN, k: 5, total: null, splits: [] });
    const five = disclose([...four, person(9, 'civic', 'skip')], DOMAIN);
    assert.deepEqual(five.total?.levels, [1, 1, 1, 0]);
  });

  it('a group of four is not shown apart, nor the next smallest, which would give it away', () => {
    const room = [
      ...levelsOf('civic', [1, 2, 2, 3, 3, 4, 2], 0),
      ...levelsOf('health and care', [2, 2, 3, 3, 1, 2], 10),
      ...levelsOf('private', [1, 4, 4, 2], 20),
    ];
    const sector = disclose(room, DOMAIN).splits[0]!;
    assert.deepEqual(named(sector.shown), ['civic: 7']);
    assert.deepEqual(sector.together?.names, ['health and care', 'private']);
    assert.equal(sector.whyTogether, 'groups too small');
    assert.deepEqual(sector.together?.levels, [2, 4, 2, 2]);
    // The refusal's twin: with a fifth answer the group stands by itself.
    const fifth = disclose([...room, person(30, 'private', 3)], DOMAIN).splits[0]!;
    assert.deepEqual(named(fifth.shown), ['civic: 7', 'health and care: 6', 'private: 5']);
    assert.equal(fifth.together, null);
  });

  it('a split into more than 40 groups is held back, and one into 40 is not for that', () => {
    const tables = (n: number) =>
      Array.from({ length: n * 5 }, (_, i) => person(i, null, ((i % 4) + 1) as Choice, { table: 1 + (i % n) }));
    const byTable = (n: number) => disclose(tables(n), DOMAIN).splits.find(({ by }) => by === 'table')!;
    assert.equal(byTable(41).withheld, 'too many groups');
    assert.equal(byTable(40).shown.length, 40);
  });

  it('two groups, one of them small: the split is held back', () => {
    const room = [...levelsOf('civic', [1, 2, 2, 3, 3], 0), ...levelsOf('private', [1, 4], 10)];
    assert.equal(disclose(room, DOMAIN).splits[0]!.withheld, 'groups too small');
  });

  it('a joint group of one mind takes in the next smallest', () => {
    const room = [
      ...levelsOf('civic', [1, 2, 2, 3, 3, 4, 2], 0),
      ...levelsOf('health and care', [2, 2, 3, 3, 1, 2], 10),
      ...levelsOf('private', [1, 1, 1], 20),
      ...levelsOf(null, [1, 1, 1], 30),
    ];
    const sector = disclose(room, DOMAIN).splits[0]!;
    assert.deepEqual(sector.together?.names, ['health and care', 'private', null]);
    assert.equal(sector.whyTogether, 'could be worked out');
    const mixed = disclose([...room.slice(0, -1), person(40, null, 2)], DOMAIN).splits[0]!;
    assert.deepEqual(mixed.together?.names, ['private', null]);
  });

  it('a table that differs from a sector by one person is not shown beside it', () => {
    const room = [
      ...levelsOf('civic', [1, 2, 3, 3, 2, 1], 0, { table: 1 }),
      person(9, 'civic', 4, { table: 2 }),
      ...levelsOf('private', [1, 2, 3, 3, 2, 1], 10, { table: 2 }),
    ];
    const [sector, table] = disclose(room, DOMAIN).splits;
    assert.deepEqual(named(sector!.shown), ['civic: 7', 'private: 6']);
    assert.equal(table!.withheld, 'could be worked out');
    assert.equal(
      disclose(
        room.map((one) => ({ ...one, sector: null })),
        DOMAIN,
      ).splits[1]!.shown.length,
      2,
    );
  });

  it('k is never below three', () => {
    assert.equal(disclose(levelsOf('civic', [1, 2], 0), DOMAIN, 1).total, null);
    assert.equal(disclose(levelsOf('civic', [1, 2, 2], 0), DOMAIN, 1).k, 3);
  });
});

/** Groups of k and more, and the rest by subtraction: what a first attempt would publish. */
function withoutJoining(people: readonly Respondent[], k: number): DisclosedDomain {
  const shown = disclose(people, DOMAIN, k);
  const splits = shown.splits.map((split) => {
    const names = [...new Set(people.map((person) => person[split.by]))];
    const groups = names.map((name) => groupOf(people, split.by, [name]));
    const large = groups.filter((group) => answerersOf(people, split.by, group.names).length >= k);
    return { ...split, shown: large, together: null, withheld: null };
  });
  return { ...shown, splits };
}

/** Each split made safe by itself. */
function withoutLookingAcross(people: readonly Respondent[], k: number): DisclosedDomain {
  const alone = splitsOfRoom.map((by) => {
    const only = people.map((person) => ({
      ...person,
      sector: null,
      table: null,
      organisation: null,
      [by]: person[by],
    }));
    return disclose(only, DOMAIN, k).splits.find((split) => split.by === by);
  });
  return { ...disclose(people, DOMAIN, k), splits: alone.filter((split) => split !== undefined) };
}

// The attacker of these tests is written apart from the rules: rows of people, Gauss, and counting out.

const category = (person: Respondent): number => {
  const choice = person.choices[DOMAIN];
  return typeof choice === 'number' ? choice : 0;
};
const answered = (person: Respondent) => person.choices[DOMAIN] !== undefined;

function groupOf(people: readonly Respondent[], by: SplitOfRoom, names: DisclosedGroup['names']): DisclosedGroup {
  const members = people.filter((person) => names.includes(person[by]));
  const count = (level: number) => members.filter((person) => category(person) === level).length;
  const levels = [count(1), count(2), count(3), count(4)] as const;
  const withoutLevel = count(0);
  return { names, people: members.length, answered: members.length - withoutLevel, levels, withoutLevel };
}

const answerersOf = (people: readonly Respondent[], by: SplitOfRoom, names: DisclosedGroup['names']) =>
  people.filter((person) => answered(person) && names.includes(person[by]));

/** Everything published that counts people, as sets of numbers of `people`. */
function publishedSets(shown: DisclosedDomain, people: readonly Respondent[]): number[][] {
  const everyone = people.map((_, i) => i);
  const sets = shown.splits.flatMap(({ by, shown: apart, together }) =>
    [...apart, ...(together ? [together] : [])].map(({ names }) =>
      everyone.filter((i) => names.includes(people[i]![by])),
    ),
  );
  return [everyone, ...sets];
}

/** What is wrong with a view; nothing, when it holds. */
function attack(shown: DisclosedDomain, people: readonly Respondent[]): string[] {
  const { k } = shown;
  const answerers = people.filter(answered);
  if (shown.total === null) return shown.splits.length > 0 || answerers.length >= k ? ['total'] : [];
  if (answerers.length < k) return ['total of fewer than k'];
  const wrong: string[] = [];
  const unanimous = new Set(people.map(category)).size === 1;
  for (const { by, shown: apart, together } of shown.splits) {
    for (const group of together ? [...apart, together] : apart) {
      if (answerersOf(people, by, group.names).length < k) wrong.push(`${by} ${group.names.join()} has too few`);
      assert.deepEqual(group, groupOf(people, by, group.names));
    }
    if (together && !unanimous && [...together.levels, together.withoutLevel].filter((n) => n > 0).length === 1)
      wrong.push(`${by}: those shown together are of one mind`);
  }
  if (unanimous) return wrong;
  const told = toldByShown(shown, answerers);
  const span = rowSpan(publishedSets(shown, answerers), answerers.length);
  for (const [name, members] of targetsOf(shown, answerers))
    if (!members.every((i) => told.has(i)) && liesInSpan(members, span, answerers.length))
      wrong.push(`${name} can be solved`);
  return wrong;
}

/** A group of k or more that is shown apart and of one mind says so of each of its people; this is let through, and nothing else. */
function toldByShown(shown: DisclosedDomain, people: readonly Respondent[]): Set<number> {
  const told = new Set<number>();
  for (const { by, shown: apart } of shown.splits)
    for (const { names, levels, withoutLevel } of apart)
      if ([...levels, withoutLevel].filter((n) => n > 0).length === 1)
        people.forEach((person, i) => names.includes(person[by]) && told.add(i));
  return told;
}

/** Every union of fewer than k people, whole cells at a time: whoever is counted alike has the same part in every sum. */
function solvedUnions(shown: DisclosedDomain, people: readonly Respondent[]): string[] {
  const sets = publishedSets(shown, people);
  const told = toldByShown(shown, people);
  const cells = new Map<string, number[]>();
  people.forEach((_, i) => {
    const counted = sets.flatMap((set, s) => (set.includes(i) ? [s] : [])).join();
    cells.set(counted, [...(cells.get(counted) ?? []), i]);
  });
  const span = rowSpan(sets, people.length);
  const solved: string[] = [];
  const widen = (members: readonly number[], rest: readonly (readonly number[])[]): void => {
    const untold = members.some((i) => !told.has(i));
    if (untold && liesInSpan(members, span, people.length)) solved.push(members.join());
    rest.forEach((cell, at) => {
      if (members.length + cell.length < shown.k) widen([...members, ...cell], rest.slice(at + 1));
    });
  };
  widen([], [...cells.values()]);
  return solved;
}

/** Sets of answerers that nobody may solve: each person, hidden groups, and crossings of fewer than k of any groups. */
function targetsOf(shown: DisclosedDomain, answerers: readonly Respondent[]): Map<string, number[]> {
  const targets = new Map<string, number[]>();
  const put = (name: string, i: number) => {
    if (targets.get(name)?.push(i) === undefined) targets.set(name, [i]);
  };
  answerers.forEach((person, i) => {
    put(`person ${i}`, i);
    put(`atom ${person.sector} ${person.table} ${person.organisation}`, i);
    put(`crossing ${person.sector} ${person.table}`, i);
    put(`crossing ${person.sector} at ${person.organisation}`, i);
    put(`crossing ${person.table} of ${person.organisation}`, i);
    for (const by of splitsOfRoom) put(`group ${by} ${person[by]}`, i);
  });
  for (const { by, shown: apart } of shown.splits)
    for (const { names } of apart) for (const name of names) targets.delete(`group ${by} ${name}`);
  for (const [name, members] of targets) {
    const withheld = shown.splits.some(({ by, withheld: why }) => why !== null && name.startsWith(`group ${by}`));
    if ((withheld || !name.startsWith('group')) && members.length >= shown.k) targets.delete(name);
  }
  return targets;
}

/** Below 2²⁶, so that products are exact; far above any minor of so few rows of noughts and ones that comes up. */
const PRIME = 67_108_859;

function inverse(n: number): number {
  let [result, base, power] = [1, n, PRIME - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

const rowOf = (members: readonly number[], width: number): number[] => {
  const row = Array<number>(width).fill(0);
  for (const i of members) row[i] = 1;
  return row;
};

function reduce(row: number[], span: ReadonlyMap<number, readonly number[]>): number {
  for (let i = 0; i < row.length; i++) {
    if (row[i] === 0) continue;
    const pivot = span.get(i);
    if (!pivot) return i;
    const factor = PRIME - row[i]!;
    for (let j = i; j < row.length; j++) if (pivot[j]) row[j] = (row[j]! + factor * pivot[j]!) % PRIME;
  }
  return -1;
}

function rowSpan(sets: readonly (readonly number[])[], width: number): Map<number, number[]> {
  const span = new Map<number, number[]>();
  for (const set of sets) {
    const row = rowOf(set, width);
    const lead = reduce(row, span);
    if (lead === -1) continue;
    const scale = inverse(row[lead]!);
    span.set(
      lead,
      row.map((n) => (n * scale) % PRIME),
    );
  }
  return span;
}

const liesInSpan = (members: readonly number[], span: ReadonlyMap<number, readonly number[]>, width: number) =>
  reduce(rowOf(members, width), span) === -1;

/**
 * Goes through all ways in which the answerers could have answered and come to the same view. Names who, and which hidden group, is
 * the same in all of them, unless a group that is shown apart says so itself.
 */
function countOut(shown: DisclosedDomain, everyone: readonly Respondent[]): string[] {
  const people = everyone.filter(answered);
  const truth = people.map(category);
  // When all answers are the same the total says so.
  if (shown.total === null || new Set(truth).size === 1) return [];
  const sets = publishedSets(shown, people);
  const memberOf = people.map((_, i) => sets.flatMap((set, s) => (set.includes(i) ? [s] : [])));
  const left = sets.map((set) => [0, 1, 2, 3, 4].map((c) => set.filter((i) => truth[i] === c).length));
  const told = toldByShown(shown, people);
  const open = new Map([...targetsOf(shown, people)].filter(([, members]) => members.some((i) => !told.has(i))));
  const guess: number[] = [];
  const countsOf = (answers: readonly number[], members: readonly number[]) =>
    members
      .map((i) => answers[i])
      .sort()
      .join('');
  const walk = (i: number): void => {
    if (open.size === 0) return;
    if (i === people.length) {
      for (const [name, members] of open) if (countsOf(guess, members) !== countsOf(truth, members)) open.delete(name);
      return;
    }
    for (let c = 0; c <= 4; c++) {
      if (memberOf[i]!.some((s) => left[s]![c] === 0)) continue;
      for (const s of memberOf[i]!) left[s]![c]!--;
      guess[i] = c;
      walk(i + 1);
      for (const s of memberOf[i]!) left[s]![c]!++;
    }
  };
  walk(0);
  return [...open.keys()];
}

const sectors = [
  'civic',
  'health and care',
  'voluntary and community',
  'community (residents)',
  'private',
  null,
] as const;

/** Rooms of all kinds: few or many sectors, organisations inside sectors or across them, tables that mix or do not, of one mind or of several. */
function randomRoom(seed: number, least: number, most: number, k?: number): { people: Respondent[]; k: number } {
  const random = numbersFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <Item>(items: readonly Item[]) => items[below(items.length)]!;
  const size = least + below(most - least + 1);
  const [nSectors, nTables, nOrganisations] = [1 + below(6), 1 + below(Math.ceil(size / 4)), 1 + below(1 + size / 2)];
  const [nested, mixed, uneven] = [random() < 0.5, random() < 0.7, random() < 0.5];
  const [spread, silent, leaning] = [pick([0.3, 1, 2]), pick([0, 0.1, 0.3]), pick([0, 1])];
  const people = Array.from({ length: size }, (_, i): Respondent => {
    const sector = Math.floor((uneven ? random() ** 2 : random()) * nSectors);
    const organisation = Math.floor((uneven ? random() ** 2 : random()) * nOrganisations);
    const table = mixed ? i % nTables : (sector + below(2)) % nTables;
    const level = 2 + leaning * (sector % 2) + Math.round((random() + random() - 1) * 2 * spread);
    const choice: Choice | undefined =
      random() < silent
        ? pick([undefined, 'unknown' as const, 'skip' as const])
        : (Math.max(1, Math.min(4, level)) as Choice);
    return {
      id: `p${i}`,
      sector: sectors[sector]!,
      organisation: random() < 0.1 ? null : nested ? `${sector} ${organisation % 3}` : `${organisation}`,
      table: table + 1,
      choices: choice === undefined ? {} : { [DOMAIN]: choice },
    };
  });
  return { people, k: k ?? pick([3, 5, 5]) };
}
