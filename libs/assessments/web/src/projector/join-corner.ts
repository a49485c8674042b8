import { Component, computed, input } from '@angular/core';
import type { RoomView } from '@turnstone/contract/assessments/room';
import { QrCode } from '@turnstone/places-web';
import { squaresOf } from './squares-of.js';

/** How to join, in the corner all session: address, code, and the code to scan. */
@Component({
  selector: 'ts-join-corner',
  imports: [QrCode],
  template: `
    @if (room().code; as code) {
      <div class="ts-wall-join">
        <div>
          <p>Join at {{ address() }}</p>
          <p class="ts-wall-code">{{ code }}</p>
          <ng-content />
        </div>
        @if (squares(); as squares) {
          <ts-qr-code [squares]="squares" label="Code to scan to join" />
        }
      </div>
    } @else {
      <div class="ts-wall-join">
        <div>
          <p class="ts-wall-code">{{ room().state === 'closed' ? 'Closed' : 'Not open yet' }}</p>
          <p>{{ room().state === 'closed' ? 'Nobody can join any more' : 'Nobody can join before it is opened' }}</p>
        </div>
      </div>
    }
  `,
})
export class JoinCorner {
  readonly room = input.required<RoomView>();

  readonly #joinAddress = computed(() => this.room().joinAddress);
  /** Without the code, which stands below it in large. */
  protected readonly address = computed(() =>
    (this.#joinAddress() ?? '').replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''),
  );
  protected readonly squares = computed(() => {
    const address = this.#joinAddress();
    return address === null ? null : squaresOf(address);
  });
}
