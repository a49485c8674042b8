import { Component, computed, input, output } from '@angular/core';
import type { FormSending } from '@turnstone/places-web/form/form-sending';

export interface Choosable {
  readonly value: string;
  readonly name: string;
  readonly is?: string;
  /** A page that shows it, opened beside this one. */
  readonly preview?: string;
  /** Said before anything else about it. */
  readonly mark?: string;
}

/** A choice of which all ways are in view, each with what it means. Its name is the id of the first of them. */
@Component({
  selector: 'ts-choose-one',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <fieldset class="govuk-fieldset" [attr.aria-describedby]="describedBy()">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{{ legend() }}</legend>
        @if (hint(); as words) {
          <div class="govuk-hint" [id]="name() + '-hint'">{{ words }}</div>
        }
        @if (wrong(); as reason) {
          <p class="govuk-error-message" [id]="name() + '-error'">
            <span class="govuk-visually-hidden">Error:</span> {{ reason }}
          </p>
        }
        <div class="govuk-radios">
          @for (one of ways(); track one.value; let first = $first) {
            @let id = first ? name() : name() + '-' + $index;
            <div class="govuk-radios__item">
              <input
                class="govuk-radios__input"
                type="radio"
                [name]="name()"
                [id]="id"
                [value]="one.value"
                [checked]="one.value === value()"
                [attr.aria-describedby]="one.is ? id + '-is' : null"
                (change)="choose.emit(one.value)"
              />
              <label class="govuk-label govuk-radios__label" [for]="id">{{ one.name }}</label>
              @if (one.is || one.mark) {
                <div class="govuk-hint govuk-radios__hint" [id]="id + '-is'">
                  @if (one.mark) {
                    <b>{{ one.mark }}</b>
                  }
                  {{ one.is }}
                </div>
              }
              @if (one.preview) {
                <a class="ts-preview" [attr.href]="one.preview" target="_blank" rel="noopener"
                  >Read it<span class="govuk-visually-hidden">: {{ one.name }}</span> (opens in a new tab)</a
                >
              }
            </div>
          }
        </div>
      </fieldset>
    </div>
  `,
})
export class ChooseOne {
  readonly form = input.required<FormSending>();
  readonly name = input.required<string>();
  readonly legend = input.required<string>();
  readonly hint = input('');
  readonly ways = input.required<readonly Choosable[]>();
  readonly value = input.required<string | null>();
  readonly choose = output<string>();

  protected readonly wrong = computed(() => this.form().wrong(this.name()));
  protected readonly describedBy = computed(
    () =>
      [this.hint() && `${this.name()}-hint`, this.wrong() && `${this.name()}-error`].filter(Boolean).join(' ') || null,
  );
}
