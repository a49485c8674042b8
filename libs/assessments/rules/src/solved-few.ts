import { numbersFrom } from './within-or-between.js';

/** Unions of more crossings than this are not looked through: there are too many. Complete for k up to five. */
const MOST_CELLS = 4;

/** Products of two numbers below it stay exact. */
const PRIME = 67_108_859;

/** People whom the published splits count alike. */
interface Cell {
  readonly blocks: readonly number[];
  readonly members: readonly number[];
}

/**
 * A set of fewer than k people whose counts are a sum and difference of published counts, or null. `blocks`: by person, the group or joint group
 * of each split. A set has that property just when every vector that adds up to nothing in each group adds up to nothing over the set; two
 * such vectors drawn at random, modulo a prime, stand for all of them (a wrong "yes" comes up less than once in 10⁷ searches, a wrong "no" never).
 */
export function findSolvedFew(
  blocks: readonly (readonly number[])[],
  k: number,
  matters: (members: readonly number[]) => boolean,
): readonly number[] | null {
  const cells = cellsOf(blocks);
  const [one, other] = nullVectors(cells, numbersFrom(1));
  const small = [...cells.keys()].filter((cell) => cells[cell]!.members.length < k);
  const sums = new Map<number, (readonly number[])[]>();
  const add = (set: readonly number[]) => {
    const key = keyOf(set, one!, other!, 1);
    if (sums.get(key)?.push(set) === undefined) sums.set(key, [set]);
  };
  const sets = small.flatMap((a, i) => [[a], ...small.slice(i + 1).map((b) => [a, b])]);
  for (const set of [[], ...sets.filter((set) => sizeOf(set, cells) < k)]) add(set);
  for (const [, halves] of sums)
    for (const half of halves)
      for (const rest of sums.get(keyOf(half, one!, other!, -1)) ?? []) {
        const union = [...half, ...rest];
        if (union.length === 0 || union.length > MOST_CELLS || new Set(union).size < union.length) continue;
        const members = union.flatMap((cell) => cells[cell]!.members);
        if (members.length < k && matters(members)) return members;
      }
  return null;
}

function cellsOf(blocks: readonly (readonly number[])[]): Cell[] {
  const cells = new Map<string, { blocks: readonly number[]; members: number[] }>();
  blocks.forEach((own, i) => {
    const cell = cells.get(own.join());
    if (cell) cell.members.push(i);
    else cells.set(own.join(), { blocks: own, members: [i] });
  });
  return [...cells.values()];
}

const sizeOf = (set: readonly number[], cells: readonly Cell[]): number =>
  set.reduce((size, cell) => size + cells[cell]!.members.length, 0);

function keyOf(set: readonly number[], one: readonly number[], other: readonly number[], sign: 1 | -1): number {
  const sum = (vector: readonly number[]) => modulo(sign * set.reduce((all, cell) => all + vector[cell]!, 0));
  return sum(one) * PRIME + sum(other);
}

const modulo = (n: number): number => ((n % PRIME) + PRIME) % PRIME;

/** Two vectors over the cells that add up to nothing in every block: free places at random, the others solved by Gauss and Jordan. */
function nullVectors(cells: readonly Cell[], random: () => number): number[][] {
  const rows = reducedRows(cells);
  const leads = new Set(rows.map(({ lead }) => lead));
  return [0, 1].map(() => {
    const free = cells.map((_, cell) => (leads.has(cell) ? 0 : Math.floor(random() * PRIME)));
    const vector = [...free];
    for (const { lead, row } of rows)
      vector[lead] = modulo(-row.reduce((all, n, cell) => (all + n * free[cell]!) % PRIME, 0));
    return vector;
  });
}

interface Row {
  /** Where its first one stands; the other rows have nothing there. */
  readonly lead: number;
  readonly row: number[];
}

function reducedRows(cells: readonly Cell[]): Row[] {
  const rows: Row[] = [];
  const splits = cells[0]?.blocks.keys() ?? [];
  for (const split of splits)
    for (const block of new Set(cells.map(({ blocks }) => blocks[split]!))) {
      const row = cells.map(({ blocks }): number => (blocks[split] === block ? 1 : 0));
      for (const { lead, row: earlier } of rows) subtract(row, earlier, row[lead]!);
      const lead = row.findIndex((n) => n !== 0);
      if (lead === -1) continue;
      const scale = inverse(row[lead]!);
      row.forEach((n, cell) => (row[cell] = (n * scale) % PRIME));
      for (const { row: earlier } of rows) subtract(earlier, row, earlier[lead]!);
      rows.push({ lead, row });
    }
  return rows;
}

function subtract(row: number[], other: readonly number[], times: number): void {
  if (times === 0) return;
  for (let cell = 0; cell < row.length; cell++)
    if (other[cell] !== 0) row[cell] = modulo(row[cell]! - ((times * other[cell]!) % PRIME));
}

/** By Fermat's little theorem. */
function inverse(n: number): number {
  let [result, base] = [1, n];
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
