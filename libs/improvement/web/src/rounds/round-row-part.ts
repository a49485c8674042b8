import { Component, computed, input } from '@angular/core';
import type { Results, RoundRow } from '@turnstone/contract/assessments/results';
import { PeopleSquares, type Group } from '@turnstone/assessments-web/results/people-squares';
import { capital } from '../actions/action-words.js';

/** One domain in two rounds or two places: in words, then both as squares under the same levels. */
@Component({
  selector: 'ts-round-row',
  imports: [PeopleSquares],
  template: `
    @let one = row();
    <section class="sec ts-round" [attr.aria-labelledby]="one.domain">
      <h2 [id]="one.domain">{{ one.name }}</h2>
      <div>
        <p class="ts-round-words">{{ words() }}</p>
        @if (groups().length > 0) {
          <ts-people-squares
            [caption]="'How many people said which level of ' + one.name + ': ' + before() + ', and ' + after()"
            [levels]="levels()"
            [groups]="groups()"
          />
        }
        @for (side of without(); track side) {
          <p class="ts-found-support">{{ side }}</p>
        }
        @if (standing()) {
          <p class="ts-found-support">{{ standing() }}</p>
        }
        <ng-content />
      </div>
    </section>
  `,
})
export class RoundRowPart {
  readonly row = input.required<RoundRow>();
  readonly levels = input.required<Results['tool']['levels']>();
  /** What the two sides are called: '2025' and '2026', or two places. */
  readonly before = input.required<string>();
  readonly after = input.required<string>();

  /** The name stands beside it already. */
  protected readonly words = computed(() => capital(this.row().words.replace(`${this.row().name}: `, '')));
  readonly #sides = computed(() => [
    { name: this.before(), side: this.row().then },
    { name: this.after(), side: this.row().now },
  ]);
  protected readonly groups = computed<Group[]>(() =>
    this.#sides().flatMap(({ name, side }) => {
      if (!side?.counts) return [];
      const { levels, unknown, skip } = side.counts;
      const withoutLevel = unknown + skip;
      const people = levels.reduce((sum, count) => sum + count, withoutLevel);
      return [{ name, people, levels, withoutLevel, middle: side.middle, agreed: side.consensus }];
    }),
  );
  /** Sides of which no counts stand in the picture, with what is known of them. */
  protected readonly without = computed(() =>
    this.#sides().flatMap(({ name, side }) => {
      if (!side || side.counts) return [];
      const agreed = side.consensus === null ? 'no level was agreed' : `${side.consensus} was agreed`;
      return [`${name}: too few answered to show who said what; ${agreed}.`];
    }),
  );
  /** Where the words do not say it: that the two tools are not the same here. */
  protected readonly standing = computed(() => {
    const { standing, words } = this.row();
    if (standing === 'same' || /asked|words have changed/.test(words)) return '';
    if (standing === 'reworded') return 'The two versions of the tool word it differently.';
    return `It is not in the tool of ${standing === 'new' ? this.before() : this.after()}.`;
  });
}
