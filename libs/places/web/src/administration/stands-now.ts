import type { ElementRef } from '@angular/core';
import { afterNextRender, Component, input, output, viewChild } from '@angular/core';

/** Somebody else was quicker: what stands now, and the way to leave it so. The form under it keeps what was typed. */
@Component({
  selector: 'ts-stands-now',
  template: `
    <div class="ts-stands-now" role="alert" tabindex="-1" #box>
      <h2>Somebody changed {{ what() }} while you had this page open</h2>
      <p>Nothing is lost. This stands now; what you chose is in the form below.</p>
      <dl class="ts-facts">
        @for (line of lines(); track line.name) {
          <div [class.ts-differs]="line.differs">
            <dt>{{ line.name }}</dt>
            <dd>
              {{ line.value }}
              @if (line.differs) {
                <span class="ts-under">Not the same as yours</span>
              }
            </dd>
          </div>
        }
      </dl>
      <p>
        <button type="button" class="govuk-button govuk-button--secondary" (click)="take.emit()">
          Leave it as it stands
        </button>
      </p>
    </div>
  `,
})
export class StandsNow {
  readonly what = input.required<string>();
  readonly lines = input.required<readonly { name: string; value: string; differs: boolean }[]>();
  readonly take = output();
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');

  constructor() {
    afterNextRender(() => this.box()?.nativeElement.focus());
  }
}
