import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { compareRounds, readResults } from '@turnstone/contract/assessments/results';
import { readPromises, type Action } from '@turnstone/contract/improvement/actions';
import { ContractClient, dayOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { PromisesPart } from './promises-part.js';
import { RoundRowPart } from './round-row-part.js';

/** Two rounds, domain by domain: what people said then and now, and what was promised and done in between. */
@Component({
  selector: 'ts-round-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, RoundRowPart, PromisesPart],
  template: `
    @if (read.hasValue()) {
      @let given = read.value();
      <div class="ts-results">
        <div class="ts-board-top ts-results-top">
          <div>
            <p class="ts-eyebrow">
              <a [routerLink]="['/places', place(), 'assessments', before(), 'results']">{{ given.then.title }}</a> and
              <a [routerLink]="['/places', place(), 'assessments', assessment(), 'results']">{{ given.now.title }}</a>
            </p>
            <h1 tsHeading="Two rounds">{{ given.finding }}</h1>
            <p class="ts-lead">{{ promised() }}</p>
          </div>
          <dl class="num">
            @for (side of sides(); track side.name) {
              <dt>{{ side.name }}</dt>
              <dd>{{ side.value }}</dd>
            }
            <dt>Tool</dt>
            <dd>{{ given.title }}</dd>
          </dl>
        </div>
        <p class="ts-results-note">
          Other people may have been in the room, and levels are words in an order: they are never added up.
        </p>
        @for (row of given.rows; track row.domain) {
          <ts-round-row [row]="row" [levels]="given.levels" [before]="names().before" [after]="names().after">
            <ts-promises [actions]="of(row.domain)" [place]="place()" [domain]="row.name" [quietly]="true" />
          </ts-round-row>
        }
        @if (others().length > 0) {
          <section class="sec" aria-labelledby="others">
            <h2 id="others">Promised for no one domain</h2>
            <ts-promises [actions]="others()" [place]="place()" domain="" />
          </section>
        }
      </div>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="both rounds" />
    }
  `,
})
export class RoundPage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();
  readonly before = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly read = resource({
    params: () => ({ place: this.place(), assessment: this.assessment(), before: this.before() }),
    loader: async ({ params, abortSignal: signal }) => {
      const { place, assessment, before } = params;
      const [compared, promises, { tool }] = await Promise.all([
        this.#client.ask(compareRounds, { params, signal }),
        this.#client.ask(readPromises, { params: { place, assessment: before }, signal }),
        this.#client.ask(readResults, { params: { place, assessment }, signal }),
      ]);
      return { ...compared, promises, levels: tool.levels };
    },
  });
  protected readonly promised = computed(() =>
    this.read.hasValue() ? `In between: ${this.read.value().promises.finding}` : '',
  );
  protected readonly sides = computed(() => {
    if (!this.read.hasValue()) return [];
    const { then, now } = this.read.value();
    return [
      { name: 'Then', side: then },
      { name: 'Now', side: now },
    ].map(({ name, side }) => ({
      name,
      value: [side.on && dayOf(side.on), side.people === null ? null : `${side.people} people`]
        .filter(Boolean)
        .join(', '),
    }));
  });
  /** The day where it is known, so that both stay apart on paper. */
  protected readonly names = computed(() => {
    const [before, after] = this.read.hasValue() ? [this.read.value().then, this.read.value().now] : [];
    const year = (side: { on: string | null } | undefined): string => (side?.on ? `, ${side.on.slice(0, 4)}` : '');
    return { before: `Then${year(before)}`, after: `Now${year(after)}` };
  });
  protected readonly others = computed(() => {
    if (!this.read.hasValue()) return [];
    const { rows, promises } = this.read.value();
    const asked = new Set(rows.map(({ domain }) => domain));
    return promises.actions.filter(({ origin }) => !origin?.domain || !asked.has(origin.domain));
  });

  protected of(domain: string): readonly Action[] {
    return this.read.hasValue()
      ? this.read.value().promises.actions.filter(({ origin }) => origin?.domain === domain)
      : [];
  }
}
