import { afterRenderEffect, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, NavigationStart, Router, RouterLink, RouterOutlet } from '@angular/router';
import { SessionEnding, SessionStore } from '@turnstone/places-web';
// The file itself: all that its index names would come along, charts included, before the first page stands.
import { SkipLink } from '@turnstone/ui/skip-link/skip-link';
import { PlaceSwitcher } from './place-switcher.js';
import { kindOf, kindsOfPage } from './same-kind-of-page.js';

/** 'People' holds all of a place's administration: its pages have their own ways to each other. */
const placeWays: readonly { path: string; name: string; holds?: readonly string[] }[] = [
  { path: 'outcomes', name: 'Outcomes' },
  { path: 'indicators', name: 'Indicators' },
  { path: 'assessments', name: 'Assessments', holds: ['tools'] },
  { path: 'actions', name: 'Actions' },
  { path: 'import', name: 'Import' },
  { path: 'people', name: 'People', holds: ['organisations', 'workstreams', 'sharing', 'audit', 'about'] },
];

const platformWays = [
  { path: 'places', name: 'Places' },
  { path: 'administrators', name: 'Administrators' },
  { path: 'accounts', name: 'Accounts' },
  { path: 'providers', name: 'Sign-in providers' },
  { path: 'mail', name: 'Mail' },
  { path: 'audit', name: 'Audit trail' },
] as const;

/** The shell: where we are, who we are, and the way to the rest. */
@Component({
  selector: 'ts-turnstone',
  imports: [PlaceSwitcher, RouterLink, RouterOutlet, SessionEnding, SkipLink],
  template: `
    <ts-skip-link />
    <header class="mast">
      <div class="in">
        <a class="brand" routerLink="/">
          <svg width="38" height="26" viewBox="0 0 38 26" aria-hidden="true" focusable="false">
            <path d="M20 10L36 1.5" fill="none" stroke="#fff" stroke-width="2.4" stroke-dasharray="4.4 2.9" />
            <path
              d="M2 21.5L13 14.2C19.5 10 24 12.6 36 22"
              fill="none"
              stroke="#fff"
              stroke-width="3.6"
              stroke-linecap="round"
            />
          </svg>
          Turnstone
        </a>
        @if (place(); as here) {
          <ts-place-switcher [here]="here" [places]="session.places()" [url]="url()" />
        } @else if (platform()) {
          <a class="where" routerLink="/platform/places">Platform</a>
        }
        @if (session.person(); as person) {
          <p class="who">
            @if (person.platformAdministrator && !platform()) {
              <a routerLink="/platform/places">Platform</a>
            }
            <a class="ts-person" routerLink="/account"
              >{{ person.name }}<span class="govuk-visually-hidden">: your account</span></a
            >
            <button type="button" (click)="signOut()">Sign out</button>
          </p>
        }
      </div>
    </header>
    @if (ways().length > 0) {
      <nav #nav class="nav" [attr.aria-label]="place()?.name ?? 'Platform'">
        <ul>
          @for (way of ways(); track way.name) {
            <li>
              <a [routerLink]="way.to" [attr.aria-current]="way.here ? 'page' : null">{{ way.name }}</a>
            </li>
          }
        </ul>
      </nav>
    }
    @if (place(); as here) {
      @if (here.shared) {
        <aside class="demo ts-shared" aria-label="How you read this place">
          <p>{{ here.name }} has opened itself to {{ through() }}: you read, you do not change.</p>
        </aside>
      } @else if (here.roles.length === 0) {
        <aside class="demo ts-shared" aria-label="How you see this place">
          <p>
            You see to the people of {{ here.name }} as a platform administrator. Its report cards are not yours to
            read.
          </p>
        </aside>
      }
      @if (here.invented) {
        <aside class="demo" aria-label="About this place">
          <p>{{ here.about }}</p>
        </aside>
      }
    }
    @if (failed()) {
      <div class="wrap">
        <p class="ts-notice" role="alert">You could not be signed out: Turnstone cannot be reached. Try again.</p>
      </div>
    }
    <main id="main" class="ts-main" tabindex="-1">
      <router-outlet />
    </main>
    <ts-session-ending />
    <footer class="foot">
      <div class="wrap">
        <span>Turnstone: shared outcomes, judged curves, and who does what by when</span>
        @if (place()?.invented) {
          <span>{{ place()?.name }} is an invented place</span>
        }
      </div>
    </footer>
  `,
})
export class Turnstone {
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly place = this.session.place;
  protected readonly failed = signal(false);
  protected readonly url = signal('');
  protected readonly platform = computed(
    () => /^\/platform(?:[/?#]|$)/.test(this.url()) && Boolean(this.session.person()?.platformAdministrator),
  );
  protected readonly ways = computed(() => {
    const here = this.place();
    if (here) {
      const kind = kindOf(this.url());
      return placeWays
        .filter((way) => here.may.includes(kindsOfPage[way.path] ?? 'read the place'))
        .map(({ path, name, holds }) => ({
          name,
          to: ['/places', here.slug, path],
          here: kind === path || (holds ?? []).includes(kind),
        }));
    }
    if (!this.platform()) return [];
    return platformWays.map(({ path, name }) => ({
      name,
      to: ['/platform', path],
      here: this.url().startsWith(`/platform/${path}`),
    }));
  });
  /** The place of ours that another one has opened itself to, where it can be only one. */
  protected readonly through = computed(() => {
    const [only, ...more] = this.session.places().filter((place) => !place.shared);
    return only && more.length === 0 ? only.name : 'a place of yours';
  });
  protected readonly nav = viewChild<ElementRef<HTMLElement>>('nav');
  #leaving = false;

  constructor() {
    // Where the ways are wider than the page, the one that we are on is in sight.
    afterRenderEffect(() => {
      if (this.ways().some((way) => way.here)) {
        this.nav()
          ?.nativeElement.querySelector('[aria-current]')
          ?.scrollIntoView({ block: 'nearest', inline: 'center' });
      }
    });
    let path: string | null = null;
    this.#router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) this.url.set(event.urlAfterRedirects);
      if (!(event instanceof NavigationStart)) return;
      const next = event.url.split(/[?#]/)[0] ?? '';
      // What a person may do can have changed since the last page: the next one says how it stands now.
      if (path !== null && path !== next && !this.#leaving && this.session.person())
        this.session.refresh().catch(() => undefined);
      path = next;
    });
  }

  protected async signOut(): Promise<void> {
    this.failed.set(false);
    this.#leaving = true;
    // A page with unsaved words may say no; then nobody is signed out.
    const left =
      this.#router.url === '/' || (await this.#router.navigateByUrl('/signed-out', { skipLocationChange: true }));
    try {
      if (!left) return;
      await this.session.signOut();
      await this.#router.navigateByUrl('/');
    } catch {
      this.failed.set(true);
    } finally {
      this.#leaving = false;
    }
  }
}
