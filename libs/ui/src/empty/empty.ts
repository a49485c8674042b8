import { Component, input } from '@angular/core';

/** Nothing here yet: says what is missing, and between its tags what to do about it. */
@Component({
  selector: 'ts-empty',
  template: `<div class="ts-empty">
    <p class="ts-empty__what">{{ what() }}</p>
    <ng-content />
  </div>`,
})
export class Empty {
  readonly what = input.required<string>();
}
