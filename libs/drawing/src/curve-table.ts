import type { CurveChart, CurvePoint } from './curve-chart.js';
import type { CurveFigure } from './curve-figures.js';
import { figuresOf, isNumber, valueOf } from './curve-figures.js';
import { formatFigure, longUnit } from './text.js';

export interface CurveTable {
  head: string[];
  rows: string[][];
  /** Which columns hold figures and are set to the right. */
  numeric: boolean[];
}

/** The chart as a table: every period of the grid, and every point even when its period is not in the grid. */
export function curveTable(chart: CurveChart): CurveTable {
  const figures = figuresOf(chart);
  const show = (value: number) => formatFigure(value, chart.unit);
  const range = (lower: number, upper: number) => `${show(lower)} to ${show(upper)}`;
  const sure = (point: CurvePoint | undefined) =>
    valueOf(point) !== null && isNumber(point?.lower) && isNumber(point?.upper) ? range(point.lower, point.upper) : '';
  const notes = new Map<string, string[]>();
  const say = (period: string, text: string) => notes.set(period, [...(notes.get(period) ?? []), text]);
  if (chart.baseline) {
    const { frozenAt, frozenOn } = chart.baseline;
    say(frozenAt, frozenOn ? `Baseline frozen ${frozenOn}` : 'Baseline frozen');
  }
  for (const at of chart.breaks ?? [])
    say(at.period, at.after ? `Definition changed: ${at.after}` : 'New definition from here');
  for (const note of chart.notes ?? []) say(note.period, note.text);
  const lastRecorded = figures.findLastIndex((figure) => figure.point);
  const unit = longUnit(chart.unit);

  type Column = { head: string; numeric: boolean; cell: (figure: CurveFigure) => string };
  const columns: Column[] = [
    { head: 'Period', numeric: false, cell: (f) => f.period },
    {
      head: unit ? `Figure, ${unit}` : 'Figure',
      numeric: true,
      cell: (f) =>
        f.value !== null ? show(f.value) : !f.point && f.index > lastRecorded ? 'Not yet' : statusWord(f.point),
    },
  ];
  if (chart.points.some((point) => sure(point) !== '')) {
    columns.push({ head: 'Could lie between', numeric: true, cell: (f) => sure(f.point) });
  }
  if (chart.baseline) {
    columns.push(
      { head: 'Expected', numeric: true, cell: (f) => (f.expected ? show(f.expected.value) : '') },
      {
        head: 'Likely range, 95%',
        numeric: true,
        cell: (f) => (f.expected ? range(f.expected.lower95, f.expected.upper95) : ''),
      },
    );
  }
  if (chart.trajectory) {
    const { label } = chart.trajectory;
    columns.push({ head: label, numeric: true, cell: (f) => (f.trajectory === null ? '' : show(f.trajectory)) });
  }
  if (chart.benchmark) {
    const { label } = chart.benchmark;
    columns.push({ head: label, numeric: true, cell: (f) => (f.benchmark === null ? '' : show(f.benchmark)) });
  }
  const remark = (f: CurveFigure) =>
    [f.point?.provisional && f.value !== null ? 'Provisional' : '', ...(notes.get(f.period) ?? [])]
      .filter(Boolean)
      .join('. ');
  const outside = chart.points
    .filter((point) => !chart.periods.includes(point.period))
    .map((point): CurveFigure => ({
      ...{ index: -1, period: point.period, point, value: valueOf(point), since: point.since, definition: 0 },
      ...{ benchmark: null, trajectory: null },
    }));
  const all = [...figures, ...outside];
  if (all.some((figure) => remark(figure) !== '')) columns.push({ head: 'Note', numeric: false, cell: remark });
  return {
    head: columns.map((column) => column.head),
    rows: all.map((figure) => columns.map((column) => column.cell(figure))),
    numeric: columns.map((column) => column.numeric),
  };
}

function statusWord(point: CurvePoint | undefined): string {
  if (point?.status === 'suppressed') return 'Suppressed';
  return point?.status === 'confidential' ? 'Confidential' : 'No data';
}

/** One period in words, for a reader who steps along the curve: "2024/25: 2,103. Expected 2,251, likely range 2,080 to 2,420." */
export function readPeriod(chart: CurveChart, period: string): string {
  const figure = figuresOf(chart).find((f) => f.period === period);
  return figure ? readFigure(chart, figure) : '';
}

export function readFigure(chart: CurveChart, figure: CurveFigure): string {
  const show = (value: number) => formatFigure(value, chart.unit);
  const said =
    figure.value !== null
      ? show(figure.value)
      : figure.point
        ? statusWord(figure.point).toLowerCase()
        : figure.expected || figure.trajectory !== null
          ? 'no figure yet'
          : 'no data';
  const parts = [
    `${figure.period}: ${said}${figure.point?.provisional && figure.value !== null ? ', provisional' : ''}.`,
  ];
  if (figure.expected) {
    const { value, lower95, upper95 } = figure.expected;
    parts.push(`Expected ${show(value)}, likely range ${show(lower95)} to ${show(upper95)}.`);
  }
  if (figure.trajectory !== null && chart.trajectory)
    parts.push(`${chart.trajectory.label} ${show(figure.trajectory)}.`);
  if (figure.benchmark !== null && chart.benchmark) parts.push(`${chart.benchmark.label} ${show(figure.benchmark)}.`);
  return parts.join(' ');
}

/** The picture in a few sentences, made from the figures alone. */
export function describeCurve(chart: CurveChart): string {
  const known = figuresOf(chart).filter((figure) => figure.value !== null);
  const unit = longUnit(chart.unit);
  const show = (value: number) => formatFigure(value, chart.unit);
  const first = known[0];
  const latest = known.at(-1);
  if (!first || !latest) return 'There are no figures to draw yet.';
  const parts = [
    first === latest
      ? `One figure${unit ? `, ${unit}` : ''}: ${show(first.value as number)} in ${first.period}.`
      : `${known.length} figures${unit ? `, ${unit}` : ''}, from ${show(first.value as number)} in ${first.period} to ${show(latest.value as number)} in ${latest.period}.`,
  ];
  if (chart.baseline) {
    const { frozenAt, frozenOn } = chart.baseline;
    parts.push(`The baseline was frozen at ${frozenAt}${frozenOn ? `, on ${frozenOn}` : ''}.`);
    if (latest.expected) {
      const { value, lower95, upper95 } = latest.expected;
      parts.push(`It expects ${show(value)} in ${latest.period}, likely range ${show(lower95)} to ${show(upper95)}.`);
    }
    if (chart.state) parts.push(`State: ${chart.state}.`);
  }
  const bench = known.findLast((figure) => figure.benchmark !== null);
  if (bench && chart.benchmark)
    parts.push(`${chart.benchmark.label}: ${show(bench.benchmark as number)} in ${bench.period}.`);
  return parts.join(' ');
}
