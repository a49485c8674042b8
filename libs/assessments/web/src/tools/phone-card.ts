import { Component, input } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';

/** A domain as somebody sees it who scores on a phone. Only to look at: nothing can be chosen. */
@Component({
  selector: 'ts-phone-card',
  template: `
    <div
      class="ts-phone"
      role="region"
      tabindex="0"
      [attr.aria-label]="'Preview of ' + (domain().name || 'the domain')"
    >
      <div>
        <p class="ts-phone-at">{{ number() }} of {{ of() }}</p>
        <p class="ts-phone-name">{{ domain().name || 'No name yet' }}</p>
        <p class="ts-phone-ask">
          {{ domain().question || 'No question yet.' }} Pick the card closest to life here today.
        </p>
        @for (level of levels(); track level.level) {
          <div class="ts-level ts-level-{{ level.fill }}">
            <span class="ts-level-digit" aria-hidden="true">{{ level.level }}</span>
            <span class="ts-level-body">
              <span class="ts-level-name"
                ><span class="govuk-visually-hidden">{{ level.level }}, </span>{{ level.name || 'No name yet' }}</span
              >
              <span class="ts-level-text">{{ domain().cells[level.level - 1] || 'No description yet.' }}</span>
            </span>
          </div>
        }
        <p class="ts-phone-other">I don’t know</p>
        <p class="ts-phone-other">Skip this one</p>
      </div>
    </div>
  `,
})
export class PhoneCard {
  readonly domain = input.required<Pick<Tool['domains'][number], 'name' | 'question' | 'cells'>>();
  readonly levels = input.required<Tool['levels']>();
  readonly number = input.required<number>();
  readonly of = input.required<number>();
}
