import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { startWithProvider } from '@turnstone/contract/places/sign-in';
import type { Account } from '@turnstone/contract/places/account';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { dayOf } from '../days.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { SessionStore } from '../session-store.js';
import { AccountStore } from './account-store.js';

/** The ways to sign in: by e-mail, with organisations, with a password and a code. */
@Component({
  selector: 'ts-ways-part',
  imports: [DoneNote, ErrorSummary, RouterLink],
  template: `
    <ts-done-note onlyHere [said]="done()" />
    @if (form.errors().length > 0) {
      <ts-error-summary [errors]="form.errors()" />
    }
    <dl class="govuk-summary-list ts-summary">
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">By e-mail</dt>
        <dd class="govuk-summary-list__value">
          @if (account().email) {
            A link to your address, whenever you ask for one.
          } @else {
            Not possible without an e-mail address.
          }
        </dd>
      </div>
      @for (identity of account().identities; track identity.id) {
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{{ identity.providerName }}</dt>
          <dd class="govuk-summary-list__value">
            Added on {{ day(identity.linkedAt)
            }}{{ identity.usedAt ? ', last used on ' + day(identity.usedAt) : ', not used yet' }}.
          </dd>
          <dd class="govuk-summary-list__actions">
            <button type="button" class="ts-link-button" (click)="unlink(identity)">
              Remove<span class="govuk-visually-hidden"> {{ identity.providerName }}</span>
            </button>
          </dd>
        </div>
      }
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">Password and code</dt>
        <dd class="govuk-summary-list__value">
          @if (account().password; as password) {
            Set on {{ day(password.changedAt) }}.
            {{ password.recoveryCodesLeft === 1 ? '1 recovery code' : password.recoveryCodesLeft + ' recovery codes' }}
            left.
            <details class="govuk-details ts-remove">
              <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">Remove the password</span>
              </summary>
              <div class="govuk-details__text">
                <p>
                  Password, code and recovery codes are gone at once, and every other session of yours ends. You sign in
                  by e-mail or with your organisation.
                </p>
                <button
                  type="button"
                  class="govuk-button govuk-button--secondary"
                  [attr.aria-disabled]="form.off()"
                  (click)="removePassword()"
                >
                  Remove the password
                </button>
              </div>
            </details>
          } @else {
            Not set.
          }
        </dd>
        @if (!account().demo) {
          <dd class="govuk-summary-list__actions">
            <a routerLink="/account/password">{{ account().password ? 'Set a new one' : 'Set a password' }}</a>
          </dd>
        }
      </div>
    </dl>
    @if (toAdd().length > 0) {
      <ul class="ts-providers">
        @for (provider of toAdd(); track provider.slug) {
          <li>
            <a class="govuk-button govuk-button--secondary" [href]="linkTo(provider.slug)">Add {{ provider.name }}</a>
          </li>
        }
      </ul>
    }
  `,
})
export class WaysPart {
  readonly account = input.required<Account>();

  readonly #store = inject(AccountStore);
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly done = signal('');
  protected readonly day = dayOf;
  /** Providers that are not among the account's own. The invented people of the demo stay as they are. */
  protected readonly toAdd = computed(() => {
    const { demo, identities } = this.account();
    if (demo) return [];
    const held = identities.map(({ providerName }) => providerName);
    return (this.#session.session()?.providers ?? []).filter(({ name }) => !held.includes(name));
  });

  protected linkTo(provider: string): string {
    return this.#client.address(startWithProvider, { params: { provider }, query: { link: '1', to: '/account' } });
  }

  protected async unlink({ id, providerName }: Account['identities'][number]): Promise<void> {
    this.done.set('');
    if ((await this.form.run(() => this.#store.unlink(id))).ok) {
      this.done.set(`You no longer sign in with ${providerName}.`);
    }
  }

  protected async removePassword(): Promise<void> {
    this.done.set('');
    if ((await this.form.run(() => this.#store.removePassword())).ok) {
      this.done.set('Your password is removed. Every other session of yours has ended.');
    }
  }
}
