import { Component, computed, inject } from '@angular/core';
import { timeOf } from '@turnstone/places-web';
import { ConsoleStore, nowhere } from './console-store.js';

const FEW = 4;

/** What was done, by whom, the latest first; and the way to take the last step back. */
@Component({
  selector: 'ts-steps-part',
  template: `
    <div class="ts-con-undo">
      @if (store.last(); as last) {
        <button
          type="button"
          class="govuk-button govuk-button--secondary"
          [attr.aria-disabled]="store.busy() === 'undo' ? 'true' : null"
          (click)="store.undo('undo', last.seq)"
        >
          Undo: {{ last.words }}
        </button>
      } @else {
        <p class="small quiet">There is nothing to undo.</p>
      }
      @if (store.again(); as again) {
        <button
          type="button"
          class="govuk-button govuk-button--secondary"
          [attr.aria-disabled]="store.busy() === 'undo' ? 'true' : null"
          (click)="store.undo('undo', again.seq)"
        >
          Do again: {{ again.words }}
        </button>
      }
      <span role="status" class="ts-con-why">{{ store.said()?.at === 'undo' ? store.said()?.words : '' }}</span>
    </div>
    <ol class="ts-con-log">
      @for (step of latest(); track step.seq) {
        <li>
          <span [class.is-undone]="step.undoneBy !== null"
            >{{ step.words }}{{ step.undoneBy === null ? '' : ' (taken back)' }}</span
          >
          <span class="quiet num">{{ time(step.at) }}, {{ step.by }}</span>
        </li>
      } @empty {
        <li>No step was taken yet.</li>
      }
    </ol>
    @if (older().length > 0) {
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{{ older().length }} steps before these</span>
        </summary>
        <ol class="ts-con-log">
          @for (step of older(); track step.seq) {
            <li>
              <span [class.is-undone]="step.undoneBy !== null"
                >{{ step.words }}{{ step.undoneBy === null ? '' : ' (taken back)' }}</span
              >
              <span class="quiet num">{{ time(step.at) }}, {{ step.by }}</span>
            </li>
          }
        </ol>
      </details>
    }
  `,
})
export class StepsPart {
  protected readonly store = inject(ConsoleStore);
  protected readonly time = timeOf;
  readonly #steps = computed(() => [...(this.store.console()?.steps ?? nowhere)].reverse());
  protected readonly latest = computed(() => this.#steps().slice(0, FEW));
  protected readonly older = computed(() => this.#steps().slice(FEW));
}
