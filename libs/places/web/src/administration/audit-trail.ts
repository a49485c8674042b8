import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AuditEntryShown, AuditPage } from '@turnstone/contract/places/administration';
import { Empty, TableScroll } from '@turnstone/ui';
import { shortDayOf, timeOf } from '../days.js';
import { differencesOf, withNames } from './audit-differences.js';
import type { Differences, Names } from './audit-differences.js';
import { capital, countSaid } from './plain-words.js';

/** The filters of a trail as its address keeps them. */
export interface TrailFilters {
  person: string;
  action: string;
  about: string;
  from: string;
  to: string;
}

/** What is empty is not asked for. */
export function askedFor(filters: TrailFilters): Partial<TrailFilters> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value.trim() !== ''));
}

/** A trail of changes, the latest first: filters, table, and for each entry what stood before and what stands after. */
@Component({
  selector: 'ts-audit-trail',
  imports: [RouterLink, TableScroll, Empty],
  template: `
    <form class="ts-filters" role="search" aria-label="Filter the trail" (submit)="show($event)">
      <div>
        <label class="govuk-label" for="trail-person">Who</label>
        <select class="govuk-select" id="trail-person" (change)="write({ person: $any($event.target).value })">
          <option value="" [selected]="!given().person">Anybody</option>
          @for (one of page().people; track one.id) {
            <option [value]="one.id" [selected]="one.id === given().person">{{ one.name }}</option>
          }
        </select>
      </div>
      <div>
        <label class="govuk-label" for="trail-action">What</label>
        <select class="govuk-select" id="trail-action" (change)="write({ action: $any($event.target).value })">
          <option value="" [selected]="!given().action">Anything</option>
          @for (one of page().actions; track one) {
            <option [value]="one" [selected]="one === given().action">{{ capital(one) }}</option>
          }
        </select>
      </div>
      <div>
        <label class="govuk-label" for="trail-about">About (part of it)</label>
        <input
          class="govuk-input"
          id="trail-about"
          autocomplete="off"
          [value]="given().about"
          (input)="write({ about: $any($event.target).value })"
        />
      </div>
      <div>
        <label class="govuk-label" for="trail-from">From</label>
        <input
          class="govuk-input"
          id="trail-from"
          type="date"
          [value]="given().from"
          (input)="write({ from: $any($event.target).value })"
        />
      </div>
      <div>
        <label class="govuk-label" for="trail-to">To</label>
        <input
          class="govuk-input"
          id="trail-to"
          type="date"
          [value]="given().to"
          (input)="write({ to: $any($event.target).value })"
        />
      </div>
      <div class="ts-filter-buttons">
        <button class="govuk-button govuk-button--secondary" type="submit">Show</button>
        @if (filtered()) {
          <button
            type="button"
            class="ts-link-button"
            (click)="filter.emit({ person: '', action: '', about: '', from: '', to: '' })"
          >
            Clear
          </button>
        }
      </div>
    </form>
    <div class="ts-trail-top">
      <p role="status">{{ said() }}</p>
      <a [href]="csv()" download>Download CSV</a>
    </div>
    @if (page().entries.length > 0) {
      <ts-table-scroll label="Table of changes">
        <table class="tbl ts-trail">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
              <th scope="col">Through</th>
              <th scope="col"><span class="govuk-visually-hidden">Details</span></th>
            </tr>
          </thead>
          <tbody>
            @for (entry of page().entries; track entry.seq) {
              @let shown = opened().has(entry.seq);
              <tr [class.ts-open]="shown">
                <td class="nowrap num-left" data-l="When">{{ day(entry.at) }}, {{ time(entry.at) }}</td>
                <td data-l="Who">{{ whoOf(entry) }}</td>
                <td data-l="What">
                  <b>{{ capital(entry.action) }}</b>
                </td>
                <td data-l="About" class="ts-filename">{{ aboutOf(entry) }}</td>
                <td data-l="Through">{{ entry.through }}</td>
                <td class="ts-deeds">
                  <button
                    type="button"
                    class="ts-link-button"
                    [attr.aria-expanded]="shown"
                    [attr.aria-controls]="'entry-' + entry.seq"
                    (click)="open(entry.seq)"
                  >
                    {{ shown ? 'Hide' : 'Show' }} the change<span class="govuk-visually-hidden">
                      {{ entry.seq }}: {{ entry.action }}</span
                    >
                  </button>
                </td>
              </tr>
              @if (shown) {
                @let difference = differencesOf(entry);
                <tr class="ts-difference" [id]="'entry-' + entry.seq">
                  <td colspan="6">
                    @if (difference.changed.length > 0) {
                      <table class="ts-two-columns">
                        <caption class="govuk-visually-hidden">
                          What was changed
                        </caption>
                        <thead>
                          <tr>
                            <th scope="col"><span class="govuk-visually-hidden">Field</span></th>
                            @if (!difference.isNew) {
                              <th scope="col">Before</th>
                            }
                            <th scope="col">{{ difference.isNew ? 'It was not there before' : 'After' }}</th>
                          </tr>
                        </thead>
                        <tbody>
                          @for (one of difference.changed; track one.field) {
                            <tr>
                              <th scope="row">{{ one.field }}</th>
                              @if (!difference.isNew) {
                                <td data-l="Before">
                                  @if (one.before !== null) {
                                    {{ one.before }}
                                  } @else {
                                    <span class="quiet">Not there</span>
                                  }
                                </td>
                              }
                              <td data-l="After">
                                @if (one.after !== null) {
                                  {{ one.after }}
                                } @else {
                                  <span class="quiet">Not there</span>
                                }
                              </td>
                            </tr>
                          }
                        </tbody>
                      </table>
                    } @else {
                      <p>This entry changes no field: it says that it was done.</p>
                    }
                    <p class="quiet">
                      @if (entry.personal === 'erased') {
                        What identified a person has been erased; the chain still holds.
                      }
                      @if (difference.same > 0) {
                        {{ sameSaid(difference.same) }}
                      }
                      Entry {{ entry.seq }}, fingerprint {{ entry.hash }}.
                    </p>
                  </td>
                </tr>
              }
            }
          </tbody>
        </table>
      </ts-table-scroll>
      <p class="cap ts-pages">
        @if (older()) {
          <a routerLink="." [queryParams]="{ before: null }" queryParamsHandling="merge">Newest entries</a>
        }
        @if (page().next; as next) {
          <a routerLink="." [queryParams]="{ before: next }" queryParamsHandling="merge">Older entries</a>
        }
      </p>
    } @else {
      <ts-empty [what]="filtered() ? 'No entry fits these filters' : 'Nothing has been changed yet'">
        <p>{{ filtered() ? 'Take one of them away, or widen the days.' : 'Every change leaves one entry here.' }}</p>
      </ts-empty>
    }
    <section class="ts-part" aria-labelledby="chain">
      <h2 id="chain">Why this trail can be believed</h2>
      <p class="ts-lead-small">
        Every change leaves exactly one entry, and nobody can change or take away an entry through Turnstone. Each entry
        carries a fingerprint made from what it says and from the fingerprint of the entry before it, so that an entry
        that was altered, removed or moved breaks the chain from there on.
      </p>
      <p class="ts-lead-small">
        Whoever runs Turnstone checks every chain with <code>turnstone audit verify</code>: it names the first entry
        that does not fit. The download holds the whole fingerprint of each entry, so that a copy kept elsewhere can be
        compared.
      </p>
    </section>
  `,
})
export class AuditTrail {
  readonly page = input.required<AuditPage>();
  readonly filters = input.required<TrailFilters>();
  /** Whether this is not the newest part of the trail. */
  readonly older = input(false);
  readonly csv = input.required<string>();
  readonly names = input<Names>(new Map());
  readonly filter = output<TrailFilters>();

