import { Component, computed, effect, inject, input, output } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Refused, Unreachable } from './contract-client.js';
import { PageHeading } from './page-arrival.js';
import { SessionStore } from './session-store.js';

type Kind = 'not signed in' | 'not permitted' | 'not found' | 'refused' | 'unreachable';

/** Stands where a page cannot: what happened in one sentence, and what to do about it. */
@Component({
  selector: 'ts-problem-page',
  imports: [RouterLink, PageHeading],
  template: `
    <div class="ts-problem">
      @switch (kind()) {
        @case ('not signed in') {
          <h1 tsHeading="Signed out">You are signed out</h1>
          <p>Sign in again and you come straight back to this page. What you typed here is kept.</p>
          <p><a class="govuk-button" routerLink="/" [queryParams]="{ to: here() }">Sign in</a></p>
        }
        @case ('not permitted') {
          <h1 tsHeading="Not permitted">Your role here does not include this</h1>
          <p>{{ detail() ?? 'Ask the programme manager of your place if you need it.' }}</p>
          <p><a routerLink="/">Go to the outcomes of your place</a></p>
        }
        @case ('not found') {
          <h1 tsHeading="Page not found">We cannot find that page</h1>
          <p>
            If you typed the address, check it. If you followed a link, what it pointed to may have been moved, or may
            belong to a place that you are not part of.
          </p>
          <p><a routerLink="/">Go to the outcomes of your place</a></p>
        }
        @case ('refused') {
          <h1 tsHeading="Something is not right">That did not work</h1>
          <p>{{ detail() }}</p>
          <p><button type="button" class="govuk-button" (click)="retry.emit()">Try again</button></p>
        }
        @case ('unreachable') {
          <h1 tsHeading="Turnstone cannot be reached">We cannot reach Turnstone</h1>
          <p>{{ unreachable() }} Nothing that was saved is lost.</p>
          <p><button type="button" class="govuk-button" (click)="retry.emit()">Try again</button></p>
          @if (requestId(); as id) {
            <p class="quiet">If it keeps happening, quote this when you ask for help: {{ id }}</p>
          }
        }
      }
    </div>
  `,
})
export class ProblemPage {
  readonly error = input<unknown>();
  readonly kindOf = input<Kind>();
  readonly retry = output();

  readonly #session = inject(SessionStore);
  readonly #router = inject(Router);
  protected readonly here = computed(() => this.#router.url);
  protected readonly kind = computed<Kind>(() => this.kindOf() ?? kindOf(this.error()));
  protected readonly detail = computed(() => {
    const error = this.error();
    return error instanceof Refused ? error.problem.detail : null;
  });
  protected readonly unreachable = computed(() => {
    const error = this.error();
    if (error instanceof Unreachable && error.why === 'unreadable') return error.message;
    if (error instanceof Unreachable && error.why === 'server failed') return 'Something went wrong at our end.';
    return 'There may be no network, or Turnstone may be stopped for a moment.';
  });
  protected readonly requestId = computed(() => {
    const error = this.error();
    return error instanceof Unreachable ? error.requestId : null;
  });

  constructor() {
    effect(() => {
      if (this.kind() === 'not signed in') this.#session.forget();
    });
  }
}

function kindOf(error: unknown): Kind {
  if (!(error instanceof Refused)) return 'unreachable';
  switch (error.problem.status) {
    case 401:
      return 'not signed in';
    case 403:
      return 'not permitted';
    case 404:
      return 'not found';
    default:
      return 'refused';
  }
}
