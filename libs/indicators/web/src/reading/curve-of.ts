import type { SeriesReading } from '@turnstone/contract/indicators/reading';
import { dayOf } from '@turnstone/places-web';
import type { CurveChart } from '@turnstone/ui';

/** A reading in the words of the chart. `where` keeps ids apart when one series is drawn more than once in a page. */
export function curveOf(reading: SeriesReading, where = 'curve'): CurveChart {
  return {
    id: `${where}-${reading.seriesId}`,
    title: reading.finding,
    description: '',
    unit: { suffix: reading.unit, decimals: reading.decimals },
    periods: reading.periods,
    points: reading.observations.map((observation) => ({
      period: observation.period,
      value: observation.value,
      status: observation.status,
      lower: observation.lower,
      upper: observation.upper,
      since: observation.since,
    })),
    baseline: reading.baseline && {
      frozenAt: reading.baseline.frozenAt,
      frozenOn: dayOf(reading.baseline.frozenOn),
      points: reading.baseline.forecast,
    },
    state: reading.state,
    benchmark: reading.benchmark,
    difference: reading.difference ?? undefined,
  };
}
