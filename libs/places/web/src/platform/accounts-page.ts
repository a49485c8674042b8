import { Component, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { changeAccount, findAccounts } from '@turnstone/contract/places/platform';
import type { AccountKept } from '@turnstone/contract/places/platform';
import { Empty, ErrorSummary, TableScroll } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { capital, countSaid } from '../administration/plain-words.js';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';

/** Finds accounts by part of a name or address, and shuts one out or lets it in again. */
@Component({
  selector: 'ts-accounts-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, TableScroll, Empty, ErrorSummary, DoneNote],
  template: `
    <header class="ts-admin-top">
      <ts-done-note [said]="done()" />
      @if (form.errors().length > 0) {
        <ts-error-summary [errors]="form.errors()" />
      }
      <h1 tsHeading="Accounts">Accounts</h1>
      <p class="ts-lead">
        Disabling an account ends every session of it at once, and nobody signs in with it until it is enabled again.
        What the person wrote, and their roles, stay.
      </p>
    </header>
    <form class="ts-filters" role="search" aria-label="Find accounts" (submit)="find($event)">
      <div>
        <label class="govuk-label" for="search">Part of a name or e-mail address</label>
        <input
          class="govuk-input"
          id="search"
          type="search"
          autocomplete="off"
          [value]="typed()"
          (input)="typed.set($any($event.target).value)"
        />
      </div>
      <div class="ts-filter-buttons">
        <button class="govuk-button govuk-button--secondary" type="submit">Find</button>
      </div>
    </form>
    @if (read.hasValue()) {
      <p class="ts-shown" role="status" id="found" tabindex="-1">
        {{ said(read.value().accounts.length, read.value().more) }}
      </p>
      @if (read.value().accounts.length > 0) {
        <ts-table-scroll label="Table of accounts">
          <table class="tbl">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Places</th>
                <th scope="col">Signs in with</th>
                <th scope="col">State</th>
                <th scope="col"><span class="govuk-visually-hidden">What you can do</span></th>
              </tr>
            </thead>
            <tbody>
              @for (one of read.value().accounts; track one.personId) {
                <tr>
                  <th scope="row">
                    {{ one.name }}
                    @if (one.email) {
                      <span class="ts-under">{{ one.email }}</span>
                    }
                  </th>
                  <td data-l="Places">
                    @for (place of one.places; track place.slug) {
                      <a class="ts-line" [routerLink]="['/places', place.slug, 'people']">{{ place.name }}</a>
                    } @empty {
                      <span class="quiet">None</span>
                    }
                  </td>
                  <td data-l="Signs in with">
                    @if (one.signsInWith.length > 0) {
                      {{ capital(one.signsInWith.join(', ')) }}
                    } @else {
                      <span class="quiet">Nothing yet</span>
                    }
                  </td>
                  <td data-l="State">
                    @if (one.state === 'disabled') {
                      <b>Disabled</b>
                    } @else {
                      Active
                    }
                  </td>
                  <td class="ts-deeds">
                    @if (one.state === 'disabled') {
                      <button type="button" class="ts-link-button" (click)="change(one, 'active')">
                        Enable<span class="govuk-visually-hidden"> the account of {{ one.name }}</span>
                      </button>
                    } @else if (asking() === one.personId) {
                      <button
                        type="button"
                        class="govuk-button govuk-button--warning ts-small-button"
                        (click)="change(one, 'disabled')"
                      >
                        Yes, disable {{ one.name }}
                      </button>
                      <button type="button" class="ts-link-button" (click)="asking.set(null)">Cancel</button>
                    } @else if (one.personId !== session.person()?.id) {
                      <button type="button" class="ts-link-button" (click)="asking.set(one.personId)">
                        Disable<span class="govuk-visually-hidden"> the account of {{ one.name }}</span>
                      </button>
                    }
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </ts-table-scroll>
      } @else {
        <ts-empty what="No account fits that"><p>Try a shorter part of the name or address.</p></ts-empty>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the accounts" />
    }
  `,
})
export class AccountsPage {
  readonly search = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly capital = capital;
  protected readonly form = new FormSending();
  protected readonly done = signal('');
  protected readonly asking = signal<string | null>(null);
  protected readonly typed = linkedSignal(() => this.search() ?? '');
  protected readonly read = resource({
    params: () => ({ search: this.search() }),
    loader: ({ params, abortSignal }) => this.#client.ask(findAccounts, { query: params, signal: abortSignal }),
  });

  protected said(count: number, more: boolean): string {
    if (count === 0) return '';
    return more ? `The first ${count} accounts. Search to narrow them.` : countSaid(count, 'account', 'accounts');
  }

  protected find(submit: Event): void {
    submit.preventDefault();
    this.done.set('');
    void this.#router.navigate([], { queryParams: { search: this.typed().trim() || null } });
  }

  protected async change(one: AccountKept, state: AccountKept['state']): Promise<void> {
    if (this.form.busy()) return;
    const params = { person: one.personId };
    const sent = await this.form.run(() => this.#client.ask(changeAccount, { params, body: { state } }));
    this.asking.set(null);
    if (!sent.ok) return;
    const changed = sent.answer;
    this.read.update(
      (found) =>
        found && {
          ...found,
          accounts: found.accounts.map((each) => (each.personId === one.personId ? changed : each)),
        },
    );
    this.done.set(
      state === 'disabled'
        ? `The account of ${one.name} is disabled, and every session of it has ended.`
        : `${one.name} can sign in again.`,
    );
    document.getElementById('found')?.focus();
  }
}
