import { Component, computed, input } from '@angular/core';
import type { RoomView } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { RoomHeading } from '../room-heading.js';
import { choiceWords } from '../choice-words.js';
import type { Over } from '../phone.js';

/** After the close, or after somebody was taken out: what was agreed, and that the phone has forgotten. */
@Component({
  selector: 'ts-room-end',
  imports: [RoomHeading],
  template: `
    @if (over().why === 'closed') {
      <h1 [tsHeading]="'Thank you: ' + over().title">Thank you</h1>
      <p class="ts-room-ask">{{ over().title }} is closed.</p>
      @if (lost() > 0) {
        <p>
          <b
            >{{ lost() === 1 ? '1 answer' : lost() + ' answers' }} on this phone had not reached us when it closed, and
            {{ lost() === 1 ? 'does' : 'do' }} not count.</b
          >
        </p>
      }
      @if (agreed().length > 0) {
        <div class="ts-room-part">
          <h2>What the room agreed</h2>
          <dl class="ts-room-agreements">
            @for (one of agreed(); track one.name) {
              <div>
                <dt>{{ one.name }}</dt>
                <dd>{{ one.words }}</dd>
              </div>
            }
          </dl>
        </div>
      }
      @if (priorities().length > 0) {
        <div class="ts-room-part">
          <h2>Priorities for action</h2>
          <ol class="ts-room-prompts">
            @for (priority of priorities(); track priority.id) {
              <li>{{ priority.text }}{{ priority.votes === null ? '' : ' (' + votes(priority.votes) + ')' }}</li>
            }
          </ol>
        </div>
      }
      <p>Everything that this phone had kept is deleted. You can close this page.</p>
    } @else if (over().why === 'removed') {
      <h1 tsHeading="You were taken out">You were taken out</h1>
      <p class="ts-room-ask">{{ over().detail }}</p>
      <p>When they have put you back, go on where you were.</p>
      <div class="ts-room-go"><a class="btn" href="/room">Try again</a></div>
    } @else {
      <h1 tsHeading="You are not in this room">You are not in this room</h1>
      <p class="ts-room-ask">{{ over().detail }}</p>
      <p>Everything that this phone had kept is deleted.</p>
      <div class="ts-room-go"><a class="btn" href="/join">Join with a code</a></div>
    }
    @if (back()) {
      <p><a [attr.href]="back()">Back to the assessment</a></p>
    }
  `,
})
export class RoomEnd {
  readonly over = input.required<Over>();
  /** As it was at the end; null on a page that was opened later. */
  readonly room = input.required<RoomView | null>();
  readonly tool = input.required<Tool | null>();
  readonly lost = input.required<number>();
  readonly back = input.required<string | null>();

  protected readonly agreed = computed(() => {
    const tool = this.tool();
    if (!tool) return [];
    return tool.domains.flatMap(({ id, name }) => {
      const said = this.room()?.consensus.find(({ domain }) => domain === id);
      if (!said || said.reached === null) return [];
      return { name, words: said.reached && said.level ? choiceWords(said.level, tool.levels) : 'Not agreed' };
    });
  });
  protected readonly priorities = computed(() =>
    [...(this.room()?.priorities ?? [])].sort((one, other) => (other.votes ?? 0) - (one.votes ?? 0)),
  );

  protected votes(votes: number): string {
    return votes === 1 ? '1 vote' : `${votes} votes`;
  }
}
