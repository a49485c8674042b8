import { Component, computed, input, output, signal } from '@angular/core';
import type { MOST_VOTES as MostVotes } from '@turnstone/contract/assessments/room';
import type { PriorityView } from '@turnstone/contract/assessments/views';
import { RoomHeading } from '../room-heading.js';
import type { Domain } from '../room-store.js';

/** As the contract has it; the type holds both together. */
const MOST_VOTES: typeof MostVotes = 3;

/** Propose what should come first, and vote for up to three of what was proposed. */
@Component({
  selector: 'ts-priority-vote',
  imports: [RoomHeading],
  template: `
    <h1 tsHeading="Priorities for action">Priorities for action</h1>
    @if (mayVote() && priorities().length > 0) {
      <form (submit)="$event.preventDefault()">
        <fieldset class="ts-room-choose" aria-describedby="left">
          <legend>
            <p class="ts-room-ask">What should come first? You have {{ most }} votes.</p>
          </legend>
          <p id="left" class="ts-room-left" role="status">{{ left() }}</p>
          @for (priority of priorities(); track priority.id) {
            <label class="ts-room-line" [class.is-chosen]="votes().includes(priority.id)">
              <input
                type="checkbox"
                [checked]="votes().includes(priority.id)"
                [disabled]="Boolean(priority.waits)"
                (change)="tick($any($event.target), priority.id)"
              />
              <span
                >{{ priority.text }}<span class="ts-room-hint">{{ about(priority) }}</span></span
              >
            </label>
          }
        </fieldset>
        <p class="ts-room-kept">
          @if (votes().length > 0) {
            {{
              sent()
                ? 'Saved. You can change your votes as long as voting is open.'
                : cutOff()
                  ? 'Kept here. Your votes go by themselves when you are back.'
                  : 'Saving…'
            }}
          }
        </p>
      </form>
    } @else {
      <ul class="ts-room-plain">
        @for (priority of priorities(); track priority.id) {
          <li>
            <b>{{ priority.text }}</b>
            <span class="ts-room-hint"
              >{{ about(priority)
              }}{{
                priority.votes === null ? '' : ', ' + priority.votes + (priority.votes === 1 ? ' vote' : ' votes')
              }}</span
            >
          </li>
        } @empty {
          <li>Nothing has been proposed yet.</li>
        }
      </ul>
    }
    @if (mayPropose()) {
      <form class="ts-room-part" novalidate (submit)="send($event)">
        <h2>Propose one</h2>
        <div class="govuk-form-group" [class.govuk-form-group--error]="wrong()">
          <label class="govuk-label" for="text">What should be done, in one line?</label>
          @if (wrong()) {
            <p class="govuk-error-message" id="text-error">
              <span class="govuk-visually-hidden">Error:</span> Write what should be done
            </p>
          }
          <textarea
            class="govuk-textarea"
            id="text"
            name="text"
            rows="2"
            maxlength="200"
            [attr.aria-describedby]="wrong() ? 'text-error' : null"
          ></textarea>
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label" for="about">Which domain is it about?</label>
          <select class="govuk-select" id="about" name="about">
            <option value="">None of them</option>
            @for (domain of domains(); track domain.id) {
              <option [value]="domain.id">{{ domain.name }}</option>
            }
          </select>
        </div>
        <div class="ts-room-go"><button class="btn second" type="submit">Propose it</button></div>
        <p role="status" class="ts-room-kept">{{ said() }}</p>
      </form>
    }
  `,
})
export class PriorityVote {
  readonly priorities = input.required<readonly (PriorityView & { waits?: boolean })[]>();
  readonly domains = input.required<readonly Domain[]>();
  readonly votes = input.required<readonly string[]>();
  readonly sent = input.required<boolean>();
  readonly cutOff = input.required<boolean>();
  readonly mayVote = input.required<boolean>();
  readonly mayPropose = input.required<boolean>();
  readonly vote = output<readonly string[]>();
  readonly propose = output<{ text: string; domain: string | null }>();

  protected readonly Boolean = Boolean;
  protected readonly most = MOST_VOTES;
  protected readonly tooMany = signal(false);
  protected readonly wrong = signal(false);
  protected readonly said = signal('');
  protected readonly left = computed(() => {
    const left = MOST_VOTES - this.votes().length;
    if (this.tooMany()) return 'You have no votes left. Take one back first.';
    if (left === 0) return 'You have used all your votes.';
    return left === 1 ? 'You have 1 vote left.' : `You have ${left} votes left.`;
  });

  protected tick(box: HTMLInputElement, id: string): void {
    const others = this.votes().filter((one) => one !== id);
    if (box.checked && others.length >= MOST_VOTES) {
      box.checked = false;
      this.tooMany.set(true);
      return;
    }
    this.tooMany.set(false);
    this.vote.emit(box.checked ? [...others, id] : others);
  }

  protected about({ domain, table, waits }: PriorityView & { waits?: boolean }): string {
    const name = this.domains().find(({ id }) => id === domain)?.name;
    return [name, table === null ? null : `table ${table}`, waits ? 'not sent yet' : null].filter(Boolean).join(', ');
  }

  protected send(submit: Event): void {
    submit.preventDefault();
    const form = submit.target as HTMLFormElement;
    const given = new FormData(form);
    // One line on the wall: what was typed on several becomes one.
    const text = String(given.get('text') ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    this.wrong.set(text === '');
    this.said.set('');
    if (text === '') {
      form.querySelector('textarea')?.focus();
      return;
    }
    const domain = String(given.get('about') ?? '');
    this.propose.emit({ text, domain: domain === '' ? null : domain });
    form.reset();
    this.said.set(`Proposed: ${text}`);
  }
}
