import { inject } from '@angular/core';
import { RedirectCommand, Router } from '@angular/router';
import type { CanActivateFn, UrlTree } from '@angular/router';
import type { Deed } from './session-store.js';
import { SessionStore } from './session-store.js';

/** A place is entered by those who belong to it. Anyone signed out signs in first and then comes back to the very page. */
export const placeIsMine: CanActivateFn = async (route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  const slug = String(route.paramMap.get('place'));
  session.enter(slug);
  try {
    const { person, places } = await session.ready();
    if (!person) return router.createUrlTree(['/'], { queryParams: { to: state.url } });
    return places.some((place) => place.slug === slug) || instead(router.parseUrl('/not-found'));
  } catch {
    return instead(router.parseUrl('/unreachable'));
  }
};

export function placeLets(deed: Deed): CanActivateFn {
  return () => inject(SessionStore).may(deed) || instead(inject(Router).parseUrl('/not-permitted'));
}

// The address that was asked for stays in the address bar.
function instead(page: UrlTree): RedirectCommand {
  return new RedirectCommand(page, { skipLocationChange: true });
}
