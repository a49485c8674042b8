import { Component, computed, inject, input, resource } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { RouterLink } from '@angular/router';
import { listOutcomes } from '@turnstone/contract/improvement/cards';
import type { OutcomeSummary } from '@turnstone/contract/improvement/cards';
import type { CurveState } from '@turnstone/contract/indicators/reading';
import { askAgainWhileStale, curveOf, measureLineOf } from '@turnstone/indicators-web';
import { ContractClient, dayOf, PageHeading, ProblemPage, SessionStore, Waiting } from '@turnstone/places-web';
import { CurveChartFigure, State } from '@turnstone/ui';
import { HowToRead } from './how-to-read.js';

/** Exceptions first: what is worse comes first and large, what has turned comes last and large. */
const order: readonly CurveState[] = [
  'worse than the baseline',
  'on the baseline',
  'too early to say',
  'turning',
  'turned',
];

@Component({
  selector: 'ts-outcomes-page',
  imports: [HowToRead, NgTemplateOutlet, RouterLink, PageHeading, ProblemPage, Waiting, CurveChartFigure, State],
  templateUrl: './outcomes-page.html',
})
export class OutcomesPage {
  readonly place = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly session = inject(SessionStore);
  protected readonly day = dayOf;
  protected readonly list = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listOutcomes, { params, signal: abortSignal }),
  });

  readonly #outcomes = computed(() => (this.list.hasValue() ? this.list.value().outcomes : []));
  protected readonly any = computed(() => this.#outcomes().length > 0);
  protected readonly tally = computed(() => [
    ...order.map((state) => ({ state, count: this.#outcomes().filter((outcome) => outcome.state === state).length })),
  ]);
  protected readonly unjudged = computed(() => this.#outcomes().filter((outcome) => outcome.state === null).length);
  protected readonly stuck = computed(() => this.#outcomes().filter((outcome) => outcome.actionsBlocked > 0));
  protected readonly worse = computed(() => this.#shownOf((outcome) => outcome.state === 'worse than the baseline'));
  protected readonly open = computed(() =>
    this.#shownOf((outcome) => outcome.state !== 'worse than the baseline' && outcome.state !== 'turned'),
  );
  protected readonly turned = computed(() => this.#shownOf((outcome) => outcome.state === 'turned'));
  protected readonly nextReview = computed(
    () =>
      this.#outcomes()
        .map((outcome) => outcome.nextReviewOn)
        .filter((day) => day !== null)
        .sort()[0] ?? null,
  );
  protected readonly openHeading = computed(() => {
    const others = this.open().length;
    if (this.worse().length === 0 && this.turned().length === 0) return 'All outcomes';
    return others === 1 ? 'The other outcome' : `The other ${inWords(others)} outcomes`;
  });

  constructor() {
    askAgainWhileStale(
      () => this.#outcomes().flatMap((outcome) => (outcome.headline ? [outcome.headline] : [])),
      () => this.list.reload(),
    );
  }

  #shownOf(which: (outcome: OutcomeSummary) => boolean) {
    return this.#outcomes()
      .filter(which)
      .map((outcome) => ({
        outcome,
        curve: outcome.headline && outcome.headline.observations.length > 0 ? curveOf(outcome.headline, 'board') : null,
        measure: outcome.headline ? measureLineOf(outcome.headline) : '',
        actions: actionsOf(outcome),
      }));
  }
}

function actionsOf(outcome: OutcomeSummary): string {
  if (outcome.actionsOpen === 0) return 'No open actions';
  const open = `${outcome.actionsOpen} open ${outcome.actionsOpen === 1 ? 'action' : 'actions'}`;
  return outcome.actionsBlocked > 0 ? `${open}, ${outcome.actionsBlocked} blocked` : open;
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

function inWords(count: number): string {
  return words[count] ?? String(count);
}
