import { Component, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { signInWithPassword } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';
import { inside, Onward } from './onward.js';

/** Sign in with e-mail address, password, and a code from the app or from the list of recovery codes. */
@Component({
  selector: 'ts-password-page',
  imports: [ErrorSummary, Field, PageHeading, RouterLink],
  template: `
    <div class="ts-top">
      @if (form.errors().length > 0) {
        <ts-error-summary [errors]="form.errors()" />
      }
      <h1 tsHeading="Sign in with a password">Sign in with a password and a code</h1>
    </div>
    <form novalidate class="ts-form" (submit)="signIn($event)">
      <ts-field
        [form]="form"
        name="email"
        label="E-mail address"
        type="email"
        autocomplete="username"
        inputmode="email"
      />
      <ts-field [form]="form" name="password" label="Password" type="password" autocomplete="current-password" />
      @if (recovery()) {
        <ts-field
          [form]="form"
          name="code"
          label="Recovery code"
          hint="One of the codes that you kept when you set your password. Each works once."
          [plain]="true"
          width="govuk-input--width-20"
        />
      } @else {
        <ts-field
          [form]="form"
          name="code"
          label="Code"
          hint="The six figures that your app shows now."
          autocomplete="one-time-code"
          inputmode="numeric"
          [plain]="true"
          width="govuk-input--width-10"
        />
      }
      <p>
        <button type="button" class="ts-link-button" (click)="recovery.set(!recovery())">
          {{ recovery() ? 'Use a code from the app instead' : 'Use a recovery code instead' }}
        </button>
      </p>
      <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
        {{ form.busy() ? 'Signing in…' : 'Sign in' }}
      </button>
      <p class="cap">
        <a routerLink="/sign-in/reset">I have forgotten my password</a>
        <a routerLink="/sign-in" queryParamsHandling="preserve">Other ways to sign in</a>
      </p>
    </form>
  `,
})
export class PasswordPage {
  readonly to = input<string>();

  readonly #client = inject(ContractClient);
  readonly #onward = inject(Onward);
  protected readonly form = new FormSending();
  protected readonly recovery = signal(false);

  constructor() {
    inject(SessionStore).enter(null);
  }

  protected async signIn(submit: Event): Promise<void> {
    const to = inside(this.to());
    await this.form.send(
      submit,
      signInWithPassword.body,
      async (body) => void (await this.#onward.go(await this.#client.ask(signInWithPassword, { body }))),
      to ? { to } : {},
    );
  }
}
