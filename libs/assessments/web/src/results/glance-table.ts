import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Results } from '@turnstone/contract/assessments/results';
import { capital, middleWords } from '../live/words.js';
import type { FoundDomain } from './found-domain.js';

/** All domains in a line each, those first on which people differ most. */
@Component({
  selector: 'ts-glance-table',
  imports: [RouterLink],
  template: `
    <table class="tbl ts-glance">
      <thead>
        <tr>
          <th scope="col">Domain</th>
          <th scope="col">People by level, 1 to 4</th>
          <th scope="col">How far people agree</th>
          <th scope="col">Middle answer</th>
          <th scope="col">The room agreed</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.id) {
          <tr>
            <th scope="row">
              <a [routerLink]="[]" [fragment]="row.id">{{ row.name }}</a>
            </th>
            <td data-l="People by level, 1 to 4">
              @if (row.counts; as counts) {
                <span class="ts-glance-counts"
                  ><svg class="ts-glance-bars" viewBox="0 0 92 30" width="92" height="30" aria-hidden="true">
                    <path class="ts-glance-base" d="M0 29.5H92" />
                    @for (bar of row.bars; track bar.x) {
                      <rect
                        [attr.class]="'is-' + bar.fill"
                        [attr.x]="bar.x"
                        [attr.y]="29 - bar.height"
                        width="19"
                        [attr.height]="bar.height"
                      />
                    }
                  </svg>
                  <span class="num">{{ counts }}</span></span
                >
              } @else {
                not shown
              }
            </td>
            <td data-l="How far people agree">{{ row.agreement }}</td>
            <td data-l="Middle answer">{{ row.middle }}</td>
            <td data-l="The room agreed">
              @switch (row.agreed.kind) {
                @case ('agreed') {
                  <span class="ts-level-mark is-{{ row.agreed.level.fill }}"
                    ><b>{{ row.agreed.level.level }}</b> {{ row.agreed.level.name }}</span
                  >
                }
                @case ('not agreed') {
                  <span class="ts-level-mark is-open">Not agreed</span>
                }
                @default {
                  <span class="quiet">not talked about</span>
                }
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class GlanceTable {
  readonly domains = input.required<readonly FoundDomain[]>();
  readonly levels = input.required<Results['tool']['levels']>();

  protected readonly rows = computed(() => {
    const most = Math.max(1, ...this.domains().flatMap(({ view }) => (view.counts ? [...view.counts.levels] : [])));
    return this.domains().map(({ id, name, view, agreed }) => ({
      ...{ id, name, agreed },
      counts: view.counts ? view.counts.levels.join(', ') : null,
      bars: this.levels().flatMap(({ level, fill }) => {
        const people = view.counts?.levels[level - 1] ?? 0;
        return people === 0 ? [] : [{ fill, x: (level - 1) * 24 + 0.5, height: (27 * people) / most }];
      }),
      agreement: capital(view.agreement.words),
      middle: view.middle ? capital(middleWords(view.middle)) : 'None',
    }));
  });
}
