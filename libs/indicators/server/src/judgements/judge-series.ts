import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { judgeSeries, judgementVersions, type SeriesPoint } from '@turnstone/indicators-rules';
import { periodOf } from '../series/read-series.js';
import { SeriesRepository, type ObservationRow, type SeriesRow } from '../series/series.repository.js';
import { JudgementRepository, type NewJudgement } from './judgement.repository.js';

/**
 * Judges series as they stand now. It may run twice or late: it reads the present, and the same inputs give the same
 * answer. The fingerprint is read before the figures, so that a change in between makes the judgement stale, not wrong.
 */
@Injectable()
export class JudgeSeries {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SeriesRepository) private readonly series: SeriesRepository,
    @Inject(JudgementRepository) private readonly judgements: JudgementRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async judge(placeId: string, seriesIds: readonly string[]): Promise<void> {
    await this.database.within({ place: placeId }, () => this.#judge(placeId, seriesIds));
  }

  async #judge(placeId: string, seriesIds: readonly string[]): Promise<void> {
    const rows = await this.series.byIds(placeId, seriesIds, false);
    if (rows.length === 0) return;
    const benchmarks = rows.flatMap((row) => row.benchmarkId ?? []);
    const [observations, baselines] = await Promise.all([
      this.series.observations(placeId, [...new Set([...seriesIds, ...benchmarks])]),
      this.series.baselines(placeId, seriesIds),
    ]);
    const bySeries = Map.groupBy(observations, (o) => o.seriesId);
    const judged: NewJudgement[] = [];
    for (const row of rows) {
      const answers = judgeSeries({
        shortName: nameOf(row),
        unit: row.unit,
        decimals: row.decimals,
        polarity: row.polarity,
        valueType: row.valueType,
        points: (bySeries.get(row.seriesId) ?? []).map(pointOf),
        benchmark: row.benchmarkId
          ? { label: 'England', points: (bySeries.get(row.benchmarkId) ?? []).map(pointOf) }
          : null,
        isBenchmark: row.areaCode === 'E92000001' && row.category === '',
        baseline: baselines.get(row.seriesId) ?? null,
      });
      for (const [method, answer] of Object.entries(answers)) {
        judged.push({
          seriesId: row.seriesId,
          method,
          methodVersion: judgementVersions[method as keyof typeof judgementVersions],
          fingerprint: row.fingerprint,
          inputs: answer.inputs,
          result: answer.result,
        });
      }
    }
    await this.judgements.save(placeId, judged, this.clock());
  }
}

/** What a sentence calls a series: the part of the population is named when it is not all of it. */
function nameOf({ shortName, sex, category }: SeriesRow): string {
  const parts = [sex === 'Persons' || sex === '' ? [] : [sex.toLowerCase()], category === '' ? [] : [category]].flat();
  return parts.length === 0 ? shortName : `${shortName} (${parts.join(', ')})`;
}

export function pointOf(observation: ObservationRow): SeriesPoint {
  return {
    period: periodOf(observation),
    value: observation.value,
    lower95: observation.lower95,
    upper95: observation.upper95,
    lower998: observation.lower998,
    upper998: observation.upper998,
    count: observation.count,
    denominator: observation.denominator,
  };
}
