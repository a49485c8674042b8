import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listWorkstreams } from '@turnstone/contract/places/administration';
import type { Workstream } from '@turnstone/contract/places/administration';
import { Empty } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { shortDayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { DoneNote } from '../form/done-note.js';
import { countSaid, listSaid } from './plain-words.js';

/** The workstreams of a place, who leads them, and whose cards they write; and the outcomes that nobody's workstream holds. */
@Component({
  selector: 'ts-workstreams-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, Empty, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note />
        <h1 tsHeading="Workstreams">{{ finding() }}</h1>
        <a class="govuk-button" [routerLink]="['/places', place(), 'workstreams', 'add']">Add a workstream</a>
      </header>
      @for (one of open(); track one.id) {
        <section class="sec" [class.key]="$first" [attr.aria-labelledby]="'workstream-' + one.id">
          <h2 [id]="'workstream-' + one.id">
            <a [routerLink]="['/places', place(), 'workstreams', one.id]">{{ one.name }}</a>
          </h2>
          <div>
            @if (one.about) {
              <p>{{ one.about }}</p>
            }
            <dl class="ts-facts">
              <div>
                <dt>Led by</dt>
                <dd>
                  @for (lead of one.leads; track lead.personId) {
                    <a [routerLink]="['/places', place(), 'people', lead.personId]">{{ lead.name }}</a>{{
                      $last ? '' : ', '
                    }}
                  } @empty {
                    Nobody yet. Set it on the page of <a [routerLink]="['/places', place(), 'people']">a person</a>.
                  }
                </dd>
              </div>
              <div>
                <dt>Outcomes</dt>
                <dd>
                  @for (outcome of one.outcomes; track outcome.slug) {
                    <a class="ts-line" [routerLink]="['/places', place(), 'outcomes', outcome.slug]">{{
                      outcome.statement
                    }}</a>
                  } @empty {
                    None yet: its leads have no card to write.
                  }
                </dd>
              </div>
            </dl>
          </div>
        </section>
      } @empty {
        <ts-empty what="No workstream yet">
          <p>A workstream holds outcomes; its leads write their report cards. Add the first one.</p>
        </ts-empty>
      }
      @if (read.value().otherOutcomes.length > 0 && open().length > 0) {
        <section class="sec" aria-labelledby="others">
          <h2 id="others">In no workstream</h2>
          <div>
            <p class="under">Only programme managers write the cards of these outcomes.</p>
            <ul class="ts-dashes">
              @for (outcome of read.value().otherOutcomes; track outcome.slug) {
                <li>
                  <a [routerLink]="['/places', place(), 'outcomes', outcome.slug]">{{ outcome.statement }}</a>
                </li>
              }
            </ul>
          </div>
        </section>
      }
      @if (ended().length > 0) {
        <section class="sec" aria-labelledby="ended">
          <h2 id="ended">Ended</h2>
          <ul class="ts-rows">
            @for (one of ended(); track one.id) {
              <li>
                <a [routerLink]="['/places', place(), 'workstreams', one.id]">{{ one.name }}</a>
                <span class="ts-under">{{ day(one.closedAt ?? '') }}</span>
              </li>
            }
          </ul>
        </section>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the workstreams" />
    }
  `,
})
export class WorkstreamsPage {
  readonly place = input.required<string>();
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly day = shortDayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listWorkstreams, { params, signal: abortSignal }),
  });
  readonly #all = computed<readonly Workstream[]>(() => (this.read.hasValue() ? this.read.value().workstreams : []));
  protected readonly open = computed(() => this.#all().filter((one) => one.closedAt === null));
  protected readonly ended = computed(() => this.#all().filter((one) => one.closedAt !== null));
  protected readonly finding = computed(() => {
    const open = this.open();
    const without = open.filter((one) => one.leads.length === 0).map((one) => one.name);
    if (open.length === 0) return `${this.#session.place()?.name ?? 'This place'} has no workstream yet`;
    if (without.length === 0)
      return `${countSaid(open.length, 'workstream, and it has', 'workstreams, and each has')} a lead`;
    if (without.length <= 2) return `${listSaid(without)} ${without.length === 1 ? 'has' : 'have'} no lead yet`;
    return `${without.length} of ${open.length} workstreams have no lead yet`;
  });
}
