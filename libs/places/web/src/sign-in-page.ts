import { Component, inject, input, resource, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { DemoPerson } from '@turnstone/contract';
import { PageHeading } from './page-arrival.js';
import { ProblemPage } from './problem-page.js';
import { SessionStore } from './session-store.js';
import { Waiting } from './waiting.js';

/** The front door. Signed in, it leads to the outcomes of the place; signed out, it offers the people of the demo. */
@Component({
  selector: 'ts-sign-in-page',
  imports: [PageHeading, ProblemPage, Waiting],
  template: `
    @if (door.hasValue()) {
      @let way = door.value();
      @if (way.people) {
        <div class="ts-top">
          <h1 tsHeading="Choose who you are">Choose who you are</h1>
          <p class="ts-lead">
            This is a demo. Each of these invented people has a different part in the place, and may do different things
            here.
          </p>
        </div>
        @if (failed(); as sentence) {
          <p class="govuk-error-message" role="alert">{{ sentence }}</p>
        }
        <ul class="ts-people">
          @for (person of way.people; track person.id) {
            <li>
              <div>
                <h2>{{ person.name }}</h2>
                <p class="quiet">{{ capital(person.role) }}, {{ person.placeName }}</p>
                <p>{{ person.introduction }}</p>
              </div>
              <button
                type="button"
                class="govuk-button govuk-button--secondary"
                [attr.aria-disabled]="busy() ? 'true' : null"
                (click)="signIn(person)"
              >
                {{ busy() === person.id ? 'Signing in…' : 'Sign in as ' + person.name }}
              </button>
            </li>
          } @empty {
            <li>The demo has no people yet. Load the demo place, then come back.</li>
          }
        </ul>
      } @else if (way.nowhere) {
        <div class="ts-top">
          <h1 tsHeading="No place yet">You do not belong to a place yet</h1>
          <p class="ts-lead">Ask the programme manager of your place to invite you.</p>
        </div>
      } @else {
        <div class="ts-top">
          <h1 tsHeading="Sign in">Turnstone is for the people of a place</h1>
          <p class="ts-lead">Signing in is not switched on here yet. Ask whoever runs Turnstone for your place.</p>
        </div>
      }
    } @else if (door.error(); as error) {
      <ts-problem-page [error]="error" (retry)="door.reload()" />
    } @else {
      <ts-waiting what="your place" />
    }
  `,
})
export class SignInPage {
  /** Where the person was going, from the address. */
  readonly to = input<string>();

  readonly #session = inject(SessionStore);
  readonly #router = inject(Router);
  protected readonly busy = signal<string | null>(null);
  protected readonly failed = signal<string | null>(null);

  protected readonly door = resource({
    params: () => ({ to: this.to() }),
    loader: async ({ params }): Promise<{ people: DemoPerson[] | null; nowhere: boolean }> => {
      // Whoever was sent here may have lost the session that we still believe in.
      const session = await this.#session.ready({ afresh: params.to !== undefined });
      if (session.person) {
        const place = session.places[0];
        if (place) await this.#goIn(place.slug);
        return { people: null, nowhere: !place };
      }
      return { people: session.demo ? await this.#session.demoPeople() : null, nowhere: false };
    },
  });

  constructor() {
    this.#session.enter(null);
  }

  protected async signIn(person: DemoPerson): Promise<void> {
    if (this.busy()) return;
    this.busy.set(person.id);
    this.failed.set(null);
    try {
      await this.#session.signIn(person.id);
      await this.#goIn(person.placeSlug);
    } catch (thrown) {
      this.failed.set(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
    } finally {
      this.busy.set(null);
    }
  }

  protected capital(words: string): string {
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  #goIn(slug: string): Promise<boolean> {
    const to = this.to();
    // Only ways inside this site: an address of another host must never be followed from here.
    const inside = to && /^\/(?![/\\])/.test(to) && to !== '/' ? to : `/places/${slug}/outcomes`;
    return this.#router.navigateByUrl(inside, { replaceUrl: true });
  }
}
