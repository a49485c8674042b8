import { textWidth } from './text.js';

/** One line of a label. */
export interface LabelLine {
  text: string;
  /** The classes that say how it looks. */
  look: string;
  size: number;
  bold: boolean;
}

export type Anchor = 'start' | 'middle' | 'end';

/** Lines under each other, standing at x and with the first baseline at y. */
export interface Label {
  lines: LabelLine[];
  x: number;
  y: number;
  anchor: Anchor;
  box: Box;
}

/** A place that a label may take, and how much worse than the best it would be. */
export interface Candidate {
  label: Label;
  cost: number;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Segment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A line drawn, how far words keep off it, and what it costs the one label that may not be left out to lie on it. */
export interface Obstacle extends Segment {
  clear: number;
  cost: number;
}

/** What it costs the latest figure to lie on a common line, in pixels of distance. */
export const LINE_COST = 40;

// Of the text size: what stands above and below the baseline, and the distance to the next line.
const ASCENT = 0.76;
const DESCENT = 0.22;

/** From the top of the first line to the bottom of the last. */
export function heightOf(lines: LabelLine[]): number {
  const first = lines[0];
  if (!first) return 0;
  return first.size * ASCENT + drop(lines, lines.length - 1) + (lines.at(-1) ?? first).size * DESCENT;
}

export function widthOf(lines: LabelLine[]): number {
  return Math.max(0, ...lines.map((line) => textWidth(line.text, line.size, line.bold)));
}

/** How far below the first baseline the n-th baseline is. A big figure keeps its small line a little further off. */
export function drop(lines: LabelLine[], n: number): number {
  let sum = 0;
  for (let at = 1; at <= n; at += 1) sum += (lines[at]?.size ?? 0) * 1.2 + ((lines[at - 1]?.size ?? 0) > 18 ? 2 : 0);
  return sum;
}

export function labelAt(lines: LabelLine[], x: number, y: number, anchor: Anchor): Label {
  const width = widthOf(lines);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const top = y - (lines[0]?.size ?? 0) * ASCENT;
  return { lines, x, y, anchor, box: { left, right: left + width, top, bottom: top + heightOf(lines) } };
}

/** A label whose box is centred on a height. */
export function labelCentred(lines: LabelLine[], x: number, centre: number, anchor: Anchor): Label {
  return labelAt(lines, x, centre - heightOf(lines) / 2 + (lines[0]?.size ?? 0) * ASCENT, anchor);
}

export function overlaps(a: Box, b: Box, apart = 0): boolean {
  return a.left < b.right + apart && b.left < a.right + apart && a.top < b.bottom + apart && b.top < a.bottom + apart;
}

/** Whether a line comes into a box, or nearer to it than `clear`. */
export function crosses(box: Box, line: Segment, clear = 0): boolean {
  // Liang and Barsky: the part of the line that lies inside the four edges.
  let from = 0;
  let to = 1;
  const dx = line.x2 - line.x1;
  const dy = line.y2 - line.y1;
  for (const [p, q] of [
    [-dx, line.x1 - box.left + clear],
    [dx, box.right - line.x1 + clear],
    [-dy, line.y1 - box.top + clear],
    [dy, box.bottom - line.y1 + clear],
  ] as const) {
    if (p === 0) {
      if (q < 0) return false;
      continue;
    }
    const r = q / p;
    if (p < 0) from = Math.max(from, r);
    else to = Math.min(to, r);
    if (from > to) return false;
  }
  return true;
}

/**
 * Keeps labels inside the picture, off one another and off every line drawn. Greedy and in a fixed order, so the same chart
 * always gives the same picture.
 */
export class LabelPlaces {
  readonly labels: Label[] = [];
  readonly lines: Obstacle[] = [];
  private readonly taken: Box[] = [];

  constructor(
    private readonly frame: Box,
    private readonly apart = 3,
  ) {}

  /** A line that words keep off. Three pixels clear the widest stroke and its dots. */
  keepOff(line: Segment, clear = 3, cost = LINE_COST): void {
    this.lines.push({ ...line, clear, cost });
  }

  /** Space that no label may use. */
  keepFree(box: Box): void {
    this.taken.push(box);
  }

  free(box: Box): boolean {
    const { frame } = this;
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
      return false;
    return !this.taken.some((other) => overlaps(box, other, this.apart));
  }

  add(label: Label): void {
    this.labels.push(label);
    this.taken.push(label.box);
  }

  /**
   * The candidate that costs least of those that are free and lie on no line, save such as cost no more than `across`.
   * Undefined when there is none.
   */
  place(candidates: Candidate[], across = 0): Label | undefined {
    return this.choose(candidates, ({ cost }) => (cost <= across ? cost : Infinity));
  }

  /** The same for words that may not be left out: where no candidate is clear of every line, the least crossed is taken. */
  placeAnyway(candidates: Candidate[]): Label | undefined {
    return this.choose(candidates, (line) => line.cost);
  }

  private choose(candidates: Candidate[], costOf: (line: Obstacle) => number): Label | undefined {
    let best: Label | undefined;
    let bestCost = Infinity;
    for (const { label, cost } of candidates) {
      if (cost >= bestCost || !this.free(label.box)) continue;
      let total = cost;
      for (const line of this.lines) {
        if (crosses(label.box, line, line.clear)) total += costOf(line);
        if (total >= bestCost) break;
      }
      if (total < bestCost) {
        best = label;
        bestCost = total;
      }
    }
    if (best) this.add(best);
    return best;
  }
}

/**
 * Centres for things of given heights, as near as possible to where they want to be, in order, `apart` from one another and
 * between two bounds. Undefined when they cannot all be there.
 */
export function spread(
  wanted: { at: number; height: number }[],
  from: number,
  to: number,
  apart: number,
): number[] | undefined {
  const total = wanted.reduce((sum, { height }) => sum + height, 0) + apart * Math.max(0, wanted.length - 1);
  if (total > to - from) return undefined;
  // Neighbours that would touch are joined, and the joined group goes to the mean of what its members want.
  type Group = { members: number[]; height: number; centre: number };
  const groups: Group[] = [];
  const order = wanted.map((_, n) => n).sort((a, b) => wanted[a]!.at - wanted[b]!.at || a - b);
  const settle = (members: number[]): Group => {
    const height = members.reduce((sum, n) => sum + wanted[n]!.height, 0) + apart * (members.length - 1);
    let offset = -height / 2;
    let sum = 0;
    for (const n of members) {
      sum += wanted[n]!.at - (offset + wanted[n]!.height / 2);
      offset += wanted[n]!.height + apart;
    }
    const centre = Math.min(to - height / 2, Math.max(from + height / 2, sum / members.length));
    return { members, height, centre };
  };
  for (const n of order) {
    let group = settle([n]);
    for (;;) {
      const before = groups.at(-1);
      if (!before || before.centre + before.height / 2 + apart <= group.centre - group.height / 2 + 1e-9) break;
      groups.pop();
      group = settle([...before.members, ...group.members]);
    }
    groups.push(group);
  }
  const out = new Array<number>(wanted.length).fill(0);
  for (const group of groups) {
    let top = group.centre - group.height / 2;
    for (const n of group.members) {
      out[n] = top + wanted[n]!.height / 2;
      top += wanted[n]!.height + apart;
    }
  }
  return out;
}
