import { Component, computed, input, output, untracked } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { RoomHeading } from '../room-heading.js';
import type { Answer, Domain } from '../room-store.js';

/** One domain a screen: the four cells whole, and apart from them what is not a level. Every change is given at once. */
@Component({
  selector: 'ts-score-domain',
  imports: [RoomHeading],
  template: `
    <div class="ts-room-progress">
      <b class="nowrap">{{ number() }} of {{ of() }}</b>
      <span class="ts-room-steps" aria-hidden="true">
        @for (one of ids(); track one.id) {
          <i [class.is-done]="answers().get(one.id)?.choice" [class.is-now]="one.id === domain().id"></i>
        }
      </span>
    </div>
    <form (submit)="$event.preventDefault(); next.emit()">
      <fieldset [attr.aria-describedby]="open() ? 'ask' : 'ask closed'">
        <legend>
          <h1 [tsHeading]="number() + ' of ' + of() + ', ' + domain().name + ': ' + title()">{{ domain().name }}</h1>
        </legend>
        <p class="ts-room-ask" id="ask">
          {{ domain().question }} {{ open() ? 'Pick the card closest to life here today.' : '' }}
        </p>
        @if (!open()) {
          <p class="ts-room-closed" id="closed">
            {{
              shown()
                ? 'The answers to this one have been shown, so it takes no more changes.'
                : 'This is to read: no answers are taken just now.'
            }}
          </p>
        }
        <details class="ts-room-more">
          <summary>What this means</summary>
          <p>{{ domain().note }}</p>
        </details>
        @for (level of levels(); track level.level) {
          <label class="ts-level ts-level-{{ level.fill }}" [class.is-chosen]="answer().choice === level.level">
            <span class="ts-level-digit" aria-hidden="true">{{ level.level }}</span>
            <span class="ts-level-body">
              <span class="ts-level-name"
                ><span class="govuk-visually-hidden">{{ level.level }}, </span>{{ level.name }}</span
              >
              <span class="ts-level-text">{{ domain().cells[level.level - 1] }}</span>
              @if (answer().choice === level.level) {
                <span class="ts-level-yours">Your choice</span>
              }
            </span>
            <input
              type="radio"
              name="choice"
              [value]="level.level"
              [checked]="answer().choice === level.level"
              [disabled]="!open()"
              (change)="give.emit({ choice: level.level })"
            />
          </label>
        }
        <div class="ts-room-other">
          <label class="ts-room-line">
            <input
              type="radio"
              name="choice"
              value="unknown"
              [checked]="answer().choice === 'unknown'"
              [disabled]="!open()"
              (change)="give.emit({ choice: 'unknown' })"
            />
            <span>I don’t know</span>
          </label>
          <label class="ts-room-line">
            <input
              type="radio"
              name="choice"
              value="skip"
              [checked]="answer().choice === 'skip'"
              [disabled]="!open()"
              (change)="give.emit({ choice: 'skip' })"
            />
            <span>Skip this one</span>
          </label>
        </div>
      </fieldset>
      @if (open() || answer().comment || answer().evidence) {
        <details class="ts-room-more" [open]="hadWords()">
          <summary>Say why (optional)</summary>
          @if (answer().choice === null) {
            <p class="ts-room-hint">What you write goes with your choice: pick one above as well.</p>
          }
          <label class="govuk-label" for="comment">Why this one?</label>
          <textarea
            class="govuk-textarea"
            id="comment"
            rows="3"
            maxlength="1000"
            [readOnly]="!open()"
            [value]="answer().comment"
            (input)="give.emit({ comment: $any($event.target).value })"
          ></textarea>
          <label class="govuk-label" for="evidence">What shows it?</label>
          <textarea
            class="govuk-textarea"
            id="evidence"
            rows="2"
            maxlength="1000"
            [readOnly]="!open()"
            [value]="answer().evidence"
            (input)="give.emit({ evidence: $any($event.target).value })"
          ></textarea>
          <p class="ts-room-hint">Do not write names of people.</p>
        </details>
      }
      <div class="ts-room-go">
        <button type="button" class="btn second" (click)="back.emit()">
          {{ number() === 1 ? 'All domains' : 'Back' }}
        </button>
        <button class="btn" type="submit">{{ number() === of() ? 'Check answers' : 'Next' }}</button>
      </div>
      <p class="ts-room-kept">{{ kept() }}</p>
    </form>
  `,
})
export class ScoreDomain {
  readonly domain = input.required<Domain>();
  readonly levels = input.required<Tool['levels']>();
  readonly number = input.required<number>();
  readonly of = input.required<number>();
  readonly ids = input.required<readonly { readonly id: string }[]>();
  readonly answers = input.required<ReadonlyMap<string, Answer & { readonly sent?: boolean }>>();
  /** Takes answers. */
  readonly open = input.required<boolean>();
  /** Takes none because its result was shown. */
  readonly shown = input.required<boolean>();
  readonly cutOff = input.required<boolean>();
  readonly title = input.required<string>();
  readonly give = output<Partial<Answer>>();
  readonly back = output();
  readonly next = output();

  protected readonly answer = computed<Answer & { readonly sent?: boolean }>(
    () => this.answers().get(this.domain().id) ?? { choice: null, comment: '', evidence: '' },
  );
  /** As it was when the page came: it must not fold while somebody writes. */
  protected readonly hadWords = computed(() => {
    const { id } = this.domain();
    const answer = untracked(this.answers).get(id);
    return Boolean(answer?.comment || answer?.evidence);
  });
  protected readonly kept = computed(() => {
    const { choice, sent } = this.answer();
    if (choice === null || !this.open()) return '';
    if (sent) return 'Saved. You can change it as long as this question is open.';
    return this.cutOff() ? 'Kept here. It goes by itself when you are back.' : 'Saving…';
  });
}
