import { Component, computed, input, output } from '@angular/core';
import type { Me } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { RoomHeading } from '../room-heading.js';
import { choiceWords } from '../choice-words.js';
import type { Score } from '../room-store.js';

/** The table talks. One phone of each table writes down what it agrees; the others have the prompts and their own answers at hand. */
@Component({
  selector: 'ts-table-stage',
  imports: [RoomHeading],
  template: `
    @if (me().table === null) {
      <h1 tsHeading="Tables">Talk at your table</h1>
      <p class="ts-room-ask">You have no table yet. Ask the facilitator where to sit.</p>
    } @else {
      <h1 [tsHeading]="'Table ' + me().table">Table {{ me().table }}</h1>
      @if (takeOver()) {
        <div class="ts-room-sees" role="alert">
          <h2>Another phone is used for table {{ me().table }}</h2>
          <p>If you go on, this phone writes for the table and the other one stops. What it has sent is kept.</p>
          <div class="ts-room-go">
            <button type="button" class="btn second" (click)="dismiss.emit()">Leave it</button>
            <button type="button" class="btn" (click)="become.emit(true)">Use this phone</button>
          </div>
        </div>
      } @else if (me().tableDevice) {
        <p class="ts-room-ask">
          This phone writes for table {{ me().table }}. Say for each domain what the table agrees and why.
          {{ done() }} of {{ tool().domains.length }} done.
        </p>
      } @else {
        <p class="ts-room-ask">
          Talk about each domain: where do you stand, and why? One phone writes down what the table agrees.
        </p>
        @if (may()) {
          <div class="ts-room-go">
            <button type="button" class="btn second" (click)="become.emit(false)">
              Use this phone for table {{ me().table }}
            </button>
          </div>
        }
      }
    }
    @if (me().tableDevice && !takeOver()) {
      @for (domain of tool().domains; track domain.id) {
        <details class="ts-room-score">
          <summary>
            <span class="ts-room-list-name">{{ domain.name }}</span>
            <span class="ts-room-list-answer">{{ words(domain.id) }}</span>
          </summary>
          <p>{{ domain.question }}</p>
          <fieldset>
            <legend class="govuk-visually-hidden">What table {{ me().table }} agrees on {{ domain.name }}</legend>
            @for (level of tool().levels; track level.level) {
              <label
                class="ts-level ts-level-{{ level.fill }}"
                [class.is-chosen]="scores().get(domain.id)?.level === level.level"
              >
                <span class="ts-level-digit" aria-hidden="true">{{ level.level }}</span>
                <span class="ts-level-body">
                  <span class="ts-level-name"
                    ><span class="govuk-visually-hidden">{{ level.level }}, </span>{{ level.name }}</span
                  >
                  <span class="ts-level-text">{{ domain.cells[level.level - 1] }}</span>
                  @if (scores().get(domain.id)?.level === level.level) {
                    <span class="ts-level-yours">The table’s choice</span>
                  }
                </span>
                <input
                  type="radio"
                  [name]="'table-' + domain.id"
                  [checked]="scores().get(domain.id)?.level === level.level"
                  [disabled]="!may()"
                  (change)="score.emit({ domain: domain.id, change: { level: level.level } })"
                />
              </label>
            }
            <label class="ts-room-line">
              <input
                type="radio"
                [name]="'table-' + domain.id"
                [checked]="scores().get(domain.id)?.level === null"
                [disabled]="!may()"
                (change)="score.emit({ domain: domain.id, change: { level: null } })"
              />
              <span>We did not agree</span>
            </label>
          </fieldset>
          <label class="govuk-label" [attr.for]="'reasons-' + domain.id">Reasons, in the words of the table</label>
          <textarea
            class="govuk-textarea"
            [id]="'reasons-' + domain.id"
            rows="3"
            maxlength="1000"
            [readOnly]="!may()"
            [value]="scores().get(domain.id)?.reasons ?? ''"
            (input)="score.emit({ domain: domain.id, change: { reasons: $any($event.target).value } })"
          ></textarea>
          <p class="ts-room-kept">{{ kept(domain.id) }}</p>
        </details>
      }
    }
    @if (unanswered() > 0) {
      <p>
        You have not answered {{ unanswered() === 1 ? 'one domain' : unanswered() + ' domains' }} for yourself yet. You
        still can: see all domains, below.
      </p>
    }
    @if (prompts().length > 0) {
      <div class="ts-room-part">
        <h2>To talk about</h2>
        <ol class="ts-room-prompts">
          @for (prompt of prompts(); track prompt.id) {
            <li>{{ prompt.text }}</li>
          }
        </ol>
      </div>
    }
  `,
})
export class TableStage {
  readonly tool = input.required<Tool>();
  readonly me = input.required<Me>();
  readonly scores = input.required<ReadonlyMap<string, Score & { readonly sent?: boolean }>>();
  readonly prompts = input.required<readonly { id: string; text: string }[]>();
  /** Tables may score. */
  readonly may = input.required<boolean>();
  /** Another phone is the device: asked whether to take over. */
  readonly takeOver = input.required<boolean>();
  readonly unanswered = input.required<number>();
  readonly become = output<boolean>();
  readonly dismiss = output();
  readonly score = output<{ domain: string; change: Partial<Score> }>();

  protected readonly done = computed(
    () => this.tool().domains.filter(({ id }) => this.scores().get(id)?.level !== undefined).length,
  );

  protected words(domain: string): string {
    const level = this.scores().get(domain)?.level;
    if (level === undefined) return 'Not said yet';
    return level === null ? 'Did not agree' : choiceWords(level, this.tool().levels);
  }

  protected kept(domain: string): string {
    const score = this.scores().get(domain);
    if (!score) return '';
    if (score.level === undefined) return 'The reasons go with a level, or with “We did not agree”: choose one.';
    return score.sent ? 'Saved.' : 'Kept on this phone until it is sent.';
  }
}
