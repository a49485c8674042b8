import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { recentlyOf } from '@turnstone/places-web';
import { ErrorSummary } from '@turnstone/ui';
import type { Draft } from '../card/card-store.js';
import { capital, dateParts, fieldId, formId, newRecord, wordsIn } from './draft-records.js';
import type { DraftRecord } from './draft-records.js';
import { sectionFormOf } from './section-forms.js';
import type { FormField } from './section-forms.js';
import type { Choosable } from './series-shelf.js';

export interface SeriesChoices {
  indicators: readonly { id: string; label: string; ownSeriesId: string | null }[];
  /** The indicator that a series belongs to, for records that are already on the card. */
  indicatorOf: (series: string) => string;
  seriesOf: (indicator: string) => readonly Choosable[];
}

/** A section turned into a form in its place: records come, go and move by buttons. Draws what it is given, keeps nothing. */
@Component({
  selector: 'ts-section-form',
  imports: [ErrorSummary, RouterLink],
  templateUrl: './section-form.html',
})
export class SectionFormPart {
  readonly draft = input.required<Draft>();
  readonly here = input.required<string>();
  readonly series = input<SeriesChoices>();

  readonly written = output<readonly DraftRecord[]>();
  readonly rearranged = output<readonly DraftRecord[]>();
  readonly indicatorChosen = output<string>();
  readonly saveAsked = output();
  readonly cancelAsked = output();
  readonly keepMine = output();
  readonly takeTheirs = output();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #injector = inject(Injector);
  protected readonly form = computed(() => sectionFormOf(this.draft().section));
  protected readonly id = computed(() => formId(this.draft().section));
  protected readonly records = computed(() => this.draft().records);
  protected readonly dateParts = dateParts;
  protected readonly capital = capital;
  protected readonly removed = signal<{ record: DraftRecord; index: number } | null>(null);
  protected readonly told = signal('');
  /** The indicator picked for a record before its series is. */
  readonly #picked = signal<Readonly<Record<number, string>>>({});

  protected readonly theirs = computed(() => {
    const theirs = this.draft().theirs;
    if (!theirs) return null;
    const mine = new Set(this.records().map(wordsIn));
    return {
      by: theirs.by,
      at: recentlyOf(theirs.at, new Date()),
      records: theirs.records.map((record) => ({
        lines: this.#linesOf(record),
        other: !mine.has(wordsIn(record)),
      })),
    };
  });
  protected readonly keptAt = computed(() => {
    const at = this.draft().keptAt;
    return at && recentlyOf(at, new Date());
  });

