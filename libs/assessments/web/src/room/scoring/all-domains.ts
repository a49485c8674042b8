import { Component, computed, input, output } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { RoomHeading } from '../room-heading.js';
import { choiceWords } from '../choice-words.js';
import type { Answer, Domain } from '../room-store.js';

/** Every domain with what was answered: the way back to each, and what is still open. */
@Component({
  selector: 'ts-all-domains',
  imports: [RoomHeading],
  template: `
    <h1 [tsHeading]="heading()">{{ heading() }}</h1>
    <p class="ts-room-ask">{{ words() }}</p>
    <ol class="ts-room-list">
      @for (domain of domains(); track domain.id) {
        <li>
          <a
            [attr.href]="'/room?domain=' + domain.id"
            (click)="$event.preventDefault(); choose.emit(domain.id)"
            [class.is-open]="!answered(domain)"
          >
            <span class="ts-room-list-name">{{ domain.name }}</span>
            <span class="ts-room-list-answer">
              {{ answer(domain) }}
              @if (closed().has(domain.id)) {
                <span class="ts-room-hint">Shown to everyone</span>
              }
            </span>
          </a>
        </li>
      }
    </ol>
    @if (next(); as first) {
      <div class="ts-room-go">
        <button type="button" class="btn" (click)="choose.emit(first.id)">
          {{ left().length === domains().length ? 'Start with the first' : 'Go to the next open one' }}
        </button>
      </div>
    }
  `,
})
export class AllDomains {
  readonly domains = input.required<readonly Domain[]>();
  readonly levels = input.required<Tool['levels']>();
  readonly answers = input.required<ReadonlyMap<string, Answer>>();
  readonly closed = input.required<ReadonlySet<string>>();
  /** Answers are taken. */
  readonly may = input.required<boolean>();
  readonly workshop = input.required<boolean>();
  /** The day on which it closes, in words. */
  readonly until = input.required<string | null>();
  readonly choose = output<string>();

  protected readonly left = computed(() => this.domains().filter((domain) => !this.answered(domain)));
  protected readonly next = computed(() =>
    this.may() ? this.left().find(({ id }) => !this.closed().has(id)) : undefined,
  );
  protected readonly heading = computed(() =>
    this.left().length === 0 ? `All ${this.domains().length} answered` : `${this.domains().length} domains`,
  );
  protected readonly words = computed(() => {
    const left = this.left().length;
    const after = this.workshop()
      ? 'Leave this page open: it goes on by itself when the room does.'
      : `You can close this page and come back on this phone${this.until() === null ? '' : ` until ${this.until()}`}.`;
    if (!this.may()) return 'No answers are taken just now. Open a domain to read it.';
    if (left === 0) return `Thank you. You can still change an answer: open it. ${after}`;
    return left === this.domains().length
      ? `None is answered yet. ${this.workshop() ? '' : after}`
      : `${left === 1 ? 'One is' : `${left} are`} not answered yet. ${this.workshop() ? '' : after}`;
  });

  protected answered(domain: Domain): boolean {
    return (this.answers().get(domain.id)?.choice ?? null) !== null;
  }

  protected answer(domain: Domain): string {
    return choiceWords(this.answers().get(domain.id)?.choice, this.levels());
  }
}
