import { Component, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { comparePlaces, readResults } from '@turnstone/contract/assessments/results';
import { ContractClient, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { RoundRowPart } from './round-row-part.js';

/** Two places beside each other, where each has opened itself to the other: levels agreed and how people stood, no ranking. */
@Component({
  selector: 'ts-beside-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, RoundRowPart],
  template: `
    @if (read.hasValue()) {
      @let given = read.value();
      <div class="ts-results">
        <div class="ts-board-top ts-results-top">
          <div>
            <p class="ts-eyebrow">
              <a [routerLink]="['/places', place(), 'assessments', assessment(), 'results']">{{ given.title }}</a> and
              {{ given.otherTitle }}
            </p>
            <h1 tsHeading="Two places">{{ given.placeName }} beside {{ given.otherName }}</h1>
            <p class="ts-lead">
              Both places have agreed to share. Each room judged itself, so a higher level says what they think of
              themselves, not that one place is better.
            </p>
          </div>
        </div>
        @for (row of given.rows; track row.domain) {
          <ts-round-row [row]="row" [levels]="given.levels" [before]="given.otherName" [after]="given.placeName" />
        }
      </div>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="both places" />
    }
  `,
})
export class BesidePage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();
  readonly other = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly read = resource({
    params: () => ({ place: this.place(), assessment: this.assessment(), other: this.other() }),
    loader: async ({ params, abortSignal: signal }) => {
      const { place, assessment } = params;
      const [beside, { placeName, assessment: mine, tool }] = await Promise.all([
        this.#client.ask(comparePlaces, { params, signal }),
        this.#client.ask(readResults, { params: { place, assessment }, signal }),
      ]);
      return { ...beside, placeName, title: mine.title, levels: tool.levels };
    },
  });
}
