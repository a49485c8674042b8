import { Component, input, model } from '@angular/core';
import { DayField } from '@turnstone/assessments-web/assessments/day-field';
import type { FormSending } from '@turnstone/places-web/form/form-sending';

/** What of an action is typed, as it stands in its fields. */
export interface TypedAction {
  readonly title: string;
  readonly leadOrganisation: string;
  readonly leadPerson: string;
  /** '2027-03-31', or what was typed where it is no day; null while there is none. */
  readonly dueOn: string | null;
  readonly measure: string;
}
export const nothingTyped: TypedAction = { title: '', leadOrganisation: '', leadPerson: '', dueOn: null, measure: '' };

const fields = [
  { name: 'title', label: 'What will be done', class: 'ts-action-what' },
  { name: 'leadOrganisation', label: 'Who: organisation', class: '' },
  { name: 'leadPerson', label: 'Who: person or role', class: '' },
  { name: 'measure', label: 'How we will see progress', class: 'ts-action-what' },
] as const;

/** What, who, by when, how measured: the same fields wherever an action is written. Each name is its id. */
@Component({
  selector: 'ts-action-fields',
  imports: [DayField],
  template: `
    <div class="ts-action-fields">
      @for (field of fields; track field.name) {
        @let wrong = form().wrong(field.name);
        @if (field.name === 'measure') {
          <ts-day-field
            class="ts-action-what ts-action-when"
            [form]="form()"
            name="dueOn"
            legend="By when"
            hint="For example, 31 3 2027"
            [value]="typed().dueOn"
            (give)="write('dueOn', $event)"
          />
        }
        <div class="govuk-form-group {{ field.class }}" [class.govuk-form-group--error]="wrong">
          <label class="govuk-label govuk-label--s" [for]="field.name">{{ field.label }}</label>
          @if (wrong) {
            <p class="govuk-error-message" [id]="field.name + '-error'">
              <span class="govuk-visually-hidden">Error:</span> {{ wrong }}
            </p>
          }
          <input
            class="govuk-input"
            [class.govuk-input--error]="wrong"
            [id]="field.name"
            type="text"
            [attr.list]="field.name === 'leadOrganisation' ? 'partners' : null"
            [attr.aria-describedby]="wrong ? field.name + '-error' : null"
            [attr.aria-invalid]="wrong ? 'true' : null"
            autocomplete="off"
            [value]="typed()[field.name]"
            (input)="write(field.name, $any($event.target).value)"
          />
        </div>
      }
      <datalist id="partners">
        @for (organisation of organisations(); track organisation) {
          <option [value]="organisation"></option>
        }
      </datalist>
    </div>
  `,
})
export class ActionFields {
  readonly form = input.required<FormSending>();
  readonly organisations = input.required<readonly string[]>();
  readonly typed = model.required<TypedAction>();
  protected readonly fields = fields;

  protected write(name: keyof TypedAction, words: string | null): void {
    this.typed.update((typed) => ({ ...typed, [name]: words }));
  }
}
