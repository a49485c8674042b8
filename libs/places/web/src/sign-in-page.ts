import { Component, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { DemoPerson } from '@turnstone/contract/places/session';
import { PageHeading } from './page-arrival.js';
import { ProblemPage } from './problem-page.js';
import { SessionStore } from './session-store.js';
import { inside } from './sign-in/onward.js';
import { Waiting } from './waiting.js';

interface Group {
  name: string;
  people: DemoPerson[];
}

/**
 * The front door. Signed in, it leads to the outcomes of the place; signed out, it offers the people of the demo, or leads
 * to the ways to sign in, or to setting up a Turnstone that nobody administers yet.
 */
@Component({
  selector: 'ts-sign-in-page',
  imports: [PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    @if (door.hasValue()) {
      @let way = door.value();
      @if (way.groups) {
        <div class="ts-top">
          <h1 tsHeading="Choose who you are">Choose who you are</h1>
          <p class="ts-lead">
            This is a demo. Each of these invented people has a different part in the place, and may do different things
            here.
          </p>
          <p class="cap"><a routerLink="/sign-in" queryParamsHandling="preserve">Other ways to sign in</a></p>
        </div>
        @if (failed(); as sentence) {
          <p class="govuk-error-message" role="alert">{{ sentence }}</p>
        }
        @for (group of way.groups; track group.name) {
          <section class="ts-people-group" [attr.aria-labelledby]="'people-' + $index">
            <h2 id="people-{{ $index }}">{{ group.name }}</h2>
            <ul class="ts-people">
              @for (person of group.people; track person.id) {
                <li>
                  <div>
                    <h3>{{ person.name }}</h3>
                    <p class="quiet">{{ partOf(person) }}</p>
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
              }
            </ul>
          </section>
        } @empty {
          <p>The demo has no people yet. Load the demo place, then come back.</p>
        }
      } @else if (way.nowhere) {
        <div class="ts-top">
          <h1 tsHeading="No place yet">You do not belong to a place yet</h1>
          <p class="ts-lead">
            You are signed in, but nobody has given you a part in a place. Ask the programme manager of your place to
            invite you, at the e-mail address that you sign in with.
          </p>
          <p class="cap"><a routerLink="/account">Your account</a></p>
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
    loader: async ({ params }): Promise<{ groups: Group[] | null; nowhere: boolean }> => {
      // Whoever was sent here may have lost the session that we still believe in.
      const session = await this.#session.ready({ afresh: params.to !== undefined });
      if (session.person) {
        const place = session.places.find(({ shared }) => !shared) ?? session.places[0];
        const home = place ? placeHome(place.slug) : session.person.platformAdministrator ? '/platform' : null;
        const way = inside(params.to) ?? home;
        if (way) await this.#goTo(way);
        return { groups: null, nowhere: !way };
      }
      if (session.demo) return { groups: groupsOf(await this.#session.demoPeople()), nowhere: false };
      await this.#router.navigate([session.setUpNeeded ? '/set-up' : '/sign-in'], {
        queryParams: inside(params.to) ? { to: params.to } : {},
        replaceUrl: true,
      });
      return { groups: null, nowhere: false };
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
      await this.#goTo(inside(this.to()) ?? (person.placeSlug ? placeHome(person.placeSlug) : '/platform'));
    } catch (thrown) {
      this.failed.set(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
    } finally {
      this.busy.set(null);
    }
  }

  protected partOf({ role, placeName }: DemoPerson): string {
    return [role.charAt(0).toUpperCase() + role.slice(1), placeName].filter(Boolean).join(', ');
  }

  #goTo(path: string): Promise<boolean> {
    return this.#router.navigateByUrl(path, { replaceUrl: true });
  }
}

const placeHome = (slug: string) => `/places/${slug}/outcomes`;

/** The place with most people, the other places, and those who run the platform. */
function groupsOf(people: readonly DemoPerson[]): Group[] {
  const counts = new Map<string, number>();
  for (const { placeName } of people) if (placeName) counts.set(placeName, (counts.get(placeName) ?? 0) + 1);
  const main = [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
  return [
    { name: main ?? '', people: people.filter(({ placeName }) => placeName === main) },
    { name: 'Other places', people: people.filter(({ placeName }) => placeName && placeName !== main) },
    { name: 'The platform', people: people.filter(({ placeName }) => !placeName) },
  ].filter((group) => group.people.length > 0);
}
