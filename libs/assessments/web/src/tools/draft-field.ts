import { Component, computed, input, output } from '@angular/core';

/** Words of a tool that is being adapted, with how much room is left once that gets little. */
@Component({
  selector: 'ts-draft-field',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
      <label class="govuk-label" [for]="name()"><ng-content />{{ label() }}</label>
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
          [rows]="rows()"
          [attr.aria-describedby]="describedBy()"
          [value]="value()"
          (input)="write.emit(oneLine($any($event.target).value))"
        ></textarea>
      } @else {
        <input
          class="govuk-input"
          [class.govuk-input--error]="wrong()"
          [id]="name()"
          type="text"
          autocomplete="off"
          [attr.aria-describedby]="describedBy()"
          [value]="value()"
          (input)="write.emit($any($event.target).value)"
        />
      }
      @if (left() !== null) {
        <p class="ts-left" [class.govuk-error-message]="left()! < 0" [id]="name() + '-left'">
          {{ left()! < 0 ? -left()! + ' characters too many' : left() + ' characters left' }}
        </p>
      }
    </div>
  `,
})
export class DraftField {
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly most = input.required<number>();
  readonly hint = input('');
  readonly rows = input(1);
  /** Line breaks are no part of it. */
  readonly line = input(true);
  readonly wrong = input<string>();
  readonly write = output<string>();

  /** Said from three quarters of it on. */
  protected readonly left = computed(() => {
    const left = this.most() - this.value().length;
    return left < this.most() / 4 ? left : null;
  });
  protected readonly describedBy = computed(
    () =>
      [
        this.hint() && `${this.name()}-hint`,
        this.wrong() && `${this.name()}-error`,
        this.left() !== null && `${this.name()}-left`,
      ]
        .filter(Boolean)
        .join(' ') || null,
  );

  protected oneLine(words: string): string {
    return this.line() ? words.replace(/\s*[\r\n]+\s*/g, ' ') : words;
  }
}
