import { Component, computed, input, model } from '@angular/core';

/** A label, a hint, what is wrong, and the box to type in. */
@Component({
  selector: 'ts-text-field',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <label class="govuk-label govuk-label--s" [for]="field()">{{ label() }}</label>
      @if (hint()) {
        <div class="govuk-hint" [id]="field() + '-hint'">{{ hint() }}</div>
      }
      @if (wrong(); as reason) {
        <p class="govuk-error-message" [id]="field() + '-error'">
          <span class="govuk-visually-hidden">Error:</span> {{ reason }}
        </p>
      }
      @if (rows() > 1) {
        <textarea
          class="govuk-textarea"
          [class.govuk-textarea--error]="wrong()"
          [id]="field()"
          [rows]="rows()"
          [attr.aria-describedby]="describedBy()"
          [attr.aria-invalid]="wrong() ? 'true' : null"
          [value]="value()"
          (input)="value.set($any($event.target).value)"
        ></textarea>
      } @else {
        <input
          class="govuk-input"
          [class.govuk-input--error]="wrong()"
          [class.ts-short]="short()"
          [id]="field()"
          [type]="type()"
          [attr.autocomplete]="autocomplete()"
          [attr.spellcheck]="type() === 'text' && !short() ? null : 'false'"
          [attr.aria-describedby]="describedBy()"
          [attr.aria-invalid]="wrong() ? 'true' : null"
          [value]="value()"
          (input)="value.set($any($event.target).value)"
        />
      }
    </div>
  `,
})
export class TextField {
  /** Its id, and the name of its part of what is sent. */
  readonly field = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly wrong = input<string>();
  readonly rows = input(1);
  readonly type = input<'text' | 'email' | 'password' | 'url'>('text');
  readonly short = input(false);
  readonly autocomplete = input('off');
  readonly value = model('');

  protected readonly describedBy = computed(
    () =>
      [this.hint() ? `${this.field()}-hint` : '', this.wrong() ? `${this.field()}-error` : '']
        .filter(Boolean)
        .join(' ') || null,
  );
}
