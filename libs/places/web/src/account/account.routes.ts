import type { Routes } from '@angular/router';
import { someoneIsHere } from '../guards.js';

/** One's own pages. The page of a link from a mail lets anybody in, and asks for signing in itself. */
export const accountRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./account-room.js').then((room) => room.AccountRoom),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Your account: Turnstone',
        canActivate: [someoneIsHere],
        loadComponent: () => import('./account-page.js').then((page) => page.AccountPage),
      },
      {
        path: 'password',
        title: 'Password and code: Turnstone',
        canActivate: [someoneIsHere],
        loadComponent: () => import('./set-password-page.js').then((page) => page.SetPasswordPage),
      },
      {
        path: 'erase',
        title: 'Erase my account: Turnstone',
        canActivate: [someoneIsHere],
        loadComponent: () => import('./erase-page.js').then((page) => page.ErasePage),
      },
      {
        path: 'email',
        title: 'Change your e-mail address: Turnstone',
        loadComponent: () => import('./email-page.js').then((page) => page.EmailPage),
      },
    ],
  },
];
