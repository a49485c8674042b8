import { Component, computed, input } from '@angular/core';
import type { Results } from '@turnstone/contract/assessments/results';
import { TableScroll } from '@turnstone/ui/table-scroll/table-scroll';
import { middleWords } from '../live/words.js';
import { agreedOf } from './found-domain.js';

/** The filled collation sheet as the toolkit prints it: a column a domain, in the order of the tool. */
@Component({
  selector: 'ts-collation-table',
  imports: [TableScroll],
  template: `
    <ts-table-scroll label="Collation sheet">
      <table class="ts-sheet-table">
        <thead>
          @if (heads().length > 0) {
            <tr class="ts-sheet-groups">
              <td></td>
              @for (head of heads(); track $index) {
                <th scope="colgroup" [attr.colspan]="head.columns">{{ head.group }}</th>
              }
            </tr>
          }
          <tr>
            <th scope="col">Level</th>
            @for (column of columns(); track column.id) {
              <th scope="col">{{ column.name }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (level of results().tool.levels; track level.level) {
            <tr>
              <th scope="row">
                <span class="ts-level-mark is-{{ level.fill }}"
                  ><b>{{ level.level }}</b> {{ level.name }}</span
                >
              </th>
              @for (column of columns(); track column.id) {
                <td class="ts-sheet-count">
                  @if (column.counts; as counts) {
                    <span [class.quiet]="counts.levels[level.level - 1] === 0">{{
                      counts.levels[level.level - 1]
                    }}</span>
                    <svg
                      class="ts-sheet-bar is-{{ level.fill }}"
                      viewBox="0 0 100 10"
                      preserveAspectRatio="none"
                      aria-hidden="true"
                    >
                      <rect y="1" height="8" [attr.width]="(100 * (counts.levels[level.level - 1] ?? 0)) / most()" />
                    </svg>
                  } @else {
                    <span class="quiet">not shown</span>
                  }
                </td>
              }
            </tr>
          }
          <tr>
            <th scope="row">I don’t know, or skipped</th>
            @for (column of columns(); track column.id) {
              <td class="ts-sheet-count">
                @if (column.counts; as counts) {
                  <span [class.quiet]="counts.unknown + counts.skip === 0">{{ counts.unknown + counts.skip }}</span>
                } @else {
                  <span class="quiet">not shown</span>
                }
              </td>
            }
          </tr>
          <tr class="ts-sheet-agreed">
            <th scope="row">Consensus <span class="ts-sheet-hint">and the middle of those who gave a level</span></th>
            @for (column of columns(); track column.id) {
              <td>
                @switch (column.agreed.kind) {
                  @case ('agreed') {
                    <span class="ts-level-mark is-{{ column.agreed.level.fill }}"
                      ><b>{{ column.agreed.level.level }}</b> {{ column.agreed.level.name }}</span
                    >
                  }
                  @case ('not agreed') {
                    <span class="ts-level-mark is-open">Not agreed</span>
                  }
                  @default {
                    <span class="quiet">Not talked about</span>
                  }
                }
                @if (column.middle) {
                  <span class="ts-sheet-hint">middle {{ column.middle }}</span>
                }
              </td>
            }
          </tr>
          <tr>
            <th scope="row">Proposed priorities</th>
            @for (column of columns(); track column.id) {
              <td class="ts-sheet-priorities">
                @for (priority of column.priorities; track priority.id) {
                  <p>
                    {{ priority.text }}
                    @if (priority.votes !== null) {
                      <b>{{ priority.votes }} {{ priority.votes === 1 ? 'vote' : 'votes' }}</b>
                    }
                  </p>
                } @empty {
                  <span class="quiet">None</span>
                }
              </td>
            }
          </tr>
        </tbody>
      </table>
    </ts-table-scroll>
  `,
})
export class CollationTable {
  readonly results = input.required<Results>();

  protected readonly columns = computed(() => {
    const { tool, views, consensus, priorities } = this.results();
    return tool.domains.map(({ id, name, group }) => {
      const view = views.find(({ domain }) => domain === id);
      return {
        ...{ id, name, group },
        counts: view?.counts ?? null,
        middle: view?.middle ? middleWords(view.middle) : null,
        agreed: agreedOf(
          tool.levels,
          consensus.find(({ domain }) => domain === id),
        ),
        priorities: priorities.filter(({ domain }) => domain === id),
      };
    });
  });
  /** Neighbours under one heading share it; empty for a tool without headings. */
  protected readonly heads = computed(() => {
    const heads: { group: string; columns: number }[] = [];
    if (this.columns().every(({ group }) => group === null)) return heads;
    for (const { group } of this.columns()) {
      const last = heads.at(-1);
      if (last && last.group === (group ?? '')) last.columns += 1;
      else heads.push({ group: group ?? '', columns: 1 });
    }
    return heads;
  });
  /** All bars are drawn to one scale. */
  protected readonly most = computed(() =>
    Math.max(1, ...this.columns().flatMap(({ counts }) => (counts ? [...counts.levels] : []))),
  );
}
