import type { CurveChart, CurveSize, Tone } from './curve-chart.js';
import { toneOf } from './curve-chart.js';
import type { CurveFigure } from './curve-figures.js';
import { figuresOf, wordFor } from './curve-figures.js';
import type { Anchor, Candidate, Label, LabelLine } from './place-labels.js';
import { heightOf, labelAt, labelCentred, LabelPlaces, LINE_COST, spread, widthOf } from './place-labels.js';
import type { Scale } from './scale.js';
import { scaleOf } from './scale.js';
import type { Shape } from './shape.js';
import { circle, path, round } from './shape.js';
import { stateShapes } from './state-glyph.js';
import { clipText, formatFigure, formatNumber, longUnit, shortSuffix, textWidth, wrapText } from './text.js';

/** What differs between the sizes, in CSS pixels. */
interface Frame {
  width: number;
  height: number;
  text: number;
  /** Size of the latest figure. */
  big: number;
  /** The axis, and the highest figure with and without a freeze label above it. */
  axis: number;
  top: number;
  topFrozen: number;
  /** Least and most width for the words beside the ends of the lines. */
  side: number;
  sideMost: number;
  /** From the end of a line to its words. */
  gap: number;
  tickGap: number;
  /** Radius of the last point, and of those since the freeze where there is room. */
  last: number;
  since: number;
  /** Words for a reader with room: "2,246 expected if nothing changed" rather than "2,246 expected". */
  wordy: boolean;
  freeze: 0 | 1 | 2;
  noteRows: number;
  bracket: boolean;
}

const SMALL: Frame = {
  width: 362,
  height: 196,
  text: 16,
  big: 21,
  axis: 166,
  top: 20,
  topFrozen: 20,
  side: 76,
  sideMost: 116,
  gap: 16,
  tickGap: 46,
  last: 7,
  since: 4,
  wordy: false,
  freeze: 0,
  noteRows: 0,
  bracket: false,
};

const FRAMES: Record<CurveSize, Frame> = {
  hero: {
    width: 880,
    height: 440,
    text: 16,
    big: 34,
    axis: 408,
    top: 40,
    topFrozen: 84,
    side: 146,
    sideMost: 230,
    gap: 17,
    tickGap: 60,
    last: 9,
    since: 5.5,
    wordy: true,
    freeze: 2,
    noteRows: 3,
    bracket: true,
  },
  lead: {
    width: 700,
    height: 320,
    text: 16,
    big: 21,
    axis: 290,
    top: 36,
    topFrozen: 62,
    side: 146,
    sideMost: 200,
    gap: 14,
    tickGap: 52,
    last: 9,
    since: 5.5,
    wordy: true,
    freeze: 1,
    noteRows: 2,
    bracket: true,
  },
  narrow: {
    width: 328,
    height: 360,
    text: 16,
    big: 21,
    axis: 328,
    top: 36,
    topFrozen: 92,
    side: 72,
    sideMost: 112,
    gap: 14,
    tickGap: 76,
    last: 9,
    since: 4,
    wordy: false,
    freeze: 2,
    noteRows: 0,
    bracket: true,
  },
  small: SMALL,
  slim: { ...SMALL, width: 328, sideMost: 104 },
  print: {
    width: 680,
    height: 248,
    text: 13.5,
    big: 22,
    axis: 226,
    top: 26,
    topFrozen: 42,
    side: 124,
    sideMost: 180,
    gap: 14,
    tickGap: 50,
    last: 9,
    since: 4,
    wordy: true,
    freeze: 1,
    noteRows: 2,
    bracket: true,
  },
};

const LEFT = 46;
/** Two rows of notes, or of anything on the axis, are this far apart. */
const ROW = 25;
/** Words stand this far from the upright of the freeze, and no word comes nearer than UPRIGHT_CLEAR. */
const BESIDE_UPRIGHT = 8;
const UPRIGHT_CLEAR = 7;
/** No word lies across the benchmark or the upright: it would read as struck through. */
const NEVER = 100_000;
/** A dotted edge of the band is the least of the lines: where nothing else helps, a word that is needed lies on it. */
const EDGE = 8;

/** A point that a reader can step to. */
export interface CurveMark {
  index: number;
  period: string;
  x: number;
  /** Null where there is no figure. */
  y: number | null;
}

export interface CurveLayout {
  size: CurveSize;
  width: number;
  height: number;
  scale: Scale;
  shapes: Shape[];
  labels: Label[];
  marks: CurveMark[];
  /** Notes whose words found no room in this size; their triangles are drawn. */
  notesLeftOut: string[];
}

interface Spot {
  x: number;
  y: number;
}

/** A line's words and where the line ends. */
interface End {
  key: 'latest' | 'expected' | 'trajectory' | 'benchmark';
  at: Spot;
  index: number;
  lines: LabelLine[];
}

