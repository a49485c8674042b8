import { Component, input, output, signal, viewChild } from '@angular/core';
import type { ElementRef } from '@angular/core';

/** A deed that is asked about first, in the words of what it means; the question stands where its button was. */
@Component({
  selector: 'ts-ask-first',
  template: `
    @if (asked()) {
      <div class="ts-ask-first" role="group" [attr.aria-label]="question()" tabindex="-1" #box>
        <p class="ts-strong">{{ question() }}</p>
        <ng-content />
        <p class="ts-form-buttons">
          <button
            type="button"
            class="govuk-button {{ grave() ? 'govuk-button--warning' : '' }}"
            [attr.aria-disabled]="busy() ? 'true' : null"
            (click)="sure.emit()"
          >
            {{ yes() }}
          </button>
          <button type="button" class="ts-link-button" (click)="leave()">No, leave it</button>
        </p>
      </div>
    } @else {
      <button #opener type="button" class="govuk-button {{ main() ? '' : 'govuk-button--secondary' }}" (click)="ask()">
        {{ deed() }}
      </button>
    }
  `,
})
export class AskFirst {
  readonly deed = input.required<string>();
  readonly question = input.required<string>();
  readonly yes = input.required<string>();
  readonly main = input(false);
  /** It cannot be taken back. */
  readonly grave = input(false);
  readonly busy = input(false);
  readonly sure = output();

  protected readonly asked = signal(false);
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');

  protected ask(): void {
    this.asked.set(true);
    setTimeout(() => this.box()?.nativeElement.focus());
  }

  protected leave(): void {
    this.asked.set(false);
    setTimeout(() => this.opener()?.nativeElement.focus());
  }
}
