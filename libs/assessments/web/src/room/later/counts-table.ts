import { Component, computed, input } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';
import type { Counts } from '@turnstone/contract/assessments/views';
import type { OwnAnswer } from '@turnstone/contract/assessments/room';

/** How many said what, with one's own answer marked. Length says it a second time, never alone. */
@Component({
  selector: 'ts-counts-table',
  template: `
    <table class="ts-room-counts">
      <caption class="govuk-visually-hidden">
        How many people chose each level of
        {{
          name()
        }}
      </caption>
      <thead class="govuk-visually-hidden">
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">People</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.name) {
          <tr>
            <th scope="row">
              @if (row.digit) {
                <span class="ts-room-digit ts-level-{{ row.fill }}">{{ row.digit }}</span>
              }
              {{ row.name }}
              @if (row.own) {
                <b class="ts-level-yours">Your answer</b>
              }
            </th>
            <td>
              <b class="num">{{ row.people }}</b>
              @if (row.digit) {
                <svg class="ts-room-length" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                  <rect [attr.class]="'ts-fill-' + row.fill" y="1" height="10" [attr.width]="row.length" />
                </svg>
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class CountsTable {
  readonly name = input.required<string>();
  readonly counts = input.required<Counts>();
  readonly levels = input.required<Tool['levels']>();
  readonly own = input<OwnAnswer['choice'] | null>(null);

  protected readonly rows = computed(() => {
    const { levels, unknown, skip } = this.counts();
    const most = Math.max(1, ...levels);
    return [
      ...this.levels().map(({ level, name, fill }) => ({
        digit: String(level),
        name,
        fill: fill as string,
        people: levels[level - 1] ?? 0,
        length: (100 * (levels[level - 1] ?? 0)) / most,
        own: this.own() === level,
      })),
      { digit: '', name: 'Don’t know', fill: '', people: unknown, length: 0, own: this.own() === 'unknown' },
      { digit: '', name: 'Skipped', fill: '', people: skip, length: 0, own: this.own() === 'skip' },
    ];
  });
}
