import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listPlaces } from '@turnstone/contract/places/platform';
import type { PlaceKept } from '@turnstone/contract/places/platform';
import { Empty, TableScroll } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { countSaid, levelSays, listSaid } from '../administration/plain-words.js';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

/** Every place as a tree; those that nobody can manage are said first. */
@Component({
  selector: 'ts-places-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, TableScroll, Empty, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note />
        <h1 tsHeading="Places">{{ finding() }}</h1>
        <a class="govuk-button" routerLink="/platform/places/add">Add a place</a>
      </header>
      @if (tree().length > 0) {
        <ts-table-scroll label="Table of places">
          <table class="tbl ts-tree">
            <thead>
              <tr>
                <th scope="col">Place</th>
                <th scope="col">Level</th>
                <th scope="col">ONS code</th>
                <th scope="col" class="num">People</th>
                <th scope="col" class="num">Programme managers</th>
              </tr>
            </thead>
            <tbody>
              @for (one of tree(); track one.place.id) {
                <tr>
                  <th scope="row" [class]="'ts-depth-' + one.depth">
                    <a [routerLink]="['/platform/places', one.place.id]">{{ one.place.name }}</a>
                    @if (one.within) {
                      <span class="govuk-visually-hidden">, within {{ one.within }}</span>
                    }
                    <span class="ts-under">
                      @if (one.place.programmeManagers > 0) {
                        <a [routerLink]="['/places', one.place.slug, 'people']"
                          >Its people<span class="govuk-visually-hidden">: {{ one.place.name }}</span></a
                        >
                      } @else {
                        <b>Nobody can manage this place.</b>
                        <a
                          [routerLink]="['/places', one.place.slug, 'people', 'invite']"
                          [queryParams]="{ role: 'programme manager' }"
                          >Invite a programme manager<span class="govuk-visually-hidden">
                            to {{ one.place.name }}</span
                          ></a
                        >
                      }
                    </span>
                  </th>
                  <td data-l="Level">{{ levels[one.place.level] }}</td>
                  <td data-l="ONS code">
                    @if (one.place.areaCode) {
                      {{ one.place.areaCode }}
                    } @else {
                      <span class="quiet">None</span>
                    }
                  </td>
                  <td class="num" data-l="People">{{ one.place.people }}</td>
                  <td class="num" data-l="Programme managers">{{ one.place.programmeManagers }}</td>
                </tr>
              }
            </tbody>
          </table>
        </ts-table-scroll>
      } @else {
        <ts-empty what="No place yet">
          <p>Add the first place, then invite its programme manager: they invite everybody else.</p>
        </ts-empty>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the places" />
    }
  `,
})
export class PlacesPage {
  readonly #client = inject(ContractClient);
  protected readonly levels = levelSays;
  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listPlaces, { signal: abortSignal }),
  });
  protected readonly tree = computed(() => (this.read.hasValue() ? treeOf(this.read.value().places) : []));
  protected readonly finding = computed(() => {
    const places = this.tree().map((one) => one.place);
    const without = places.filter((one) => one.programmeManagers === 0).map((one) => one.name);
    if (places.length === 0) return 'There is no place yet';
    if (without.length === 0)
      return `${countSaid(places.length, 'place, and it has', 'places, and each has')} a programme manager`;
    if (without.length <= 2) return `Nobody can manage ${listSaid(without)} yet`;
    return `Nobody can manage ${without.length} of ${countSaid(places.length, 'place', 'places')} yet`;
  });
}

/** Parents before their children, children by name, each with how deep it stands. */
function treeOf(places: readonly PlaceKept[]): { place: PlaceKept; depth: number; within: string | null }[] {
  const known = new Set(places.map((one) => one.id));
  const below = (parent: PlaceKept | null, depth: number): ReturnType<typeof treeOf> =>
    places
      .filter((one) => (parent ? one.parentId === parent.id : one.parentId === null || !known.has(one.parentId)))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
      .flatMap((place) => [
        { place, depth: Math.min(depth, 3), within: parent?.name ?? null },
        ...below(place, depth + 1),
      ]);
  return below(null, 0);
}
