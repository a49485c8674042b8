import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { Router } from '@angular/router';
import {
  downloadAudit,
  listOrganisations,
  listPeople,
  listWorkstreams,
  readAudit,
} from '@turnstone/contract/places/administration';
import type { AuditPage as Trail } from '@turnstone/contract/places/administration';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { askedFor, AuditTrail } from './audit-trail.js';
import type { TrailFilters } from './audit-trail.js';
import { orNone } from './read-people.js';

/** Every change of a place: who, what, before, after, when, through what. */
@Component({
  selector: 'ts-audit-page',
  imports: [PageHeading, ProblemPage, Waiting, AuditTrail],
  template: `
    @if (page(); as trail) {
      <header class="ts-admin-top">
        <h1 tsHeading="Audit trail">Every change in {{ session.place()?.name }}, and who made it</h1>
      </header>
      <ts-audit-trail
        [page]="trail"
        [filters]="filters()"
        [older]="before() !== undefined"
        [csv]="csv()"
        [names]="names()"
        (filter)="filter($event)"
      />
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the audit trail" />
    }
  `,
})
export class AuditPage {
  readonly place = input.required<string>();
  readonly person = input<string>();
  readonly action = input<string>();
  readonly about = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly before = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly filters = computed<TrailFilters>(() => ({
    person: this.person() ?? '',
    action: this.action() ?? '',
    about: this.about() ?? '',
    from: this.from() ?? '',
    to: this.to() ?? '',
  }));
  readonly #query = computed(() => askedFor(this.filters()));
  protected readonly read = resource({
    params: () => ({ place: this.place(), query: { ...this.#query(), before: this.before() } }),
    loader: ({ params: { place, query }, abortSignal }) =>
      this.#client.ask(readAudit, { params: { place }, query, signal: abortSignal }),
  });
  // The page stays while other filters are asked for, so that nobody loses their place in the form.
  protected readonly page = linkedSignal<{ place: string; now: Trail | null }, Trail | null>({
    source: () => ({ place: this.place(), now: this.read.hasValue() ? this.read.value() : null }),
    computation: ({ place, now }, before) =>
      now ?? (before?.source.place === place && !this.read.error() ? before.value : null),
  });
  readonly #named = resource({
    params: () => ({ place: this.place() }),
    loader: async ({ params, abortSignal: signal }) => {
      const [people, organisations, workstreams] = await Promise.all([
        orNone(this.#client.ask(listPeople, { params, signal }).then((answer) => answer.people)),
        orNone(this.#client.ask(listOrganisations, { params, signal }).then((answer) => answer.organisations)),
        orNone(this.#client.ask(listWorkstreams, { params, signal }).then((answer) => answer.workstreams)),
      ]);
      return new Map([
        ...people.map((one) => [one.personId, one.name] as const),
        ...[...organisations, ...workstreams].map((one) => [one.id, one.name] as const),
      ]);
    },
  });
  // The trail is read without the names when they cannot be had.
  protected readonly names = computed(() => (this.#named.hasValue() ? this.#named.value() : new Map<string, string>()));
  protected readonly csv = computed(() =>
    this.#client.address(downloadAudit, { params: { place: this.place() }, query: this.#query() }),
  );

  protected filter(filters: TrailFilters): void {
    void this.#router.navigate([], { queryParams: askedFor(filters) });
  }
}
