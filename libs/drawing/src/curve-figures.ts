import type { BaselinePoint, CurveChart, CurveLine, CurvePoint } from './curve-chart.js';

/** A period of the grid with everything known of it. */
export interface CurveFigure {
  index: number;
  period: string;
  point?: CurvePoint;
  /** The figure, when one is given and is a number. */
  value: number | null;
  /** Came after the freeze. Without a baseline nothing did. */
  since: boolean;
  /** Counts definitions: a change of definition starts the next one. */
  definition: number;
  expected?: BaselinePoint;
  benchmark: number | null;
  trajectory: number | null;
}

/** The figures by period, in the order of the grid. A point outside the grid has no place in a picture; the table has it. */
export function figuresOf(chart: CurveChart): CurveFigure[] {
  const points = new Map(chart.points.map((point) => [point.period, point]));
  const expected = new Map((chart.baseline?.points ?? []).filter(isWhole).map((point) => [point.period, point]));
  const benchmark = valuesOf(chart.benchmark);
  const trajectory = valuesOf(chart.trajectory);
  const breaks = new Set((chart.breaks ?? []).map((at) => at.period));
  const frozen = chart.baseline ? chart.periods.indexOf(chart.baseline.frozenAt) : -1;
  let definition = 0;
  return chart.periods.map((period, index) => {
    if (breaks.has(period) && index > 0) definition += 1;
    const point = points.get(period);
    const forecast = expected.get(period);
    return {
      index,
      period,
      ...(point ? { point } : {}),
      value: valueOf(point),
      since: chart.baseline != null && point?.since === true,
      definition,
      ...(forecast && index > frozen ? { expected: forecast } : {}),
      benchmark: benchmark.get(period) ?? null,
      trajectory: trajectory.get(period) ?? null,
    };
  });
}

export function valueOf(point: CurvePoint | undefined): number | null {
  return point?.status === 'given' && isNumber(point.value) ? point.value : null;
}

function valuesOf(line: CurveLine | null | undefined): Map<string, number> {
  const out = new Map<string, number>();
  for (const { period, value } of line?.points ?? []) if (isNumber(value)) out.set(period, value);
  return out;
}

function isWhole(point: BaselinePoint): boolean {
  return [point.value, point.lower80, point.upper80, point.lower95, point.upper95].every(isNumber);
}

export function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** What stands where a figure does not. */
export function wordFor(point: CurvePoint | undefined): string {
  if (point?.status === 'suppressed' || point?.status === 'confidential') return point.status;
  return 'no data';
}
