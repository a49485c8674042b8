import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { useLink } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { FormSending } from '../form/form-sending.js';
import { tokenOfLink } from '../form/token-of-link.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';
import { Onward } from './onward.js';

/** Where the link of an e-mail leads. Opening it does nothing, so that a mail scanner cannot use it up: a click does. */
@Component({
  selector: 'ts-link-page',
  imports: [ErrorSummary, PageHeading, RouterLink],
  template: `
    @if (over(); as reason) {
      <div class="ts-problem">
        <h1 tsHeading="This link no longer works">This link no longer works</h1>
        <p>{{ reason }}</p>
        <p><a class="govuk-button" routerLink="/sign-in">Get another link</a></p>
      </div>
    } @else if (token()) {
      <div class="ts-problem">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Sign in">Sign in to Turnstone</h1>
        <p>You opened the link from your e-mail. One press signs you in on this device.</p>
        <p>
          <button type="button" class="govuk-button" [attr.aria-disabled]="form.off()" (click)="signIn()">
            {{ form.busy() ? 'Signing in…' : 'Sign in' }}
          </button>
        </p>
        <p class="quiet small">
          If you did not ask for this link, close the page: nothing has happened, and nothing will.
        </p>
      </div>
    } @else {
      <div class="ts-problem">
        <h1 tsHeading="This link is not whole">This link is not whole</h1>
        <p>
          Some programs cut long links. Open the link in the e-mail again, or copy all of it into the address bar. If
          you have loaded this page anew, open the link again too.
        </p>
        <p><a class="govuk-button" routerLink="/sign-in">Get another link</a></p>
      </div>
    }
  `,
})
export class LinkPage {
  readonly #client = inject(ContractClient);
  readonly #onward = inject(Onward);
  readonly #arrival = inject(PageArrival);
  protected readonly form = new FormSending();
  readonly #link = tokenOfLink();
  /** The token that the server refused, and why. */
  readonly #refused = signal<{ token: string; reason: string } | null>(null);
  protected readonly token = computed(() => {
    const link = this.#link();
    return typeof link === 'object' ? link.token : null;
  });
  protected readonly over = computed(() => {
    const refused = this.#refused();
    return refused && refused.token === this.token() ? refused.reason : null;
  });

  constructor() {
    inject(SessionStore).enter(null);
  }

  protected async signIn(): Promise<void> {
    const token = this.token();
    if (!token) return;
    await this.form.run(async () => {
      try {
        await this.#onward.go(await this.#client.ask(useLink, { body: { token } }));
      } catch (thrown) {
        if (!(thrown instanceof Refused) || thrown.problem.status === 429) throw thrown;
        this.#arrival.nextStep();
        this.#refused.set({ token, reason: thrown.problem.detail });
      }
    });
  }
}
