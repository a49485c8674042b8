import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sectionContent, type SavedSection, type SectionContent, type SectionName } from '@turnstone/contract';
import { OutcomeRepository, type OutcomeRow } from '@turnstone/frameworks-server';
import type { Actor, Deed } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database, type PoolClient } from '@turnstone/platform';
import { CardRepository } from './card.repository.js';
import { sectionsOf } from './read-card.js';

/**
 * Writes one section. The version that the writer read must still stand: otherwise nothing is written, and the answer
 * carries what stands there now, so that both texts can be put side by side and neither is lost.
 */
@Injectable()
export class WriteSection {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(OutcomeRepository) private readonly outcomes: OutcomeRepository,
    @Inject(CardRepository) private readonly cards: CardRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async write(
    actor: Actor,
    asked: { place: string; outcome: string; section: SectionName; version: number; content: unknown },
  ): Promise<SavedSection> {
    const deed: Deed = asked.section === 'indicators' ? 'choose the indicators of a card' : 'write a report card';
    const place = await this.door.admit(actor, asked.place, deed);
    const outcome = await this.outcomes.bySlug(place.id, asked.outcome);
    if (!outcome) throw Refused.notFound('There is no such outcome in this place.');
    this.door.insist(actor, deed, place, outcome.workstreamId);
    const content = checked(asked.section, asked.content);
    const now = this.clock();
    return this.database.transaction(async (client) => {
      await this.cards.lockSection(client, place.id, outcome.id, asked.section, now);
      const before = await this.#section(client, place.id, outcome.slug, asked.section);
      if (before.version !== asked.version) {
        throw Refused.changedMeanwhile(
          `${before.changedBy ?? 'Somebody'} saved this section while you were writing. Nothing of yours or theirs is lost: choose what stands.`,
          before,
        );
      }
      await this.#apply(client, place.id, outcome, asked.section, content, asked.version, now);
      await this.cards.writeSection(client, {
        placeId: place.id,
        outcomeId: outcome.id,
        section: asked.section,
        version: asked.version + 1,
        content,
        personId: actor.kind === 'member' ? actor.personId : null,
        at: now,
      });
      const after = await this.#section(client, place.id, outcome.slug, asked.section);
      await recordAudit(this.database, {
        placeId: place.id,
        personId: actor.kind === 'member' ? actor.personId : null,
        action: deed,
        subject: `${asked.section} of outcome ${outcome.slug}`,
        before: before.content,
        after: after.content,
        at: now,
      });
      return after;
    });
  }

  async #apply(
    client: PoolClient,
    placeId: string,
    outcome: OutcomeRow,
    section: SectionName,
    content: SectionContent[SectionName],
    version: number,
    at: Date,
  ): Promise<void> {
    if (section === 'desired outcome') {
      const { statement } = content as SectionContent['desired outcome'];
      await this.outcomes.writeStatement(client, placeId, outcome.id, version, statement);
    } else if (section === 'target population') {
      const { text } = content as SectionContent['target population'];
      await this.outcomes.writeTargetPopulation(client, placeId, outcome.id, version, text);
    } else if (section === 'indicators') {
      const { records } = content as SectionContent['indicators'];
      const known = await this.cards.knownSeries(
        client,
        placeId,
        records.map((record) => record.seriesId),
      );
      const unknown = records.findIndex((record) => !known.has(record.seriesId));
      if (unknown >= 0) {
        throw Refused.invalid('One of the series is not in this place.', [
          { path: `records.${unknown}.seriesId`, reason: 'This place has no such series' },
        ]);
      }
      await this.cards.replaceIndicators(client, placeId, outcome.id, records);
    } else if (section === 'summary of actions') {
      const { records } = content as SectionContent['summary of actions'];
      const known = await this.cards.actionIds(client, placeId, outcome.id);
      const foreign = records.findIndex((record) => record.id !== undefined && !known.has(record.id));
      if (foreign >= 0) {
        throw Refused.invalid('One of the actions is not of this card.', [
          { path: `records.${foreign}.id`, reason: 'This card has no such action' },
        ]);
      }
      await this.cards.replaceActions(
        client,
        placeId,
        outcome.id,
        records.map((record) => ({ ...record, id: record.id ?? randomUUID() })),
        at,
      );
    }
  }

  async #section(client: PoolClient, placeId: string, slug: string, section: SectionName): Promise<SavedSection> {
    const outcome = await this.outcomes.bySlug(placeId, slug, client);
    if (!outcome) throw Refused.notFound('There is no such outcome in this place.');
    return { section, ...sectionsOf(outcome, await this.cards.sections(placeId, outcome.id, client))[section] };
  }
}

function checked(section: SectionName, content: unknown): SectionContent[SectionName] {
  const result = sectionContent[section].safeParse(content);
  if (result.success) return result.data;
  throw Refused.invalid(
    'Some of it cannot be saved as it is.',
    result.error.issues.map((issue) => ({ path: issue.path.join('.'), reason: issue.message })),
  );
}
