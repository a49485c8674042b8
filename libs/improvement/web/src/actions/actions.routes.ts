import type { Routes } from '@angular/router';
import { placeLets } from '@turnstone/places-web';

/** The actions of a place, below `places/:place/actions`. */
export const actionRoutes: Routes = [
  {
    path: '',
    title: 'Actions: Turnstone',
    canActivate: [placeLets('read the place')],
    loadComponent: () => import('./actions-page.js').then((page) => page.ActionsPage),
  },
];

/** What came from an assessment and what became of it, below `places/:place/assessments`. */
export const afterAssessmentRoutes: Routes = [
  {
    path: ':assessment/actions',
    title: 'Actions from an assessment: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('./raise-page.js').then((page) => page.RaisePage),
  },
  {
    path: ':assessment/rounds',
    title: 'Rounds: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('../rounds/rounds-page.js').then((page) => page.RoundsPage),
  },
  {
    path: ':assessment/rounds/:before',
    title: 'Two rounds: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('../rounds/round-page.js').then((page) => page.RoundPage),
  },
  {
    path: ':assessment/beside/:other',
    title: 'Two places: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('../rounds/beside-page.js').then((page) => page.BesidePage),
  },
];
