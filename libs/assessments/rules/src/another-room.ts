/**
 * Could the room have answered otherwise and shown the same? The proof that a view gives nobody away is another room: other
 * answers of the same people that come to every published number.
 */
export interface Seat {
  /** Which of the published categories the person fell in. */
  readonly category: number;
  /** For each published split, the number of the group or joint group that counts the person. */
  readonly blocks: readonly number[];
}

/** The people of two categories as arrows between blocks; those on a closed walk may all change to the other category together. */
interface Exchange {
  readonly arrows: readonly Arrow[];
  /** By node: which nodes it can go to and come back from. */
  readonly rounds: readonly number[];
}

interface Arrow {
  readonly seat: number;
  readonly from: number;
  readonly to: number;
  /** What the count of the higher category gains when this person changes. */
  readonly gain: 1 | -1;
}

/**
 * The first of the targets (sets of seats) whose counts are the same in every other room that we know to build; null when each
 * can differ. No other room found does not prove that there is none, so this errs on the side of showing less.
 *
 * People of one category are arrows from their block of one split to their block of the other, people of a second category go
 * the other way. Turning a closed walk round leaves every block's counts as they are. A count of a target stays put in all of
 * them just when its gain along the arrows is a difference of heights given to the nodes (Kirchhoff's law for potentials).
 * With three splits one is set against the crossing of the other two, each in turn.
 */
export function findSettled(seats: readonly Seat[], targets: readonly (readonly number[])[]): readonly number[] | null {
  const exchanges = exchangesOf(seats);
  const movable = seats.map(() => false);
  for (const { arrows, rounds } of exchanges)
    for (const { seat, from, to } of arrows) if (rounds[from] === rounds[to]) movable[seat] = true;
  return targets.find((target) => !canDiffer(target, movable, exchanges)) ?? null;
}

function canDiffer(target: readonly number[], movable: readonly boolean[], exchanges: readonly Exchange[]): boolean {
  if (target.length === 1) return movable[target[0]!]!;
  if (!target.some((seat) => movable[seat])) return false;
  const wanted = new Set(target);
  return exchanges.some((exchange) => !isPotential(exchange, wanted));
}

function exchangesOf(seats: readonly Seat[]): Exchange[] {
  const categories = [...new Set(seats.map(({ category }) => category))].sort((a, b) => a - b);
  return pairingsOf(seats).flatMap((ends) =>
    categories.flatMap((low, i) => categories.slice(i + 1).map((high) => exchange(seats, ends, low, high))),
  );
}

/** For each way of setting one split against the others: the two nodes of every seat, numbered from 0. */
function pairingsOf(seats: readonly Seat[]): (readonly (readonly [number, number])[])[] {
  const splits = seats[0]?.blocks.length ?? 0;
  const ways = splits <= 2 ? [0] : seats[0]!.blocks.map((_, split) => split);
  return ways.map((split) => {
    const nodes = new Map<string, number>();
    const node = (name: string) => nodes.get(name) ?? (nodes.set(name, nodes.size), nodes.size - 1);
    return seats.map(({ blocks }): readonly [number, number] => [
      node(`one ${blocks[split] ?? ''}`),
      node(`rest ${blocks.filter((_, other) => other !== split).join()}`),
    ]);
  });
}

function exchange(
  seats: readonly Seat[],
  ends: readonly (readonly [number, number])[],
  low: number,
  high: number,
): Exchange {
  const arrows: Arrow[] = [];
  seats.forEach(({ category }, seat) => {
    const [one, rest] = ends[seat]!;
    if (category === low) arrows.push({ seat, from: one, to: rest, gain: 1 });
    if (category === high) arrows.push({ seat, from: rest, to: one, gain: -1 });
  });
  const nodes = Math.max(...ends.flat()) + 1;
  return { arrows, rounds: roundsOf(nodes, arrows) };
}

/** Strongly connected parts, by Tarjan's walk in depth. */
function roundsOf(nodes: number, arrows: readonly Arrow[]): number[] {
  const next: number[][] = Array.from({ length: nodes }, () => []);
  for (const { from, to } of arrows) next[from]!.push(to);
  const found: number[] = Array(nodes).fill(-1);
  const lowest: number[] = Array(nodes).fill(-1);
  const rounds: number[] = Array(nodes).fill(-1);
  const path: number[] = [];
  let counter = 0;
  const visit = (node: number) => {
    found[node] = lowest[node] = counter++;
    path.push(node);
    for (const to of next[node]!) {
      if (found[to] === -1) visit(to);
      if (rounds[to] === -1) lowest[node] = Math.min(lowest[node]!, lowest[to]!);
    }
    if (lowest[node] !== found[node]) return;
    for (let last = -1; last !== node;) {
      last = path.pop()!;
      rounds[last] = node;
    }
  };
  for (let node = 0; node < nodes; node++) if (found[node] === -1) visit(node);
  return rounds;
}

/** Whether the gains of the wanted seats come to nothing on every closed walk. */
function isPotential({ arrows, rounds }: Exchange, wanted: ReadonlySet<number>): boolean {
  const inside = arrows.filter(({ from, to }) => rounds[from] === rounds[to]);
  if (!inside.some(({ seat }) => wanted.has(seat))) return true;
  const steps = new Map<number, { to: number; rise: number }[]>();
  const step = (from: number, to: number, rise: number) =>
    steps.has(from) ? steps.get(from)!.push({ to, rise }) : steps.set(from, [{ to, rise }]);
  for (const { seat, from, to, gain } of inside) {
    const rise = wanted.has(seat) ? gain : 0;
    step(from, to, rise);
    step(to, from, -rise);
  }
  const heights = new Map<number, number>();
  for (const start of steps.keys()) {
    if (heights.has(start)) continue;
    heights.set(start, 0);
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      for (const { to, rise } of steps.get(node)!) {
        const height = heights.get(node)! + rise;
        if (heights.has(to)) {
          if (heights.get(to) !== height) return false;
        } else {
          heights.set(to, height);
          open.push(to);
        }
      }
  }
  return true;
}
