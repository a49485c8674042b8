import type { Routes } from '@angular/router';
import { placeLets } from '@turnstone/places-web';

export const indicatorRoutes: Routes = [
  {
    path: '',
    title: 'Indicators: Turnstone',
    loadComponent: () => import('./indicator/indicators-page.js').then((page) => page.IndicatorsPage),
  },
  {
    path: ':indicator',
    title: 'Indicator: Turnstone',
    loadComponent: () => import('./indicator/indicator-page.js').then((page) => page.IndicatorPage),
  },
];

export const importRoutes: Routes = [
  {
    path: '',
    canActivate: [placeLets('import figures')],
    children: [
      {
        path: '',
        title: 'Import figures: Turnstone',
        loadComponent: () => import('./imports/import-page.js').then((page) => page.ImportPage),
      },
      {
        path: ':batch',
        title: 'Import: Turnstone',
        loadComponent: () => import('./imports/batch-page.js').then((page) => page.BatchPage),
      },
    ],
  },
];