export function layoutCurve(chart: CurveChart, size: CurveSize): CurveLayout {
  const frame = FRAMES[size];
  // Beside a list there is room for the curve and its last figures, not for the freeze or for notes.
  const isSmall = frame.freeze === 0;
  const tone = toneOf(chart.state);
  const figures = shownFigures(chart, frame);
  const first = figures[0]?.index ?? 0;
  const lastIndex = figures.at(-1)?.index ?? 0;
  const frozenIndex = chart.baseline ? chart.periods.indexOf(chart.baseline.frozenAt) : -1;
  const frozen = frozenIndex >= first && frozenIndex <= lastIndex ? frozenIndex : -1;
  const known = figures.filter((figure) => figure.value !== null);
  const latest = known.at(-1);
  const line = (text: string, look: string, size = frame.text): LabelLine => ({
    text,
    look,
    size,
    bold: /c-(exp|val|key)/.test(look),
  });

  // Heights first: the scale needs to know what must stand above and below the figures.
  const gaps = gapRuns(figures);
  const notes = (chart.notes ?? [])
    .map((note) => ({ ...note, index: chart.periods.indexOf(note.period) }))
    .filter(({ index }) => !isSmall && index >= first && index <= lastIndex)
    .sort((a, b) => a.index - b.index);
  const noteRows = Math.min(frame.noteRows, notes.length);
  const breaks = (chart.breaks ?? [])
    .map((at) => ({ ...at, index: chart.periods.indexOf(at.period) }))
    .filter(({ index }) => index > first && index <= lastIndex);
  const unit = longUnit(chart.unit);
  const unitLines = unit ? wrapText(unit, frame.width * (frame.wordy ? 0.62 : 1), frame.text, false, 2) : [];
  const freezeRows = frozen < 0 || frame.freeze === 0 ? 0 : frame.freeze === 2 ? 44 : frame.text + 8;
  const top = Math.max(
    freezeRows > 0 ? frame.topFrozen : frame.top,
    unitLines.length * (frame.text + 4) + freezeRows + frame.text + 5,
  );
  const percent = shortSuffix(chart.unit).trim() === '%';
  const inBounds = (value: number) => (percent ? Math.min(100, Math.max(0, value)) : value);
  const valuesAt = ({ value, expected, benchmark, trajectory }: CurveFigure): number[] =>
    [
      ...[value, benchmark, trajectory, expected?.value],
      ...[expected?.lower95, expected?.upper95].map((bound) => (bound == null ? bound : inBounds(bound))),
    ].filter((v) => v != null);
  const values = figures.flatMap(valuesAt);
  // Words on the axis need the figures over them to stand higher; how far the words reach is estimated.
  const nearly = Math.max(1, (frame.width - frame.side - LEFT) / Math.max(1, lastIndex - first));
  const near = (from: number, to: number, reach: number) =>
    figures.filter((f) => f.index >= from - reach / nearly && f.index <= to + reach / nearly).flatMap(valuesAt);
  const lastNote = notes.at(-1)?.index ?? 0;
  const most = (frame.axis - top) * 0.4;
  const standing = [
    ...(noteRows > 0 ? near(first, lastNote, 0).map((value) => ({ value, above: noteRows * ROW + 6 })) : []),
    ...notes.flatMap(({ index }) => near(index, index, 8).map((value) => ({ value, above: 16 }))),
    ...gaps.flatMap(({ from, to }) => near(from, to, 45).map((value) => ({ value, above: 24 + noteRows * ROW }))),
    ...breaks.flatMap(({ index }) => near(index - 1, index, 110).map((value) => ({ value, above: 42 }))),
  ].map(({ value, above }) => ({ value, above: Math.min(above, most) }));
  const scale = scaleOf(values, {
    top,
    axis: frame.axis,
    standing,
    tickGap: frame.tickGap,
    decimals: chart.unit.decimals,
    floor: values.every((value) => value >= 0) ? 0 : undefined,
    ceiling: percent && values.every((value) => value <= 100) ? 100 : undefined,
  });
  const { y } = scale;
  const tickText = (value: number) => formatNumber(value, scale.decimals) + shortSuffix(chart.unit);

  // Then widths: scale figures to the left, words beside the ends of the lines to the right.
  const x0 = Math.max(LEFT, ...scale.ticks.map((tick) => textWidth(tickText(tick), frame.text) + 6));
  const ends = lineEnds(chart, frame, figures, latest, tone, line, y);
  const inColumn = ends.filter((end) => end.index === lastIndex);
  let side = frame.side;
  for (const end of inColumn) side = Math.max(side, Math.min(frame.sideMost, widthOf(end.lines) + 2));
  const x1 = frame.width - side - frame.gap;
  const pitch = lastIndex > first ? (x1 - x0) / (lastIndex - first) : 0;
  const x = (index: number) => (lastIndex > first ? x0 + (index - first) * pitch : (x0 + x1) / 2);
  const spot = (index: number, value: number): Spot => ({ x: x(index), y: y(value) });
  for (const end of ends) end.at.x = x(end.index);

  const places = new LabelPlaces({ left: 0, right: frame.width, top: 1, bottom: frame.axis - 2 });
  const ground: Shape[] = [];
  const lines: Shape[] = [];
  const dots: Shape[] = [];
  const over: Shape[] = [];
  const keepOffRun = (run: Spot[], cost?: number) => {
    for (let n = 1; n < run.length; n += 1) {
      places.keepOff({ x1: run[n - 1]!.x, y1: run[n - 1]!.y, x2: run[n]!.x, y2: run[n]!.y }, undefined, cost);
    }
  };
  const strokes = (classes: string, runs: Spot[][], into: Shape[], cost?: number) => {
    for (const run of runs) {
      if (run.length < 2) continue;
      into.push(path(classes, pathOf(run)));
      keepOffRun(run, cost);
    }
  };

  const across = isSmall ? round(x1) : frame.width;
  for (const tick of scale.ticks) {
    ground.push(path('c-grid', `M0 ${round(y(tick))}H${across}`));
    places.add(labelAt([line(tickText(tick), 'c-tick')], 0, y(tick) - 5, 'start'));
  }

  // The baseline: band, dashes, and the day it was frozen. It starts from the last figure of the frozen history.
  const anchor = known.filter((figure) => !figure.since && frozen >= 0 && figure.index <= frozen).at(-1);
  const expected = figures.filter((figure) => figure.expected);
  const start: Spot[] = anchor && anchor.index === frozen ? [spot(anchor.index, anchor.value as number)] : [];
  const edge = (pick: (figure: CurveFigure) => number) => [...start, ...expected.map((f) => spot(f.index, pick(f)))];
  const upper95 = edge((f) => inBounds(f.expected!.upper95));
  const lower95 = edge((f) => inBounds(f.expected!.lower95));
  if (expected.length > 0 && upper95.length > 1) {
    const upper80 = edge((f) => inBounds(f.expected!.upper80));
    const lower80 = edge((f) => inBounds(f.expected!.lower80));
    ground.push(path('c-band95', `${pathOf([...upper95, ...lower95.toReversed()])}Z`));
    ground.push(path('c-band80', `${pathOf([...upper80, ...lower80.toReversed()])}Z`));
    ground.push(path('c-edge', pathOf(upper95)), path('c-edge', pathOf(lower95)));
    keepOffRun(upper95, EDGE);
    keepOffRun(lower95, EDGE);
  } else if (expected.length === 1) {
    const [above, under] = [upper95[0] as Spot, lower95[0] as Spot];
    ground.push(path('c-edge', `M${round(above.x)} ${round(above.y)}V${round(under.y)}`));
    keepOffRun([above, under], EDGE);
  }
  ground.push(path('c-axis', `M0 ${frame.axis}H${across}`));

  strokes(
    'c-bench',
    runsOf(figures, (f) => f.benchmark, spot),
    lines,
    NEVER,
  );
  strokes(
    'c-traj',
    [figures.filter((f) => f.trajectory !== null).map((f) => spot(f.index, f.trajectory as number))],
    lines,
  );
  const dashes = edge((f) => f.expected!.value);
  strokes('c-base', [dashes], lines);
  if (dashes.length === 1) {
    const { x: dx, y: dy } = dashes[0]!;
    lines.push(path('c-base', `M${round(dx - 12)} ${round(dy)}h24`));
    places.keepOff({ x1: dx - 12, x2: dx + 12, y1: dy, y2: dy });
  }

  // What happened, by definition: an old definition is drawn apart and never joined.
  const current = figures.at(-1)?.definition ?? 0;
  const history = figures.map((f) => ({ ...f, value: f.since ? null : f.value }));
  const historyDot = Math.min(isSmall ? 2.4 : 3, Math.max(1.4, pitch * 0.3));
  for (let definition = figures[0]?.definition ?? 0; definition <= current; definition += 1) {
    const old = definition < current;
    const runs = runsOf(history, (f) => (f.definition === definition ? f.value : null), spot);
    strokes(old ? 'c-old' : 'c-hist', runs, lines);
    if (old) for (const at of runs.flat()) dots.push(circle('c-opt', at.x, at.y, historyDot));
  }
  for (const figure of known) {
    if (figure.since || figure.definition < current) continue;
    const at = spot(figure.index, figure.value as number);
    if (figure.point?.provisional) dots.push(circle('c-prov', at.x, at.y, historyDot + 1));
    else dots.push(circle('c-hpt', at.x, at.y, figure === latest ? Math.max(4.5, historyDot) : historyDot));
  }

  // What came since.
  const sinceRuns = runsOf(
    figures,
    (f) => (f.since || (f.index === frozen && f.definition === current) ? f.value : null),
    spot,
  );
  const hasSince = known.some((figure) => figure.since);
  if (hasSince) strokes(`c-new is-${tone}`, sinceRuns, lines);
  const sinceDot = Math.min(frame.since, Math.max(2.5, pitch * 0.34));
  for (const figure of known) {
    if (!figure.since) continue;
    const at = spot(figure.index, figure.value as number);
    places.keepFree({ left: at.x - 3, right: at.x + 3, top: at.y - 3, bottom: at.y + 3 });
    const lastOne = figure === latest;
    if (lastOne && chart.state) {
      over.push(...stateShapes(chart.state, at.x, at.y, Math.min(frame.last, Math.max(6, pitch * 0.9))));
    } else if (figure.point?.provisional) dots.push(circle(`c-prov is-${tone}`, at.x, at.y, sinceDot));
    else dots.push(circle(`c-npt is-${tone}`, at.x, at.y, lastOne ? sinceDot + 1.5 : sinceDot));
  }
  if (latest) {
    const at = spot(latest.index, latest.value as number);
    places.keepFree({ left: at.x - 8, right: at.x + 8, top: at.y - 8, bottom: at.y + 8 });
  }

  periodLabels(chart, frame, figures, { frozen, latest: latest?.index }, x, line, ground, places);

  // Words, the most needed first. The unit, then the ends of the lines, then the freeze, then the rest.
  unitLines.forEach((text, n) =>
    places.add(labelAt([line(text, 'c-tick')], 0, frame.text + n * (frame.text + 3), 'start')),
  );

  // Every line is known before the words that could lie on it.
  const bracketAt = bracketSpots(frame, latest, y, x);
  if (bracketAt) {
    const { bx, from, to } = bracketAt;
    const r = Math.min(frame.last, Math.max(6, pitch * 0.9)) + 2;
    const end = to > from ? to - r : to + r;
    over.unshift(
      path(`c-gapline is-${tone}`, `M${round(bx - 6)} ${round(from)}h12M${round(bx)} ${round(from)}V${round(end)}`),
    );
    places.keepOff({ x1: bx, x2: bx, y1: from, y2: end });
  }
  const breakX = (index: number) => (x(index) + x(index - 1)) / 2;
  for (const { index } of breaks) {
    const [bx, breakTop] = [breakX(index), Math.min(top, frame.axis - 60)];
    ground.push(path('c-break', `M${round(bx)} ${round(breakTop)}V${frame.axis}`));
    places.keepOff({ x1: bx, x2: bx, y1: breakTop, y2: frame.axis });
  }
  const freezeTop = top - freezeRows;
  const hasUpright = frozen >= 0 && frame.freeze > 0;
  if (hasUpright) places.keepOff({ x1: x(frozen), x2: x(frozen), y1: freezeTop, y2: frame.axis }, UPRIGHT_CLEAR, NEVER);

  const unsaid = new Set(column(inColumn, frame, x1, places, over));
  if (hasUpright) {
    const fx = x(frozen);
    over.unshift(path('c-freeze', `M${round(fx)} ${round(freezeTop)}V${frame.axis}`));
    const on = chart.baseline!.frozenOn;
    const one = [line(on ? `Baseline frozen ${on}` : 'Baseline frozen', 'c-note')];
    const two = on ? [line('Baseline frozen', 'c-note'), line(on, 'c-note')] : one;
    const options = (frame.freeze === 1 ? [one, two] : [two, one]).flatMap((words, n) =>
      (['end', 'start'] as const).flatMap((anchor, m) =>
        [0, 10, 20, 34].map((down) => ({
          label: labelAt(
            words,
            anchor === 'end' ? fx - BESIDE_UPRIGHT : fx + BESIDE_UPRIGHT,
            freezeTop + frame.text * 0.7 + down,
            anchor,
          ),
          cost: n * 30 + m * 10 + down,
        })),
      ),
    );
    // The day of the freeze stands apart from the other words, or they would read on from it.
    const placed = places.place(options)?.box;
    if (placed) places.keepFree({ ...placed, top: placed.top - 9, bottom: placed.bottom + 9 });
  }
  for (const end of ends) {
    if (end.index !== lastIndex) {
      const placed =
        end.key === 'latest'
          ? placeLatest(end, 16, frame, places)
          : placeName(end, latest && spot(latest.index, latest.value as number), places);
      if (!placed) unsaid.add(end.key);
    }
  }
  if (bracketAt && chart.difference && frame.wordy) {
    const { bx, from, to } = bracketAt;
    const middle = (from + to) / 2;
    const words = [line(clipText(chart.difference, 170, frame.text, true), `c-key is-${tone}`)];
    const options = [0, -6, 6, -12, 12, -20, 20, -30, 30, -40, 40].flatMap((shift) => [
      { label: labelCentred(words, bx + 10, middle + shift, 'start'), cost: Math.abs(shift) },
      { label: labelCentred(words, bx - 10, middle + shift, 'end'), cost: Math.abs(shift) + 30 },
    ]);
    // Where there is no room it is left out; the finding and the table say it too.
    places.place(options);
  }

  const notesLeftOut = placeNotes(notes, frame, x, frozen >= 0 ? x(frozen) : undefined, line, places, over);

  for (const { from, to, word } of gaps) {
    const centre = (x(from) + x(to)) / 2;
    const words = [line(word, 'c-gap')];
    const options = [0, 1, 2, 3].flatMap((row) =>
      (['middle', 'start', 'end'] as const).map((anchor, n) => ({
        label: labelAt(words, centre, frame.axis - 7 - row * (frame.text + 4), anchor),
        cost: row * 10 + n * 6,
      })),
    );
    // A gap has to say why.
    if (!places.place(options)) places.place(options, EDGE);
  }

  for (const at of breaks) {
    const bx = breakX(at.index);
    const down = [28, 48, 68, 100, 140].map((up) => frame.axis - up);
    const beside = (text: string, look: string, anchor: Anchor) =>
      places.place(
        down.map((at, n) => ({
          label: labelAt([line(text, look)], anchor === 'end' ? bx - 8 : bx + 8, at, anchor),
          cost: n * 4,
        })),
      );
    beside(at.before ?? 'old definition', 'c-quiet', 'end');
    beside(at.after ?? 'new', 'c-lab', 'start');
  }

  if (!isSmall && frozen >= 0) {
    const seen = history.filter((f) => f.value !== null && f.definition === current);
    places.place(
      alongRun(
        [line('What happened', 'c-lab')],
        seen.map((f) => spot(f.index, f.value as number)),
        places,
      ),
    );
  }
  if (frame.wordy && expected.length > 1) {
    const words = [line('Likely range, 95%', 'c-quiet')];
    const fx = frozen >= 0 ? x(frozen) : x0;
    const options: Candidate[] = [];
    upper95.forEach((above, n) => {
      const under = lower95[n] as Spot;
      const far = (upper95.length - n) * 2;
      for (const anchor of ['middle', 'end', 'start'] as const) {
        for (const off of [0, 8]) {
          options.push(
            { label: labelAt(words, above.x, above.y - 10 - off, anchor), cost: far + off },
            { label: labelAt(words, under.x, under.y + frame.text + 4 + off, anchor), cost: 20 + far + off },
          );
        }
      }
    });
    // It names what lies between the freeze and the end of the band, so it stands there, apart from other words, or nowhere.
    const end = upper95.at(-1) as Spot;
    const fits = ({ label: { box } }: Candidate) =>
      box.left >= fx + BESIDE_UPRIGHT &&
      (box.left + box.right) / 2 <= end.x + 1 &&
      places.free({ ...box, left: box.left - 18, right: Math.min(frame.width, box.right + 18) });
    places.place(options.filter(fits));
  }
  for (const run of provisionalRuns(known)) {
    const words = [line('provisional', 'c-quiet')];
    const spots = run.filter((f) => f !== latest).map((f) => spot(f.index, f.value as number));
    places.place(alongRun(words, spots, places));
  }

  // A line that nothing names would only puzzle: it is left to the sizes that have room, and to the table.
  const named = ({ classes }: Shape) =>
    !(classes === 'c-bench' && unsaid.has('benchmark')) && !(classes === 'c-traj' && unsaid.has('trajectory'));
  for (const label of places.labels) {
    const { left, right, top: above, bottom } = label.box;
    const inside = within({ x: (left + right) / 2, y: (above + bottom) / 2 }, upper95, lower95);
    if (inside) for (const words of label.lines) words.look += ' on-band';
  }

  return {
    size,
    width: frame.width,
    height: frame.height,
    scale,
    shapes: [...ground, ...lines.filter(named), ...dots, ...over],
    labels: places.labels,
    marks: figures.map((f) => ({
      index: f.index,
      period: f.period,
      x: round(x(f.index)),
      y: f.value === null ? null : round(y(f.value)),
    })),
    notesLeftOut,
  };
}

