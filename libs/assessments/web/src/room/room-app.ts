import { Component, inject } from '@angular/core';
import { Address } from './address.js';
import { JoinPage } from './join/join-page.js';
import { RoomPage } from './room-page.js';

/** All that somebody without an account sees: the door, and the room behind it. */
@Component({
  selector: 'ts-turnstone',
  imports: [JoinPage, RoomPage],
  template: `
    <main id="main" class="ts-main ts-bare" tabindex="-1">
      @if (address.inRoom()) {
        <ts-room-page />
      } @else {
        <ts-join-page [code]="address.code()" />
      }
    </main>
  `,
})
export class RoomApp {
  protected readonly address = inject(Address);
}
