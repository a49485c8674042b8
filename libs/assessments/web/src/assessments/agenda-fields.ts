import { Component, computed, input, output, signal } from '@angular/core';
import { totalMinutes } from '@turnstone/assessments-rules/agenda';
import type { WorkshopFormat } from '@turnstone/contract/assessments/assessments';
import type { FormSending } from '@turnstone/places-web/form/form-sending';
import { endOf, lengthSaid } from './plain-words.js';

/** The stages of a format with their minutes, as they are typed, and when the workshop ends. */
@Component({
  selector: 'ts-agenda-fields',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="form().wrong('minutes')">
      <fieldset class="govuk-fieldset" id="minutes" tabindex="-1" aria-describedby="minutes-hint">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Minutes of each stage</legend>
        <div class="govuk-hint" id="minutes-hint">
          Each can be stretched or cut within its limits; while the workshop runs you can still add time.
        </div>
        @if (form().wrong('minutes'); as reason) {
          <p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {{ reason }}</p>
        }
        <ol class="ts-stages">
          @for (stage of format().stages; track $index; let at = $index) {
            <li>
              <label [for]="'stage-' + at">
                {{ stage.title }}
                <span class="ts-under">{{ stage.least }} to {{ stage.most }} minutes</span>
              </label>
              <input
                class="govuk-input govuk-input--width-3"
                [class.govuk-input--error]="outside(at)"
                [id]="'stage-' + at"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                [attr.aria-invalid]="outside(at) ? 'true' : null"
                [value]="minutes()[at] ?? ''"
                (input)="write(at, $any($event.target).value)"
              />
            </li>
          }
        </ol>
        <div class="ts-ends">
          <div>
            <label class="govuk-label" for="starts">It starts at</label>
            <input
              class="govuk-input govuk-input--width-5"
              id="starts"
              type="text"
              inputmode="text"
              autocomplete="off"
              [value]="starts()"
              (input)="starts.set($any($event.target).value)"
            />
          </div>
          <p aria-live="polite">
            @if (total() === null) {
              Write whole minutes for every stage.
            } @else {
              <b>{{ length() }}.</b>
              {{ ends() ? 'It ends at ' + ends() + '.' : 'Write the start as 14:00 to see when it ends.' }}
            }
          </p>
        </div>
      </fieldset>
    </div>
  `,
})
export class AgendaFields {
  readonly form = input.required<FormSending>();
  readonly format = input.required<WorkshopFormat>();
  /** As typed; not a number where no number is. */
  readonly minutes = input.required<readonly number[]>();
  readonly give = output<number[]>();

  /** Only to work out the end: when people meet is between them. */
  protected readonly starts = signal('14:00');
  protected readonly total = computed(() => {
    const minutes = this.minutes();
    return minutes.every((one) => Number.isSafeInteger(one) && one > 0)
      ? totalMinutes(minutes.map((one) => ({ minutes: one })))
      : null;
  });
  protected readonly length = computed(() => lengthSaid(this.total() ?? 0));
  protected readonly ends = computed(() => endOf(this.starts(), this.total() ?? 0));

  protected outside(at: number): boolean {
    const stage = this.format().stages[at];
    const minutes = this.minutes()[at] ?? Number.NaN;
    return stage !== undefined && !(minutes >= stage.least && minutes <= stage.most);
  }

  protected write(at: number, words: string): void {
    const typed = words.trim();
    const number = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    this.give.emit(this.minutes().map((one, index) => (index === at ? number : one)));
  }
}
