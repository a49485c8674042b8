import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { SessionEnding, SessionStore } from '@turnstone/places-web';
import { SkipLink } from '@turnstone/ui';

/** The shell: where we are, who we are, and the way to the rest. */
@Component({
  selector: 'ts-turnstone',
  imports: [RouterLink, RouterLinkActive, RouterOutlet, SessionEnding, SkipLink],
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
          <a class="where" [routerLink]="['/places', here.slug, 'outcomes']">{{ here.name }}</a>
        }
        @if (session.person(); as person) {
          <p class="who">
            <span class="ts-person">{{ person.name }}</span>
            <button type="button" (click)="signOut()">Sign out</button>
          </p>
        }
      </div>
    </header>
    @if (place(); as here) {
      <nav class="nav" [attr.aria-label]="here.name">
        <ul>
          @for (way of ways(); track way.path) {
            <li>
              <a
                [routerLink]="['/places', here.slug, way.path]"
                routerLinkActive="ts-here"
                [routerLinkActiveOptions]="{ exact: false }"
                ariaCurrentWhenActive="page"
                >{{ way.name }}</a
              >
            </li>
          }
        </ul>
      </nav>
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
  protected readonly ways = computed(() => [
    { path: 'outcomes', name: 'Outcomes' },
    { path: 'indicators', name: 'Indicators' },
    ...(this.place()?.may.includes('import figures') ? [{ path: 'import', name: 'Import' }] : []),
  ]);

  protected async signOut(): Promise<void> {
    this.failed.set(false);
    // A page with unsaved words may say no; then nobody is signed out.
    if (this.#router.url !== '/' && !(await this.#router.navigateByUrl('/signed-out', { skipLocationChange: true })))
      return;
    try {
      await this.session.signOut();
      await this.#router.navigateByUrl('/');
    } catch {
      this.failed.set(true);
    }
  }
}
