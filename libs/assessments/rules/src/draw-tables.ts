import { sectorsOfRoom, type SectorOfRoom } from './answers.js';

/** Somebody to be seated. */
export interface Seatable {
  readonly id: string;
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
}

export type Drawn<Person extends Seatable> =
  | { readonly ok: true; /** Table 1 first. */ readonly tables: readonly (readonly Person[])[] }
  | { readonly ok: false; readonly reason: string };

/** A table of five to seven hears every sector and still lets everybody speak; fewer than two cannot compare anything. */
export const FEWEST_AT_TABLE = 2;
export const GOOD_TABLE = { least: 5, most: 7 } as const;
export const MOST_SEED = 0xffff_ffff;

/** How many tables for so many people: five to seven at each. Eight or nine cannot be split so, and make two of four or five. */
export function suggestTables(people: number): number {
  if (people <= GOOD_TABLE.most) return people < FEWEST_AT_TABLE ? 0 : 1;
  return Math.max(2, Math.round((2 * people) / (GOOD_TABLE.least + GOOD_TABLE.most)));
}

/**
 * Seats people at tables so that each table mixes sectors as evenly as possible.
 *
 * Chance sets the order of organisations within a sector and of people within an organisation; sectors follow each other, and
 * the whole row is dealt round the tables like cards, each sector going on where the last one stopped. So between any two tables the
 * number of people, of people from one sector, and of people from one organisation within a sector differ by one at most.
 *
 * The same seed and the same people, in whatever order they come, give the same tables. `seed`: a whole number from 0 to
 * MOST_SEED.
 */
export function drawTables<Person extends Seatable>(
  people: readonly Person[],
  tables: number,
  seed: number,
): Drawn<Person> {
  const no = (reason: string): Drawn<Person> => ({ ok: false, reason });
  if (!Number.isSafeInteger(tables) || tables < 1) return no('Say how many tables there are: one or more.');
  if (!Number.isSafeInteger(seed) || seed < 0 || seed > MOST_SEED)
    return no(`The number that the draw starts from is whole, from 0 to ${MOST_SEED}.`);
  if (people.length === 0) return no('Nobody has joined yet.');
  if (people.length < tables) return no(`There are more tables (${tables}) than people (${people.length}).`);
  if (people.length < FEWEST_AT_TABLE * tables)
    return no(
      `${people.length} people at ${tables} tables leave fewer than ${FEWEST_AT_TABLE} at some. Take ${Math.max(1, Math.floor(people.length / FEWEST_AT_TABLE))} at most.`,
    );
  if (new Set(people.map(({ id }) => id)).size < people.length) return no('The same person is on the list twice.');

  const below = chance(seed);
  const row: Person[] = [];
  for (const sector of [...sectorsOfRoom, null]) {
    const theirs = people.filter((person) => person.sector === sector).sort((a, b) => inOrder(a.id, b.id));
    const byOrganisation = new Map<string | null, Person[]>();
    for (const person of theirs.toSorted((a, b) => inOrder(a.organisation ?? '', b.organisation ?? ''))) {
      byOrganisation.set(person.organisation, [...(byOrganisation.get(person.organisation) ?? []), person]);
    }
    for (const together of shuffle([...byOrganisation.values()], below)) row.push(...shuffle(together, below));
  }
  const seats: Person[][] = Array.from({ length: tables }, () => []);
  row.forEach((person, index) => seats[index % tables]!.push(person));
  return { ok: true, tables: seats };
}

/** By code units: the same on every machine, whatever its language. */
const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Where somebody sits who comes after the draw: of the smallest tables, the one with fewest people of their sector; then with
 * fewest of their organisation; then the one with the lowest number. Tables are numbered from 1; 0 when there is none.
 */
export function placeLate(person: Seatable, tables: readonly (readonly Seatable[])[]): number {
  const fits = tables.map((seated, index) => ({
    number: index + 1,
    size: seated.length,
    ofSector: seated.filter(({ sector }) => sector === person.sector).length,
    ofOrganisation: seated.filter(
      ({ organisation }) => person.organisation !== null && organisation === person.organisation,
    ).length,
  }));
  fits.sort(
    (a, b) => a.size - b.size || a.ofSector - b.ofSector || a.ofOrganisation - b.ofOrganisation || a.number - b.number,
  );
  return fits[0]?.number ?? 0;
}

const ofSector: Readonly<Record<SectorOfRoom, string>> = {
  civic: 'from civic',
  'health and care': 'from health and care',
  'voluntary and community': 'from voluntary and community',
  'community (residents)': 'from community (residents)',
  'other public service': 'from other public services',
  private: 'from the private sector',
};

/** How people sit, in plain sentences, worked out from the tables as they are: it stays true when somebody was moved. */
export function explainDraw(tables: readonly (readonly Seatable[])[], seed: number): string[] {
  const people = tables.flat();
  const said = [
    `${count(people.length, 'person', 'people')} at ${count(tables.length, 'table', 'tables')}${tables.length > 1 ? `, ${range(tables.map(({ length }) => length))} at each` : ''}.`,
  ];
  const counted = [...sectorsOfRoom, null].flatMap((sector) => {
    const each = tables.map((seated) => seated.filter((person) => person.sector === sector).length);
    if (each.every((number) => number === 0)) return [];
    return [`${range(each)} ${sector === null ? 'who did not say their sector' : ofSector[sector]}`];
  });
  if (counted.length > 0) said.push(`${tables.length === 1 ? 'It' : 'Every table'} has ${list(counted)}.`);
  if (tables.length > 1)
    said.push(
      `Chance chose who sits where, starting from the number ${seed}: the same people and the same number give the same tables.`,
    );
  return said;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (least === most) return String(least);
  return most - least === 1 ? `${least} or ${most}` : `${least} to ${most}`;
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** Fisher and Yates' shuffle, from the end. Leaves `items` as they are. */
function shuffle<Item>(items: readonly Item[], below: (bound: number) => number): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

const WORD = 0xffff_ffffn;
const LONG = 0xffff_ffff_ffff_ffffn;

/**
 * PCG-XSH-RR 64/32 (pcg-random.org, minimal C implementation): whole numbers from 0 to 2^32 - 1. Not for secrets.
 * `state` and `stream` are its two seeds.
 */
export function pcg32(state: bigint, stream: bigint): () => number {
  const step = ((stream << 1n) | 1n) & LONG;
  let at = 0n;
  const next = (): number => {
    const old = at;
    at = (old * 6364136223846793005n + step) & LONG;
    const mixed = (((old >> 18n) ^ old) >> 27n) & WORD;
    const turn = old >> 59n;
    return Number(((mixed >> turn) | (mixed << (-turn & 31n))) & WORD);
  };
  next();
  at = (at + state) & LONG;
  next();
  return next;
}

/** Whole numbers below a bound, each as likely as the others: what would favour some is thrown again. */
function chance(seed: number): (bound: number) => number {
  const next = pcg32(BigInt(seed), 54n);
  return (bound) => {
    const unfair = 2 ** 32 % bound;
    for (;;) {
      const number = next();
      if (number >= unfair) return number % bound;
    }
  };
}
