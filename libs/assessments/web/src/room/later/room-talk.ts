import { Component, computed, input, output } from '@angular/core';
import type { RoomView } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { RoomHeading } from '../room-heading.js';
import { choiceWords } from '../choice-words.js';
import type { Answer } from '../room-store.js';
import { DomainResult } from './domain-result.js';

/** The plenary: the domain that the room talks about, as the projector shows it, with one's own answer marked. */
@Component({
  selector: 'ts-room-talk',
  imports: [DomainResult, RoomHeading],
  template: `
    @if (domain(); as domain) {
      <p class="ts-room-hint">The room talks about</p>
      <h1 [tsHeading]="domain.name + ': ' + room().title">{{ domain.name }}</h1>
      @if (shown(); as view) {
        <ts-domain-result
          [domain]="domain"
          [view]="view"
          [levels]="tool().levels"
          [own]="own()"
          [tables]="room().shownTables"
          [consensus]="consensus()"
        />
      } @else {
        <p class="ts-room-ask">{{ domain.question }}</p>
        <p>
          Nothing is shown yet. Your answer: <b>{{ words() }}</b>.
        </p>
        @if (mayAnswer()) {
          <div class="ts-room-go">
            <button type="button" class="btn" (click)="answer.emit(domain.id)">
              {{ own() === null ? 'Answer it now' : 'Change it' }}
            </button>
          </div>
        }
      }
    } @else {
      <h1 [tsHeading]="room().title">The room talks</h1>
      <p class="ts-room-ask">Look at the screen. The domain that is talked about appears here.</p>
    }
  `,
})
export class RoomTalk {
  readonly room = input.required<RoomView>();
  readonly tool = input.required<Tool>();
  readonly answers = input.required<ReadonlyMap<string, Answer>>();
  readonly mayAnswer = input.required<boolean>();
  readonly answer = output<string>();

  protected readonly domain = computed(() => this.tool().domains.find(({ id }) => id === this.room().domain) ?? null);
  protected readonly shown = computed(() => {
    const { shown, domain } = this.room();
    return shown?.domain === domain ? shown : null;
  });
  protected readonly own = computed(() => this.answers().get(this.room().domain ?? '')?.choice ?? null);
  protected readonly words = computed(() => choiceWords(this.own(), this.tool().levels));
  protected readonly consensus = computed(
    () => this.room().consensus.find(({ domain }) => domain === this.room().domain) ?? null,
  );
}
