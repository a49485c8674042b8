import { Component, computed, input, linkedSignal, output, untracked } from '@angular/core';
import type { FormSending } from '@turnstone/places-web/form/form-sending';

const parts = ['day', 'month', 'year'] as const;
type Parts = Record<(typeof parts)[number], string>;

/** A date as three numbers. What is no date is given on as it was typed, so that the contract says what is wrong. */
@Component({
  selector: 'ts-day-field',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <fieldset class="govuk-fieldset" role="group" [attr.aria-describedby]="describedBy()">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{{ legend() }}</legend>
        <div class="govuk-hint" [id]="name() + '-hint'">{{ hint() }}</div>
        @if (wrong(); as reason) {
          <p class="govuk-error-message" [id]="name() + '-error'">
            <span class="govuk-visually-hidden">Error:</span> {{ reason }}
          </p>
        }
        <div class="ts-day">
          @for (part of parts; track part) {
            @let id = part === 'day' ? name() : name() + '-' + part;
            <div>
              <label class="govuk-label" [for]="id">{{
                part === 'day' ? 'Day' : part === 'month' ? 'Month' : 'Year'
              }}</label>
              <input
                class="govuk-input"
                [class.govuk-input--width-4]="part === 'year'"
                [class.govuk-input--width-2]="part !== 'year'"
                [class.govuk-input--error]="wrong()"
                [id]="id"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                [value]="typed()[part]"
                (input)="write(part, $any($event.target).value)"
              />
            </div>
          }
        </div>
      </fieldset>
    </div>
  `,
})
export class DayField {
  readonly form = input.required<FormSending>();
  readonly name = input.required<string>();
  readonly legend = input.required<string>();
  readonly hint = input.required<string>();
  readonly value = input.required<string | null>();
  readonly give = output<string | null>();

  protected readonly parts = parts;
  protected readonly typed = linkedSignal<string | null, Parts>({
    source: this.value,
    // What is being typed stays as it is typed: '4' is no day less than '04'.
    computation: (value, before) => (before && dayFrom(before.value) === value ? before.value : partsOf(value)),
  });
  protected readonly wrong = computed(() => this.form().wrong(this.name()));
  protected readonly describedBy = computed(() =>
    [`${this.name()}-hint`, this.wrong() && `${this.name()}-error`].filter(Boolean).join(' '),
  );

  protected write(part: keyof Parts, words: string): void {
    const typed = { ...untracked(this.typed), [part]: words };
    this.typed.set(typed);
    this.give.emit(dayFrom(typed));
  }
}

function partsOf(value: string | null): Parts {
  const [year = '', month = '', day = ''] = (value ?? '').split('-');
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}

function dayFrom(typed: Parts): string | null {
  const [day, month, year] = parts.map((part) => typed[part].trim());
  if (!day && !month && !year) return null;
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}
