import { inject } from '@angular/core';
import { RedirectCommand, Router } from '@angular/router';
import type { CanActivateFn, Routes } from '@angular/router';
import { SessionStore } from '../session-store.js';

/** The platform is kept by its administrators. Anyone signed out signs in first and then comes back to the very page. */
const platformIsMine: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  session.enter(null);
  const instead = (page: string) => new RedirectCommand(router.parseUrl(page), { skipLocationChange: true });
  try {
    const { person } = await session.ready();
    if (!person) return router.createUrlTree(['/'], { queryParams: { to: state.url } });
    return person.platformAdministrator || instead('/not-permitted');
  } catch {
    return instead('/unreachable');
  }
};

/** What no place keeps for itself. Each page is fetched when it is asked for. */
export const platformRoutes: Routes = [
  {
    path: '',
    canActivate: [platformIsMine],
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'places' },
      {
        path: 'places',
        title: 'Places: Turnstone',
        loadComponent: () => import('./places-page.js').then((page) => page.PlacesPage),
      },
      {
        path: 'places/:id',
        title: 'Place: Turnstone',
        loadComponent: () => import('./place-page.js').then((page) => page.PlacePage),
      },
      {
        path: 'administrators',
        title: 'Administrators: Turnstone',
        loadComponent: () => import('./administrators-page.js').then((page) => page.AdministratorsPage),
      },
      {
        path: 'accounts',
        title: 'Accounts: Turnstone',
        loadComponent: () => import('./accounts-page.js').then((page) => page.AccountsPage),
      },
      {
        path: 'providers',
        title: 'Sign-in providers: Turnstone',
        loadComponent: () => import('./providers-page.js').then((page) => page.ProvidersPage),
      },
      {
        path: 'providers/:id',
        title: 'Sign-in provider: Turnstone',
        loadComponent: () => import('./provider-page.js').then((page) => page.ProviderPage),
      },
      {
        path: 'mail',
        title: 'Mail: Turnstone',
        loadComponent: () => import('./mail-page.js').then((page) => page.MailPage),
      },
      {
        path: 'audit',
        title: 'Audit trail of the platform: Turnstone',
        loadComponent: () => import('./platform-audit-page.js').then((page) => page.PlatformAuditPage),
      },
    ],
  },
];
