import type { Routes } from '@angular/router';
import type { CardPage } from './card/card-page.js';

export const outcomeRoutes: Routes = [
  {
    path: '',
    title: 'Outcomes: Turnstone',
    loadComponent: () => import('./outcomes/outcomes-page.js').then((page) => page.OutcomesPage),
  },
  {
    path: ':outcome',
    title: 'Report card: Turnstone',
    canDeactivate: [(page: CardPage | null) => page?.mayLeave() ?? true],
    loadComponent: () => import('./card/card-page.js').then((page) => page.CardPage),
  },
];
