import { computed, Injectable, signal } from '@angular/core';

/** Where this page is. Its addresses are few, and a router would weigh more than all that a phone is shown. */
@Injectable({ providedIn: 'root' })
export class Address {
  readonly #url = signal(new URL(location.href));

  /** The code of `/join/HK47TW`; undefined where none is given. */
  readonly code = computed(() => {
    const [, door, code] = this.#url().pathname.split('/');
    if (door !== 'join' || !code) return undefined;
    try {
      return decodeURIComponent(code);
    } catch {
      return code;
    }
  });
  readonly inRoom = computed(() => this.#url().pathname.split('/')[1] === 'room');
  readonly domain = computed(() => this.#url().searchParams.get('domain'));
  readonly page = computed(() => this.#url().searchParams.get('page'));

  constructor() {
    window.addEventListener('popstate', () => this.#url.set(new URL(location.href)));
    // Each step begins at its top, also when the browser's own Back leads there.
    history.scrollRestoration = 'manual';
  }

  go(path: string, replace = false): void {
    const url = new URL(path, location.href);
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    this.#url.set(url);
  }
}
