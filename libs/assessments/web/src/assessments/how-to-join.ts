import { Component, computed, input, linkedSignal } from '@angular/core';
import type { Assessment } from '@turnstone/contract/assessments/assessments';
import { dayOf, QrCode } from '@turnstone/places-web';
import { squaresOf } from '../projector/squares-of.js';
import { whoSeesWhat } from '../room/who-sees-what.js';

/** How people join: code, picture to scan and link on the screen; the same as one A4 sheet for the door and the tables. */
@Component({
  selector: 'ts-how-to-join',
  imports: [QrCode],
  template: `
    <section class="sec key ts-join no-print" aria-labelledby="join">
      <h2 id="join">How people join</h2>
      <div class="ts-join-in">
        <ts-qr-code [squares]="squares()" label="Code to scan to join" />
        <div>
          @if (code(); as code) {
            <p>
              Go to <b>{{ door() }}</b> and type
            </p>
            <p class="ts-join-code">{{ code }}</p>
          } @else {
            <p class="ts-join-big">Whoever has the link can answer. They need no account.</p>
          }
          <div class="ts-copy">
            <code>{{ address() }}</code>
            <button type="button" class="govuk-button govuk-button--secondary" (click)="copy()">Copy the link</button>
          </div>
          <p class="small" role="status">{{ said() }}</p>
          <p class="ts-form-buttons">
            <button type="button" class="govuk-button" (click)="printIt()">Print “How to join”</button>
            <a [attr.href]="address()">Answer it yourself</a>
          </p>
          <p class="small quiet">One A4 sheet, for the door and the tables.</p>
        </div>
      </div>
    </section>
    <div class="ts-join-sheet" aria-hidden="true">
      <p class="ts-join-what">{{ one().title }}</p>
      <p class="ts-join-how">{{ code() ? 'Join with your phone' : 'Answer on your phone' }}</p>
      <ts-qr-code [squares]="squares()" label="" />
      @if (code(); as code) {
        <p>or go to</p>
        <p class="ts-join-door">{{ door() }}</p>
        <p>and type</p>
        <p class="ts-join-code">{{ code }}</p>
      } @else {
        <p>Point the camera at the square, or go to</p>
        <p class="ts-join-address">{{ bare() }}</p>
        @if (one().closesOn; as day) {
          <p class="ts-join-until">Until {{ dayOf(day) }}</p>
        }
      }
      <p class="ts-join-sees">{{ sees() }} No app, no account.</p>
    </div>
  `,
})
export class HowToJoin {
  readonly one = input.required<Assessment>();

  protected readonly dayOf = dayOf;
  protected readonly said = linkedSignal({ source: this.one, computation: () => '' });
  protected readonly address = computed(() => this.one().joinAddress ?? '');
  protected readonly bare = computed(() => this.address().replace(/^https?:\/\//, ''));
  /** The address without the code: where it is typed in. */
  protected readonly door = computed(() => this.bare().replace(/\/[^/]*$/, ''));
  /** An online one is joined by its link alone, which nobody types. */
  protected readonly code = computed(() => (this.one().kind === 'workshop' ? this.one().joinCode : null));
  protected readonly squares = computed(() => squaresOf(this.address()));
  protected readonly sees = computed(() => whoSeesWhat(this.one(), this.one().closesOn).short);

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.address());
      this.said.set('The link is copied.');
    } catch {
      // Over plain http, or not allowed: the link stands there to be marked.
      this.said.set('This browser does not let us copy: mark the link and copy it.');
    }
  }

  protected printIt(): void {
    print();
  }
}