/**
 * The periods to draw: from the first with anything known. Large sizes go on to the horizon when the words of the latest
 * figure have room beside it; other sizes end with the latest figure, as nothing beyond it can be read there.
 */
function shownFigures(chart: CurveChart, frame: Frame): CurveFigure[] {
  const all = figuresOf(chart);
  const anything = (f: CurveFigure) =>
    f.point !== undefined || f.expected || f.benchmark !== null || f.trajectory !== null;
  const from = all.findIndex(anything);
  if (from < 0) return all;
  const to = all.findLastIndex((f) => anything(f));
  const recorded = all.findLastIndex((f) => f.point !== undefined || f.benchmark !== null);
  const shown = all.slice(from, to + 1);
  if (!shown.some((f) => f.since && f.value !== null)) return shown;
  const beyond = to - recorded;
  const room = (beyond / Math.max(1, to - from)) * (frame.width - frame.side - LEFT);
  const needed = frame.big * 4;
  const aims = all.slice(recorded + 1).some((f) => f.trajectory !== null);
  if (frame.wordy && (room >= needed || (aims && room > 0))) return shown;
  return all.slice(from, recorded + 1);
}

/** Consecutive periods without a figure, each with its word. Before the first figure and after the last only a stated one counts. */
function gapRuns(figures: CurveFigure[]): { from: number; to: number; word: string }[] {
  const first = figures.findIndex((f) => f.value !== null);
  const last = figures.findLastIndex((f) => f.value !== null);
  const out: { from: number; to: number; word: string }[] = [];
  figures.forEach((figure, n) => {
    if (figure.value !== null) return;
    const inside = n > first && n < last;
    if (!inside && !figure.point) return;
    const word = wordFor(figure.point);
    const before = out.at(-1);
    if (before && before.to === figure.index - 1 && before.word === word) before.to = figure.index;
    else out.push({ from: figure.index, to: figure.index, word });
  });
  return out;
}

