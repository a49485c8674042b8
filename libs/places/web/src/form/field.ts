import { Component, computed, input, signal } from '@angular/core';
import type { SmallForm } from './small-form.js';

/** One line to type, with its label, its hint and what is wrong with it. Its name is its id and the field of the body. */
@Component({
  selector: 'ts-field',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <label class="govuk-label ts-field-label" [attr.for]="name()">{{ label() }}</label>
      @if (hint(); as words) {
        <div class="govuk-hint" id="{{ name() }}-hint">{{ words }}</div>
      }
      @if (wrong(); as reason) {
        <p class="govuk-error-message" id="{{ name() }}-error">
          <span class="govuk-visually-hidden">Error:</span> {{ reason }}
        </p>
      }
      <div class="ts-field">
        <input
          class="govuk-input {{ wrong() ? 'govuk-input--error' : '' }} {{ width() }}"
          [id]="name()"
          [name]="name()"
          [type]="type() === 'password' && shown() ? 'text' : type()"
          [value]="value()"
          [attr.autocomplete]="autocomplete()"
          [attr.inputmode]="inputmode()"
          [attr.aria-describedby]="describedBy()"
          [attr.aria-invalid]="wrong() ? 'true' : null"
          [attr.autocapitalize]="type() === 'text' && !plain() ? null : 'none'"
          [attr.spellcheck]="type() === 'text' && !plain() ? null : 'false'"
        />
        @if (type() === 'password') {
          <button
            type="button"
            class="govuk-button govuk-button--secondary ts-show"
            [attr.aria-controls]="name()"
            [attr.aria-label]="(shown() ? 'Hide' : 'Show') + ' password'"
            (click)="shown.set(!shown())"
          >
            {{ shown() ? 'Hide' : 'Show' }}
          </button>
          <span class="govuk-visually-hidden" role="status">{{
            shown() === null ? '' : shown() ? 'Your password is shown' : 'Your password is hidden'
          }}</span>
        }
      </div>
    </div>
  `,
})
export class Field {
  readonly form = input.required<SmallForm>();
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly type = input<'text' | 'email' | 'password'>('text');
  readonly value = input('');
  readonly autocomplete = input('off');
  readonly inputmode = input<string | null>(null);
  /** A class of the design system that says how much is expected. */
  readonly width = input('');
  /** Nothing that a spelling checker should look at or send away. */
  readonly plain = input(false);

  protected readonly shown = signal<boolean | null>(null);
  protected readonly wrong = computed(() => this.form().wrong(this.name()));
  protected readonly describedBy = computed(
    () =>
      [this.hint() && `${this.name()}-hint`, this.wrong() && `${this.name()}-error`].filter(Boolean).join(' ') || null,
  );
}
