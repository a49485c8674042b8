/**
 * The smallest set of edges whose loss parts a connected piece of the graph in two; null when no piece has two nodes.
 * M. Stoer and F. Wagner, "A simple min-cut algorithm", Journal of the ACM 44 (1997), 585–591, on each piece.
 */
export function smallestCut(edges: readonly (readonly [number, number])[]): number[] | null {
  let smallest: number[] | null = null;
  for (const piece of piecesOf(edges)) {
    const side = smallerSideOf(piece, edges);
    if (side === null) continue;
    const cut = edges.flatMap(([a, b], edge) => (side.has(a) === side.has(b) ? [] : [edge]));
    if (smallest === null || cut.length < smallest.length) smallest = cut;
  }
  return smallest;
}

function piecesOf(edges: readonly (readonly [number, number])[]): number[][] {
  const pieces = new Map<number, number[]>();
  for (const edge of edges) {
    const [a, b] = edge.map((node) => pieces.get(node) ?? (pieces.set(node, [node]), pieces.get(node)!));
    if (a === b) continue;
    a!.push(...b!);
    for (const node of b!) pieces.set(node, a!);
  }
  return [...new Set(pieces.values())];
}

function smallerSideOf(nodes: readonly number[], edges: readonly (readonly [number, number])[]): Set<number> | null {
  if (nodes.length < 2) return null;
  const place = new Map(nodes.map((node, i) => [node, i]));
  const weights = nodes.map(() => nodes.map(() => 0));
  for (const [a, b] of edges) {
    const [i, j] = [place.get(a), place.get(b)];
    if (i === undefined || j === undefined || i === j) continue;
    weights[i]![j]!++;
    weights[j]![i]!++;
  }
  const merged = nodes.map((node) => [node]);
  let alive = nodes.map((_, i) => i);
  let best: { weight: number; side: Set<number> } | null = null;
  while (alive.length > 1) {
    const { last, before, weight } = tightestOrder(alive, weights);
    if (best === null || weight < best.weight) best = { weight, side: new Set(merged[last]) };
    merged[before]!.push(...merged[last]!);
    for (const i of alive) {
      weights[before]![i]! += weights[last]![i]!;
      weights[i]![before] = weights[before]![i]!;
    }
    alive = alive.filter((i) => i !== last);
  }
  return best?.side ?? null;
}

/** Takes the nodes one by one, always the one most tightly tied to those taken: the last of them is cut off at the weight found. */
function tightestOrder(alive: readonly number[], weights: readonly (readonly number[])[]) {
  const left = [...alive];
  const ties = left.map(() => 0);
  let [before, last, weight] = [-1, -1, 0];
  while (left.length > 0) {
    let tightest = 0;
    for (let at = 1; at < left.length; at++) if (ties[at]! > ties[tightest]!) tightest = at;
    weight = ties[tightest]!;
    [before, last] = [last, left[tightest]!];
    left[tightest] = left.at(-1)!;
    ties[tightest] = ties.at(-1)!;
    left.pop();
    ties.pop();
    const row = weights[last]!;
    for (let at = 0; at < left.length; at++) ties[at] = ties[at]! + row[left[at]!]!;
  }
  return { last, before, weight };
}
