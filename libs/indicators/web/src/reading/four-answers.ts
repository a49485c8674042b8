import { Component, computed, input } from '@angular/core';
import type { SeriesReading } from '@turnstone/contract/indicators/reading';
import { State } from '@turnstone/ui';

type Judgement = SeriesReading['judgements'][number];

/** Four questions of equal weight, answered in words. Only the last carries a state, and nothing adds them up. */
@Component({
  selector: 'ts-four-answers',
  imports: [State],
  template: `
    <dl class="four num">
      <div>
        <dt>Compared with {{ reading().benchmark?.label ?? 'England' }}</dt>
        <dd>
          @if (comparison(); as said) {
            <p class="ans">{{ said.answer }}</p>
            <p class="why">{{ said.why }}</p>
          } @else {
            <p class="ans">{{ none() }}</p>
            <p class="why">There is nothing to compare with yet.</p>
          }
        </dd>
      </div>
      <div>
        <dt>Recent trend</dt>
        <dd>
          @if (trend(); as said) {
            <p class="ans">{{ said.answer }}</p>
            <p class="why">{{ said.why }}</p>
          } @else {
            <p class="ans">{{ none() }}</p>
          }
        </dd>
      </div>
      <div>
        <dt>Against our trajectory</dt>
        <dd>
          <p class="ans">None agreed</p>
          <p class="why">The partners have not yet said how far this should move, and by when.</p>
        </dd>
      </div>
      <div>
        <dt>Has the curve turned?</dt>
        <dd>
          @if (turning(); as said) {
            @if (said.state; as state) {
              <ts-state class="ans" [state]="state" />
            } @else {
              <p class="ans">{{ said.answer }}</p>
            }
            <p class="why">{{ said.why }}</p>
          } @else if (!reading().baseline) {
            <p class="ans">No baseline yet</p>
            <p class="why">Until a baseline is frozen, nobody can say whether the curve has turned.</p>
          } @else {
            <p class="ans">{{ none() }}</p>
          }
        </dd>
      </div>
    </dl>
  `,
})
export class FourAnswers {
  readonly reading = input.required<SeriesReading>();

  protected readonly comparison = computed(() => this.#said('comparison'));
  protected readonly trend = computed(() => this.#said('trend'));
  protected readonly turning = computed(() => this.#said('turning'));
  protected readonly none = computed(() => (this.reading().judgements.length === 0 ? 'Being worked out' : 'Not known'));

  #said(method: Judgement['method']): Judgement | undefined {
    return this.reading().judgements.find((judgement) => judgement.method === method);
  }
}
