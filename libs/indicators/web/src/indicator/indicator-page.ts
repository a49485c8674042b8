import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { dayOf, momentOf, PageHeading, ProblemPage, SessionStore, Waiting } from '@turnstone/places-web';
import { CurveChartFigure, State, TableScroll } from '@turnstone/ui';
import { curveOf } from '../reading/curve-of.js';
import {
  capital,
  countOf,
  figureOrStatusOf,
  intervalOf,
  measureLineOf,
  sourceOf,
  whichWayIsBetter,
} from '../reading/figures.js';
import { FourAnswers } from '../reading/four-answers.js';
import { freshnessOf } from '../reading/freshness.js';
import { FreezeForm } from './freeze-form.js';
import { IndicatorStore } from './indicator-store.js';
import { plainInputs } from './plain-inputs.js';
import { groupedSeries } from './series-label.js';

const months = 'January February March April May June July August September October November December'.split(' ');
const questions = {
  comparison: 'Compared with the benchmark',
  trend: 'Recent trend',
  forecast: 'Forecast',
  turning: 'Has the curve turned?',
} as const;

const methods = {
  comparison: 'comparison with a benchmark',
  trend: 'recent trend',
  forecast: 'exponential smoothing',
  turning: 'turning the curve',
} as const;

/** One indicator: what it is, its curve, every figure, and each judgement with what it rests on. */
@Component({
  selector: 'ts-indicator-page',
  imports: [
    RouterLink,
    PageHeading,
    ProblemPage,
    Waiting,
    CurveChartFigure,
    State,
    TableScroll,
    FourAnswers,
    FreezeForm,
  ],
  providers: [IndicatorStore],
  template: `
    @if (store.indicator.hasValue()) {
      @let indicator = store.indicator.value();
      @let is = indicator.definition;
      <nav class="crumb" aria-label="Breadcrumb">
        <a [routerLink]="['/places', place(), 'indicators']">Indicators</a>
      </nav>
      <header class="ts-cardhead">
        <p class="ts-label" id="what">Indicator</p>
        <div>
          <h1 [tsHeading]="is.shortName" aria-describedby="what">{{ is.name }}</h1>
          @if (indicator.series.length > 1) {
            <form class="ts-choose-series" (submit)="choose($event)">
              <label class="govuk-label" for="series">Area and part of the population</label>
              <div class="ts-inline">
                <select class="govuk-select" id="series" (change)="picked.set($any($event.target).value)">
                  @for (group of groups(); track group.area) {
                    <optgroup [label]="group.area">
                      @for (choice of group.series; track choice.id) {
                        <option [value]="choice.id" [selected]="choice.id === store.reading()?.seriesId">
                          {{ choice.label }}
                        </option>
                      }
                    </optgroup>
                  }
                </select>
                <button class="govuk-button govuk-button--secondary" type="submit">Show</button>
              </div>
            </form>
          }
        </div>
      </header>

      <section class="sec key" aria-labelledby="doing">
        <h2 id="doing">How are we doing?</h2>
        <div [attr.aria-busy]="store.indicator.isLoading() ? 'true' : null">
          @if (store.reading(); as reading) {
            <p class="finding">{{ reading.finding }}</p>
            <p class="under">{{ measure() }}</p>
            @if (reading.howSure) {
              <p class="ts-sure">{{ reading.howSure }}</p>
            }
            @if (curve(); as chart) {
              <ts-curve-chart [chart]="chart" size="hero" [headingLevel]="0" [source]="sourceOf(reading.source)">
                <p class="cap">
                  <a href="#figures" (click)="goTo($event, 'figures')">All figures with their intervals</a>
                  <a [href]="store.figuresAddress()" download>Download (CSV)</a>
                  <a href="#judged" (click)="goTo($event, 'judged')">How this was worked out</a>
                </p>
              </ts-curve-chart>
            }
            <p class="src">{{ freshness() }}.</p>
            <ts-four-answers [reading]="reading" />
            <p class="ts-four-note">Four different questions. We do not add the answers up.</p>
          } @else {
            <p>No figures yet. They appear here as soon as they are imported.</p>
          }
        </div>
      </section>

      <section class="sec ts-long" aria-labelledby="definition">
        <h2 id="definition">Definition</h2>
        <div>
          @if (is.definitionStatus === 'assumed') {
            <p class="govuk-inset-text">
              Nobody has confirmed this definition yet. What the file did not say, such as which way is better, is
              assumed.
            </p>
          }
          <dl class="ts-facts">
            @for (fact of facts(); track fact.name) {
              <div>
                <dt>{{ fact.name }}</dt>
                <dd>{{ fact.value }}</dd>
              </div>
            }
          </dl>
        </div>
      </section>

      @if (store.reading(); as reading) {
        <section class="sec ts-long" aria-labelledby="figures">
          <h2 id="figures" tabindex="-1">Figures</h2>
          <div>
            <ts-table-scroll label="Figures of {{ is.shortName }}, {{ reading.areaName }}">
              <table class="tbl num">
                <thead>
                  <tr>
                    <th scope="col">Period</th>
                    <th scope="col" class="num">{{ reading.unit === '%' ? 'Figure' : 'Figure, ' + reading.unit }}</th>
                    @if (has().interval) {
                      <th scope="col" class="num">95% interval</th>
                    }
                    @if (has().count) {
                      <th scope="col" class="num">Count</th>
                    }
                    @if (has().denominator) {
                      <th scope="col" class="num">Out of</th>
                    }
                    <th scope="col">Note</th>
                  </tr>
                </thead>
                <tbody>
                  @for (row of rows(); track row.period) {
                    <tr>
                      <th scope="row" class="nowrap">{{ row.period }}</th>
                      <td class="num" data-l="Figure">{{ row.figure }}</td>
                      @if (has().interval) {
                        <td class="num nowrap" data-l="95% interval">{{ row.interval }}</td>
                      }
                      @if (has().count) {
                        <td class="num" data-l="Count">{{ row.count }}</td>
                      }
                      @if (has().denominator) {
                        <td class="num" data-l="Out of">{{ row.denominator }}</td>
                      }
                      <td>{{ row.note }}</td>
                    </tr>
                  }
                </tbody>
              </table>
            </ts-table-scroll>
            <p class="src">
              Suppressed: held back by the publisher because the numbers are small. Confidential: not to be shown. Not
              available: nobody has a figure. None of them is zero.
            </p>
          </div>
        </section>

        <section class="sec ts-long" aria-labelledby="judged">
          <h2 id="judged" tabindex="-1">How this was worked out</h2>
          <div>
            @for (judgement of judged(); track judgement.method) {
              <article class="ts-judgement" [attr.aria-labelledby]="'judged-' + judgement.method">
                <h3 [id]="'judged-' + judgement.method">{{ judgement.question }}</h3>
                @if (judgement.state; as state) {
                  <ts-state [state]="state" />
                } @else {
                  <p class="ts-strong">{{ judgement.answer }}</p>
                }
                <p>{{ judgement.why }}</p>
                <p class="small quiet">{{ judgement.standing }}</p>
                <details class="govuk-details">
                  <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text"
                      >What it rests on: {{ judgement.question.toLowerCase() }}</span
                    >
                  </summary>
                  <div class="govuk-details__text">
                    <h4>Inputs</h4>
                    <dl class="ts-facts small">
                      @for (line of judgement.inputs; track $index) {
                        <div>
                          <dt>{{ line.name }}</dt>
                          <dd>{{ line.value }}</dd>
                        </div>
                      }
                    </dl>
                    <h4>Results</h4>
                    <dl class="ts-facts small">
                      @for (line of judgement.result; track $index) {
                        <div>
                          <dt>{{ line.name }}</dt>
                          <dd>{{ line.value }}</dd>
                        </div>
                      }
                    </dl>
                  </div>
                </details>
              </article>
            } @empty {
              <p>Nothing has been judged yet. It happens in the background, soon after figures arrive.</p>
            }
          </div>
        </section>

        <section class="sec" aria-labelledby="baseline">
          <h2 id="baseline">Baseline</h2>
          <div>
            @if (reading.baseline; as baseline) {
              <p>
                Frozen at <b>{{ baseline.frozenAt }}</b> on {{ day(baseline.frozenOn) }}, agreed by
                {{ baseline.agreedBy }}. Forecast by the {{ baseline.model }} model.
              </p>
            } @else {
              <p>No baseline is frozen for this series, so nobody can yet say whether the curve has turned.</p>
            }
            @if (session.may('freeze a baseline')) {
              <details class="govuk-details ts-freeze">
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">Freeze a baseline</span>
                </summary>
                <p>
                  Freezing fixes, for good, what we expect if nothing changes: history up to a period that you agree on,
                  and the forecast from there. A frozen baseline never changes; another one can take its place, and then
                  the old one is kept.
                </p>
                <ts-freeze-form [reading]="reading" />
              </details>
            }
          </div>
        </section>
      }
    } @else if (store.indicator.error(); as error) {
      <ts-problem-page [error]="error" (retry)="store.reload()" />
    } @else {
      <ts-waiting what="the indicator" />
    }
  `,
})
export class IndicatorPage {
  readonly place = input.required<string>();
  readonly indicator = input.required<string>();
  readonly series = input<string>();

