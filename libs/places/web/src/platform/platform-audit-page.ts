import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { Router } from '@angular/router';
import { downloadPlatformAudit, readPlatformAudit } from '@turnstone/contract/places/platform';
import type { AuditPage as Trail } from '@turnstone/contract/places/administration';
import { askedFor, AuditTrail } from '../administration/audit-trail.js';
import type { TrailFilters } from '../administration/audit-trail.js';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

/** What concerns no place: sign-ins, providers, places, administrators, accounts. */
@Component({
  selector: 'ts-platform-audit-page',
  imports: [PageHeading, ProblemPage, Waiting, AuditTrail],
  template: `
    @if (page(); as trail) {
      <header class="ts-admin-top">
        <h1 tsHeading="Audit trail of the platform">Every change of the platform, and who made it</h1>
        <p class="ts-lead">
          Sign-ins, providers, places, administrators and accounts. What is changed in a place stands in the trail of
          that place.
        </p>
      </header>
      <ts-audit-trail
        [page]="trail"
        [filters]="filters()"
        [older]="before() !== undefined"
        [csv]="csv()"
        (filter)="filter($event)"
      />
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the audit trail" />
    }
  `,
})
export class PlatformAuditPage {
  readonly person = input<string>();
  readonly action = input<string>();
  readonly about = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly before = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly filters = computed<TrailFilters>(() => ({
    person: this.person() ?? '',
    action: this.action() ?? '',
    about: this.about() ?? '',
    from: this.from() ?? '',
    to: this.to() ?? '',
  }));
  readonly #query = computed(() => askedFor(this.filters()));
  protected readonly read = resource({
    params: () => ({ query: { ...this.#query(), before: this.before() } }),
    loader: ({ params: { query }, abortSignal }) => this.#client.ask(readPlatformAudit, { query, signal: abortSignal }),
  });
  // The page stays while other filters are asked for, so that nobody loses their place in the form.
  protected readonly page = linkedSignal<Trail | null, Trail | null>({
    source: () => (this.read.hasValue() ? this.read.value() : null),
    computation: (now, before) => now ?? (this.read.error() ? null : (before?.value ?? null)),
  });
  protected readonly csv = computed(() => this.#client.address(downloadPlatformAudit, { query: this.#query() }));

  protected filter(filters: TrailFilters): void {
    void this.#router.navigate([], { queryParams: askedFor(filters) });
  }
}
