import { DOCUMENT } from '@angular/common';
import { Component, computed, effect, inject } from '@angular/core';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { exportAccount } from '@turnstone/contract/places/account';
import { ContractClient } from '../contract-client.js';
import { DoneNote } from '../form/done-note.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';
import { AccountStore } from './account-store.js';
import { NoticesForm } from './notices-form.js';
import { ProfilePart } from './profile-part.js';
import { SessionsPart } from './sessions-part.js';
import { WaysPart } from './ways-part.js';

/** One's own page: who I am here, how I sign in, where I am signed in, and what is kept about me. */
@Component({
  selector: 'ts-account-page',
  imports: [DoneNote, NoticesForm, PageHeading, ProblemPage, ProfilePart, RouterLink, SessionsPart, Waiting, WaysPart],
  template: `
    @if (account(); as me) {
      <div class="ts-top">
        <ts-done-note />
        <h1 tsHeading="Your account">Your account</h1>
        @if (me.demo) {
          <p class="ts-notice">
            {{ me.name }} is an invented person of the demo, shared by everybody who tries it. Their name, address and
            ways to sign in stay as they are.
          </p>
        }
      </div>
      <section class="sec key" aria-labelledby="who">
        <h2 id="who">Who you are</h2>
        <ts-profile-part [account]="me" />
      </section>
      <section class="sec" aria-labelledby="places">
        <h2 id="places">Places and roles</h2>
        <div>
          @if (me.platformAdministrator) {
            <p>You are a <a routerLink="/platform">platform administrator</a>.</p>
          }
          @if (me.places.length > 0) {
            <table class="tbl">
              <thead>
                <tr>
                  <th scope="col">Place</th>
                  <th scope="col">Role</th>
                  <th scope="col">Speaking for</th>
                </tr>
              </thead>
              <tbody>
                @for (place of me.places; track place.slug) {
                  <tr>
                    <th scope="row">
                      <a [routerLink]="['/places', place.slug, 'outcomes']">{{ place.name }}</a>
                    </th>
                    <td data-l="Role">
                      {{ rolesOf(place.roles)
                      }}{{ place.workstreams.length > 0 ? ' (' + place.workstreams.join('; ') + ')' : '' }}
                    </td>
                    <td data-l="Speaking for">{{ place.organisationName ?? 'Nobody but yourself' }}</td>
                  </tr>
                }
              </tbody>
            </table>
          } @else if (me.platformAdministrator) {
            <p>You belong to no place yourself. Its programme manager can invite you like anybody else.</p>
          } @else {
            <p>You do not belong to a place yet. Ask the programme manager of your place to invite you.</p>
          }
          <p class="quiet small">Roles are given by the programme managers of each place.</p>
        </div>
      </section>
      <section class="sec" aria-labelledby="ways">
        <h2 id="ways">How you sign in</h2>
        <ts-ways-part [account]="me" />
      </section>
      <section class="sec" aria-labelledby="sessions">
        <h2 id="sessions">Where you are signed in</h2>
        <ts-sessions-part [sessions]="me.sessions" />
      </section>
      <section class="sec" aria-labelledby="notices">
        <h2 id="notices">Notices by e-mail</h2>
        <ts-notices-form [account]="me" />
      </section>
      <section class="sec" aria-labelledby="data">
        <h2 id="data">What is kept about you</h2>
        <div>
          <p>
            <a [href]="exportAddress()" download="turnstone-about-me.json"
              >Download what Turnstone keeps about me (JSON)</a
            >
          </p>
          <p><a routerLink="/account/erase">Erase my account</a></p>
        </div>
      </section>
    } @else if (store.signedOut()) {
      <ts-problem-page kindOf="not signed in" />
    } @else if (store.error(); as error) {
      <ts-problem-page [error]="error" (retry)="store.reload()" />
    } @else {
      <ts-waiting what="your account" />
    }
  `,
})
export class AccountPage {
  readonly #client = inject(ContractClient);
  protected readonly store = inject(AccountStore);
  protected readonly account = computed(() => this.store.account());
  protected readonly exportAddress = computed(() => this.#client.address(exportAccount, {}));

  constructor() {
    // Coming back from a provider or from another tab, what was read before may be old.
    this.store.reload();
    // Mails lead to a part of this page by name. It stands there only once the account has come.
    const part = inject(ActivatedRoute).snapshot.fragment;
    const document = inject(DOCUMENT);
    if (part) {
      const showing = effect(() => {
        if (!this.account()) return;
        showing.destroy();
        document.defaultView?.setTimeout(() => document.getElementById(part)?.scrollIntoView());
      });
    }
  }

  protected rolesOf(roles: readonly string[]): string {
    const words = roles.join(', ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
}
