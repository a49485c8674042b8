import { Component, computed, input } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { TableScroll } from '@turnstone/ui/table-scroll/table-scroll';

/**
 * A tool as the matrix that it is: a row a domain, a column a level. On a phone each domain becomes four cards; on paper it is
 * an A4 sheet across, with a column to tick.
 */
@Component({
  selector: 'ts-tool-matrix',
  imports: [TableScroll],
  template: `
    <ts-table-scroll [label]="'Table of ' + tool().title">
      <table class="ts-matrix">
        <caption class="govuk-visually-hidden">
          {{
            tool().title
          }}:
          {{
            tool().domains.length
          }}
          domains by four levels
        </caption>
        <thead>
          <tr>
            <th scope="col">Domain</th>
            @for (level of tool().levels; track level.level) {
              <th scope="col" class="ts-matrix-level ts-fill-{{ level.fill }}">
                <b>{{ level.level }}</b> {{ level.name }}
              </th>
            }
            <td class="ts-matrix-tick" aria-hidden="true">Tick one</td>
          </tr>
        </thead>
        @for (part of parts(); track $index) {
          <tbody>
            @if (part.group; as group) {
              <tr class="ts-matrix-group">
                <th [attr.colspan]="6" scope="rowgroup">{{ group }}</th>
              </tr>
            }
            @for (domain of part.domains; track domain.id) {
              <tr>
                <th scope="row">
                  <span class="ts-matrix-name">{{ domain.name }}</span>
                  <span class="ts-matrix-ask">{{ domain.question }}</span>
                  <span class="ts-matrix-source">{{ domain.source }}</span>
                </th>
                @for (level of tool().levels; track level.level) {
                  <td class="ts-matrix-cell ts-edge-{{ level.fill }}">
                    <span class="ts-matrix-head" aria-hidden="true"
                      ><b>{{ level.level }}</b> {{ level.name }}</span
                    >
                    {{ domain.cells[level.level - 1] }}
                    @if (sources()) {
                      <span class="ts-matrix-source">{{ domain.source }}, level {{ level.level }}</span>
                    }
                  </td>
                }
                <td class="ts-matrix-tick" aria-hidden="true">
                  @for (box of boxes; track box) {
                    <span><i></i>{{ box }}</span>
                  }
                </td>
              </tr>
            }
          </tbody>
        }
      </table>
    </ts-table-scroll>
  `,
})
export class ToolMatrix {
  readonly tool = input.required<Tool>();
  /** Whether each description names where it comes from. */
  readonly sources = input(false);

  protected readonly boxes = ['1', '2', '3', '4', 'Don’t know'];
  /** The domains under their groups; all of them together where there are none. */
  protected readonly parts = computed(() => {
    const parts: { group: string | null; domains: Tool['domains'] }[] = [];
    for (const domain of this.tool().domains) {
      const last = parts.at(-1);
      if (last && last.group === domain.group) last.domains.push(domain);
      else parts.push({ group: domain.group, domains: [domain] });
    }
    return parts;
  });
}