function provisionalRuns(known: CurveFigure[]): CurveFigure[][] {
  const out: CurveFigure[][] = [];
  for (const figure of known) {
    if (!figure.point?.provisional) continue;
    const before = out.at(-1);
    if (before?.at(-1)?.index === figure.index - 1) before.push(figure);
    else out.push([figure]);
  }
  // A run that ends with the latest figure is named beside that figure.
  return out.filter((run) => run.at(-1) !== known.at(-1));
}

/** Points that follow one another, broken wherever a figure is missing. */
function runsOf(
  figures: CurveFigure[],
  pick: (figure: CurveFigure) => number | null,
  spot: (index: number, value: number) => Spot,
): Spot[][] {
  const out: Spot[][] = [];
  let open: Spot[] = [];
  for (const figure of figures) {
    const value = pick(figure);
    if (value === null) open = [];
    else {
      if (open.length === 0) out.push(open);
      open.push(spot(figure.index, value));
    }
  }
  return out;
}

function pathOf(spots: Spot[]): string {
  return spots.map((at, n) => `${n === 0 ? 'M' : 'L'}${round(at.x)} ${round(at.y)}`).join('');
}

/** Whether a place lies in the band between two edges that share their x. */
function within(at: Spot, upper: Spot[], lower: Spot[]): boolean {
  for (let n = 1; n < upper.length; n += 1) {
    const [from, to] = [upper[n - 1] as Spot, upper[n] as Spot];
    if (at.x < from.x || at.x > to.x) continue;
    const share = (at.x - from.x) / (to.x - from.x);
    const between = (a: Spot, b: Spot) => a.y + share * (b.y - a.y);
    return at.y > between(from, to) && at.y < between(lower[n - 1] as Spot, lower[n] as Spot);
  }
  return false;
}

