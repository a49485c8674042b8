import { Component, input } from '@angular/core';
import { ProblemPage } from '@turnstone/places-web';

/** Shown at the address that was asked for, when its own page cannot be. */
@Component({
  selector: 'ts-instead-page',
  imports: [ProblemPage],
  template: `<ts-problem-page [kindOf]="kind()" (retry)="tryAgain()" />`,
})
export class InsteadPage {
  readonly kind = input<'not permitted' | 'not found' | 'unreachable'>('not found');

  protected tryAgain(): void {
    location.reload();
  }
}
