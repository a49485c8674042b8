import type { Routes } from '@angular/router';

/** The doors. Everything behind a link from a mail carries its token behind the #, which no browser sends. */
export const signInRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'Turnstone',
    // Whoever follows a link to a card while signed in never sees it.
    loadComponent: () => import('../sign-in-page.js').then((page) => page.SignInPage),
  },
  {
    path: 'sign-in',
    children: [
      {
        path: '',
        title: 'Sign in: Turnstone',
        loadComponent: () => import('./ways-page.js').then((page) => page.WaysPage),
      },
      {
        path: 'sent',
        title: 'Look at your e-mail: Turnstone',
        loadComponent: () => import('./sent-page.js').then((page) => page.SentPage),
      },
      {
        path: 'link',
        title: 'Sign in: Turnstone',
        loadComponent: () => import('./link-page.js').then((page) => page.LinkPage),
      },
      {
        path: 'password',
        title: 'Sign in with a password: Turnstone',
        loadComponent: () => import('./password-page.js').then((page) => page.PasswordPage),
      },
      {
        path: 'reset',
        title: 'Forgotten password: Turnstone',
        loadComponent: () => import('./reset-page.js').then((page) => page.ResetPage),
      },
      {
        path: 'problem',
        title: 'Signing in did not work: Turnstone',
        loadComponent: () => import('./provider-problem-page.js').then((page) => page.ProviderProblemPage),
      },
    ],
  },
  {
    path: 'invitation',
    title: 'Invitation: Turnstone',
    loadComponent: () => import('./invitation-page.js').then((page) => page.InvitationPage),
  },
  {
    path: 'set-up',
    title: 'Set up Turnstone',
    loadComponent: () => import('./set-up-page.js').then((page) => page.SetUpPage),
  },
  {
    path: 'outbox',
    title: 'Outbox: Turnstone',
    loadComponent: () => import('./outbox-page.js').then((page) => page.OutboxPage),
  },
];
