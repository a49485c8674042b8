import type { Routes } from '@angular/router';
import { placeLets } from '@turnstone/places-web';
import type { ConsolePage } from './console/console-page.js';

/** The facilitator's pages of a workshop, below `places/:place/assessments`. They stand before `:assessment` of the other pages. */
export const consoleRoutes: Routes = [
  {
    path: ':assessment/console',
    title: 'Console: Turnstone',
    canActivate: [placeLets('run assessments')],
    canDeactivate: [(page: ConsolePage | null) => page?.mayLeave() ?? true],
    loadComponent: () => import('./console/console-page.js').then((page) => page.ConsolePage),
  },
  {
    path: ':assessment/projector',
    title: 'Projector: Turnstone',
    loadComponent: () => import('./projector/projector-page.js').then((page) => page.ProjectorPage),
  },
];
