import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { downloadRecord, downloadSheet, downloadSheetTable } from '@turnstone/contract/assessments/results';
import { ContractClient } from '@turnstone/places-web';
import { ConsoleStore } from './console-store.js';

const REHEARSAL = 30;

/** What the room takes along, the rehearsal, and the end. */
@Component({
  selector: 'ts-closing-part',
  imports: [RouterLink],
  template: `
    @if (store.where(); as where) {
      <ul class="ts-con-links">
        <li>
          <a [routerLink]="['/places', where.place, 'assessments', where.assessment, 'actions']"
            >Agree actions: what, who, by when</a
          >
        </li>
        <li>
          <a [routerLink]="['/places', where.place, 'assessments', where.assessment]">Results of this workshop</a>
        </li>
        @for (file of files(); track file.address) {
          <li>
            <a [href]="file.address" download>{{ file.words }}</a>
          </li>
        }
      </ul>
      @if (mayRehearse()) {
        <form novalidate class="ts-con-line" (submit)="rehearse($event)">
          <div>
            <label for="simulated">Rehearse with simulated people</label>
            <input
              class="govuk-input govuk-input--width-3"
              id="simulated"
              inputmode="numeric"
              autocomplete="off"
              [value]="simulated()"
              (input)="simulated.set(+$any($event.target).value)"
            />
          </div>
          <div>
            <button
              class="govuk-button govuk-button--secondary"
              type="submit"
              [attr.aria-disabled]="store.busy() === 'rehearse' ? 'true' : null"
            >
              Fill with {{ simulated() }} simulated people
            </button>
            <span role="status" class="ts-con-why">{{ said('rehearse') }}</span>
          </div>
        </form>
        <p class="small quiet">
          It is a rehearsal for ever then: it counts for nothing and can be thrown away. Plan another workshop for the
          day itself.
        </p>
      }
      @if (store.room()?.state === 'running') {
        @if (closing()) {
          <div class="ts-notice" role="group" aria-label="Close the workshop">
            <p><b>Closing freezes the scores for good.</b></p>
            <p>
              Nobody can join, answer or vote any more, and the phones forget who they were. What was not revealed is in
              the results then too. For 15 minutes you can undo it to change what the room agreed, but never the scores.
            </p>
            <div class="ts-con-buttons">
              <button
                type="button"
                class="govuk-button"
                [attr.aria-disabled]="store.busy() === 'close' ? 'true' : null"
                (click)="close()"
              >
                Yes, close the workshop
              </button>
              <button type="button" class="govuk-button govuk-button--secondary" (click)="closing.set(false)">
                Not yet
              </button>
            </div>
          </div>
        } @else {
          <button type="button" class="govuk-button govuk-button--secondary" (click)="closing.set(true)">
            Close the workshop…
          </button>
        }
        <span role="status" class="ts-con-why">{{ said('close') }}</span>
      }
    }
  `,
})
export class ClosingPart {
  readonly #client = inject(ContractClient);
  protected readonly store = inject(ConsoleStore);
  protected readonly simulated = signal(REHEARSAL);
  protected readonly closing = signal(false);
  protected readonly mayRehearse = computed(
    () => this.store.console() !== null && !this.store.draft() && this.store.whyNot('rehearse') === null,
  );
  protected readonly files = computed(() => {
    const params = this.store.where();
    if (!params) return [];
    return [
      { words: 'Collation sheet, A4 (PDF)', address: this.#client.address(downloadSheet, { params }) },
      { words: 'Collation sheet (spreadsheet)', address: this.#client.address(downloadSheetTable, { params }) },
      { words: 'Record of the workshop (PDF)', address: this.#client.address(downloadRecord, { params }) },
    ];
  });

  protected said(at: string): string {
    const said = this.store.said();
    return said?.at === at ? said.words : '';
  }

  protected async rehearse(event: Event): Promise<void> {
    event.preventDefault();
    const people = this.simulated();
    if (!Number.isInteger(people) || people < 6 || people > 150)
      this.store.refuse('rehearse', 'Write a number from 6 to 150.');
    else await this.store.rehearse('rehearse', people);
  }

  protected async close(): Promise<void> {
    if (await this.store.take('close', { kind: 'close workshop' })) this.closing.set(false);
  }
}
