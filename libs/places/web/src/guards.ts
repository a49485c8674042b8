import { inject } from '@angular/core';
import { RedirectCommand, Router } from '@angular/router';
import type { CanActivateFn, UrlTree } from '@angular/router';
import { ContractClient } from './contract-client.js';
import type { Deed } from './session-store.js';
import { SessionStore } from './session-store.js';

/** A place is entered by those who belong to it. Anyone signed out signs in first and then comes back to the very page. */
export const placeIsMine: CanActivateFn = async (route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  const client = inject(ContractClient);
  const slug = String(route.paramMap.get('place'));
  session.enter(slug);
  try {
    const { person, places } = await session.ready();
    if (!person) return router.createUrlTree(['/'], { queryParams: { to: state.url } });
    if (places.some((place) => place.slug === slug)) return true;
    if (person.platformAdministrator && (await visit(session, client, slug))) return true;
    return instead(router.parseUrl('/not-found'));
  } catch {
    return instead(router.parseUrl('/unreachable'));
  }
};

/** One's own pages, for anyone who is signed in. */
export const someoneIsHere: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  session.enter(null);
  try {
    const { person } = await session.ready();
    return person ? true : router.createUrlTree(['/'], { queryParams: { to: state.url } });
  } catch {
    return instead(router.parseUrl('/unreachable'));
  }
};

export function placeLets(deed: Deed): CanActivateFn {
  return () => inject(SessionStore).may(deed) || instead(inject(Router).parseUrl('/not-permitted'));
}

/** Fetched apart: hardly anybody needs it. */
async function visit(session: SessionStore, client: ContractClient, slug: string): Promise<boolean> {
  const { placeToVisit } = await import('./platform/place-to-visit.js');
  const person = session.person();
  const place = person && (await placeToVisit(client, person, slug));
  if (place) session.visit(place);
  return Boolean(place);
}

// The address that was asked for stays in the address bar.
function instead(page: UrlTree): RedirectCommand {
  return new RedirectCommand(page, { skipLocationChange: true });
}
