import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { acceptInvitation, lookAtInvitation, startWithProvider } from '@turnstone/contract/places/sign-in';
import type { InvitationSeen } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { dayOf } from '../days.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { tokenOfLink } from '../form/token-of-link.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { Onward } from './onward.js';

/** Where the link of an invitation leads: who invites whom to what, and the ways to say yes. Looking uses nothing up. */
@Component({
  selector: 'ts-invitation-page',
  imports: [ErrorSummary, Field, PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    @if (!token()) {
      <div class="ts-problem">
        <h1 tsHeading="This link is not whole">This link is not whole</h1>
        <p>
          Open the link in the e-mail again, or copy all of it into the address bar: some programs cut long links. If
          you have loaded this page anew, open the link again too.
        </p>
        <p>If that does not help, ask whoever invited you to send the invitation again.</p>
        <p><a routerLink="/sign-in">I have joined already: sign in</a></p>
      </div>
    } @else if (over(); as reason) {
      <div class="ts-problem">
        <h1 tsHeading="This invitation is over">This invitation is over</h1>
        <p>{{ reason }}</p>
        <p>A new invitation comes with a new link. If you have joined already, simply sign in.</p>
        <p><a class="govuk-button" routerLink="/sign-in">Sign in</a></p>
      </div>
    } @else if (seen.hasValue() && seen.value(); as found) {
      @let invitation = found.invitation;
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <p class="ts-eyebrow">Invitation, open until {{ day(invitation.expiresAt) }}</p>
        <h1 tsHeading="Invitation">{{ invitation.invitedBy }} invites you to {{ toWhat() }}</h1>
      </div>
      <section class="sec" aria-labelledby="part">
        <h2 id="part">Your part</h2>
        <dl class="govuk-summary-list ts-summary">
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">For</dt>
            <dd class="govuk-summary-list__value">{{ invitation.name }}</dd>
          </div>
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{{ invitation.roles.length > 1 ? 'Roles' : 'Role' }}</dt>
            <dd class="govuk-summary-list__value">{{ rolesOf(invitation) }}</dd>
          </div>
          @if (invitation.organisationName; as organisation) {
            <div class="govuk-summary-list__row">
              <dt class="govuk-summary-list__key">Speaking for</dt>
              <dd class="govuk-summary-list__value">{{ organisation }}</dd>
            </div>
          }
        </dl>
      </section>
      @if (session.person(); as person) {
        <section class="sec key" aria-labelledby="join">
          <h2 id="join">Join</h2>
          <div>
            <p>
              You are signed in as <strong>{{ person.name }}</strong>. The invitation becomes a part of that account.
            </p>
            <div class="ts-form-buttons">
              <button type="button" class="govuk-button" [attr.aria-disabled]="form.off()" (click)="join(person.name)">
                {{ form.busy() ? 'Joining…' : 'Join as ' + person.name }}
              </button>
              <button type="button" class="ts-link-button" (click)="signOut()">I am somebody else: sign out</button>
            </div>
          </div>
        </section>
      } @else {
        <section class="sec key" aria-labelledby="join">
          <h2 id="join">Join</h2>
          <form novalidate (submit)="accept($event)">
            <ts-field
              [form]="form"
              name="name"
              label="Your name"
              hint="As the others of the place should read it."
              autocomplete="name"
              [value]="invitation.name"
            />
            <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
              {{ form.busy() ? 'Joining…' : 'Accept' }}
            </button>
            <p class="quiet small">
              Next time you sign in with a link by e-mail, or with a way that you choose on your account page.
            </p>
          </form>
        </section>
        @if (found.providers.length > 0) {
          <section class="sec" aria-labelledby="organisation">
            <h2 id="organisation">Or with your organisation</h2>
            <div>
              <ul class="ts-providers">
                @for (provider of found.providers; track provider.slug) {
                  <li>
                    <a class="govuk-button govuk-button--secondary" [href]="withProvider(provider.slug)"
                      >Accept with {{ provider.name }}</a
                    >
                  </li>
                }
              </ul>
              <p class="quiet small">Then you sign in there as you always do.</p>
            </div>
          </section>
        }
      }
    } @else if (seen.error(); as error) {
      <ts-problem-page [error]="error" (retry)="seen.reload()" />
    } @else {
      <ts-waiting what="the invitation" />
    }
  `,
})
export class InvitationPage {
  readonly #client = inject(ContractClient);
  readonly #onward = inject(Onward);
  readonly #arrival = inject(PageArrival);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending({ name: 'your name' });
  protected readonly day = dayOf;
  readonly #link = tokenOfLink();
  /** Refused when it was to be accepted. */
  readonly #refused = signal<{ token: string; reason: string } | null>(null);
  protected readonly token = computed(() => {
    const link = this.#link();
    return typeof link === 'object' ? link.token : null;
  });
  protected readonly seen = resource({
    params: () => this.token() ?? undefined,
    loader: async ({ params: token, abortSignal }) => {
      const session = await this.session.ready({ afresh: true });
      const invitation = await this.#client.ask(lookAtInvitation, { body: { token }, signal: abortSignal });
      return { invitation, providers: session.providers };
    },
  });
  protected readonly over = computed(() => {
    const refused = this.#refused();
    if (refused && refused.token === this.token()) return refused.reason;
    const error = this.seen.error();
    return error instanceof Refused && error.problem.status !== 429 ? error.problem.detail : null;
  });
  protected readonly toWhat = computed(() =>
    this.seen.hasValue() ? (this.seen.value().invitation.placeName ?? 'look after this Turnstone') : '',
  );

  constructor() {
    this.session.enter(null);
  }

  protected rolesOf({ roles, placeName }: InvitationSeen): string {
    if (placeName === null) return 'Platform administrator';
    const words = roles.join(', ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  protected withProvider(provider: string): string {
    return this.#client.address(startWithProvider, {
      params: { provider },
      query: { to: '/', ...(this.token() ? { invitation: this.token()! } : {}) },
    });
  }

  protected async accept(submit: Event): Promise<void> {
    await this.form.send(submit, acceptInvitation.body, (body) => this.#accept(body), { token: this.token() });
  }

  protected async join(name: string): Promise<void> {
    const token = this.token();
    if (token) await this.form.run(() => this.#accept({ token, name }));
  }

  protected async signOut(): Promise<void> {
    await this.form.run(() => this.session.signOut());
  }

  async #accept(body: { token: string; name: string }): Promise<void> {
    try {
      await this.#onward.go(await this.#client.ask(acceptInvitation, { body }));
    } catch (thrown) {
      const isAboutLink =
        thrown instanceof Refused &&
        (thrown.problem.status === 400 || thrown.problem.status === 404) &&
        !thrown.problem.fields?.some(({ path }) => path === 'name');
      if (!isAboutLink) throw thrown;
      this.#arrival.nextStep();
      this.#refused.set({ token: body.token, reason: thrown.problem.detail });
    }
  }
}
