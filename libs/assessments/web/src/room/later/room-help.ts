import { Component, computed, input, output } from '@angular/core';
import { sectorsOfRoom } from '@turnstone/assessments-rules/answers';
import type { Me, RoomView } from '@turnstone/contract/assessments/room';
import { RoomHeading } from '../room-heading.js';
import { sectorWords } from '../who-sees-what.js';

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
    @if (joining(); as words) {
      <div class="ts-room-part">
        <h2>Somebody else wants to join</h2>
        <p>{{ words }}</p>
      </div>
    }
    @if (me(); as me) {
      @if (ownSector()) {
        <div class="ts-room-part">
          <h2>What you said at the door</h2>
          <p>
            Your sector: <b>{{ me.sector ? sectorWords[me.sector].name : 'not said' }}</b><br />Your organisation:
            <b>{{ me.organisation ?? 'not said' }}</b>
          </p>
          @if (room().revealed.length > 0) {
            <p class="ts-room-hint">Results have been shown, so this can no longer be changed.</p>
          } @else {
            <details class="ts-room-more">
              <summary>Change it</summary>
              <form novalidate (submit)="send($event)">
                <fieldset class="ts-room-choose">
                  <legend><b>Your sector</b></legend>
                  @for (one of sectors; track one) {
                    <label class="ts-room-line">
                      <input type="radio" name="sector" [value]="one" [checked]="me.sector === one" />
                      <span>{{ sectorWords[one].name }}</span>
                    </label>
                  }
                  <label class="ts-room-line">
                    <input type="radio" name="sector" value="" [checked]="me.sector === null" />
                    <span>Prefer not to say</span>
                  </label>
                </fieldset>
                <div class="govuk-form-group">
                  <label class="govuk-label govuk-label--s" for="own-organisation">Your organisation (optional)</label>
                  <input
                    class="govuk-input"
                    id="own-organisation"
                    name="organisation"
                    autocomplete="organization"
                    maxlength="120"
                    [value]="me.organisation ?? ''"
                  />
                </div>
                <div class="ts-room-go"><button class="btn second" type="submit">Change</button></div>
              </form>
            </details>
          }
          <p role="status" class="ts-room-kept">{{ said() }}</p>
        </div>
      }
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
  /** What came of a change, in words. */
  readonly said = input.required<string>();
  readonly another = output();
  readonly correct = output<{ sector: Me['sector']; organisation: string | null }>();

  protected readonly sectors = sectorsOfRoom;
  protected readonly sectorWords = sectorWords;
  protected readonly ownSector = computed(() => !['own record', 'peer review'].includes(this.room().kind));
  protected readonly joining = computed(() => {
    const { code, joinAddress } = this.room();
    if (code === null) return '';
    return `The code is ${code.replace(' ', '\u00a0')}.${joinAddress === null ? '' : ` It goes on the page ${joinAddress.replace(/\/[^/]*$/, '')}.`}`;
  });

  protected send(submit: Event): void {
    submit.preventDefault();
    const given = new FormData(submit.target as HTMLFormElement);
    const organisation = String(given.get('organisation') ?? '').trim();
    const sector = sectorsOfRoom.find((one) => one === given.get('sector')) ?? null;
    this.correct.emit({ sector, organisation: organisation === '' ? null : organisation });
  }
}
