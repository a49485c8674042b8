import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { inviteAgain, withdrawInvitation } from '@turnstone/contract/places/administration';
import type { Invitation, Member } from '@turnstone/contract/places/administration';
import { Empty, ErrorSummary, TableScroll } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { dayOf, shortDayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { capital, countSaid, roleSays, rolesSaid, timeLeft } from './plain-words.js';
import { readPeople } from './read-people.js';

const orders = {
  name: 'Name',
  organisation: 'Organisation',
  joined: 'Joined last',
  seen: 'Seen last',
} as const;
type Order = keyof typeof orders;

/** Who belongs to a place: their roles, their organisation, what they lead; and who is invited. */
@Component({
  selector: 'ts-people-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, TableScroll, Empty, ErrorSummary, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note [said]="done()" />
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="People">{{ finding() }}</h1>
        @if (manages()) {
          <a class="govuk-button" [routerLink]="['/places', place(), 'people', 'invite']">Invite somebody</a>
        }
      </header>
      @if (all().length > 0) {
        <form class="ts-filters" role="search" aria-label="Find people" (submit)="$event.preventDefault()">
          <div>
            <label class="govuk-label" for="find">{{
              manages() ? 'Name, address or organisation' : 'Name or organisation'
            }}</label>
            <input
              class="govuk-input"
              id="find"
              type="search"
              autocomplete="off"
              [value]="find() ?? ''"
              (input)="filter({ find: $any($event.target).value })"
            />
          </div>
          <div>
            <label class="govuk-label" for="role">Role</label>
            <select class="govuk-select" id="role" (change)="filter({ role: $any($event.target).value })">
              <option value="" [selected]="!role()">Any role</option>
              @for (one of rolesHere(); track one) {
                <option [value]="one" [selected]="one === role()">{{ capital(one) }}</option>
              }
            </select>
          </div>
          <div class="ts-order">
            <label class="govuk-label" for="sort">Order</label>
            <select class="govuk-select" id="sort" (change)="filter({ sort: $any($event.target).value })">
              @for (one of ordersHere(); track one) {
                <option [value]="one" [selected]="one === order()">{{ orders[one] }}</option>
              }
            </select>
          </div>
        </form>
        <p class="ts-shown" role="status">{{ shown() }}</p>
        @if (people().length > 0) {
          <ts-table-scroll label="Table of people">
            <table class="tbl ts-people-table">
              <thead>
                <tr>
                  <th scope="col" [attr.aria-sort]="sorted('name')">
                    <button type="button" class="ts-sort" (click)="filter({ sort: 'name' })">Name</button>
                  </th>
                  <th scope="col">Roles</th>
                  <th scope="col" [attr.aria-sort]="sorted('organisation')">
                    <button type="button" class="ts-sort" (click)="filter({ sort: 'organisation' })">
                      Organisation
                    </button>
                  </th>
                  <th scope="col" [attr.aria-sort]="sorted('joined')">
                    <button type="button" class="ts-sort" (click)="filter({ sort: 'joined' })">Joined</button>
                  </th>
                  @if (manages()) {
                    <th scope="col" [attr.aria-sort]="sorted('seen')">
                      <button type="button" class="ts-sort" (click)="filter({ sort: 'seen' })">Last seen</button>
                    </th>
                  }
                </tr>
              </thead>
              <tbody>
                @for (person of people(); track person.personId) {
                  <tr>
                    <th scope="row">
                      @if (manages()) {
                        <a [routerLink]="['/places', place(), 'people', person.personId]">{{ person.name }}</a>
                        @if (person.email) {
                          <span class="ts-under">{{ person.email }}</span>
                        }
                      } @else {
                        {{ person.name }}
                      }
                    </th>
                    <td data-l="Roles">
                      {{ rolesSaid(person.roles) }}
                      @if (leads(person); as led) {
                        <span class="ts-under">Leads {{ led }}</span>
                      }
                    </td>
                    <td data-l="Organisation">
                      @if (person.organisationName) {
                        {{ person.organisationName }}
                      } @else {
                        <span class="quiet">None</span>
                      }
                    </td>
                    <td class="nowrap" data-l="Joined">{{ day(person.joinedAt) }}</td>
                    @if (manages()) {
                      <td class="nowrap" data-l="Last seen">
                        {{ person.seenOn ? day(person.seenOn) : 'Not yet' }}
                      </td>
                    }
                  </tr>
                }
              </tbody>
            </table>
          </ts-table-scroll>
        } @else {
          <ts-empty what="Nobody here fits that">
            <p>
              <button type="button" class="ts-link-button" (click)="filter({ find: '', role: '' })">
                Show everybody
              </button>
            </p>
          </ts-empty>
        }
      } @else {
        <ts-empty what="Nobody belongs to this place yet">
          @if (manages()) {
            <p>Invite a programme manager first: they can then invite everybody else.</p>
          } @else {
            <p>The people of this place appear here as soon as they join.</p>
          }
        </ts-empty>
      }

      @if (manages()) {
        <section class="ts-part" aria-labelledby="invited">
          <h2 id="invited" tabindex="-1">Invitations</h2>
          @if (waiting().length > 0) {
            <ts-table-scroll label="Table of invitations">
              <table class="tbl">
                <thead>
                  <tr>
                    <th scope="col">Invited</th>
                    <th scope="col">As</th>
                    <th scope="col">By</th>
                    <th scope="col">The link</th>
                    <th scope="col"><span class="govuk-visually-hidden">What you can do</span></th>
                  </tr>
                </thead>
                <tbody>
                  @for (one of waiting(); track one.id) {
                    <tr>
                      <th scope="row">
                        {{ one.name }}
                        <span class="ts-under">{{ one.email }}</span>
                      </th>
                      <td data-l="As">
                        {{ rolesSaid(one.roles) }}
                        @if (one.organisationName) {
                          <span class="ts-under">{{ one.organisationName }}</span>
                        }
                      </td>
                      <td data-l="By">
                        {{ one.invitedBy }}
                        <span class="ts-under">{{ day(one.createdAt) }}</span>
                      </td>
                      <td data-l="The link">
                        @if (one.state === 'expired') {
                          <b>Has run out</b>
                          <span class="ts-under">on {{ day(one.expiresAt) }}</span>
                        } @else {
                          {{ capital(left(one)) }}
                          <span class="ts-under">until {{ day(one.expiresAt) }}</span>
                        }
                      </td>
                      <td class="ts-deeds">
                        <button type="button" class="ts-link-button" (click)="sendAgain(one)">
                          Send again<span class="govuk-visually-hidden"> to {{ one.name }}</span>
                        </button>
                        <button type="button" class="ts-link-button" (click)="withdraw(one)">
                          Withdraw<span class="govuk-visually-hidden"> the invitation of {{ one.name }}</span>
                        </button>
                      </td>
                    </tr>
                  }
                </tbody>
              </table>
            </ts-table-scroll>
          } @else {
            <p>No invitation waits for an answer.</p>
          }
        </section>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the people" />
    }
  `,
})
export class PeoplePage {
  readonly place = input.required<string>();
  readonly find = input<string>();
  readonly role = input<string>();
  readonly sort = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  protected readonly orders = orders;
  protected readonly capital = capital;
  protected readonly rolesSaid = rolesSaid;
  protected readonly day = shortDayOf;
  protected readonly form = new FormSending();
  protected readonly done = linkedSignal({ source: this.place, computation: () => '' });
  protected readonly manages = computed(() => this.#session.may('manage people'));

  protected readonly read = resource({
    params: () => ({ place: this.place(), manages: this.manages() }),
    loader: ({ params, abortSignal }) => readPeople(this.#client, params.place, params.manages, abortSignal),
  });
  protected readonly all = computed<readonly Member[]>(() => (this.read.hasValue() ? this.read.value().people : []));
  protected readonly waiting = computed<readonly Invitation[]>(() =>
    this.read.hasValue()
      ? this.read.value().invitations.filter((one) => one.state === 'waiting' || one.state === 'expired')
      : [],
  );
  protected readonly finding = computed(() => {
    const name = this.#session.place()?.name ?? 'this place';
    const count = this.all().length;
    if (count === 0) return `Nobody belongs to ${name} yet`;
    return `${countSaid(count, 'person belongs', 'people belong')} to ${name}`;
  });
  protected readonly rolesHere = computed(() =>
    Object.keys(roleSays).filter((role) => this.all().some((person) => (person.roles as string[]).includes(role))),
  );
  protected readonly ordersHere = computed(() =>
    (Object.keys(orders) as Order[]).filter((order) => order !== 'seen' || this.manages()),
  );
  protected readonly order = computed<Order>(() => this.ordersHere().find((order) => order === this.sort()) ?? 'name');
  protected readonly people = computed(() => {
    const words = (this.find() ?? '').trim().toLowerCase();
    const role = this.role();
    return this.all()
      .filter((person) => !role || (person.roles as string[]).includes(role))
      .filter((person) =>
        [person.name, person.email ?? '', person.organisationName ?? ''].some((text) =>
          text.toLowerCase().includes(words),
        ),
      )
      .toSorted(comparing[this.order()]);
  });
  protected readonly shown = computed(() => {
    const [shown, all] = [this.people().length, this.all().length];
    return shown === all ? '' : `${shown} of ${countSaid(all, 'person', 'people')} shown`;
  });

  protected leads(person: Member): string {
    const workstreams = this.read.hasValue() ? this.read.value().workstreams : [];
    return workstreams
      .filter((one) => person.workstreamIds.includes(one.id))
      .map((one) => one.name)
      .join(', ');
  }

  protected sorted(order: Order): 'ascending' | 'descending' | null {
    if (this.order() !== order) return null;
    return order === 'name' || order === 'organisation' ? 'ascending' : 'descending';
  }

  protected left(invitation: Invitation): string {
    return timeLeft(invitation.expiresAt, new Date());
  }

  /** Filters stay in the address, so that going back finds them again. */
  protected filter(change: { find?: string; role?: string; sort?: string }): void {
    const queryParams = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value || null]));
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async sendAgain(invitation: Invitation): Promise<void> {
    const params = { place: this.place(), invitation: invitation.id };
    const sent = await this.form.run(() => this.#client.ask(inviteAgain, { params }));
    if (!sent.ok) return;
    this.#say(
      `Sent again to ${invitation.email}. The new link works until ${dayOf(sent.answer.expiresAt)}; the old one no longer does.`,
    );
  }

  protected async withdraw(invitation: Invitation): Promise<void> {
    const params = { place: this.place(), invitation: invitation.id };
    const sent = await this.form.run(() => this.#client.ask(withdrawInvitation, { params }));
    if (sent.ok) this.#say(`The invitation of ${invitation.name} is withdrawn. Its link no longer works.`);
  }

  #say(words: string): void {
    this.done.set(words);
    this.read.reload();
    // The button that was pressed may be gone: reading goes on from the heading of its part.
    document.getElementById('invited')?.focus();
  }
}

const comparing: Readonly<Record<Order, (a: Member, b: Member) => number>> = {
  name: byName,
  organisation: (a, b) =>
    Number(a.organisationName === null) - Number(b.organisationName === null) ||
    (a.organisationName ?? '').localeCompare(b.organisationName ?? '', 'en-GB') ||
    byName(a, b),
  joined: (a, b) => b.joinedAt.localeCompare(a.joinedAt) || byName(a, b),
  seen: (a, b) => (b.seenOn ?? '').localeCompare(a.seenOn ?? '') || byName(a, b),
};

function byName(a: Member, b: Member): number {
  return a.name.localeCompare(b.name, 'en-GB');
}
