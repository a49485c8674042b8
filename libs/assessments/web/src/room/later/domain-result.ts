import { Component, computed, input } from '@angular/core';
import type { OwnAnswer } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import type { ConsensusView, DomainView, NamedAnswer, TableView } from '@turnstone/contract/assessments/views';
import { choiceWords } from '../choice-words.js';
import type { Domain } from '../room-store.js';
import { CountsTable } from './counts-table.js';

/** What was shown of one domain: the finding, the counts, who stands where in groups, the tables, what was agreed. */
@Component({
  selector: 'ts-domain-result',
  imports: [CountsTable],
  template: `
    <p class="ts-room-finding">{{ view().finding }}</p>
    @if (view().withheld; as why) {
      <p>{{ why }}</p>
    }
    @if (view().counts; as counts) {
      <p class="ts-room-hint">{{ view().answered }} of {{ view().people }} people gave a level.</p>
      <ts-counts-table [name]="domain().name" [counts]="counts" [levels]="levels()" [own]="own()" />
    }
    @for (line of view().supporting; track line) {
      <p>{{ line }}</p>
    }
    @if (agreed(); as agreed) {
      <p class="ts-room-agreed">
        <b>{{ agreed.words }}</b> {{ agreed.reason }}
      </p>
    }
    @if (groups().length > 0) {
      <details class="ts-room-more">
        <summary>By sector, organisation and table</summary>
        @for (split of groups(); track split.by) {
          <h3>By {{ split.by }}</h3>
          @if (split.groups.length > 0) {
            <ul class="ts-room-plain">
              @for (group of split.groups; track $index) {
                <li>
                  <b>{{ group.names.join(', ') }}</b> ({{ group.people }}): {{ middle(group.middle) }}
                </li>
              }
            </ul>
          }
          @if (split.note; as note) {
            <p class="ts-room-hint">{{ note }}</p>
          }
        }
      </details>
    }
    @if (tables().length > 0) {
      <details class="ts-room-more">
        <summary>What the tables said</summary>
        <ul class="ts-room-plain">
          @for (one of tables(); track $index) {
            <li>
              <b>Table {{ one.table }}: {{ one.level === null ? 'did not agree' : words(one.level) }}</b>
              @if (one.kind === 'paper') {
                (on paper)
              }
              {{ one.reasons }}
            </li>
          }
        </ul>
      </details>
    }
    @if (named(); as named) {
      <details class="ts-room-more">
        <summary>Who stands where</summary>
        <ul class="ts-room-plain">
          @for (one of named; track $index) {
            <li>
              <b>{{ one.name }}</b>{{ one.sector ? ', ' + one.sector : '' }}: {{ words(one.choice) }}
            </li>
          }
        </ul>
      </details>
    }
  `,
})
export class DomainResult {
  readonly domain = input.required<Domain>();
  readonly view = input.required<DomainView>();
  readonly levels = input.required<Tool['levels']>();
  readonly own = input<OwnAnswer['choice'] | null>(null);
  readonly tables = input<readonly TableView[]>([]);
  readonly consensus = input<ConsensusView | null>(null);
  readonly named = input<readonly NamedAnswer[] | null>(null);

  protected readonly groups = computed(() =>
    this.view().splits.filter(({ groups, note }) => groups.length > 0 || note !== null),
  );
  protected readonly agreed = computed(() => {
    const said = this.consensus();
    if (!said || said.reached === null) return null;
    const words =
      said.reached && said.level !== null ? `The room agreed: ${this.words(said.level)}.` : 'The room did not agree.';
    return { words, reason: said.reason };
  });

  protected words(choice: OwnAnswer['choice']): string {
    return choiceWords(choice, this.levels());
  }

  protected middle(middle: DomainView['middle']): string {
    if (middle === null) return 'no level given';
    const [low, high] = middle;
    return low === high
      ? `in the middle ${this.words(low)}`
      : `in the middle between ${this.words(low)} and ${this.words(high)}`;
  }
}
