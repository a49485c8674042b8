import { Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { SessionStore } from '../session-store.js';
import type { Deed } from '../session-store.js';

const ways: readonly { path: string; name: string; deed: Deed }[] = [
  { path: 'people', name: 'People', deed: 'see the people' },
  { path: 'organisations', name: 'Organisations', deed: 'manage organisations' },
  { path: 'workstreams', name: 'Workstreams', deed: 'manage workstreams' },
  { path: 'sharing', name: 'Sharing', deed: 'see the people' },
  { path: 'audit', name: 'Audit trail', deed: 'read the audit trail' },
  { path: 'about', name: 'About the place', deed: 'describe the place' },
];

/** Around every page of a place's administration: the ways to the others, for those who may go more than one. */
@Component({
  selector: 'ts-administration-frame',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    @if (open().length > 1) {
      <nav class="ts-ways" aria-label="Administration">
        <ul>
          @for (way of open(); track way.path) {
            <li>
              <a
                [routerLink]="['/places', place(), way.path]"
                routerLinkActive="ts-here"
                ariaCurrentWhenActive="page"
                >{{ way.name }}</a
              >
            </li>
          }
        </ul>
      </nav>
    }
    <router-outlet />
  `,
})
export class AdministrationFrame {
  readonly place = input.required<string>();
  readonly #session = inject(SessionStore);
  protected readonly open = computed(() => ways.filter((way) => this.#session.may(way.deed)));
}