type Line = (text: string, look: string, size?: number) => LabelLine;

/** The words that belong to the end of each line. */
function lineEnds(
  chart: CurveChart,
  frame: Frame,
  figures: CurveFigure[],
  latest: CurveFigure | undefined,
  tone: Tone,
  line: Line,
  y: (value: number) => number,
): End[] {
  const ends: End[] = [];
  const most = frame.sideMost;
  const wrap = (text: string, look: string, lines = 2) =>
    wrapText(text, most, frame.text, look === 'c-exp', lines).map((part) => line(part, look));
  const figure = (text: string, look: string, size: number) =>
    textWidth(text, size, true) <= most
      ? line(text, look, size)
      : line(clipText(text, most, frame.text, true), look, frame.text);
  if (latest?.value != null) {
    const colour = `is-${latest.since ? tone : 'plain'}`;
    const when = `${frame.wordy ? `in ${latest.period}` : 'latest'}${latest.point?.provisional ? ', provisional' : ''}`;
    const lines = [
      figure(formatFigure(latest.value, chart.unit), `c-val ${colour}`, frame.big),
      ...wrapText(when, most, frame.text, true).map((text) => line(text, `c-key ${colour}`)),
    ];
    ends.push({ key: 'latest', at: { x: 0, y: y(latest.value) }, index: latest.index, lines });
  }
  const last = figures.findLast((f) => f.expected);
  if (last?.expected) {
    const text = formatFigure(last.expected.value, chart.unit);
    const future = !latest || last.index > latest.index;
    const lines = !frame.wordy
      ? [figure(text, 'c-exp', frame.text), line('expected', 'c-tick')]
      : future
        ? [...wrap('If nothing changes', 'c-exp'), ...wrap(`${text} in ${last.period}`, 'c-tick')]
        : [...wrap(`${text} expected`, 'c-exp'), ...wrap('if nothing changed', 'c-tick')];
    ends.push({ key: 'expected', at: { x: 0, y: y(last.expected.value) }, index: last.index, lines });
  }
  const aim = figures.findLast((f) => f.trajectory !== null);
  if (aim?.trajectory != null && chart.trajectory) {
    const text = formatFigure(aim.trajectory, chart.unit);
    const lines = frame.wordy
      ? [...wrap(chart.trajectory.label, 'c-lab'), ...wrap(`${text} by ${aim.period}`, 'c-tick')]
      : [figure(text, 'c-lab', frame.text), line('trajectory', 'c-tick')];
    ends.push({ key: 'trajectory', at: { x: 0, y: y(aim.trajectory) }, index: aim.index, lines });
  }
  const bench = figures.findLast((f) => f.benchmark !== null);
  if (bench?.benchmark != null && chart.benchmark) {
    const text = formatFigure(bench.benchmark, chart.unit);
    const lines = frame.wordy
      ? wrap(`${chart.benchmark.label} ${text}`, 'c-lab')
      : [figure(text, 'c-lab', frame.text), ...wrap(chart.benchmark.label, 'c-tick')];
    ends.push({ key: 'benchmark', at: { x: 0, y: y(bench.benchmark) }, index: bench.index, lines });
  }
  return ends;
}

