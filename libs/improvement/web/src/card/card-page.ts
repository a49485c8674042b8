import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { downloadSeries } from '@turnstone/contract/indicators/indicators';
import type { Card } from '@turnstone/contract/improvement/cards';
import type { SeriesReading } from '@turnstone/contract/indicators/reading';
import {
  curveOf,
  figureOf,
  FourAnswers,
  freshnessOf,
  groupOf,
  measureLineOf,
  sourceOf,
} from '@turnstone/indicators-web';
import {
  ContractClient,
  dayOf,
  PageHeading,
  ProblemPage,
  SessionStore,
  shortDayOf,
  Waiting,
} from '@turnstone/places-web';
import { CurveChartFigure, State } from '@turnstone/ui';
import { capital } from '../writing/draft-records.js';
import { sectionFormOf } from '../writing/section-forms.js';
import { SeriesShelf } from '../writing/series-shelf.js';
import { CardSection } from './card-section.js';
import { CardStore } from './card-store.js';

/** The report card of one outcome, sections in the method's order: one document for the screen and for A4. */
@Component({
  selector: 'ts-card-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, CurveChartFigure, State, FourAnswers, CardSection],
  providers: [CardStore, SeriesShelf],
  templateUrl: './card-page.html',
  host: { '(window:beforeunload)': 'askBeforeUnload($event)' },
})
export class CardPage {
  readonly place = input.required<string>();
  readonly outcome = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly store = inject(CardStore);
  protected readonly session = inject(SessionStore);
  protected readonly day = dayOf;
  protected readonly shortDay = shortDayOf;
  protected readonly capital = capital;
  protected readonly measureLineOf = measureLineOf;
  protected readonly freshnessOf = freshnessOf;
  protected readonly sourceOf = sourceOf;

  readonly #card = computed<Card | null>(() => (this.store.card.hasValue() ? this.store.card.value() : null));
  protected readonly hero = computed(() => this.#card()?.readings[0] ?? null);
  protected readonly heroCurve = computed(() => {
    const hero = this.hero();
    return hero && hero.observations.length > 0 ? curveOf(hero, 'hero') : null;
  });
  protected readonly others = computed(() =>
    (this.#card()?.readings.slice(1) ?? []).map((reading) => ({
      reading,
      curve: reading.observations.length > 0 ? curveOf(reading, 'other') : null,
      freshness: freshnessOf(reading),
    })),
  );
  /** The rows of the indicators table, in the order of the section. */
  protected readonly counted = computed(() => {
    const card = this.#card();
    return (card?.sections.indicators.content.records ?? []).map((record) => {
      const reading = card?.readings.find((each) => each.seriesId === record.seriesId);
      return {
        ...record,
        indicatorId: reading?.indicatorId ?? null,
        name: reading ? this.#nameOf(reading) : 'An indicator without figures',
        latest: reading?.latest ? figureOf(reading, reading.latest.value) : 'No figure',
        when: reading?.latest ? `${reading.unit === '%' ? '' : `${reading.unit}, `}${reading.latest.period}` : '',
      };
    });
  });
  protected readonly forces = computed(() => {
    const records = this.#card()?.sections['story behind the baseline'].content.records ?? [];
    return (['pushing the wrong way', 'pushing the right way'] as const).map((force) => ({
      force,
      records: records.filter((record) => record.force === force),
    }));
  });

  /** Who wrote last on any section, and on which day. */
  protected readonly updated = computed(() => {
    const sections = Object.values(this.#card()?.sections ?? {});
    const changes = sections.flatMap(({ changedBy, changedAt }) =>
      changedBy && changedAt ? [{ changedBy, changedAt }] : [],
    );
    const last = changes.sort((a, b) => b.changedAt.localeCompare(a.changedAt))[0];
    return last ? { day: dayOf(last.changedAt), by: last.changedBy } : null;
  });

  constructor() {
    effect(() => this.store.look({ place: this.place(), outcome: this.outcome() }));
  }

  /** Asked by the router before it leaves. */
  mayLeave(): boolean {
    const unsaved = this.store.unsaved();
    const [first] = unsaved;
    // On the way to signing in again nothing is asked: the words wait in the tab.
    if (!first || unsaved.some((section) => this.store.drafts()[section]?.signedOut)) return true;
    return confirm(
      `You have words in “${sectionFormOf(first).heading}” that are not saved. Leave? They stay in this tab until you come back.`,
    );
  }

  protected askBeforeUnload(event: BeforeUnloadEvent): void {
    if (this.store.unsaved().length > 0) event.preventDefault();
  }

  protected figuresAddress(reading: SeriesReading): string {
    return this.#client.address(downloadSeries, { params: { place: this.place(), series: reading.seriesId } });
  }

  protected print(): void {
    window.print();
  }

  #nameOf(reading: SeriesReading): string {
    const group = groupOf(reading);
    return `${reading.shortName}${group ? `, ${group}` : ''}`;
  }
}
