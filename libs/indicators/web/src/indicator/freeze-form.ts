import { Component, computed, inject, input, signal } from '@angular/core';
import { freezeBaseline } from '@turnstone/contract/indicators/indicators';
import type { SeriesReading } from '@turnstone/contract/indicators/reading';
import { Refused } from '@turnstone/places-web';
import { ErrorSummary } from '@turnstone/ui';
import { IndicatorStore } from './indicator-store.js';

/** Freezes the baseline of the series on the page, for those whose role lets them. */
@Component({
  selector: 'ts-freeze-form',
  imports: [ErrorSummary],
  template: `
    @if (done(); as period) {
      <p class="ts-done" role="status">
        The baseline is frozen at {{ period }}. The answers are being worked out again; this page shows them as they
        come.
      </p>
    }
    <form novalidate class="ts-form" (submit)="freeze($event)">
      @if (errors().length > 0) {
        <ts-error-summary [errors]="errors()" />
      }
      <div class="govuk-form-group" [class.govuk-form-group--error]="wrong('frozenAt')">
        <label class="govuk-label govuk-label--s" for="frozenAt">Last period of the baseline</label>
        <div class="govuk-hint" id="frozenAt-hint">Figures after it are held against the forecast made that day.</div>
        @if (wrong('frozenAt'); as reason) {
          <p class="govuk-error-message" id="frozenAt-error">{{ reason }}</p>
        }
        <select
          class="govuk-select"
          id="frozenAt"
          [attr.aria-describedby]="wrong('frozenAt') ? 'frozenAt-hint frozenAt-error' : 'frozenAt-hint'"
          [value]="frozenAt()"
          (change)="frozenAt.set($any($event.target).value)"
        >
          <option value="">Choose a period</option>
          @for (period of periods(); track period) {
            <option [value]="period">{{ period }}</option>
          }
        </select>
      </div>
      <div class="govuk-form-group" [class.govuk-form-group--error]="wrong('agreedBy')">
        <label class="govuk-label govuk-label--s" for="agreedBy">Agreed by</label>
        <div class="govuk-hint" id="agreedBy-hint">
          The group and the day, for example: Place Board, 21 November 2026.
        </div>
        @if (wrong('agreedBy'); as reason) {
          <p class="govuk-error-message" id="agreedBy-error">{{ reason }}</p>
        }
        <input
          class="govuk-input"
          id="agreedBy"
          autocomplete="off"
          [attr.aria-describedby]="wrong('agreedBy') ? 'agreedBy-hint agreedBy-error' : 'agreedBy-hint'"
          [value]="agreedBy()"
          (input)="agreedBy.set($any($event.target).value)"
        />
      </div>
      <button class="govuk-button" type="submit" [attr.aria-disabled]="busy() ? 'true' : null">
        {{ busy() ? 'Freezing…' : 'Freeze the baseline' }}
      </button>
    </form>
  `,
})
export class FreezeForm {
  readonly reading = input.required<SeriesReading>();

  readonly #store = inject(IndicatorStore);
  protected readonly frozenAt = signal('');
  protected readonly agreedBy = signal('');
  protected readonly busy = signal(false);
  protected readonly done = signal<string | null>(null);
  protected readonly errors = signal<{ text: string; href?: string }[]>([]);
  protected readonly periods = computed(() =>
    this.reading()
      .observations.filter((observation) => observation.status === 'given')
      .map((observation) => observation.period)
      .reverse(),
  );

  protected wrong(field: string): string | undefined {
    return this.errors().find((error) => error.href === `#${field}`)?.text;
  }

  protected async freeze(submit: Event): Promise<void> {
    submit.preventDefault();
    if (this.busy()) return;
    this.done.set(null);
    const asked = freezeBaseline.body.safeParse({ frozenAt: this.frozenAt(), agreedBy: this.agreedBy() });
    if (!asked.success) {
      this.errors.set(asked.error.issues.map((issue) => ({ text: issue.message, href: `#${issue.path.join('.')}` })));
      return;
    }
    this.errors.set([]);
    this.busy.set(true);
    try {
      await this.#store.freeze(asked.data);
      this.done.set(asked.data.frozenAt);
      this.frozenAt.set('');
      this.agreedBy.set('');
    } catch (thrown) {
      const fields = thrown instanceof Refused ? thrown.problem.fields : undefined;
      this.errors.set(
        fields?.map((field) => ({ text: field.reason, href: `#${field.path}` })) ?? [
          { text: thrown instanceof Error ? thrown.message : 'That did not work. Try again.' },
        ],
      );
    } finally {
      this.busy.set(false);
    }
  }
}
