import type { ElementRef } from '@angular/core';
import { afterRenderEffect, Component, input, viewChild } from '@angular/core';

export interface ErrorLink {
  text: string;
  /** "#id" of the field; without one the error is plain text. */
  href?: string;
}

/** What is wrong, above everything, each line leading to its field. It takes the focus whenever there is a new list. */
@Component({
  selector: 'ts-error-summary',
  template: `@if (errors().length > 0) {
    <div #box class="govuk-error-summary" tabindex="-1">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{{ heading() }}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            @for (error of errors(); track $index) {
              <li>
                @if (error.href; as href) {
                  <a [attr.href]="href" (click)="goToField($event, href)">{{ error.text }}</a>
                } @else {
                  {{ error.text }}
                }
              </li>
            }
          </ul>
        </div>
      </div>
    </div>
  }`,
})
export class ErrorSummary {
  readonly errors = input.required<readonly ErrorLink[]>();
  readonly heading = input('There is a problem');

  private readonly box = viewChild<ElementRef<HTMLElement>>('box');

  constructor() {
    afterRenderEffect(() => {
      if (this.errors().length > 0) this.box()?.nativeElement.focus();
    });
  }

  /** The page has a base address, so a bare "#id" would leave the page: the field is focused by hand, its label in view. */
  protected goToField(event: Event, href: string): void {
    if (!href.startsWith('#')) return;
    event.preventDefault();
    const field = document.getElementById(href.slice(1));
    if (!field) return;
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (field.closest('fieldset')?.querySelector('legend') ?? label ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  }
}
