import { inject } from '@angular/core';
import { RedirectCommand, Router } from '@angular/router';
import type { Routes } from '@angular/router';
import { placeLets, SessionStore } from '@turnstone/places-web';

/** The assessments of a place, below `places/:place/assessments`. */
export const assessmentRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'Assessments: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('./assessments-page.js').then((page) => page.AssessmentsPage),
  },
  {
    path: 'new',
    title: 'Plan an assessment: Turnstone',
    canActivate: [mayPlan],
    loadComponent: () => import('./plan-page.js').then((page) => page.PlanPage),
  },
  {
    path: ':assessment',
    title: 'Assessment: Turnstone',
    canActivate: [placeLets('read assessments')],
    loadComponent: () => import('./assessment-page.js').then((page) => page.AssessmentPage),
  },
  {
    path: ':assessment/change',
    title: 'Change an assessment: Turnstone',
    canActivate: [mayPlan],
    loadComponent: () => import('./plan-page.js').then((page) => page.PlanPage),
  },
];

/** Whoever runs assessments plans any of them; whoever may keep a record plans that. */
function mayPlan(): boolean | RedirectCommand {
  const session = inject(SessionStore);
  if (session.may('run assessments') || session.may('keep a record')) return true;
  return new RedirectCommand(inject(Router).parseUrl('/not-permitted'), { skipLocationChange: true });
}
