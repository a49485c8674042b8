import { Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { listIndicators } from '@turnstone/contract/indicators/indicators';
import { ContractClient, PageHeading, ProblemPage, SessionStore, Waiting } from '@turnstone/places-web';
import { State, TableScroll } from '@turnstone/ui';
import { shortSourceOf } from '../reading/figures.js';

/** Every indicator of the place: the latest figure and the state of its curve. */
@Component({
  selector: 'ts-indicators-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, State, TableScroll],
  template: `
    @if (list.hasValue()) {
      <div class="ts-top">
        <h1 tsHeading="Indicators">Indicators</h1>
        <p class="ts-lead">
          Measures of the whole population of {{ session.place()?.name }}. Each opens its definition, its curve and the
          way it was judged.
        </p>
      </div>
      @if (all().length === 0) {
        <div class="ts-empty">
          <h2>No indicators yet</h2>
          @if (session.may('import figures')) {
            <p>
              Indicators come with their figures. <a [routerLink]="['/places', place(), 'import']">Import a file</a>.
            </p>
          } @else {
            <p>They appear here as soon as an analyst of your place has imported a file of figures.</p>
          }
        </div>
      } @else {
        <form class="ts-find" role="search" (submit)="$event.preventDefault()">
          <label class="govuk-label" for="find">Find an indicator or a source</label>
          <input
            class="govuk-input"
            id="find"
            type="search"
            autocomplete="off"
            [value]="find() ?? ''"
            (input)="filterBy($any($event.target).value)"
          />
          <p class="small quiet" role="status">{{ howMany() }}</p>
        </form>
        @if (shown().length > 0) {
          <ts-table-scroll label="Table of indicators">
            <table class="tbl ts-stacks num">
              <thead>
                <tr>
                  <th scope="col">Indicator</th>
                  <th scope="col" class="num">Latest</th>
                  <th scope="col">Period</th>
                  <th scope="col">Curve</th>
                  <th scope="col">Source</th>
                </tr>
              </thead>
              <tbody>
                @for (indicator of shown(); track indicator.id) {
                  <tr>
                    <th scope="row">
                      <a [routerLink]="['/places', place(), 'indicators', indicator.id]">{{ indicator.shortName }}</a>
                    </th>
                    <td class="num" data-l="Latest">{{ indicator.latest ?? 'No figure' }}</td>
                    <td data-l="Period">
                      <span class="nowrap">{{ indicator.latestPeriod ?? '–' }}</span>{{
                        indicator.latestPeriod && indicator.latestOf ? ', ' + indicator.latestOf : ''
                      }}
                    </td>
                    <td data-l="Curve">
                      @if (indicator.state; as state) {
                        <ts-state [state]="state" />
                      } @else {
                        No baseline yet
                      }
                    </td>
                    <td data-l="Source">{{ shortSourceOf(indicator.source) }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </ts-table-scroll>
        }
      }
    } @else if (list.error(); as error) {
      <ts-problem-page [error]="error" (retry)="list.reload()" />
    } @else {
      <ts-waiting what="the indicators" />
    }
  `,
})
export class IndicatorsPage {
  readonly place = input.required<string>();
  /** The words that the list is narrowed by; kept in the address so that a link and the back button keep them. */
  readonly find = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly shortSourceOf = shortSourceOf;
  protected readonly list = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listIndicators, { params, signal: abortSignal }),
  });
  protected readonly all = computed(() => (this.list.hasValue() ? this.list.value().indicators : []));
  protected readonly shown = computed(() => {
    const words = (this.find() ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    return this.all().filter((indicator) => {
      const said =
        `${indicator.name} ${indicator.shortName} ${indicator.source} ${indicator.state ?? ''}`.toLowerCase();
      return words.every((word) => said.includes(word));
    });
  });
  protected readonly howMany = computed(() => {
    const shown = this.shown().length;
    const all = this.all().length;
    if (shown === all) return `${all} ${all === 1 ? 'indicator' : 'indicators'}`;
    return shown === 0 ? 'Nothing matches. Try fewer or other words.' : `${shown} of ${all} indicators`;
  });

  protected filterBy(words: string): void {
    void this.#router.navigate([], { queryParams: { find: words || null }, replaceUrl: true });
  }
}
