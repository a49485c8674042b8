import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readAssessment } from '@turnstone/contract/assessments/assessments';
import { listRounds } from '@turnstone/contract/assessments/results';
import { ContractClient, dayOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';

/** What an assessment can be put beside: other rounds of the place, and places that have opened themselves to each other. */
@Component({
  selector: 'ts-rounds-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting],
  template: `
    @if (read.hasValue()) {
      @let given = read.value();
      <header class="ts-admin-top">
        <p class="ts-eyebrow">
          <a [routerLink]="['/places', place(), 'assessments', assessment(), 'results']">{{ given.title }}</a>
        </p>
        <h1 tsHeading="Rounds">{{ finding() }}</h1>
      </header>
      <section class="sec key" aria-labelledby="rounds">
        <h2 id="rounds">Other rounds here</h2>
        @if (given.rounds.length > 0) {
          <ul class="ts-found-list">
            @for (round of given.rounds; track round.id) {
              <li>
                <a [routerLink]="[round.id]">{{ round.title }}</a>
                <span class="quiet">round {{ round.round }}{{ round.on ? ', ' + day(round.on) : '' }}</span>
              </li>
            }
          </ul>
        } @else {
          <p>
            No other closed assessment of this place has the same tool and is about the same. From the second round on,
            what was said then and now stands here side by side.
          </p>
        }
      </section>
      <section class="sec" aria-labelledby="places">
        <h2 id="places">Other places</h2>
        @if (given.places.length > 0) {
          <ul class="ts-found-list">
            @for (one of given.places; track one.place) {
              <li>
                <a [routerLink]="['..', 'beside', one.place]">{{ one.name }}</a>
                <span class="quiet">{{ one.title }}{{ one.on ? ', ' + day(one.on) : '' }}</span>
              </li>
            }
          </ul>
        } @else {
          <p>{{ given.note }}</p>
        }
      </section>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the rounds" />
    }
  `,
})
export class RoundsPage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly day = dayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place(), assessment: this.assessment() }),
    loader: async ({ params, abortSignal: signal }) => {
      const [{ title }, rounds] = await Promise.all([
        this.#client.ask(readAssessment, { params, signal }),
        this.#client.ask(listRounds, { params, signal }),
      ]);
      return { title, ...rounds };
    },
  });
  protected readonly finding = computed(() => {
    if (!this.read.hasValue()) return '';
    const { rounds, places } = this.read.value();
    return rounds.length + places.length === 0 ? 'Nothing to compare with yet' : 'Compare with another round';
  });
}
