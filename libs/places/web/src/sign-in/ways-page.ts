import { Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { askForLink, startWithProvider } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { inside } from './onward.js';

/** The ways to sign in: with an organisation, by a link in an e-mail, with a password and a code. */
@Component({
  selector: 'ts-ways-page',
  imports: [ErrorSummary, Field, PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    @if (door.hasValue() && door.value(); as session) {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Sign in">Sign in</h1>
        @if (onTheWay()) {
          <p class="ts-lead">Then you go straight on to the page that you asked for.</p>
        }
      </div>
      @if (session.providers.length > 0) {
        <section class="sec" aria-labelledby="organisation">
          <h2 id="organisation">With your organisation</h2>
          <div>
            <ul class="ts-providers">
              @for (provider of session.providers; track provider.slug) {
                <li>
                  <a class="govuk-button" [href]="withProvider(provider.slug)">Continue with {{ provider.name }}</a>
                </li>
              }
            </ul>
            <p class="quiet small">You sign in there as you always do. Turnstone never sees that password.</p>
          </div>
        </section>
      }
      <section class="sec" aria-labelledby="link">
        <h2 id="link">By e-mail</h2>
        <form novalidate (submit)="sendLink($event)">
          <ts-field
            [form]="form"
            name="email"
            label="E-mail address"
            hint="We send you a link. It signs you in once, within 15 minutes."
            type="email"
            autocomplete="username"
            inputmode="email"
          />
          <button
            class="govuk-button"
            [class.govuk-button--secondary]="session.providers.length > 0"
            type="submit"
            [attr.aria-disabled]="form.off()"
          >
            {{ form.busy() ? 'Sending…' : 'Send me a link' }}
          </button>
        </form>
      </section>
      <section class="sec" aria-labelledby="password">
        <h2 id="password">With a password</h2>
        <div>
          <p>For those who have set a password and an app that shows codes.</p>
          <p><a routerLink="/sign-in/password" queryParamsHandling="preserve">Use a password and a code</a></p>
        </div>
      </section>
      <section class="sec" aria-labelledby="none">
        <h2 id="none">None of these?</h2>
        <p>
          People are invited to Turnstone by the programme manager of their place. Ask them for an invitation.
          @if (session.demo) {
            This is a demo: you can also
            <a routerLink="/" queryParamsHandling="preserve">sign in as one of its invented people</a>.
          }
        </p>
      </section>
    } @else if (door.error(); as error) {
      <ts-problem-page [error]="error" (retry)="door.reload()" />
    } @else {
      <ts-waiting what="the ways to sign in" />
    }
  `,
})
export class WaysPage {
  readonly to = input<string>();

  readonly #session = inject(SessionStore);
  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly form = new FormSending();
  protected readonly onTheWay = computed(() => inside(this.to()) !== null);

  protected readonly door = resource({
    params: () => ({ to: this.to() }),
    loader: async ({ params }) => {
      const session = await this.#session.ready({ afresh: true });
      if (!session.person) return session;
      await this.#router.navigateByUrl(inside(params.to) ?? '/', { replaceUrl: true });
      return null;
    },
  });

  constructor() {
    this.#session.enter(null);
  }

  protected withProvider(provider: string): string {
    const to = inside(this.to());
    return this.#client.address(startWithProvider, { params: { provider }, query: to ? { to } : {} });
  }

  protected async sendLink(submit: Event): Promise<void> {
    const to = inside(this.to());
    await this.form.send(
      submit,
      askForLink.body,
      async (body) => {
        await this.#client.ask(askForLink, { body });
        // The address goes along in memory only: not into the history of a browser that others may use.
        await this.#router.navigate(['/sign-in/sent'], { info: { email: body.email } });
      },
      to ? { to } : {},
    );
  }
}
