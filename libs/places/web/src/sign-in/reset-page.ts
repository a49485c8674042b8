import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { askForReset, useReset } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { tokenOfLink } from '../form/token-of-link.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';

/** A forgotten password: ask for a link; with the link, choose another. */
@Component({
  selector: 'ts-reset-page',
  imports: [ErrorSummary, Field, PageHeading, RouterLink],
  template: `
    @if (done() === 'chosen') {
      <div class="ts-problem">
        <h1 tsHeading="Your password is changed">Your password is changed</h1>
        <p>Whoever was signed in with your account is signed out everywhere. The codes of your app stay as they are.</p>
        <p><a class="govuk-button" routerLink="/sign-in/password">Sign in</a></p>
      </div>
    } @else if (done() === 'asked') {
      <div class="ts-problem">
        <h1 tsHeading="Look at your e-mail">Look at your e-mail</h1>
        <p>
          If somebody here has a password and the address that you gave, a link is on its way. With it you choose
          another password. It works once, for 15 minutes.
        </p>
        @if (session.session()?.outboxOpen) {
          <p class="ts-notice">
            This is a demo, and its mails leave the machine nowhere.
            <a routerLink="/outbox">Read them in the outbox</a>
          </p>
        }
        <p><a routerLink="/sign-in">Back to the ways to sign in</a></p>
      </div>
    } @else if (over(); as reason) {
      <div class="ts-problem">
        <h1 tsHeading="This link no longer works">This link no longer works</h1>
        <p>{{ reason }}</p>
        <p>Your password is as it was.</p>
        <p>
          <button type="button" class="govuk-button" (click)="startAgain()">Get another link</button>
        </p>
      </div>
    } @else if (token()) {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Choose another password">Choose another password</h1>
        <p class="ts-lead">This signs you out everywhere. You sign in again with the new one and a code of your app.</p>
      </div>
      <form novalidate class="ts-form" (submit)="choose($event)">
        <ts-field
          [form]="form"
          name="password"
          label="New password"
          hint="At least 12 characters. A few words in a row are good; nothing that can be guessed from your name."
          type="password"
          autocomplete="new-password"
        />
        <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
          {{ form.busy() ? 'Changing…' : 'Change the password' }}
        </button>
      </form>
    } @else {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Forgotten password">I have forgotten my password</h1>
        @if (broken()) {
          <p class="ts-notice">The link that you opened is not whole: copy all of it, or ask for another one here.</p>
        }
        <p class="ts-lead">
          We send you a link with which to choose another one. You can also simply
          <a routerLink="/sign-in">sign in by e-mail</a>, without a password.
        </p>
      </div>
      <form novalidate class="ts-form" (submit)="ask($event)">
        <ts-field
          [form]="form"
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="username"
          inputmode="email"
        />
        <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
          {{ form.busy() ? 'Sending…' : 'Send me a link' }}
        </button>
      </form>
    }
  `,
})
export class ResetPage {
  readonly #client = inject(ContractClient);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly done = signal<'asked' | 'chosen' | null>(null);
  readonly #arrival = inject(PageArrival);
  readonly #askAgain = signal(false);
  readonly #link = tokenOfLink();
  readonly #refused = signal<{ token: string; reason: string } | null>(null);
  protected readonly broken = computed(() => this.#link() === 'broken');
  protected readonly token = computed(() => {
    const link = this.#link();
    return typeof link === 'object' && !this.#askAgain() ? link.token : null;
  });
  protected readonly over = computed(() => {
    const refused = this.#refused();
    return refused && refused.token === this.token() ? refused.reason : null;
  });

  constructor() {
    this.session.enter(null);
    void this.session.ready().catch(() => undefined);
  }

  protected startAgain(): void {
    this.form.clear();
    this.#arrival.nextStep();
    this.#askAgain.set(true);
  }

  protected async ask(submit: Event): Promise<void> {
    await this.form.send(submit, askForReset.body, async (body) => {
      await this.#client.ask(askForReset, { body });
      this.#arrival.nextStep();
      this.done.set('asked');
    });
  }

  protected async choose(submit: Event): Promise<void> {
    const token = this.token();
    if (!token) return;
    await this.form.send(
      submit,
      useReset.body,
      async (body) => {
        try {
          await this.#client.ask(useReset, { body });
          this.session.forget();
          this.#arrival.nextStep();
          this.done.set('chosen');
        } catch (thrown) {
          // What is about the password is said at its field; what is about the link ends this page.
          const isAboutLink =
            thrown instanceof Refused &&
            thrown.problem.status !== 429 &&
            !thrown.problem.fields?.some(({ path }) => path === 'password');
          if (!isAboutLink) throw thrown;
          this.#arrival.nextStep();
          this.#refused.set({ token, reason: thrown.problem.detail });
        }
      },
      { token },
    );
  }
}