  protected readonly capital = capital;
  protected readonly day = shortDayOf;
  protected readonly time = timeOf;
  protected readonly opened = linkedSignal<AuditPage, ReadonlySet<number>>({
    source: this.page,
    computation: () => new Set(),
  });
  readonly #typed = signal<Partial<TrailFilters>>({});
  protected readonly given = computed(() => ({ ...this.filters(), ...this.#typed() }));
  protected readonly filtered = computed(() => Object.values(this.filters()).some(Boolean));
  protected readonly said = computed(() =>
    this.filtered()
      ? `${countSaid(this.page().total, 'entry fits', 'entries fit')}`
      : countSaid(this.page().total, 'entry', 'entries'),
  );
  readonly #known = computed<Names>(
    () => new Map([...this.names(), ...this.page().people.map((one) => [one.id, one.name] as const)]),
  );

  protected whoOf(entry: AuditEntryShown): string {
    if (entry.personName) return entry.personName;
    return entry.personId ? 'Somebody who was erased' : 'The system';
  }

  protected aboutOf(entry: AuditEntryShown): string {
    return capital(withNames(entry.subject, this.#known()));
  }

  protected differencesOf(entry: AuditEntryShown): Differences {
    return differencesOf(entry, this.#known());
  }

  protected sameSaid(count: number): string {
    return `${countSaid(count, 'other field', 'other fields')} stayed as ${count === 1 ? 'it was' : 'they were'}.`;
  }

  protected open(seq: number): void {
    this.opened.update((opened) => {
      const next = new Set(opened);
      if (!next.delete(seq)) next.add(seq);
      return next;
    });
  }

  protected write(change: Partial<TrailFilters>): void {
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected show(submit: Event): void {
    submit.preventDefault();
    this.filter.emit(this.given());
    this.#typed.set({});
  }
}
