import { Inject, Injectable } from '@nestjs/common';
import type { CurveState, JudgementReading, SeriesReading } from '@turnstone/contract';
import { comparePeriods, periodGrid, type Period } from '@turnstone/indicators-rules';
import {
  SeriesRepository,
  type ForecastRow,
  type JudgementRow,
  type ObservationRow,
  type SeriesRow,
} from './series.repository.js';

/** How far past the latest figure the expected line is shown. */
const SHOWN_AHEAD = 3;
const order = ['comparison', 'trend', 'turning', 'forecast'] as const;

/** Series with figures, baseline, benchmark and the four answers, as every page and report shows them. */
@Injectable()
export class ReadSeries {
  constructor(@Inject(SeriesRepository) private readonly series: SeriesRepository) {}

  /**
   * In the order asked for; a series that is not there is left out. `detail` adds what went into each judgement and all
   * that came out, for the page that shows how it was worked out.
   */
  async readings(placeId: string, seriesIds: readonly string[], detail = false): Promise<SeriesReading[]> {
    if (seriesIds.length === 0) return [];
    const rows = await this.series.byIds(placeId, seriesIds, detail);
    const benchmarks = rows.flatMap((row) => row.benchmarkId ?? []);
    const observations = await this.series.observations(placeId, [...new Set([...seriesIds, ...benchmarks])]);
    const bySeries = Map.groupBy(observations, (observation) => observation.seriesId);
    const byId = new Map(rows.map((row) => [row.seriesId, row]));
    return seriesIds.flatMap((id) => {
      const row = byId.get(id);
      return row
        ? [readingOf(row, bySeries.get(id) ?? [], row.benchmarkId ? (bySeries.get(row.benchmarkId) ?? []) : [])]
        : [];
    });
  }
}

function readingOf(
  row: SeriesRow,
  observations: readonly ObservationRow[],
  benchmark: readonly ObservationRow[],
): SeriesReading {
  const periods: Period[] = observations.map(periodOf);
  const given = observations.filter((observation) => observation.value !== null);
  const latest = given.at(-1);
  const frozen = observations.find((observation) => observation.key === row.frozenAtKey);
  const since = (observation: ObservationRow): boolean =>
    frozen !== undefined && comparePeriods(periodOf(observation), periodOf(frozen)) > 0;
  const ahead = labelled(shownForecast(row.forecast ?? [], observations, frozen));
  const turning = row.judgements.find((judgement) => judgement.method === 'turning');
  const words = wordsOf(turning);
  const benchmarkBy = new Map(benchmark.map((observation) => [observation.key, observation.value]));
  return {
    seriesId: row.seriesId,
    indicatorId: row.indicatorId,
    name: row.name,
    shortName: row.shortName,
    areaCode: row.areaCode,
    areaName: row.areaName,
    sex: row.sex,
    age: row.age,
    category: row.category,
    unit: row.unit,
    decimals: row.decimals,
    polarity: row.polarity,
    valueType: row.valueType,
    source: row.source,
    finding:
      words.finding ??
      (observations.length === 0 ? `${row.shortName}: no figures yet` : `${row.shortName}: being worked out`),
    howSure: words.howSure ?? '',
    state: words.state,
    periods: periodGrid(
      periods,
      ahead.map((point) => point.period),
    ),
    observations: observations.map((observation) => ({
      period: observation.label,
      periodStart: observation.start,
      periodEnd: observation.end,
      status: observation.status,
      value: observation.value,
      lower: observation.lower95,
      upper: observation.upper95,
      count: observation.count,
      denominator: observation.denominator,
      note: observation.note,
      since: since(observation),
    })),
    latest: latest && latest.value !== null ? { period: latest.label, value: latest.value } : null,
    baseline:
      row.baselineId && row.frozenAtLabel && row.frozenOn
        ? {
            id: row.baselineId,
            frozenAt: row.frozenAtLabel,
            frozenOn: row.frozenOn,
            agreedBy: row.agreedBy ?? '',
            model: row.model ?? '',
            forecast: ahead,
          }
        : null,
    benchmark:
      benchmark.length > 0
        ? {
            label: 'England',
            points: observations.map((o) => ({ period: o.label, value: benchmarkBy.get(o.key) ?? null })),
          }
        : null,
    difference: words.difference ?? null,
    judgements: row.judgements
      .toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method))
      .map((judgement) => judgementOf(judgement, row.fingerprint)),
  };
}

export function periodOf(observation: ObservationRow): Period {
  return {
    kind: observation.kind,
    start: observation.start,
    end: observation.end,
    label: observation.label,
    key: observation.key,
  };
}

/** The expected line as far as the latest figure, and a little on. */
function shownForecast(
  forecast: readonly ForecastRow[],
  observations: readonly ObservationRow[],
  frozen: ObservationRow | undefined,
): ForecastRow[] {
  if (!frozen) return [];
  const last = observations.at(-1);
  const reached = last ? forecast.findIndex((point) => point.period.label === last.label) : -1;
  return forecast.slice(0, reached + 1 + SHOWN_AHEAD);
}

function labelled(forecast: readonly ForecastRow[]): NonNullable<SeriesReading['baseline']>['forecast'] {
  return forecast.map((point) => ({ ...point, period: point.period.label }));
}

interface Words {
  readonly finding?: string;
  readonly howSure?: string;
  readonly difference?: string | null;
  readonly state: CurveState | null;
}

/** The turning judgement keeps the words that go over the chart: they were true of what it judged. */
function wordsOf(turning: JudgementRow | undefined): Words {
  if (!turning) return { state: null };
  const { finding, howSure, difference, state } = turning.result as Partial<Words>;
  return { finding, howSure, difference, state: state ?? null };
}

function judgementOf(judgement: JudgementRow, fingerprint: string): JudgementReading {
  const { answer, why, finding: _finding, howSure: _howSure, difference: _difference, ...result } = judgement.result;
  return {
    method: judgement.method,
    methodVersion: judgement.methodVersion,
    judgedAt: judgement.judgedAt,
    fresh: judgement.fingerprint === fingerprint,
    answer: String(answer ?? ''),
    why: String(why ?? ''),
    state: judgement.method === 'turning' ? wordsOf(judgement).state : null,
    ...(judgement.inputs ? { inputs: judgement.inputs, result } : {}),
  };
}
