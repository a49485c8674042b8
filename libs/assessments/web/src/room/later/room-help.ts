import { Component, input, output } from '@angular/core';
import type { Me, RoomView } from '@turnstone/contract/assessments/room';
import { RoomHeading } from '../room-heading.js';

/** Help, at the same place on every page of a room. */
@Component({
  selector: 'ts-room-help',
  imports: [RoomHeading],
  template: `
    <h1 tsHeading="Help">Help</h1>
    <div class="ts-room-part">
      <h2>How to answer</h2>
      <p>
        Each question has four descriptions. Pick the one closest to how things are here today, not to how they should
        be. “I don’t know” and “Skip this one” are answers too: neither counts as level 1.
      </p>
    </div>
    <div class="ts-room-part">
      <h2>Who sees what</h2>
      <p>{{ sees() }}</p>
    </div>
    <div class="ts-room-part">
      <h2>If the network goes</h2>
      <p>
        Carry on. Your answers are kept on this phone and go by themselves when it is back. You can lock the phone or
        close the page: scan the code again and you are where you were.
      </p>
    </div>
    @if (room().code; as code) {
      <div class="ts-room-part">
        <h2>Somebody else wants to join</h2>
        <p>
          The code is <b class="ts-room-said-code">{{ code }}</b>
          @if (room().joinAddress; as address) {
            , at {{ address }}
          }
          .
        </p>
      </div>
    }
    <div class="ts-room-part">
      <h2>Anything else</h2>
      <p>
        @if (room().kind === 'workshop') {
          Ask the facilitator.
        } @else {
          Ask whoever sent you the link.
        }
        @if (me(); as me) {
          You are number {{ me.number }} here.
        }
      </p>
      <p>
        <button type="button" class="ts-link-button" (click)="another.emit()">Somebody else uses this phone</button>
      </p>
    </div>
  `,
})
export class RoomHelp {
  readonly room = input.required<RoomView>();
  readonly me = input.required<Me | null>();
  readonly sees = input.required<string>();
  readonly another = output();
}
