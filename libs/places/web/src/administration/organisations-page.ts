import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listOrganisations } from '@turnstone/contract/places/administration';
import { Empty, TableScroll } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { shortDayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { DoneNote } from '../form/done-note.js';
import { capital, countSaid } from './plain-words.js';

/** The partners of a place, with their sector; those that are partners no longer stand apart. */
@Component({
  selector: 'ts-organisations-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, TableScroll, Empty, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note />
        <h1 tsHeading="Organisations">{{ finding() }}</h1>
        <a class="govuk-button" [routerLink]="['/places', place(), 'organisations', 'add']">Add an organisation</a>
      </header>
      @if (partners().length > 0) {
        <ts-table-scroll label="Table of organisations">
          <table class="tbl">
            <thead>
              <tr>
                <th scope="col">Organisation</th>
                <th scope="col">Sector</th>
                <th scope="col" class="num">People here</th>
              </tr>
            </thead>
            <tbody>
              @for (one of partners(); track one.id) {
                <tr>
                  <th scope="row">
                    <a [routerLink]="['/places', place(), 'organisations', one.id]">{{ one.name }}</a>
                  </th>
                  <td data-l="Sector">{{ capital(one.sector) }}</td>
                  <td class="num" data-l="People here">{{ one.people }}</td>
                </tr>
              }
            </tbody>
          </table>
        </ts-table-scroll>
      } @else {
        <ts-empty what="No organisation yet">
          <p>Add the partners of this place: then people can be said to come from one of them.</p>
        </ts-empty>
      }
      @if (former().length > 0) {
        <section class="ts-part" aria-labelledby="former">
          <h2 id="former">Partners no longer</h2>
          <ul class="ts-rows">
            @for (one of former(); track one.id) {
              <li>
                <a [routerLink]="['/places', place(), 'organisations', one.id]">{{ one.name }}</a>
                <span class="ts-under">{{ capital(one.sector) }}, until {{ day(one.closedAt ?? '') }}</span>
              </li>
            }
          </ul>
        </section>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the organisations" />
    }
  `,
})
export class OrganisationsPage {
  readonly place = input.required<string>();
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly capital = capital;
  protected readonly day = shortDayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listOrganisations, { params, signal: abortSignal }),
  });
  readonly #all = computed(() => (this.read.hasValue() ? this.read.value().organisations : []));
  protected readonly partners = computed(() => this.#all().filter((one) => one.closedAt === null));
  protected readonly former = computed(() => this.#all().filter((one) => one.closedAt !== null));
  protected readonly finding = computed(() => {
    const name = this.#session.place()?.name ?? 'this place';
    const count = this.partners().length;
    return count === 0
      ? `${name} has no partner organisation yet`
      : `${countSaid(count, 'organisation works', 'organisations work')} together in ${name}`;
  });
}