  readonly #router = inject(Router);
  protected readonly store = inject(IndicatorStore);
  protected readonly session = inject(SessionStore);
  protected readonly picked = signal<string | null>(null);
  protected readonly day = dayOf;
  protected readonly sourceOf = sourceOf;

  protected readonly groups = computed(() =>
    this.store.indicator.hasValue() ? groupedSeries(this.store.indicator.value().series) : [],
  );
  protected readonly curve = computed(() => {
    const reading = this.store.reading();
    return reading && reading.observations.length > 0 ? curveOf(reading, 'indicator') : null;
  });
  protected readonly measure = computed(() => {
    const reading = this.store.reading();
    return reading ? measureLineOf(reading) : '';
  });
  protected readonly freshness = computed(() => {
    const reading = this.store.reading();
    return reading ? freshnessOf(reading) : '';
  });
  protected readonly facts = computed(() => {
    if (!this.store.indicator.hasValue()) return [];
    const is = this.store.indicator.value().definition;
    const facts: [string, string][] = [
      ['What it is', is.definition],
      ['Unit', `${is.unit} (${is.valueType})`],
      ['Which way is better', whichWayIsBetter[is.polarity]],
      ['Count', is.numerator],
      ['Out of', is.denominator],
      ['Method', is.method],
      ['Caveats', is.caveats],
      ['Source', is.source.replaceAll('`', '')],
      ['Published by', [is.publisher, is.publisherId].filter(Boolean).join(', ')],
      ['Licence', is.licence],
      ['New figures', is.updateMonth ? `Every ${months[is.updateMonth - 1]}` : ''],
      ['Owner here', is.owner],
    ];
    return facts.map(([name, value]) => ({ name, value: value.trim() || 'Not recorded' }));
  });
  protected readonly rows = computed(() => {
    const reading = this.store.reading();
    if (!reading) return [];
    return reading.observations.map((observation) => ({
      period: observation.period,
      figure: figureOrStatusOf(reading, observation),
      interval: intervalOf(reading, observation),
      count: countOf(observation.count),
      denominator: countOf(observation.denominator),
      note: [observation.since ? 'Since the baseline' : '', observation.note].filter(Boolean).join('. '),
    }));
  });
  /** Columns that say nothing in any row are left out. */
  protected readonly has = computed(() => ({
    interval: this.rows().some((row) => row.interval !== ''),
    count: this.rows().some((row) => row.count !== ''),
    denominator: this.rows().some((row) => row.denominator !== ''),
  }));
  protected readonly judged = computed(() =>
    (this.store.reading()?.judgements ?? []).map((judgement) => ({
      method: judgement.method,
      question: questions[judgement.method],
      answer: capital(judgement.answer),
      why: judgement.why,
      state: judgement.state,
      standing:
        `Method: ${methods[judgement.method]}${versionOf(judgement.methodVersion)}. Judged ${momentOf(judgement.judgedAt)}.` +
        (judgement.fresh ? '' : ' Something that it rests on has changed since: it is being worked out again.'),
      inputs: plainInputs(judgement.inputs ?? {}),
      result: plainInputs(judgement.result ?? {}),
    })),
  );

  constructor() {
    effect(() => this.store.look({ place: this.place(), indicator: this.indicator(), series: this.series() }));
  }

  protected choose(submit: Event): void {
    submit.preventDefault();
    const series = this.picked();
    if (series) void this.#router.navigate([], { queryParams: { series } });
  }

  protected goTo(click: Event, id: string): void {
    click.preventDefault();
    const heading = document.getElementById(id);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }
}

/** ', version 1' from 'comparison/1 words/4': which version of the wording it is matters to the sweep, not to a reader. */
function versionOf(methodVersion: string): string {
  const version = /^[^/ ]+\/(\d+)/.exec(methodVersion)?.[1];
  return version ? `, version ${version}` : '';
}
