import { Component, inject, input, signal } from '@angular/core';
import { askForEmailChange, changeName } from '@turnstone/contract/places/account';
import type { Account } from '@turnstone/contract/places/account';
import { ErrorSummary } from '@turnstone/ui';
import { Field } from '../form/field.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { AccountStore } from './account-store.js';

/** Name and e-mail address, each changed in its place. */
@Component({
  selector: 'ts-profile-part',
  imports: [DoneNote, ErrorSummary, Field],
  template: `
    <ts-done-note onlyHere [said]="done()" />
    @if (form.errors().length > 0) {
      <ts-error-summary [errors]="form.errors()" />
    }
    <dl class="govuk-summary-list ts-summary">
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">Name</dt>
        <dd class="govuk-summary-list__value">
          @if (changing() === 'name') {
            <form novalidate (submit)="saveName($event)">
              <ts-field
                [form]="form"
                name="name"
                label="Your name"
                hint="As the others of your places should read it."
                autocomplete="name"
                [value]="account().name"
              />
              <div class="ts-form-buttons">
                <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
                  {{ form.busy() ? 'Saving…' : 'Save' }}
                </button>
                <button type="button" class="ts-link-button" (click)="change(null)">Leave it as it is</button>
              </div>
            </form>
          } @else {
            {{ account().name }}
          }
        </dd>
        @if (changing() !== 'name' && !account().demo) {
          <dd class="govuk-summary-list__actions">
            <button type="button" class="ts-link-button" (click)="change('name')">Change name</button>
          </dd>
        }
      </div>
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">E-mail</dt>
        <dd class="govuk-summary-list__value">
          {{ account().email ?? 'None' }}
          @if (account().emailWaiting; as waiting) {
            <p class="ts-notice">
              We sent a link to <strong>{{ waiting }}</strong>. When you follow it, that address becomes yours. Until
              then nothing changes.
            </p>
          }
          @if (changing() === 'email') {
            <form novalidate (submit)="saveEmail($event)">
              <ts-field
                [form]="form"
                name="email"
                label="New e-mail address"
                hint="We send a link there. Your address changes when you follow it; the old one gets a notice."
                type="email"
                autocomplete="email"
                inputmode="email"
              />
              <div class="ts-form-buttons">
                <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
                  {{ form.busy() ? 'Sending…' : 'Send the link' }}
                </button>
                <button type="button" class="ts-link-button" (click)="change(null)">Leave it as it is</button>
              </div>
            </form>
          }
        </dd>
        @if (changing() !== 'email' && !account().demo) {
          <dd class="govuk-summary-list__actions">
            <button type="button" class="ts-link-button" (click)="change('email')">Change e-mail</button>
          </dd>
        }
      </div>
    </dl>
  `,
})
export class ProfilePart {
  readonly account = input.required<Account>();

  readonly #store = inject(AccountStore);
  protected readonly form = new FormSending({ name: 'your name' });
  protected readonly changing = signal<'name' | 'email' | null>(null);
  protected readonly done = signal('');

  protected change(what: 'name' | 'email' | null): void {
    this.form.clear();
    this.done.set('');
    this.changing.set(what);
  }

  protected async saveName(submit: Event): Promise<void> {
    await this.form.send(submit, changeName.body, async ({ name }) => {
      await this.#store.changeName(name);
      this.change(null);
      this.done.set('Your name is changed.');
    });
  }

  protected async saveEmail(submit: Event): Promise<void> {
    await this.form.send(submit, askForEmailChange.body, async ({ email }) => {
      await this.#store.askForEmailChange(email);
      this.change(null);
      this.done.set('The link is on its way to the new address. Follow it within 15 minutes.');
    });
  }
}
