import type { Routes } from '@angular/router';
import { placeLets } from '@turnstone/places-web';

/** The maturity tools of a place, below `places/:place/tools`. */
export const toolRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'Tools: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('./tools-page.js').then((page) => page.ToolsPage),
  },
  {
    path: 'load',
    title: 'Load a tool: Turnstone',
    canActivate: [placeLets('adapt tools')],
    loadComponent: () => import('./load-page.js').then((page) => page.LoadPage),
  },
  {
    path: ':tool',
    title: 'Tool: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('./tool-page.js').then((page) => page.ToolPage),
  },
  {
    path: ':tool/adapt',
    title: 'Adapt a tool: Turnstone',
    canActivate: [placeLets('adapt tools')],
    loadComponent: () => import('./adapt-page.js').then((page) => page.AdaptPage),
  },
];
