import { Component, input } from '@angular/core';

/** A wide table scrolls in a box of its own, which has a name and can be reached by keyboard; the page never scrolls sideways. */
@Component({
  selector: 'ts-table-scroll',
  template: `<div class="ts-table-scroll" role="region" tabindex="0" [attr.aria-label]="label()"><ng-content /></div>`,
})
export class TableScroll {
  readonly label = input.required<string>();
}
