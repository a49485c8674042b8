import type { Routes } from '@angular/router';
import { placeLets } from '../guards.js';

/** Who belongs to a place and what they may do there. Each page is fetched when it is asked for. */
export const administrationRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./administration-frame.js').then((page) => page.AdministrationFrame),
    children: [
      {
        path: 'people',
        canActivate: [placeLets('see the people')],
        children: [
          {
            path: '',
            title: 'People: Turnstone',
            loadComponent: () => import('./people-page.js').then((page) => page.PeoplePage),
          },
          {
            path: 'invite',
            title: 'Invite somebody: Turnstone',
            canActivate: [placeLets('manage people')],
            loadComponent: () => import('./invite-page.js').then((page) => page.InvitePage),
          },
          {
            path: ':person',
            title: 'Person: Turnstone',
            canActivate: [placeLets('manage people')],
            loadComponent: () => import('./person-page.js').then((page) => page.PersonPage),
          },
          {
            path: ':person/remove',
            title: 'Remove a person: Turnstone',
            canActivate: [placeLets('manage people')],
            loadComponent: () => import('./remove-person-page.js').then((page) => page.RemovePersonPage),
          },
        ],
      },
      {
        path: 'organisations',
        canActivate: [placeLets('manage organisations')],
        children: [
          {
            path: '',
            title: 'Organisations: Turnstone',
            loadComponent: () => import('./organisations-page.js').then((page) => page.OrganisationsPage),
          },
          {
            path: ':organisation',
            title: 'Organisation: Turnstone',
            loadComponent: () => import('./organisation-page.js').then((page) => page.OrganisationPage),
          },
        ],
      },
      {
        path: 'workstreams',
        canActivate: [placeLets('manage workstreams')],
        children: [
          {
            path: '',
            title: 'Workstreams: Turnstone',
            loadComponent: () => import('./workstreams-page.js').then((page) => page.WorkstreamsPage),
          },
          {
            path: ':workstream',
            title: 'Workstream: Turnstone',
            loadComponent: () => import('./workstream-page.js').then((page) => page.WorkstreamPage),
          },
        ],
      },
      {
        path: 'sharing',
        title: 'Sharing: Turnstone',
        canActivate: [placeLets('see the people')],
        loadComponent: () => import('./sharing-page.js').then((page) => page.SharingPage),
      },
      {
        path: 'audit',
        title: 'Audit trail: Turnstone',
        canActivate: [placeLets('read the audit trail')],
        loadComponent: () => import('./audit-page.js').then((page) => page.AuditPage),
      },
      {
        path: 'about',
        title: 'About the place: Turnstone',
        canActivate: [placeLets('describe the place')],
        loadComponent: () => import('./about-page.js').then((page) => page.AboutPage),
      },
    ],
  },
];
