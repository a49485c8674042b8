import type { Routes } from '@angular/router';
import { assessmentRoutes, consoleRoutes, resultsRoutes, roomRoutes, toolRoutes } from '@turnstone/assessments-web';
import { actionRoutes, afterAssessmentRoutes, outcomeRoutes } from '@turnstone/improvement-web';
// The file itself: all that its index names would come along, charts included, before the first page stands.
import { importRoutes, indicatorRoutes } from '@turnstone/indicators-web/indicators.routes';
import { accountRoutes, administrationRoutes, placeIsMine, platformRoutes, signInRoutes } from '@turnstone/places-web';
import { InsteadPage } from './instead-page.js';
import { withSheet } from './with-sheet.js';

/** The sheets that project.json makes of assessments.scss and places.scss. */
const ASSESSMENTS = 'assessments.css';
const PLACES = 'places.css';

export const routes: Routes = [
  {
    path: 'places/:place',
    canActivate: [placeIsMine],
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'outcomes' },
      { path: 'outcomes', children: outcomeRoutes },
      { path: 'indicators', children: indicatorRoutes },
      { path: 'import', children: importRoutes },
      {
        path: 'assessments',
        children: withSheet(ASSESSMENTS, [
          ...consoleRoutes,
          ...resultsRoutes,
          ...afterAssessmentRoutes,
          ...assessmentRoutes,
        ]),
      },
      { path: 'actions', children: withSheet(ASSESSMENTS, actionRoutes) },
      { path: 'tools', children: withSheet(ASSESSMENTS, toolRoutes) },
      ...withSheet(PLACES, administrationRoutes),
    ],
  },
  { path: 'platform', children: withSheet(PLACES, platformRoutes) },
  { path: 'account', children: withSheet(PLACES, accountRoutes) },
  ...withSheet(PLACES, signInRoutes),
  ...withSheet(ASSESSMENTS, roomRoutes),
  { path: 'not-permitted', title: 'Not permitted: Turnstone', component: InsteadPage, data: { kind: 'not permitted' } },
  { path: 'unreachable', title: 'Turnstone cannot be reached', component: InsteadPage, data: { kind: 'unreachable' } },
  { path: '**', title: 'Page not found: Turnstone', component: InsteadPage, data: { kind: 'not found' } },
];
