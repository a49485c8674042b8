import { DOCUMENT } from '@angular/common';
import { inject, signal } from '@angular/core';
import type { Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { Token } from '@turnstone/contract/places/words';
import * as z from 'zod/mini';

/** What a link from a mail carried behind its #: nothing, something that is not whole, or a token. */
export type LinkToken = { readonly token: string } | 'missing' | 'broken';

/**
 * The token of the link that led here. A browser never sends what stands behind the #, and it is taken out of the address
 * bar at once, so that it stays neither in the history nor in a picture of the screen. To be called while a page is made.
 */
export function tokenOfLink(): Signal<LinkToken> {
  const window = inject(DOCUMENT).defaultView!;
  const found = signal<LinkToken>('missing');
  // A second link that is pasted into the same tab changes only what is behind the #: the page stays and hears of it here.
  inject(ActivatedRoute)
    .fragment.pipe(takeUntilDestroyed())
    .subscribe((fragment) => {
      if (fragment === null || fragment === '') return;
      const read = z.safeParse(Token, fragment);
      found.set(read.success ? { token: read.data } : 'broken');
      // After the router, which writes the address once more when it has arrived.
      window.setTimeout(() =>
        window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search),
      );
    });
  return found.asReadonly();
}
