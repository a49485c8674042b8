import { Component, computed, input } from '@angular/core';
import { nextLevel } from '@turnstone/assessments-rules/next-level';
import type { Results } from '@turnstone/contract/assessments/results';

/** What one author recorded, in the order of the tool: the level in the tool’s own words, and what the next one asks for. */
@Component({
  selector: 'ts-record-part',
  template: `
    @for (row of rows(); track row.id) {
      <section class="sec ts-found" [attr.aria-labelledby]="row.id">
        <h2 [id]="row.id" tabindex="-1">{{ row.name }}</h2>
        <div>
          @if (row.level; as level) {
            <p class="ts-found-level">
              <span class="ts-level-mark is-{{ level.fill }}"
                ><b>{{ level.level }}</b> {{ level.name }}</span
              >
            </p>
            <p>{{ row.cell }}</p>
          } @else {
            <p class="ts-found-level">{{ row.without }}</p>
          }
          @for (one of row.comments; track $index) {
            @if (one.comment) {
              <h3>Comment</h3>
              <p>{{ one.comment }}</p>
            }
            @if (one.evidence) {
              <h3>Evidence</h3>
              <p>{{ one.evidence }}</p>
            }
          }
          @if (row.next; as next) {
            <details class="govuk-details ts-found-more">
              <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text"
                  >{{ next.keep ? 'What to hold on to' : 'What the next level asks for'
                  }}<span class="govuk-visually-hidden"> in {{ row.name }}</span></span
                >
              </summary>
              <p>{{ next.asks }}</p>
            </details>
          }
        </div>
      </section>
    }
  `,
})
export class RecordPart {
  readonly results = input.required<Results>();

  protected readonly rows = computed(() => {
    const { tool, views, comments } = this.results();
    return tool.domains.map((domain) => {
      const view = views.find((one) => one.domain === domain.id);
      const level = view?.middle?.[0] ?? null;
      return {
        ...{ id: domain.id, name: domain.name, comments: comments[domain.id] ?? [] },
        level: level === null ? null : tool.levels[level - 1]!,
        cell: level === null ? '' : domain.cells[level - 1]!,
        without: !view ? 'Not answered yet.' : view.counts?.unknown ? 'The author does not know.' : 'Skipped.',
        next: level === null ? null : nextLevel(domain, level),
      };
    });
  });
}
