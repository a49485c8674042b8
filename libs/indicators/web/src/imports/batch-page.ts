import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { ImportBatch } from '@turnstone/contract/indicators/imports';
import { momentOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { ErrorSummary, TableScroll } from '@turnstone/ui';
import { BatchStore } from './batch-store.js';

/** What a file would change, before it does; and what it changed, after. */
@Component({
  selector: 'ts-batch-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, TableScroll],
  providers: [BatchStore],
  template: `
    @if (store.batch.hasValue()) {
      @let batch = store.batch.value();
      <div class="ts-top">
        @if (batch.problem; as problem) {
          <ts-error-summary [errors]="[{ text: problem }]" />
        }
        @if (failed(); as sentence) {
          <ts-error-summary [errors]="[{ text: sentence, href: batch.counts.refused > 0 ? '#wait' : '#commit' }]" />
        }
        <p class="ts-eyebrow">{{ step() }}</p>
        <h1 [tsHeading]="title()">{{ finding() }}</h1>
        <p class="ts-lead">
          @switch (batch.state) {
            @case ('previewed') {
              Nothing has been saved yet. This is what <b class="ts-filename">{{ batch.fileName }}</b> would change.
            }
            @case ('applied') {
              <b class="ts-filename">{{ batch.fileName }}</b> went in on
              {{ moment(batch.appliedAt ?? batch.createdAt) }}.
            }
            @case ('refused') {
              Nothing of <b class="ts-filename">{{ batch.fileName }}</b> was saved.
            }
          }
        </p>
        @if (batch.state === 'applied') {
          <p role="status">
            The curves that rest on these figures are judged again in the background; pages show new answers as they
            come.
          </p>
          <p class="cap">
            <a [routerLink]="['/places', place(), 'indicators']">See the indicators</a>
            <a [routerLink]="['/places', place(), 'outcomes']">See the outcomes</a>
            <a [routerLink]="['/places', place(), 'import']">Import another file</a>
          </p>
        }
      </div>

      @if (batch.state !== 'refused' || batch.counts.rows > 0) {
        <dl class="ts-counts num">
          @for (count of counts(); track count.name) {
            <div [class.ts-bad]="count.bad">
              <dt>{{ count.name }}</dt>
              <dd class="ts-fig">{{ count.rows }}</dd>
              <dd class="ts-ex">{{ count.meaning }}</dd>
            </div>
          }
        </dl>
      }

      <div class="ts-beside">
        <div>
          @if (batch.refusals.length > 0) {
            <section aria-labelledby="refused">
              <h2 id="refused">Refused rows</h2>
              <p class="under">
                <a [href]="store.refusedAddress()" download>
                  Download
                  {{ rowsOf(batch.counts.refused, 'this row', 'these ' + number(batch.counts.refused) + ' rows') }} with
                  the reasons (CSV)</a
                >, put {{ batch.counts.refused === 1 ? 'it' : 'them' }} right, and upload only
                {{ batch.counts.refused === 1 ? 'it' : 'them' }}.
                @if (batch.counts.refused > batch.refusals.length) {
                  The first {{ number(batch.refusals.length) }} are shown.
                }
              </p>
              <ts-table-scroll label="Table of refused rows">
                <table class="tbl">
                  <thead>
                    <tr>
                      <th scope="col">Cell</th>
                      <th scope="col">In the file</th>
                      <th scope="col">Why it was refused</th>
                    </tr>
                  </thead>
                  <tbody>
                    @for (refusal of batch.refusals; track $index) {
                      <tr>
                        <td class="ts-cell">{{ refusal.cell || 'Row ' + refusal.row }}</td>
                        <td>
                          @if (refusal.found) {
                            <mark>{{ refusal.found }}</mark>
                          } @else {
                            <span class="quiet">nothing</span>
                          }
                        </td>
                        <td>{{ refusal.column ? refusal.column + ': ' : '' }}{{ refusal.reason }}</td>
                      </tr>
                    }
                  </tbody>
                </table>
              </ts-table-scroll>
            </section>
          }
          @if (batch.changes.length > 0) {
            <section aria-labelledby="changes">
              <h2 id="changes">Changed figures</h2>
              <p class="under">
                {{
                  batch.counts.changed > batch.changes.length
                    ? 'The first ' + batch.changes.length + ' of ' + number(batch.counts.changed) + '.'
                    : 'All of them.'
                }}
                The old figures stay in the history of each.
              </p>
              <ts-table-scroll label="Table of changed figures">
                <table class="tbl num">
                  <thead>
                    <tr>
                      <th scope="col">Indicator</th>
                      <th scope="col">Area</th>
                      <th scope="col">Period</th>
                      <th scope="col">Old to new</th>
                    </tr>
                  </thead>
                  <tbody>
                    @for (change of batch.changes; track $index) {
                      <tr>
                        <td>{{ change.indicator }}</td>
                        <td data-l="Area">{{ change.area }}</td>
                        <td class="nowrap" data-l="Period">{{ change.period }}</td>
                        <td class="nowrap">
                          <s>{{ change.old }}</s> to <b>{{ change.new }}</b>
                        </td>
                      </tr>
                    }
                  </tbody>
                </table>
              </ts-table-scroll>
            </section>
          }
          @if (batch.sample.rows.length > 0) {
            <section aria-labelledby="sample">
              <h2 id="sample">The first rows as we read them</h2>
              <details class="govuk-details">
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">Show {{ batch.sample.rows.length }} rows</span>
                </summary>
                <ts-table-scroll label="The first rows as we read them">
                  <table class="tbl num">
                    <thead>
                      <tr>
                        @for (head of batch.sample.head; track $index) {
                          <th scope="col">{{ head }}</th>
                        }
                      </tr>
                    </thead>
                    <tbody>
                      @for (row of batch.sample.rows; track $index) {
                        <tr>
                          @for (cell of row; track $index) {
                            <td [attr.data-l]="batch.sample.head[$index]">{{ cell }}</td>
                          }
                        </tr>
                      }
                    </tbody>
                  </table>
                </ts-table-scroll>
              </details>
            </section>
          }

          @switch (batch.state) {
            @case ('previewed') {
              <section class="ts-choose" aria-labelledby="choose">
                <form (submit)="decide($event)">
                  @if (batch.counts.refused > 0) {
                    <fieldset class="govuk-fieldset">
                      <legend class="govuk-fieldset__legend">
                        <h2 id="choose">
                          What should we do with the
                          {{ rowsOf(batch.counts.refused, 'refused row', number(batch.counts.refused) + ' rows') }}?
                        </h2>
                      </legend>
                      <div class="govuk-radios">
                        <div class="govuk-radios__item">
                          <input
                            class="govuk-radios__input"
                            id="wait"
                            type="radio"
                            name="what"
                            value="wait"
                            [checked]="!leaveOut()"
                            (change)="leaveOut.set(false)"
                            aria-describedby="wait-hint"
                          />
                          <label class="govuk-label govuk-radios__label" for="wait"
                            >Wait. I will put them right and upload again</label
                          >
                          <div class="govuk-hint govuk-radios__hint" id="wait-hint">Nothing goes in until then.</div>
                        </div>
                        <div class="govuk-radios__item">
                          <input
                            class="govuk-radios__input"
                            id="leave-out"
                            type="radio"
                            name="what"
                            value="leave out"
                            [checked]="leaveOut()"
                            (change)="leaveOut.set(true)"
                            aria-describedby="leave-out-hint"
                          />
                          <label class="govuk-label govuk-radios__label" for="leave-out"
                            >Leave them out and import the rest</label
                          >
                          <div class="govuk-hint govuk-radios__hint" id="leave-out-hint">
                            Their places stay empty and are shown as missing, not as zero.
                          </div>
                        </div>
                      </div>
                    </fieldset>
                  } @else {
                    <h2 id="choose">{{ nothingToDo() ? 'Nothing would change' : 'Import these figures?' }}</h2>
                  }
                  <button class="govuk-button" id="commit" type="submit" [attr.aria-disabled]="busy() ? 'true' : null">
                    {{ busy() ? 'Importing…' : button() }}
                  </button>
                  <p class="small quiet" role="status">
                    {{ busy() ? 'Importing. This page says when it is done.' : '' }}
                  </p>
                  <p class="small quiet">
                    All of {{ batch.counts.refused > 0 ? 'the rest' : 'it' }} goes in together, or none of it.
                  </p>
                </form>
              </section>
            }
            @case ('refused') {
              <p><a class="govuk-button" [routerLink]="['/places', place(), 'import']">Choose another file</a></p>
            }
          }
        </div>
        <aside class="ts-aside" aria-labelledby="how">
          <h2 id="how">How we read the file</h2>
          <dl>
            @for (line of howRead(); track $index) {
              <dt>{{ line.what }}</dt>
              <dd>{{ line.how }}</dd>
            }
          </dl>
        </aside>
      </div>
    } @else if (store.batch.error(); as error) {
      <ts-problem-page [error]="error" (retry)="store.reload()" />
    } @else {
      <ts-waiting what="the import" />
    }
  `,
})
export class BatchPage {
  readonly place = input.required<string>();
  readonly batch = input.required<string>();

  readonly #router = inject(Router);
  protected readonly store = inject(BatchStore);
  protected readonly moment = momentOf;
  protected readonly leaveOut = signal(false);
  protected readonly busy = signal(false);
  protected readonly failed = signal<string | null>(null);

  readonly #batch = computed<ImportBatch | null>(() => (this.store.batch.hasValue() ? this.store.batch.value() : null));
  protected readonly nothingToDo = computed(() => {
    const counts = this.#batch()?.counts;
    return counts !== undefined && counts.new === 0 && counts.changed === 0;
  });
  protected readonly step = computed(() => {
    switch (this.#batch()?.state) {
      case 'applied':
        return 'Import, step 3 of 3: done';
      case 'refused':
        return 'Import: refused';
      default:
        return 'Import, step 2 of 3: check';
    }
  });
  protected readonly finding = computed(() => {
    const batch = this.#batch();
    if (!batch) return '';
    const { counts, state } = batch;
    if (state === 'refused') return 'We cannot import this file';
    if (state === 'applied') return this.nothingToDo() ? 'Nothing changed' : `${this.#changes()} went in`;
    if (counts.refused > 0) {
      return `${this.number(counts.refused)} of ${this.number(counts.rows)} rows cannot go in as they are`;
    }
    return this.nothingToDo() ? 'We already hold every figure in this file' : `${this.#changes()} would go in`;
  });
  protected readonly title = computed(() => {
    const batch = this.#batch();
    if (batch?.state === 'applied') return `Imported: ${batch.fileName}`;
    if (batch?.state === 'refused') return `Refused: ${batch.fileName}`;
    return `Check before import: ${batch?.fileName ?? ''}`;
  });
  protected readonly counts = computed(() => {
    const batch = this.#batch();
    if (!batch) return [];
    const { counts } = batch;
    const lines: [string, number, string, boolean][] = [
      [
        'New',
        counts.new,
        batch.state === 'applied' ? 'figures that we did not have' : 'figures that we do not have',
        false,
      ],
      ['Changed', counts.changed, 'another value than before; the old one is kept in its history', false],
      ['Unchanged', counts.unchanged, 'the same as we hold', false],
      ['Refused', counts.refused, 'rows with a cell that we could not read or believe', counts.refused > 0],
    ];
    return lines.map(([name, rows, meaning, bad]) => ({ name, rows: this.number(rows), meaning, bad }));
  });
  protected readonly howRead = computed(() => {
    const batch = this.#batch();
    if (!batch) return [];
    const held = [
      [batch.withheld.suppressed, 'suppressed'],
      [batch.withheld.confidential, 'confidential'],
      [batch.withheld.notAvailable, 'not available'],
    ].filter(([figures]) => Number(figures) > 0);
    const withheld = held.map(([figures, status]) => `${this.number(Number(figures))} ${status}`).join(', ');
    return withheld
      ? [...batch.reading, { what: 'Figures that are not given', how: `${withheld}: kept as that, never as 0` }]
      : batch.reading;
  });
  protected readonly button = computed(() => {
    const counts = this.#batch()?.counts;
    if (!counts) return '';
    if (counts.refused > 0) return 'Continue';
    return this.nothingToDo() ? 'Note it as imported' : 'Import';
  });

  constructor() {
    effect(() => this.store.look({ place: this.place(), batch: this.batch() }));
  }

  protected number(value: number): string {
    return value.toLocaleString('en-GB');
  }

  protected rowsOf(count: number, one: string, several: string): string {
    return count === 1 ? one : several;
  }

  protected async decide(submit: Event): Promise<void> {
    submit.preventDefault();
    const batch = this.#batch();
    if (!batch || this.busy()) return;
    if (batch.counts.refused > 0 && !this.leaveOut()) {
      await this.#router.navigate(['/places', this.place(), 'import']);
      return;
    }
    this.busy.set(true);
    this.failed.set(null);
    try {
      await this.store.commit(batch.counts.refused > 0);
      // The page now says another thing from its top.
      setTimeout(() => document.querySelector<HTMLElement>('h1')?.focus());
    } catch (thrown) {
      this.failed.set(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
    } finally {
      this.busy.set(false);
    }
  }

  #changes(): string {
    const counts = this.#batch()?.counts;
    if (!counts) return '';
    const parts = [
      counts.new > 0 ? `${this.number(counts.new)} new` : '',
      counts.changed > 0 ? `${this.number(counts.changed)} changed` : '',
    ].filter(Boolean);
    const total = counts.new + counts.changed;
    return `${parts.join(' and ')} ${total === 1 ? 'figure' : 'figures'}`;
  }
}
