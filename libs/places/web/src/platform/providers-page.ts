import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listProviders } from '@turnstone/contract/places/platform';
import { Empty, TableScroll } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { countSaid } from '../administration/plain-words.js';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

/** The sign-in providers: whose directory lets people in. */
@Component({
  selector: 'ts-providers-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, TableScroll, Empty, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note />
        <h1 tsHeading="Sign-in providers">{{ finding() }}</h1>
        <p class="ts-lead">
          With a sign-in provider people use the account of their own organisation (single sign-on by OpenID Connect). A
          link by e-mail and a password with a code work beside it.
        </p>
        <a class="govuk-button" routerLink="/platform/providers/add">Add a provider</a>
      </header>
      @if (read.value().providers.length > 0) {
        <ts-table-scroll label="Table of sign-in providers">
          <table class="tbl">
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Issuer</th>
                <th scope="col">State</th>
                <th scope="col" class="num">People</th>
              </tr>
            </thead>
            <tbody>
              @for (one of read.value().providers; track one.id) {
                <tr>
                  <th scope="row">
                    <a [routerLink]="['/platform/providers', one.id]">{{ one.name }}</a>
                  </th>
                  <td class="ts-filename" data-l="Issuer">{{ one.issuer }}</td>
                  <td data-l="State">{{ one.enabled ? 'Offered on the sign-in page' : 'Not offered' }}</td>
                  <td class="num" data-l="People">{{ one.people }}</td>
                </tr>
              }
            </tbody>
          </table>
        </ts-table-scroll>
      } @else {
        <ts-empty what="No sign-in provider yet">
          <p>
            Add one when an organisation of your partnership has a directory, such as Microsoft Entra ID. Until then
            people sign in with a link by e-mail or with a password and a code.
          </p>
        </ts-empty>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the sign-in providers" />
    }
  `,
})
export class ProvidersPage {
  readonly #client = inject(ContractClient);
  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listProviders, { signal: abortSignal }),
  });
  protected readonly finding = computed(() => {
    const providers = this.read.hasValue() ? this.read.value().providers : [];
    const offered = providers.filter((one) => one.enabled).length;
    if (offered === 0) return 'Nobody signs in with an account of their organisation yet';
    return `People of ${countSaid(offered, 'organisation sign', 'organisations sign')} in with their own account`;
  });
}
