import type { Routes } from '@angular/router';

/** What an assessment found, below `places/:place/assessments`. */
export const resultsRoutes: Routes = [
  {
    path: ':assessment/results',
    title: 'Results: Turnstone',
    loadComponent: () => import('./results-page.js').then((page) => page.ResultsPage),
  },
];
