import { booleanAttribute, Component, computed, inject, input, output } from '@angular/core';
import type { Step } from '@turnstone/contract/assessments/console';
import { ConsoleStore } from './console-store.js';

/** A step to press. Where it cannot be taken it stays in reach and says why when it is pressed. */
@Component({
  selector: 'ts-step',
  template: `
    <button
      type="button"
      class="govuk-button"
      [class.govuk-button--secondary]="!first()"
      [class.is-not-now]="why() !== null"
      [attr.aria-disabled]="why() !== null || store.busy() === at() ? 'true' : null"
      [attr.aria-describedby]="said() ? id() : null"
      (click)="press()"
    >
      {{ label() }} <span class="govuk-visually-hidden">{{ about() }}</span>
    </button>
    <span role="status" class="ts-con-why" [id]="id()">{{ said() }}</span>
  `,
})
export class StepButton {
  readonly label = input.required<string>();
  /** What it is about, for those who do not see where it stands. */
  readonly about = input('');
  readonly step = input.required<Step>();
  /** Why this one cannot be taken, where the kind of step does not say. */
  readonly not = input<string | null>(null);
  readonly first = input(false, { transform: booleanAttribute });
  readonly taken = output();

  protected readonly store = inject(ConsoleStore);
  protected readonly at = computed(() => JSON.stringify(this.step()));
  protected readonly id = computed(() => `why-${this.at().replace(/\W+/g, '-')}`);
  protected readonly why = computed(() => this.store.whyNot(this.step().kind) ?? this.not());
  protected readonly said = computed(() => {
    const said = this.store.said();
    return said?.at === this.at() ? said.words : '';
  });

  protected async press(): Promise<void> {
    const why = this.why();
    if (why !== null) this.store.refuse(this.at(), why);
    else if (await this.store.take(this.at(), this.step())) this.taken.emit();
  }
}
