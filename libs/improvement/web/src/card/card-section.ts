import { afterNextRender, Component, computed, ElementRef, inject, Injector, input } from '@angular/core';
import { Router } from '@angular/router';
import type { SectionName } from '@turnstone/contract/improvement/cards';
import { formId } from '../writing/draft-records.js';
import { SectionFormPart } from '../writing/section-form.js';
import type { SeriesChoices } from '../writing/section-form.js';
import { sectionFormOf } from '../writing/section-forms.js';
import { SeriesShelf } from '../writing/series-shelf.js';
import { CardStore } from './card-store.js';

/** One section of the card: its name in the margin, and its content, or the form that it has turned into. */
@Component({
  selector: 'ts-card-section',
  imports: [SectionFormPart],
  template: `
    <section class="sec" [attr.aria-labelledby]="id()">
      <div class="ts-section-name">
        @if (name() === 'desired outcome') {
          <p class="ts-label" [id]="id()">{{ heading() }}</p>
        } @else {
          <h2 [id]="id()">{{ heading() }}</h2>
        }
        @if (mayWrite() && !draft()) {
          <button type="button" class="ts-link-button ts-edit" (click)="open()">
            Edit<span class="govuk-visually-hidden"> {{ heading().toLowerCase() }}</span>
          </button>
        }
        <p class="ts-saved" role="status">{{ savedAt() }}</p>
      </div>
      <div class="ts-section-body">
        @if (draft(); as written) {
          @defer (on immediate) {
            <ts-section-form
              class="ts-screen-only"
              [draft]="written"
              [here]="here()"
              [series]="series()"
              (written)="store.write(name(), $event)"
              (rearranged)="store.rearrange(name(), $event)"
              (indicatorChosen)="shelf.take(place(), $event)"
              (saveAsked)="save()"
              (cancelAsked)="cancel()"
              (keepMine)="keepMine()"
              (takeTheirs)="takeTheirs()"
            />
          } @placeholder {
            <p class="quiet ts-screen-only">Opening the form…</p>
          }
        }
        <!-- While it is written on screen, the section that is saved still goes to paper. -->
        <div [class.ts-paper-only]="draft()">
          <ng-content />
        </div>
      </div>
    </section>
  `,
})
export class CardSection {
  readonly name = input.required<SectionName>();
  readonly place = input.required<string>();

  protected readonly store = inject(CardStore);
  protected readonly shelf = inject(SeriesShelf);
  readonly #router = inject(Router);
  readonly #injector = inject(Injector);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly heading = computed(() => sectionFormOf(this.name()).heading);
  protected readonly id = computed(() => `section-${this.name().replaceAll(' ', '-')}`);
  protected readonly draft = computed(() => this.store.drafts()[this.name()]);
  protected readonly mayWrite = computed(() => this.store.may(this.name()));
  protected readonly here = computed(() => this.#router.url);
  protected readonly savedAt = computed(() => {
    const saved = this.store.saved();
    return saved?.section === this.name() ? `Saved ${saved.at}` : '';
  });
  protected readonly series = computed<SeriesChoices | undefined>(() => {
    if (this.name() !== 'indicators') return undefined;
    const readings = this.store.card.hasValue() ? this.store.card.value().readings : [];
    const indicators = this.shelf.indicators();
    return {
      indicators: indicators.map(({ id, shortName, ownSeriesId }) => ({ id, label: shortName, ownSeriesId })),
      indicatorOf: (series) =>
        readings.find((reading) => reading.seriesId === series)?.indicatorId ??
        indicators.find((indicator) => indicator.ownSeriesId === series)?.id ??
        '',
      seriesOf: (indicator) => this.shelf.seriesOf(indicator),
    };
  });

  protected open(): void {
    if (this.name() === 'indicators') void this.shelf.open(this.place());
    this.store.open(this.name());
  }

  protected async save(): Promise<void> {
    await this.store.save(this.name());
    this.#settle();
  }

  protected async keepMine(): Promise<void> {
    await this.store.keepMine(this.name());
    this.#settle();
  }

  protected takeTheirs(): void {
    this.store.takeTheirs(this.name());
    this.#settle();
  }

  protected cancel(): void {
    const touched = this.store.unsaved().includes(this.name());
    if (touched && !confirm(`Throw away what you typed in “${this.heading()}”?`)) return;
    this.store.drop(this.name());
    this.#settle();
  }

  /** Where the keyboard goes on from: the Edit button when the form is gone, the form itself when it has more to say. */
  #settle(): void {
    afterNextRender(
      () => {
        const edit = this.#element.querySelector<HTMLElement>('.ts-edit');
        const said = this.#element.querySelector<HTMLElement>('.govuk-error-summary, .ts-notice');
        if (edit) edit.focus();
        else if (said?.classList.contains('ts-notice'))
          document.getElementById(formId(this.name()))?.focus({ preventScroll: true });
      },
      { injector: this.#injector },
    );
  }
}
