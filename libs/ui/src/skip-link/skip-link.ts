import { Component, input } from '@angular/core';

/** The first stop of the keyboard. It moves the focus by hand, since a bare "#main" would leave a page with a base address. */
@Component({
  selector: 'ts-skip-link',
  template: `<a class="govuk-skip-link" [attr.href]="'#' + target()" (click)="goToMain($event)"
    >Skip to main content</a
  >`,
})
export class SkipLink {
  /** The id of the main element. */
  readonly target = input('main');

  protected goToMain(event: Event): void {
    const main = document.getElementById(this.target());
    if (!main) return;
    event.preventDefault();
    if (!main.hasAttribute('tabindex')) main.setAttribute('tabindex', '-1');
    main.focus();
    main.scrollIntoView();
  }
}
