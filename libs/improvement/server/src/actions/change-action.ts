import { Inject, Injectable } from '@nestjs/common';
import type { Action } from '@turnstone/contract';
import { OutcomeRepository, type OutcomeRow } from '@turnstone/frameworks-server';
import { today } from '@turnstone/indicators-server';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit, type PlaceRow } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { CardRepository } from '../cards/card.repository.js';
import { actionForAudit } from './action-as-answered.js';
import { ActionRepository, type ActionRow, type ActionToKeep } from './action.repository.js';
import { NameActions } from './name-actions.js';

/** As many as a card's summary holds. */
const MOST_ON_A_CARD = 40;

/**
 * Changes an action, never its origin. One that serves an outcome stands on that outcome's card: the card's summary of actions
 * then has a next version too, so that whoever is writing there is told.
 */
@Injectable()
export class ChangeAction {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ActionRepository) private readonly actions: ActionRepository,
    @Inject(OutcomeRepository) private readonly outcomes: OutcomeRepository,
    @Inject(NameActions) private readonly names: NameActions,
    @Inject(CardRepository) private readonly cards: CardRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(
    actor: Actor,
    asked: {
      place: string;
      action: string;
      version: number;
      given: ActionToKeep & Pick<ActionRow, 'status' | 'note'> & { outcome: string | null };
    },
  ): Promise<Action> {
    const place = await this.door.admit(actor, asked.place, 'raise actions');
    const { given } = asked;
    const now = this.clock();
    const seen = await this.#one(place, asked.action);
    // Cards before the action: a writer of a card holds its section, and then its actions.
    const touched = await this.#cards(actor, place, seen, given.outcome);
    for (const { id } of touched)
      await this.database.transaction((client) =>
        this.cards.lockSection(client, place.id, id, 'summary of actions', now),
      );
    await this.actions.lock(place.id, asked.action);
    const before = await this.#one(place, asked.action);
    if (before.version !== asked.version)
      throw Refused.changedMeanwhile(
        'Somebody changed this action while you were writing. Nothing of yours or theirs is lost: choose what stands.',
        (await this.names.name(place.id, [before], today(now)))[0],
      );
    const outcome = touched.find(({ slug }) => slug === given.outcome) ?? null;
    if (outcome && outcome.id !== before.outcomeId) await this.#refuseFull(place, outcome);
    await this.actions.change(place.id, before.id, {
      ...given,
      outcomeId: outcome?.id ?? null,
      doneAt: given.status === 'done' ? (before.doneAt ?? now) : null,
    });
    const after = await this.#one(place, before.id);
    for (const { id } of touched) await this.#nextVersionOfCard(actor, place, id, now);
    const names = [before.leadPerson, after.leadPerson];
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change an action',
      subject: `action ${before.id}`,
      before: actionForAudit(before),
      after: actionForAudit(after),
      ...(names.every((name) => name === '')
        ? {}
        : { personal: { personId: null, before: { leadPerson: names[0] }, after: { leadPerson: names[1] } } }),
      at: now,
    });
    return (await this.names.name(place.id, [after], today(now)))[0]!;
  }

  async #one(place: PlaceRow, id: string): Promise<ActionRow> {
    const row = await this.actions.one(place.id, id);
    if (!row) throw Refused.notFound('This place has no such action.');
    return row;
  }

  /** The outcomes on whose cards it stands or comes to stand, in one order for everybody; refused where it may not. */
  async #cards(actor: Actor, place: PlaceRow, action: ActionRow, slug: string | null): Promise<OutcomeRow[]> {
    const all = await this.outcomes.all(place.id);
    if (slug !== null && !all.some((outcome) => outcome.slug === slug))
      throw Refused.invalid('This place has no such outcome.', [
        { path: 'outcome', reason: 'Choose one of the place’s outcomes' },
      ]);
    const outcomes = all.filter((outcome) => outcome.slug === slug || outcome.id === action.outcomeId);
    // Those who run assessments see an action home; a lead writes on the cards of their own workstreams.
    if (!can(actor, 'run assessments', { kind: 'place', id: place.id }))
      for (const { workstreamId } of outcomes) this.door.insist(actor, 'write a report card', place, workstreamId);
    return outcomes.toSorted((a, b) => a.id.localeCompare(b.id));
  }

  async #refuseFull(place: PlaceRow, outcome: OutcomeRow): Promise<void> {
    const held = await this.database.transaction((client) => this.cards.actionIds(client, place.id, outcome.id));
    if (held.size >= MOST_ON_A_CARD)
      throw Refused.invalid(`That card holds ${MOST_ON_A_CARD} actions, and no more.`, [
        { path: 'outcome', reason: 'Take an action off that card first' },
      ]);
  }

  async #nextVersionOfCard(actor: Actor, place: PlaceRow, outcomeId: string, at: Date): Promise<void> {
    await this.database.transaction(async (client) => {
      const sections = await this.cards.sections(place.id, outcomeId, client);
      const { version, content } = sections.find(({ section }) => section === 'summary of actions')!;
      const personId = actor.kind === 'member' ? actor.personId : null;
      await this.cards.writeSection(client, {
        ...{ placeId: place.id, outcomeId, section: 'summary of actions', version: version + 1, content, personId, at },
      });
    });
  }
}
