import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { freezeBaseline } from '@turnstone/indicators-rules';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announce, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { JUDGE_SERIES } from '../judgements/judge-series.job.js';
import { pointOf } from '../judgements/judge-series.js';
import { SeriesRepository } from '../series/series.repository.js';

/** How many periods the frozen forecast reaches: past that a baseline is agreed anew. */
const HORIZON = 12;

/** Freezes what is expected of a series if nothing changes. The baseline in force is retired, never altered. */
@Injectable()
export class FreezeBaseline {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(SeriesRepository) private readonly series: SeriesRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async freeze(
    actor: Actor,
    slug: string,
    seriesId: string,
    asked: { frozenAt: string; agreedBy: string },
  ): Promise<{ placeId: string; baselineId: string }> {
    const place = await this.door.admit(actor, slug, 'freeze a baseline');
    const [row] = await this.series.byIds(place.id, [seriesId], false);
    if (!row) throw Refused.notFound('There is no such series in this place.');
    const points = (await this.series.observations(place.id, [seriesId]))
      .filter((o) => o.seriesId === seriesId)
      .map(pointOf);
    const last = points.find((point) => point.period.label === asked.frozenAt);
    if (!last) {
      throw Refused.invalid('A baseline is frozen at a period for which there is a figure.', [
        { path: 'frozenAt', reason: `The series has no figure for ${asked.frozenAt}` },
      ]);
    }
    const frozen = freezeBaseline(points, { frozenAt: last.period, horizon: HORIZON, valueType: row.valueType });
    if (!frozen.ok) throw Refused.invalid(frozen.reason, [{ path: 'frozenAt', reason: frozen.reason }]);
    const id = randomUUID();
    const now = this.clock();
    await this.database.transaction(async (client) => {
      await client.query('select 1 from series where place_id = $1 and id = $2 for update', [place.id, seriesId]);
      const retired = await client.query<{ id: string; frozen_at_label: string }>(
        `update baseline set retired_at = $3 where place_id = $1 and series_id = $2 and retired_at is null
         returning id, frozen_at_label`,
        [place.id, seriesId, now],
      );
      await client.query(
        `insert into baseline (place_id, id, series_id, frozen_at_key, frozen_at_label, frozen_on, agreed_by, model)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          place.id,
          id,
          seriesId,
          last.period.key,
          last.period.label,
          today(now),
          asked.agreedBy,
          JSON.stringify(frozen.baseline),
        ],
      );
      await recordAudit(this.database, {
        placeId: place.id,
        personId: actor.kind === 'member' ? actor.personId : null,
        action: 'freeze a baseline',
        subject: `series ${seriesId}`,
        before: retired.rows[0] ?? null,
        after: { id, frozenAt: last.period.label, agreedBy: asked.agreedBy },
        at: now,
      });
      await announce(client, JUDGE_SERIES, { placeId: place.id, seriesIds: [seriesId] });
    });
    return { placeId: place.id, baselineId: id };
  }
}

/** The day in the United Kingdom, as a person there would write it. */
export function today(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now);
}
