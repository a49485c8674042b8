import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ErrorSummary } from '@turnstone/ui';
import * as z from 'zod/mini';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { PageArrival, PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';
import { AccountStore } from './account-store.js';

const WORDS = 'erase my account';
const Confirmation = z.object({
  confirm: z.string().check(
    z.trim(),
    z.refine((typed) => typed.toLowerCase() === WORDS, `Type the words: ${WORDS}`),
  ),
});

/** Erases one's own account: what goes, what stays, what stands against it, and the words that make it happen. */
@Component({
  selector: 'ts-erase-page',
  imports: [ErrorSummary, Field, PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    @if (done()) {
      <div class="ts-problem">
        <h1 tsHeading="Your account is erased">Your account is erased</h1>
        <p>Your name, your e-mail address and your ways to sign in are gone. You are signed out everywhere.</p>
        <p>If you come back one day, it is as somebody new, by invitation.</p>
        <p><a routerLink="/">To the first page</a></p>
      </div>
    } @else if (store.account(); as me) {
      <p class="ts-back"><a class="govuk-back-link" routerLink="/account">Your account</a></p>
      <div class="ts-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Erase my account">Erase my account</h1>
        <p class="ts-lead">This cannot be undone, by anybody.</p>
      </div>
      <section class="sec" aria-labelledby="goes">
        <h2 id="goes">What goes</h2>
        <ul class="govuk-list govuk-list--bullet">
          <li>Your name and e-mail address.</li>
          <li>Your ways to sign in, your sessions, your choices.</li>
          <li>Your roles in every place{{ me.places.length > 0 ? ': ' + names() : '' }}.</li>
        </ul>
      </section>
      <section class="sec" aria-labelledby="stays">
        <h2 id="stays">What stays</h2>
        <ul class="govuk-list govuk-list--bullet">
          <li>What you wrote on report cards and imported, because others build on it; without your name.</li>
          <li>The record of changes, which nobody may alter; it no longer says that it was you.</li>
          <li>
            Your name where somebody typed it into a text, such as the lead of an outcome or of an action, or “agreed
            by”. Ask a programme manager to take it out there; the record of changes keeps what stood before.
          </li>
        </ul>
      </section>
      <section class="sec key" aria-labelledby="do">
        <h2 id="do">Erase</h2>
        @if (me.erasureStandsAgainst.length > 0) {
          <div>
            <p class="ts-strong">Your account cannot be erased now:</p>
            <ul class="govuk-list govuk-list--bullet">
              @for (reason of me.erasureStandsAgainst; track reason) {
                <li>{{ reason }}</li>
              }
            </ul>
          </div>
        } @else {
          <form novalidate (submit)="erase($event)">
            <ts-field
              [form]="form"
              name="confirm"
              label="To confirm, type: erase my account"
              [plain]="true"
              width="govuk-input--width-20"
            />
            <button class="govuk-button govuk-button--warning" type="submit" [attr.aria-disabled]="form.off()">
              {{ form.busy() ? 'Erasing…' : 'Erase my account' }}
            </button>
          </form>
        }
      </section>
    } @else if (store.signedOut()) {
      <ts-problem-page kindOf="not signed in" />
    } @else if (store.error(); as error) {
      <ts-problem-page [error]="error" (retry)="store.reload()" />
    } @else {
      <ts-waiting what="your account" />
    }
  `,
})
export class ErasePage {
  readonly #arrival = inject(PageArrival);
  protected readonly store = inject(AccountStore);
  protected readonly form = new FormSending();
  protected readonly done = signal(false);

  constructor() {
    this.store.reload();
  }

  protected names(): string {
    return (this.store.account()?.places ?? []).map(({ name }) => name).join(', ');
  }

  protected async erase(submit: Event): Promise<void> {
    await this.form.send(submit, Confirmation, async () => {
      await this.store.erase();
      this.#arrival.nextStep();
      this.done.set(true);
    });
  }
}
