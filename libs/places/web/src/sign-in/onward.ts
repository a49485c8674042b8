import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import type { Session } from '@turnstone/contract/places/session';
import { SessionStore } from '../session-store.js';

/** The way on from every door: the session is kept, and the person goes where they were going. */
@Injectable({ providedIn: 'root' })
export class Onward {
  readonly #session = inject(SessionStore);
  readonly #router = inject(Router);

  go({ session, to }: { session: Session; to: string }): Promise<boolean> {
    this.#session.take(session);
    return this.#router.navigateByUrl(inside(to) ?? '/', { replaceUrl: true });
  }
}

/** A path of this site, or null: an address of another host must never be followed from here. */
export function inside(to: string | undefined): string | null {
  return to && /^\/(?![/\\])/.test(to) && to !== '/' ? to : null;
}
