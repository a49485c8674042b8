import { Component, input } from '@angular/core';

/** Said while something is on its way: words, never a wheel alone. */
@Component({
  selector: 'ts-waiting',
  template: `<p class="ts-waiting" role="status" aria-busy="true">Fetching {{ what() }}…</p>`,
})
export class Waiting {
  readonly what = input.required<string>();
}
