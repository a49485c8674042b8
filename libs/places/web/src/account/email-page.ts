import { DOCUMENT } from '@angular/common';
import { Component, computed, effect, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ErrorSummary } from '@turnstone/ui';
import { Refused } from '../contract-client.js';
import { FormSending } from '../form/form-sending.js';
import { tokenOfLink } from '../form/token-of-link.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { AccountStore } from './account-store.js';

const WAITS = 'turnstone e-mail link';

/** Where the link to a new e-mail address leads. It needs the person signed in; opening it alone changes nothing. */
@Component({
  selector: 'ts-email-page',
  imports: [ErrorSummary, PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    <div class="ts-problem">
      @if (done()) {
        <h1 tsHeading="Your e-mail address is changed">Your e-mail address is changed</h1>
        <p>
          It is now <strong>{{ store.account()?.email }}</strong>. Links to sign in are sent there.
        </p>
        <p><a class="govuk-button" routerLink="/account">Your account</a></p>
      } @else if (over(); as reason) {
        <h1 tsHeading="This link no longer works">This link no longer works</h1>
        <p>{{ reason }}</p>
        <p>Your address is as it was. You can ask for another link on your account page.</p>
        <p><a class="govuk-button" routerLink="/account">Your account</a></p>
      } @else if (!token()) {
        <h1 tsHeading="This link is not whole">This link is not whole</h1>
        <p>Open the link in the e-mail again, or copy all of it into the address bar.</p>
        <p><a class="govuk-button" routerLink="/account">Your account</a></p>
      } @else if (door.hasValue()) {
        @if (session.person(); as person) {
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 tsHeading="Change your e-mail address">Is this your new address?</h1>
          <p>
            You opened the link that was sent to it, and are signed in as <strong>{{ person.name }}</strong>. One press
            makes it yours.
          </p>
          <p>
            <button type="button" class="govuk-button" [attr.aria-disabled]="form.off()" (click)="confirm()">
              {{ form.busy() ? 'Changing…' : 'Yes, take it' }}
            </button>
          </p>
        } @else {
          <h1 tsHeading="Sign in first">Sign in first</h1>
          <p>
            To change your e-mail address, sign in as you did until now, in this tab. You come straight back to this
            page.
          </p>
          <p><a class="govuk-button" routerLink="/" [queryParams]="{ to: '/account/email' }">Sign in</a></p>
        }
      } @else if (door.error(); as error) {
        <ts-problem-page [error]="error" (retry)="door.reload()" />
      } @else {
        <ts-waiting what="your account" />
      }
    </div>
  `,
})
export class EmailPage {
  readonly #arrival = inject(PageArrival);
  readonly #storage = inject(DOCUMENT).defaultView?.sessionStorage;
  protected readonly session = inject(SessionStore);
  protected readonly store = inject(AccountStore);
  protected readonly form = new FormSending();
  protected readonly done = signal(false);
  readonly #link = tokenOfLink();
  readonly #kept = signal(this.#storage?.getItem(WAITS) ?? null);
  readonly #refused = signal<{ token: string; reason: string } | null>(null);
  protected readonly token = computed(() => {
    const link = this.#link();
    return typeof link === 'object' ? link.token : link === 'missing' ? this.#kept() : null;
  });
  protected readonly over = computed(() => {
    const refused = this.#refused();
    return refused && refused.token === this.token() ? refused.reason : null;
  });
  protected readonly door = resource({ loader: () => this.session.ready({ afresh: true }) });

  constructor() {
    this.session.enter(null);
    // Signing in leads away and back: the token waits in the tab, never in an address.
    effect(() => {
      const link = this.#link();
      if (typeof link === 'object') this.#storage?.setItem(WAITS, link.token);
    });
  }

  protected async confirm(): Promise<void> {
    const token = this.token();
    if (!token) return;
    await this.form.run(async () => {
      try {
        await this.store.confirmEmail(token);
        this.#storage?.removeItem(WAITS);
        this.#arrival.nextStep();
        this.done.set(true);
      } catch (thrown) {
        if (!(thrown instanceof Refused) || thrown.problem.status !== 400) throw thrown;
        this.#storage?.removeItem(WAITS);
        this.#arrival.nextStep();
        this.#refused.set({ token, reason: thrown.problem.detail });
      }
    });
  }
}