/**
 * The words beside the last period, each as near to its line as the others allow. When they do not all fit, the second
 * lines go first, then the benchmark, then the trajectory: the latest figure always stays. Returns what went.
 */
function column(ends: End[], frame: Frame, x1: number, places: LabelPlaces, over: Shape[]): End['key'][] {
  const left = x1 + frame.gap;
  const apart = frame.text < 15 ? 4 : 6;
  const least: End['key'][] = ['benchmark', 'trajectory', 'expected'];
  let kept = ends;
  for (let tries = 0; kept.length > 0; tries += 1) {
    const wanted = kept.map((end) => ({ at: end.at.y, height: heightOf(end.lines) }));
    const centres = spread(wanted, 2, frame.axis - 3, apart);
    const labels = centres && kept.map((end, n) => labelCentred(end.lines, left, centres[n] as number, 'start'));
    if (labels?.every((label) => places.free(label.box))) {
      labels.forEach((label, n) => {
        places.add(label);
        const end = kept[n] as End;
        const centre = (label.box.top + label.box.bottom) / 2;
        if (Math.abs(centre - end.at.y) > heightOf(end.lines) * 0.75 && end.key !== 'latest') {
          over.unshift(path('c-lead', `M${round(x1 + 3)} ${round(end.at.y)}L${round(left - 3)} ${round(centre)}`));
          places.keepOff({ x1: x1 + 3, y1: end.at.y, x2: left - 3, y2: centre });
        }
      });
      return ends.map((end) => end.key).filter((key) => !kept.some((end) => end.key === key));
    }
    const shorten = kept.filter((end) => end.lines.length > 1 && end.key !== 'latest');
    if (tries === 0 && shorten.length > 0) {
      kept = kept.map((end) =>
        end.key === 'benchmark' || end.key === 'trajectory' ? { ...end, lines: end.lines.slice(0, 2) } : end,
      );
      continue;
    }
    const goes = least.find((key) => kept.some((end) => end.key === key));
    if (!goes) {
      // Only the latest figure is left and something stands in its column: beside its point, wherever there is room.
      for (const end of kept) {
        placeLatest(end, frame.gap, frame, places);
      }
      break;
    }
    kept = kept.filter((end) => end.key !== goes);
  }
  return ends.map((end) => end.key).filter((key) => key !== 'latest');
}

