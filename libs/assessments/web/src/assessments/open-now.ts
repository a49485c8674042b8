import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AssessmentSummary } from '@turnstone/contract/assessments/assessments';
import { dayOf } from '@turnstone/places-web';
import { answeredSaid, isRecord, kindSays, toolSaid } from './plain-words.js';

/** An assessment that is open: what it is, how far it is, and the one thing to do about it. */
@Component({
  selector: 'ts-open-now',
  imports: [RouterLink],
  template: `
    <article class="ts-open" [attr.aria-labelledby]="'open-' + one().id">
      <p class="ts-eyebrow">{{ kind() }}</p>
      <h2 [id]="'open-' + one().id">
        <a [routerLink]="to()">{{ one().title }}</a>
      </h2>
      <p class="ts-open-state">{{ standing() }}</p>
      <p class="small quiet">{{ tool() }}, about {{ one().about }}</p>
      <p class="ts-form-buttons">
        @switch (deed()) {
          @case ('console') {
            <a class="govuk-button" [routerLink]="to('console')"
              >Go to the console<span class="govuk-visually-hidden"> of {{ one().title }}</span></a
            >
            <a [routerLink]="to()">How people join</a>
          }
          @case ('answer') {
            <button
              type="button"
              class="govuk-button"
              [attr.aria-disabled]="busy() ? 'true' : null"
              (click)="answer.emit()"
            >
              Answer now<span class="govuk-visually-hidden">: {{ one().title }}</span>
            </button>
            <a [routerLink]="to()">How it stands</a>
          }
          @case ('invite') {
            <a class="govuk-button" [routerLink]="to()" fragment="invite"
              >Invite people<span class="govuk-visually-hidden"> to {{ one().title }}</span></a
            >
            <a [routerLink]="to()">Answer it yourself</a>
          }
          @case ('join') {
            <a class="govuk-button" [routerLink]="to()"
              >{{ one().kind === 'workshop' ? 'How to join' : 'Answer now'
              }}<span class="govuk-visually-hidden">: {{ one().title }}</span></a
            >
          }
          @default {
            <a class="govuk-button govuk-button--secondary" [routerLink]="to()"
              >See how it stands<span class="govuk-visually-hidden">: {{ one().title }}</span></a
            >
          }
        }
      </p>
    </article>
  `,
})
export class OpenNow {
  readonly place = input.required<string>();
  readonly one = input.required<AssessmentSummary>();
  readonly mayRun = input.required<boolean>();
  readonly busy = input(false);
  readonly answer = output();

  protected readonly kind = computed(() => {
    const { kind, round, rehearsal } = this.one();
    return [kindSays[kind].name, `round ${round}`, ...(rehearsal ? ['a rehearsal with simulated people'] : [])].join(
      ', ',
    );
  });
  protected readonly tool = computed(() => toolSaid({ letter: this.one().toolLetter, title: this.one().toolTitle }));
  protected readonly standing = computed(() => {
    const { closesOn } = this.one();
    const answered = answeredSaid(this.one());
    return closesOn ? `Open until ${dayOf(closesOn)}. ${answered}.` : `Open. ${answered}.`;
  });
  protected readonly deed = computed(() => {
    const { kind } = this.one();
    // A record of one's own is on nobody else's list.
    if (kind === 'own record') return 'answer';
    if (isRecord(kind)) return 'see';
    if (!this.mayRun()) return 'join';
    return kind === 'workshop' ? 'console' : 'invite';
  });

  protected to(page?: string): string[] {
    return ['/places', this.place(), 'assessments', this.one().id, ...(page ? [page] : [])];
  }
}
