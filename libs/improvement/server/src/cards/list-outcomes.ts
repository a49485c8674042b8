import { Inject, Injectable } from '@nestjs/common';
import type { listOutcomes, OutcomeSummary } from '@turnstone/contract';
import { OutcomeRepository } from '@turnstone/frameworks-server';
import { inReadingOrder, overallFinding } from '@turnstone/improvement-rules';
import { ReadSeries, today } from '@turnstone/indicators-server';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace } from '@turnstone/places-server';
import { CLOCK, type Clock } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { CardRepository } from './card.repository.js';

/** The outcomes of a place, each with the state of its curve: what a board member reads first. */
@Injectable()
export class ListOutcomes {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(OutcomeRepository) private readonly outcomes: OutcomeRepository,
    @Inject(CardRepository) private readonly cards: CardRepository,
    @Inject(ReadSeries) private readonly series: ReadSeries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(actor: Actor, placeSlug: string): Promise<z.infer<typeof listOutcomes.answer>> {
    const place = await this.door.admit(actor, placeSlug, 'read the place');
    const [outcomes, headlines, counts] = await Promise.all([
      this.outcomes.all(place.id),
      this.cards.headlines(place.id),
      this.cards.actionCounts(place.id),
    ]);
    const readings = await this.series.readings(place.id, [...new Set(headlines.map((headline) => headline.seriesId))]);
    const readingOf = new Map(readings.map((reading) => [reading.seriesId, reading]));
    const headlinesOf = Map.groupBy(headlines, (headline) => headline.outcomeId);
    const countOf = new Map(counts.map((count) => [count.outcomeId, count]));
    const summaries = outcomes.map((outcome): OutcomeSummary => {
      const [first, ...others] = (headlinesOf.get(outcome.id) ?? []).flatMap(
        (headline) => readingOf.get(headline.seriesId) ?? [],
      );
      return {
        id: outcome.id,
        slug: outcome.slug,
        statement: outcome.statement,
        lead: outcome.lead,
        nextReviewOn: outcome.nextReviewOn,
        state: first?.state ?? null,
        finding: first?.finding ?? 'No headline indicator has been chosen',
        howSure: first?.howSure ?? '',
        headline: first ?? null,
        otherHeadlines: others.map(({ shortName, state, finding }) => ({ shortName, state, finding })),
        actionsOpen: countOf.get(outcome.id)?.open ?? 0,
        actionsBlocked: countOf.get(outcome.id)?.blocked ?? 0,
      };
    });
    return {
      finding: overallFinding(summaries.map((summary) => summary.state)),
      asAt: today(this.clock()),
      outcomes: inReadingOrder(summaries),
    };
  }
}