/**
 * The name of a line that ends before the others. It never stands beyond the latest point, where it would seem to name
 * something on that side; near the end of its own line it may lie on an edge of the band rather than be lost.
 */
function placeName(end: End, latest: Spot | undefined, places: LabelPlaces): Label | undefined {
  const side = latest ? Math.sign(end.at.y - latest.y) : 0;
  const beyond = ({ label: { box } }: Candidate) =>
    latest !== undefined && ((box.top + box.bottom) / 2 - latest.y) * side < 0;
  const options = around(end.lines, end.at, 8).filter((candidate) => !beyond(candidate));
  return places.place(options.filter(({ cost }) => cost < 36)) ?? places.place(options, EDGE);
}

/** Places around a point, to its right and level with it for choice. */
function around(lines: LabelLine[], at: Spot, off: number): Candidate[] {
  const half = heightOf(lines) / 2;
  const out: Candidate[] = [];
  for (let shift = 0; shift <= 110; shift += 5) {
    for (const sign of shift === 0 ? [1] : [1, -1]) {
      out.push({ label: labelCentred(lines, at.x + off, at.y + sign * shift, 'start'), cost: shift * 0.6 });
      out.push({ label: labelCentred(lines, at.x - off, at.y + sign * shift, 'end'), cost: shift * 0.6 + 25 });
    }
  }
  for (const shift of [off, off + 12, off + 30, off + 60]) {
    for (const sign of [-1, 1]) {
      for (const anchor of ['middle', 'start', 'end'] as const) {
        out.push({ label: labelCentred(lines, at.x, at.y + sign * (half + shift), anchor), cost: 12 + shift * 0.5 });
      }
    }
  }
  return out;
}

/** The latest figure is always said: beside its point where it can be, else wherever it hides least. */
function placeLatest(end: End, off: number, frame: Frame, places: LabelPlaces): Label | undefined {
  const near = around(end.lines, end.at, off);
  return places.place(near, LINE_COST) ?? places.placeAnyway([...near, ...anywhere(end.lines, end.at, frame)]);
}

/** Places all over the picture, the nearer the better: for words that must be said where everything around is taken. */
function anywhere(lines: LabelLine[], at: Spot, frame: Frame): Candidate[] {
  const out: Candidate[] = [];
  for (let left = 0; left < frame.width; left += 12) {
    for (let centre = 0; centre < frame.axis; centre += 8) {
      const label = labelCentred(lines, left, centre, 'start');
      const aside = Math.max(label.box.left - at.x, at.x - label.box.right, 0);
      out.push({ label, cost: 100 + aside + Math.abs(centre - at.y) });
    }
  }
  return out;
}

/** Places just above or below a run of points, clear of the run itself. */
function alongRun(lines: LabelLine[], run: Spot[], places: LabelPlaces): Candidate[] {
  if (run.length === 0) return [];
  const width = widthOf(lines);
  const size = lines[0]?.size ?? 16;
  const out: Candidate[] = [];
  const middle = run[Math.floor((run.length - 1) * 0.45)] as Spot;
  for (const at of run) {
    const cost = Math.abs(at.x - middle.x) / 12;
    for (const anchor of ['middle', 'start', 'end'] as const) {
      const left = anchor === 'start' ? at.x : anchor === 'end' ? at.x - width : at.x - width / 2;
      const near = [at.y];
      for (const line of places.lines) {
        // Uprights reach from top to bottom and say nothing about where the curves are.
        if (line.x1 === line.x2) continue;
        if (Math.max(line.x1, line.x2) < left - 4 || Math.min(line.x1, line.x2) > left + width + 4) continue;
        near.push(line.y1, line.y2);
      }
      for (const off of [0, 8, 18, 30]) {
        out.push({ label: labelAt(lines, at.x, at.y - 12 - off, anchor), cost: cost + 1 + off / 4 });
        out.push({ label: labelAt(lines, at.x, at.y + size + 8 + off, anchor), cost: cost + 7 + off / 4 });
      }
      out.push({
        label: labelAt(lines, at.x, Math.min(...near) - 10, anchor),
        cost: cost + (at.y - Math.min(...near)) / 4,
      });
      out.push({
        label: labelAt(lines, at.x, Math.max(...near) + size + 6, anchor),
        cost: cost + 6 + (Math.max(...near) - at.y) / 4,
      });
    }
  }
  // Far from its line a word names nothing.
  return out.filter(({ label }) => Math.abs(label.y - nearest(label, run)) < 80);
}

