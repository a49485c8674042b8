import { Component, computed, input, model, signal } from '@angular/core';
import type { FormSending } from './form-sending.js';

/** Something to type, with its label, its hint and what is wrong with it. Its name is its id and the field of the body. */
@Component({
  selector: 'ts-field',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <label class="govuk-label govuk-label--s" [for]="name()">{{ label() }}</label>
      @if (hint(); as words) {
        <div class="govuk-hint" [id]="name() + '-hint'">{{ words }}</div>
      }
      @if (wrong(); as reason) {
        <p class="govuk-error-message" [id]="name() + '-error'">
          <span class="govuk-visually-hidden">Error:</span> {{ reason }}
        </p>
      }
      @if (rows() > 1) {
        <textarea
          class="govuk-textarea"
          [class.govuk-textarea--error]="wrong()"
          [id]="name()"
          [name]="name()"
          [rows]="rows()"
          [attr.aria-describedby]="describedBy()"
          [attr.aria-invalid]="wrong() ? 'true' : null"
          [value]="value()"
          (input)="value.set($any($event.target).value)"
        ></textarea>
      } @else {
        <div class="ts-typed">
          <input
            class="govuk-input {{ wrong() ? 'govuk-input--error' : '' }} {{ width() }}"
            [id]="name()"
            [name]="name()"
            [type]="type() === 'password' && shown() ? 'text' : type()"
            [attr.autocomplete]="autocomplete()"
            [attr.inputmode]="inputmode()"
            [attr.autocapitalize]="prose() ? null : 'none'"
            [attr.spellcheck]="prose() ? null : 'false'"
            [attr.aria-describedby]="describedBy()"
            [attr.aria-invalid]="wrong() ? 'true' : null"
            [value]="value()"
            (input)="value.set($any($event.target).value)"
          />
          @if (type() === 'password') {
            <button
              type="button"
              class="govuk-button govuk-button--secondary ts-show"
              [attr.aria-controls]="name()"
              [attr.aria-label]="(shown() ? 'Hide ' : 'Show ') + secret()"
              (click)="shown.set(!shown())"
            >
              {{ shown() ? 'Hide' : 'Show' }}
            </button>
            <span class="govuk-visually-hidden" role="status">{{
              shown() === null ? '' : 'Your ' + secret() + (shown() ? ' is shown' : ' is hidden')
            }}</span>
          }
        </div>
      }
    </div>
  `,
})
export class Field {
  readonly form = input.required<FormSending>();
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly type = input<'text' | 'email' | 'password' | 'url'>('text');
  readonly value = model('');
  /** More than one: a box of several lines. */
  readonly rows = input(1);
  readonly autocomplete = input('off');
  readonly inputmode = input<string | null>(null);
  /** A class that says how much is expected. */
  readonly width = input('');
  /** Nothing that a spelling checker should look at or send away. */
  readonly plain = input(false);
  /** What a password field holds, in the words of its button. */
  readonly secret = input('password');

  protected readonly shown = signal<boolean | null>(null);
  protected readonly prose = computed(() => this.type() === 'text' && !this.plain());
  protected readonly wrong = computed(() => this.form().wrong(this.name()));
  protected readonly describedBy = computed(
    () =>
      [this.hint() && `${this.name()}-hint`, this.wrong() && `${this.name()}-error`].filter(Boolean).join(' ') || null,
  );
}
