import { booleanAttribute, Component, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';

/** What was just done, said once: by the page itself, or by the one that led here (`state: { done }` of its navigation). */
@Component({
  selector: 'ts-done-note',
  template: `<div role="status">
    @if (said() || (onlyHere() ? '' : arrived()); as words) {
      <p class="ts-done">{{ words }}</p>
    }
  </div>`,
})
export class DoneNote {
  readonly said = input('');
  /** A part of a page says only what was done in it. */
  readonly onlyHere = input(false, { transform: booleanAttribute });
  protected readonly arrived = signal('');

  constructor() {
    const router = inject(Router);
    // A page that first fetches something stands only after its navigation is over.
    const state = (router.currentNavigation() ?? router.lastSuccessfulNavigation())?.extras.state;
    const done: unknown = state?.['done'];
    if (typeof done === 'string') this.arrived.set(done);
  }
}
