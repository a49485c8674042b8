import { Inject, Injectable } from '@nestjs/common';
import type { Card, SectionContent, SectionName } from '@turnstone/contract';
import { OutcomeRepository, type OutcomeRow } from '@turnstone/frameworks-server';
import { ReadSeries, today } from '@turnstone/indicators-server';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace } from '@turnstone/places-server';
import { CLOCK, Refused, type Clock } from '@turnstone/platform';
import { CardRepository, type SectionRow } from './card.repository.js';

/** The report card of one outcome, with its curves as they are judged now. */
@Injectable()
export class ReadCard {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(OutcomeRepository) private readonly outcomes: OutcomeRepository,
    @Inject(CardRepository) private readonly cards: CardRepository,
    @Inject(ReadSeries) private readonly series: ReadSeries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(actor: Actor, placeSlug: string, outcomeSlug: string): Promise<Card> {
    const place = await this.door.admit(actor, placeSlug, 'read the place');
    const outcome = await this.outcomes.bySlug(place.id, outcomeSlug);
    if (!outcome) throw Refused.notFound('There is no such outcome in this place.');
    const rows = await this.cards.sections(place.id, outcome.id);
    const sections = sectionsOf(outcome, rows);
    const chosen = sections.indicators.content.records;
    const readings = await this.series.readings(
      place.id,
      chosen.map((record) => record.seriesId),
    );
    const first = readings.find(
      (reading) => reading.seriesId === chosen.find((record) => record.role === 'headline')?.seriesId,
    );
    const touched = { kind: 'place', id: place.id, workstreamId: outcome.workstreamId } as const;
    return {
      outcomeId: outcome.id,
      slug: outcome.slug,
      placeName: place.name,
      lead: outcome.lead,
      workstream: outcome.workstream,
      mayWrite: can(actor, 'write a report card', touched),
      mayChoose: can(actor, 'choose the indicators of a card', touched),
      nextReviewOn: outcome.nextReviewOn,
      asAt: today(this.clock()),
      dataTo: first?.latest?.period ?? null,
      finding: first?.finding ?? 'No headline indicator has been chosen',
      sections,
      readings,
    };
  }
}

/** Every section of the method; one that nobody has written is there, empty, at version 0. */
export function sectionsOf(outcome: OutcomeRow, rows: readonly SectionRow[]): Card['sections'] {
  const written = new Map(rows.map((row) => [row.section, row]));
  const section = <Name extends SectionName>(name: Name, otherwise: SectionContent[Name]) => {
    const row = written.get(name);
    return {
      version: row?.version ?? 0,
      changedBy: row?.changedBy ?? null,
      changedAt: row && row.version > 0 ? row.changedAt : null,
      // Checked when it was written; checked again when the answer leaves.
      content: (row && row.version > 0 ? row.content : otherwise) as SectionContent[Name],
    };
  };
  const texts = (name: 'desired outcome' | 'target population', version: number) => ({
    ...section(name, { statement: '', text: '' } as never),
    version,
  });
  return {
    'desired outcome': {
      ...texts('desired outcome', outcome.statementVersion),
      content: { statement: outcome.statement },
    },
    'target population': {
      ...texts('target population', outcome.targetPopulationVersion),
      content: { text: outcome.targetPopulation },
    },
    indicators: section('indicators', { records: [] }),
    'data development agenda': section('data development agenda', { records: [] }),
    partners: section('partners', { records: [] }),
    'story behind the baseline': section('story behind the baseline', { records: [] }),
    'what works': section('what works', { records: [] }),
    'summary of actions': section('summary of actions', { records: [] }),
  };
}
