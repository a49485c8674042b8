import { DOCUMENT } from '@angular/common';
import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { setPassword } from '@turnstone/contract/places/account';
import { ErrorSummary } from '@turnstone/ui';
import * as z from 'zod/mini';
import { Refused } from '../contract-client.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { AccountStore } from './account-store.js';
import { QrCode } from './qr-code.js';

type Start = Awaited<ReturnType<AccountStore['startPassword']>>;
type Step =
  | { readonly name: 'password' }
  | { readonly name: 'app'; readonly password: string; readonly start: Start }
  | { readonly name: 'codes'; readonly codes: readonly string[] };

const Kept = z.object({ kept: z.literal('on', 'Keep the codes first, then tick this box') });

/** Sets a password with a code, in three steps: the password, the app, the recovery codes. Nothing is set before the second. */
@Component({
  selector: 'ts-set-password-page',
  imports: [ErrorSummary, Field, PageHeading, QrCode, RouterLink],
  template: `
    @let now = step();
    @if (now.name !== 'codes') {
      <p class="ts-back"><a class="govuk-back-link" routerLink="/account">Your account</a></p>
    }
    @if (now.name === 'password') {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <p class="ts-eyebrow">Password and code, step 1 of 3: the password</p>
        <h1 tsHeading="Choose a password">Choose a password</h1>
        <p class="ts-lead">
          A password alone does not sign you in: you also need an app on your phone that shows codes.
          @if (store.account()?.password) {
            Your present password, code and recovery codes work until you have finished.
          }
        </p>
      </div>
      <form novalidate class="ts-form" (submit)="choosePassword($event)">
        <input
          class="govuk-visually-hidden"
          type="text"
          autocomplete="username"
          tabindex="-1"
          aria-hidden="true"
          readonly
          [value]="store.account()?.email ?? ''"
        />
        <ts-field
          [form]="form"
          name="password"
          label="New password"
          hint="At least 12 characters. A few words in a row are good; nothing that can be guessed from your name. Any character may be in it."
          type="password"
          autocomplete="new-password"
        />
        <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
          {{ form.busy() ? 'One moment…' : 'Continue' }}
        </button>
      </form>
    } @else if (now.name === 'app') {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <p class="ts-eyebrow">Password and code, step 2 of 3: the app</p>
        <h1 tsHeading="Add Turnstone to your app">Add Turnstone to your app</h1>
        <p class="ts-lead">
          Any app that shows codes will do: the one of your phone or your password manager, or one that your
          organisation gave you.
        </p>
      </div>
      <div class="ts-app">
        <section aria-labelledby="scan">
          <h2 id="scan">Scan this with the app</h2>
          <ts-qr-code [squares]="now.start.squares" label="QR code; what it says stands beside it as letters" />
        </section>
        <section aria-labelledby="type">
          <h2 id="type">Or type this into it</h2>
          <p class="ts-secret">{{ now.start.secret }}</p>
          <p class="quiet small">Based on time, six figures, 30 seconds: what apps take by themselves.</p>
          <p><a [href]="trusted(now.start.address)">Open it in an app on this device</a></p>
        </section>
      </div>
      <form novalidate class="ts-form ts-part" (submit)="confirm($event)">
        <h2>Then show that it works</h2>
        <ts-field
          [form]="form"
          name="code"
          label="Code"
          hint="The six figures that the app shows now."
          autocomplete="one-time-code"
          inputmode="numeric"
          [plain]="true"
          width="govuk-input--width-10"
        />
        <div class="ts-form-buttons">
          <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
            {{ form.busy() ? 'Setting…' : 'Set password and code' }}
          </button>
          <button type="button" class="ts-link-button" (click)="back()">Choose another password</button>
        </div>
      </form>
    } @else {
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <p class="ts-eyebrow">Password and code, step 3 of 3: the recovery codes</p>
        <h1 tsHeading="Keep these recovery codes">Keep these recovery codes</h1>
        <p class="ts-lead">
          Password and code are set. If your phone is lost, each of these codes works once in place of a code of the
          app. They are shown only now.
        </p>
      </div>
      <ol class="ts-codes" aria-label="Recovery codes">
        @for (code of now.codes; track code) {
          <li>{{ code }}</li>
        }
      </ol>
      <div class="ts-form-buttons ts-codes-tools">
        @if (canCopy) {
          <button type="button" class="govuk-button govuk-button--secondary" (click)="copy(now.codes)">Copy</button>
        }
        <button type="button" class="govuk-button govuk-button--secondary" (click)="download(now.codes)">
          Download
        </button>
        <button type="button" class="govuk-button govuk-button--secondary" (click)="print()">Print</button>
        <span role="status">{{ said() }}</span>
      </div>
      <form novalidate class="ts-form ts-codes-tools" (submit)="finish($event)">
        <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('kept')">
          @if (form.wrong('kept'); as reason) {
            <p class="govuk-error-message" id="kept-error">
              <span class="govuk-visually-hidden">Error:</span> {{ reason }}
            </p>
          }
          <div class="govuk-checkboxes">
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id="kept"
                name="kept"
                [attr.aria-describedby]="form.wrong('kept') ? 'kept-error' : null"
              />
              <label class="govuk-label govuk-checkboxes__label" for="kept">I have kept them</label>
            </div>
          </div>
        </div>
        <button class="govuk-button" type="submit">Finish</button>
      </form>
    }
  `,
})
export class SetPasswordPage {
  readonly #arrival = inject(PageArrival);
  readonly #router = inject(Router);
  readonly #document = inject(DOCUMENT);
  protected readonly store = inject(AccountStore);
  protected readonly form = new FormSending();
  readonly #step = signal<Step>({ name: 'password' });
  protected readonly step = computed(() => this.#step());
  protected readonly said = signal('');
  /** Browsers lend the clipboard only to pages that came by https, or from the machine itself. */
  protected readonly canCopy = this.#document.defaultView?.navigator.clipboard !== undefined;

  protected async choosePassword(submit: Event): Promise<void> {
    await this.form.send(submit, z.pick(setPassword.body, { password: true }), async ({ password }) => {
      this.#go({ name: 'app', password, start: await this.store.startPassword() });
    });
  }

  protected async confirm(submit: Event): Promise<void> {
    const step = this.#step();
    if (step.name !== 'app') return;
    await this.form.send(
      submit,
      setPassword.body,
      async ({ password, code }) => {
        try {
          this.#go({ name: 'codes', codes: await this.store.setPassword(password, code) });
        } catch (thrown) {
          // A password that is not good enough is said where it was typed.
          const aboutPassword =
            thrown instanceof Refused && thrown.problem.fields?.find(({ path }) => path === 'password');
          if (!aboutPassword) throw thrown;
          this.#go({ name: 'password' });
          throw thrown;
        }
      },
      { password: step.password },
    );
    if (this.#step().name === 'password' && this.form.errors().length > 0) {
      this.form.refuse('password', this.form.errors()[0]!.text);
    }
  }

  protected back(): void {
    this.form.clear();
    this.#go({ name: 'password' });
  }

  /** No other scheme may stand in this link. */
  protected trusted(address: string): string {
    return address.startsWith('otpauth://') ? address : '';
  }

  protected async copy(codes: readonly string[]): Promise<void> {
    try {
      await this.#document.defaultView?.navigator.clipboard.writeText(codes.join('\n'));
      this.said.set('Copied.');
    } catch {
      this.said.set('The browser did not let us copy: mark the codes and copy them by hand.');
    }
  }

  protected download(codes: readonly string[]): void {
    const text = `Turnstone: recovery codes. Each works once.\n\n${codes.join('\n')}\n`;
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    const link = this.#document.createElement('a');
    link.href = address;
    link.download = 'turnstone-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(address);
    this.said.set('Downloaded.');
  }

  protected print(): void {
    this.#document.defaultView?.print();
  }

  protected async finish(submit: Event): Promise<void> {
    await this.form.send(submit, Kept, async () => void (await this.#router.navigate(['/account'])));
  }

  #go(step: Step): void {
    this.#arrival.nextStep();
    this.said.set('');
    this.#step.set(step);
  }
}