  constructor() {
    // The form may be taller than the window: what is said at its top has to be seen before anything is pressed.
    effect(() => {
      if (!this.theirs()) return;
      afterNextRender(() => this.#element.querySelector('[role=alert]')?.scrollIntoView({ block: 'start' }), {
        injector: this.#injector,
      });
    });
    afterNextRender(() =>
      this.#focus(this.draft().keptAt ? null : this.#element.querySelector('input, textarea, select')),
    );
  }

  protected fieldId(record: DraftRecord, field: FormField): string {
    return fieldId(this.draft().section, record.key, field);
  }

  protected errorOf(record: DraftRecord, field: FormField): string | undefined {
    return this.draft().errors.find((error) => error.record === record.key && error.field === field.key)?.beside;
  }

  protected describedBy(record: DraftRecord, field: FormField): string | null {
    const id = this.fieldId(record, field);
    const parts = [
      field.hint ? `${id}-hint` : '',
      this.errorOf(record, field) ? `${id}-error` : '',
      field.most ? `${id}-left` : '',
    ].filter(Boolean);
    return parts.join(' ') || null;
  }

  /** Said from a fifth of the limit on; over it, in the words of an error. */
  protected leftOf(record: DraftRecord, field: FormField): { words: string; over: boolean } | null {
    if (!field.most) return null;
    const left = field.most - (record.values[field.key] ?? '').trim().length;
    if (left > field.most / 5) return null;
    const characters = (count: number) => `${count} ${count === 1 ? 'character' : 'characters'}`;
    return left >= 0
      ? { words: `You have ${characters(left)} left`, over: false }
      : { words: `You have ${characters(-left)} too many`, over: true };
  }

  protected type(record: DraftRecord, name: string, value: string): void {
    this.written.emit(this.#with(record, { [name]: value }));
  }

  /** Lines pasted from a document, with or without its bullets, become a record each. */
  protected paste(event: ClipboardEvent, record: DraftRecord, field: FormField): void {
    const form = this.form();
    if (!form.list || field !== form.fields[0]) return;
    const lines = (event.clipboardData?.getData('text/plain') ?? '')
      .split(/\r?\n/)
      .map((line) => line.replace(/^\s*(?:[•·◦▪‣○●–*-]|o(?=\t))\s+/, '').trim())
      .filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    let records = [...this.records()];
    const at = records.indexOf(record);
    const wasEmpty = (record.values[field.key] ?? '').trim() === '';
    if (wasEmpty) records = this.#with(record, { [field.key]: lines.shift() ?? '' });
    for (const [step, line] of lines.entries()) {
      const made = newRecord(form, records);
      records.splice(at + 1 + step, 0, {
        ...made,
        values: { ...made.values, ...this.#choicesOf(record), [field.key]: line },
      });
    }
    this.rearranged.emit(records);
    this.told.set(`Pasted as ${lines.length + (wasEmpty ? 1 : 0)} records.`);
  }

  protected pickIndicator(record: DraftRecord, indicator: string): void {
    this.#picked.update((picked) => ({ ...picked, [record.key]: indicator }));
    this.indicatorChosen.emit(indicator);
    const own = this.series()?.indicators.find((each) => each.id === indicator)?.ownSeriesId ?? '';
    this.type(record, 'seriesId', own);
  }

  protected indicatorOf(record: DraftRecord): string {
    return this.#picked()[record.key] ?? this.series()?.indicatorOf(record.values['seriesId'] ?? '') ?? '';
  }

  protected seriesOf(record: DraftRecord): readonly Choosable[] {
    const indicator = this.indicatorOf(record);
    return indicator ? (this.series()?.seriesOf(indicator) ?? []) : [];
  }

  protected add(): void {
    const records = this.records();
    const record = newRecord(this.form(), records);
    this.rearranged.emit([...records, record]);
    this.#afterwards(() => this.#input(record));
  }

  protected remove(record: DraftRecord): void {
    const index = this.records().indexOf(record);
    this.removed.set({ record, index });
    this.rearranged.emit(this.records().filter((each) => each !== record));
    this.#afterwards(() => this.#element.querySelector('[data-undo]'));
  }

  protected undoRemove(): void {
    const removed = this.removed();
    if (!removed) return;
    this.removed.set(null);
    const records = [...this.records()];
    records.splice(removed.index, 0, removed.record);
    this.rearranged.emit(records);
    this.told.set('Put back.');
    this.#afterwards(() => this.#input(removed.record));
  }

  protected move(record: DraftRecord, by: -1 | 1): void {
    const records = [...this.records()];
    const from = records.indexOf(record);
    const to = from + by;
    if (to < 0 || to >= records.length) return;
    records.splice(to, 0, ...records.splice(from, 1));
    this.rearranged.emit(records);
    this.told.set(`${capital(this.form().noun)} moved to ${to + 1} of ${records.length}.`);
    const way = by === -1 ? 'up' : 'down';
    this.#afterwards(
      () =>
        this.#element.querySelector(`[data-move="${record.key} ${way}"]:not([disabled])`) ??
        this.#element.querySelector(`[data-move^="${record.key} "]:not([disabled])`),
    );
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.removed.set(null);
    if (this.draft().theirs) this.keepMine.emit();
    else this.saveAsked.emit();
  }

  /** What a person reads of a record that somebody else wrote. */
  #linesOf(record: DraftRecord): { label: string; value: string }[] {
    return this.form().fields.map((field) => {
      const raw =
        field.kind === 'date'
          ? dateParts
              .map((part) => record.values[`${field.key}.${part}`])
              .filter(Boolean)
              .join(' ')
          : (record.values[field.key] ?? '');
      return {
        label: field.label.replace(' (optional)', ''),
        value: field.kind === 'series' ? this.#seriesName(raw) : raw,
      };
    });
  }

  #seriesName(series: string): string {
    const choices = this.series();
    const indicator = choices?.indicatorOf(series) ?? '';
    const named = choices?.indicators.find((each) => each.id === indicator || each.ownSeriesId === series)?.label;
    return named ?? 'Another indicator';
  }

  #choicesOf(record: DraftRecord): Record<string, string> {
    const choices = this.form().fields.filter((field) => field.kind === 'choice');
    return Object.fromEntries(choices.map((field) => [field.key, record.values[field.key] ?? '']));
  }

  #with(record: DraftRecord, values: Record<string, string>): DraftRecord[] {
    return this.records().map((each) =>
      each.key === record.key ? { ...each, values: { ...each.values, ...values } } : each,
    );
  }

  #input(record: DraftRecord): HTMLElement | null {
    const first = this.form().fields[0];
    return first ? document.getElementById(this.fieldId(record, first)) : null;
  }

  #afterwards(find: () => HTMLElement | null): void {
    afterNextRender(() => this.#focus(find()), { injector: this.#injector });
  }

  #focus(element: HTMLElement | null): void {
    element?.focus();
  }
}