function nearest(label: Label, run: Spot[]): number {
  const by = (at: Spot) => Math.abs(at.x - label.x);
  return run.reduce((best, at) => (by(at) < by(best) ? at : best), run[0] as Spot).y;
}

/** The bracket stands at the latest figure, from the dashes to it, when the two are far enough apart to see. */
function bracketSpots(
  frame: Frame,
  latest: CurveFigure | undefined,
  y: (v: number) => number,
  x: (index: number) => number,
) {
  if (!frame.bracket || !latest?.since || latest.value === null || !latest.expected) return undefined;
  const from = y(latest.expected.value);
  const to = y(latest.value);
  return Math.abs(to - from) > 22 ? { bx: x(latest.index), from, to } : undefined;
}

/** Period names under the axis: the first, the freeze, the latest and the last before those between. */
function periodLabels(
  chart: CurveChart,
  frame: Frame,
  figures: CurveFigure[],
  at: { frozen: number; latest: number | undefined },
  x: (index: number) => number,
  line: Line,
  ground: Shape[],
  places: LabelPlaces,
): void {
  const first = figures[0]?.index ?? 0;
  const last = figures.at(-1)?.index ?? 0;
  const wanted = [at.latest ?? last, first, at.frozen, last];
  const needed = wanted.length;
  // Round fifths between, when there is room for more.
  if (frame.width > 400) {
    const every = last - first > 24 ? 10 : 5;
    for (let index = first + every; index < last; index += every) wanted.push(index);
  }
  const below = new LabelPlaces({ left: 0, right: frame.width, top: frame.axis, bottom: frame.height }, 8);
  const done = new Set<number>();
  wanted.forEach((index, rank) => {
    if (index < first || index > last || done.has(index)) return;
    done.add(index);
    const text = chart.periods[index] ?? '';
    const words = [line(clipText(text, frame.width * 0.5, frame.text), 'c-tick')];
    const baseline = frame.axis + frame.text + 4;
    const options = (index === first ? (['start'] as const) : (['middle', 'start', 'end'] as const)).map(
      (anchor, n) => ({
        label: labelAt(words, x(index), baseline, anchor),
        cost: n,
      }),
    );
    // A name in between is a help only where it stands alone.
    const alone = ({ box }: Label) => below.free({ ...box, left: box.left - 44, right: box.right + 44 });
    const placed = below.place(rank < needed ? options : options.filter(({ label }) => alone(label)));
    if (placed) ground.push(path('c-axis', `M${round(x(index))} ${frame.axis}v5`));
  });
  places.labels.push(...below.labels);
}

/** A triangle on the axis for each note, and its words on a row above, led to it. */
function placeNotes(
  notes: { text: string; index: number }[],
  frame: Frame,
  x: (index: number) => number,
  freezeX: number | undefined,
  line: Line,
  places: LabelPlaces,
  over: Shape[],
): string[] {
  const leftOut: string[] = [];
  for (const note of notes) {
    const nx = x(note.index);
    over.push(path('c-mark', `M${round(nx)} ${frame.axis - 1}l-6 -10h12z`));
  }
  if (frame.noteRows === 0) return notes.map((note) => note.text);
  for (const note of notes)
    places.keepFree({ left: x(note.index) - 7, right: x(note.index) + 7, top: frame.axis - 12, bottom: frame.axis });
  for (const note of notes) {
    const nx = x(note.index);
    const words = [line(clipText(note.text, frame.width * 0.48, frame.text), 'c-note')];
    const options: Candidate[] = [];
    for (let row = 0; row < frame.noteRows + 1; row += 1) {
      const baseline = frame.axis - 14 - row * ROW;
      if (freezeX !== undefined && nx > freezeX) {
        options.push({ label: labelAt(words, freezeX - 12, baseline, 'end'), cost: row * 3 });
      }
      options.push({ label: labelAt(words, nx - 16, baseline, 'end'), cost: row * 3 + 6 });
      options.push({ label: labelAt(words, nx + 16, baseline, 'start'), cost: row * 3 + 4 });
    }
    const placed = places.place(options);
    if (!placed) {
      leftOut.push(note.text);
      continue;
    }
    const level = placed.y - 5;
    const from = placed.anchor === 'end' ? placed.box.right + 5 : placed.box.left - 5;
    over.push(path('c-lead', `M${round(from)} ${round(level)}H${round(nx)}V${frame.axis - 11}`));
    // Later words keep off the lead as they keep off a line.
    const across = { left: Math.min(from, nx), right: Math.max(from, nx), top: level - 1, bottom: level + 1 };
    places.keepFree(across);
    places.keepFree({ left: nx - 1, right: nx + 1, top: level, bottom: frame.axis });
  }
  return leftOut;
}
