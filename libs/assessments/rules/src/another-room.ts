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
  /** Those that lie on a closed walk. */
  readonly arrows: readonly Arrow[];
  /** Their seats. */
  readonly seats: ReadonlySet<number>;
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
export function findSettled(seats: readonly Seat[], targets: Iterable<readonly number[]>): readonly number[] | null {
  const exchanges = exchangesOf(seats);
  const movable = seats.map(() => false);
  for (const exchange of exchanges) for (const seat of exchange.seats) movable[seat] = true;
  for (const target of targets) if (!canDiffer(target, movable, exchanges)) return target;
  return null;
}

function canDiffer(target: readonly number[], movable: readonly boolean[], exchanges: readonly Exchange[]): boolean {
  if (target.length === 1) return movable[target[0]!]!;
  if (!target.some((seat) => movable[seat])) return false;
  return exchanges.some(({ arrows, seats }) => {
    const inside = target.filter((seat) => seats.has(seat));
    // A single one changes with the walk that it lies on.
    return inside.length === 1 || (inside.length > 1 && !isPotential(arrows, new Set(inside)));
  });
}

function exchangesOf(seats: readonly Seat[]): Exchange[] {
  const byCategory = new Map<number, number[]>();
  seats.forEach(({ category }, seat) => {
    if (byCategory.get(category)?.push(seat) === undefined) byCategory.set(category, [seat]);
  });
  const categories = [...byCategory.values()];
  return pairingsOf(seats).flatMap((pairing) =>
    categories.flatMap((low, i) => categories.slice(i + 1).map((high) => exchange(pairing, low, high))),
  );
}

/** Nodes are numbered from 0; each seat leads from the one to the other. */
interface Pairing {
  readonly nodes: number;
  readonly one: readonly number[];
  readonly other: readonly number[];
}

/** Each way of setting one split against the crossing of the others. */
function pairingsOf(seats: readonly Seat[]): Pairing[] {
  const splits = seats[0]?.blocks.length ?? 0;
  const ways = splits <= 2 ? [0] : seats[0]!.blocks.map((_, split) => split);
  return ways.map((split) => {
    const numbers = new Map<string, number>();
    const number = (name: string) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1);
    const one = seats.map(({ blocks }) => number(`one ${blocks[split] ?? ''}`));
    const other = seats.map(({ blocks }) => number(blocks.filter((_, rest) => rest !== split).join()));
    return { nodes: numbers.size, one, other };
  });
}

function exchange({ nodes, one, other }: Pairing, low: readonly number[], high: readonly number[]): Exchange {
  const arrows = [
    ...low.map((seat): Arrow => ({ seat, from: one[seat]!, to: other[seat]!, gain: 1 })),
    ...high.map((seat): Arrow => ({ seat, from: other[seat]!, to: one[seat]!, gain: -1 })),
  ];
  const rounds = roundsOf(nodes, arrows);
  const onWalk = arrows.filter(({ from, to }) => rounds[from] === rounds[to]);
  return { arrows: onWalk, seats: new Set(onWalk.map(({ seat }) => seat)) };
}

/** By node, the strongly connected part that it is in: where one can go and come back from. Tarjan's walk in depth. */
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
function isPotential(arrows: readonly Arrow[], wanted: ReadonlySet<number>): boolean {
  const steps = new Map<number, { to: number; rise: number }[]>();
  const step = (from: number, to: number, rise: number) =>
    steps.has(from) ? steps.get(from)!.push({ to, rise }) : steps.set(from, [{ to, rise }]);
  for (const { seat, from, to, gain } of arrows) {
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
