import { Component, computed, inject } from '@angular/core';
import { expectedTimes } from '@turnstone/assessments-rules/agenda';
import { timeOf } from '@turnstone/places-web';
import { timerFigure, timerName } from '../live/words.js';
import { ConsoleStore } from './console-store.js';
import { StepButton } from './step-button.js';

/** Where we are: the clock that all screens share, the stages with when they are expected, and the ways to move. */
@Component({
  selector: 'ts-agenda-part',
  imports: [StepButton],
  template: `
    @if (store.room(); as room) {
      <div class="ts-con-now">
        <div class="ts-con-stage">
          @if (stage(); as stage) {
            <h2>{{ stage.title }}</h2>
            <p>{{ stage.happens }}</p>
            <p class="ts-con-say"><span class="quiet">You could say:</span> “{{ stage.say }}”</p>
          } @else if (room.state === 'closed') {
            <h2>The workshop is closed</h2>
            <p>The scores are frozen. What the room agreed and its actions stay with the place.</p>
          } @else if (store.draft()) {
            <h2>Not open yet</h2>
            <p>
              Open it when people are about to come: the code stands on the projector from then on, and anybody can join
              with it.
            </p>
          } @else {
            <h2>Ready to start</h2>
            <p>People can join already. Start when enough of them are here: late ones join at any time.</p>
          }
        </div>
        @if (timer(); as timer) {
          <div class="ts-con-clock" role="timer" [class.is-over]="timer.state === 'over'">
            <span>{{ timerName(timer) }}</span>
            <b>{{ timerFigure(timer) }}</b>
          </div>
        }
      </div>
      <div class="ts-con-buttons">
        @if (store.draft()) {
          <div>
            <button
              type="button"
              class="govuk-button"
              [attr.aria-disabled]="store.busy() === 'open' ? 'true' : null"
              (click)="store.open('open')"
            >
              Open it, so that people can join
            </button>
            <span role="status" class="ts-con-why">{{ store.said()?.at === 'open' ? store.said()?.words : '' }}</span>
          </div>
        } @else if (room.state === 'waiting') {
          <ts-step first [label]="'Start: ' + (room.stages[0]?.title ?? '')" [step]="{ kind: 'start' }" />
        } @else if (room.state === 'running') {
          @if (next(); as next) {
            <ts-step first [label]="'Next: ' + next.title" [step]="{ kind: 'next stage' }" />
          }
          <ts-step label="Add 1 minute" [step]="{ kind: 'extend time', seconds: 60 }" />
          <ts-step label="Add 5 minutes" [step]="{ kind: 'extend time', seconds: 300 }" />
          @if (room.timer?.pausedAt) {
            <ts-step label="Go on" [step]="{ kind: 'resume' }" />
          } @else {
            <ts-step label="Pause the clock" [step]="{ kind: 'pause' }" />
          }
          @if (before(); as before) {
            <ts-step [label]="'Back: ' + before.title" [step]="{ kind: 'back a stage' }" />
          }
        }
      </div>
      <ol class="ts-con-agenda" aria-label="Agenda">
        @for (each of agenda(); track $index) {
          <li [class.is-past]="each.past" [attr.aria-current]="each.here ? 'step' : null">
            <b>{{ each.title }}</b>
            <span class="num">{{ each.minutes }} min{{ each.when ? ', ' + each.when : '' }}</span>
          </li>
        }
      </ol>
    }
  `,
})
export class AgendaPart {
  protected readonly store = inject(ConsoleStore);
  protected readonly stage = this.store.live.stage;
  protected readonly timer = this.store.live.timer;
  protected readonly timerName = timerName;
  protected readonly timerFigure = timerFigure;
  protected readonly next = computed(() => this.#beside(1));
  protected readonly before = computed(() => this.#beside(-1));
  /** By the minute: when each stage is expected to begin, were nothing stretched from now on. */
  readonly #minute = computed(() => Math.floor(this.store.live.now() / 60_000) * 60_000);
  protected readonly agenda = computed(() => {
    const room = this.store.room();
    if (!room) return [];
    const present = room.stage ?? 0;
    const timer = room.timer;
    const minutes = room.stages[present]?.minutes ?? 0;
    const times =
      room.state === 'closed'
        ? []
        : expectedTimes(
            room.stages,
            {
              stage: present,
              stageSince: timer ? Date.parse(timer.since) : null,
              extraSeconds: timer ? timer.seconds - minutes * 60 : 0,
              pausedAt: timer?.pausedAt ? Date.parse(timer.pausedAt) : null,
            },
            this.#minute(),
          );
    return room.stages.map(({ title, minutes: planned }, index) => {
      const expected = times.find(({ stage }) => stage === index);
      return {
        title,
        minutes: planned,
        here: room.stage === index && room.state === 'running',
        past: room.state === 'closed' || (room.stage !== null && index < room.stage),
        when: expected ? `from ${timeOf(new Date(expected.from).toISOString())}` : '',
      };
    });
  });

  #beside(by: number) {
    const room = this.store.room();
    return room?.stage == null ? null : (room.stages[room.stage + by] ?? null);
  }
}
