import type { ActivatedRouteSnapshot, Routes } from '@angular/router';
import { askAhead, tokenOfPhone } from './phone.js';

/** Pages of people who take part without an account. They need no session, and what they need is asked for at once. */
export const roomRoutes: Routes = [
  {
    path: 'join',
    title: 'Join: Turnstone',
    loadComponent: () => import('./join/join-page.js').then((page) => page.JoinPage),
  },
  {
    path: 'join/:code',
    title: 'Join: Turnstone',
    canActivate: [
      (route: ActivatedRouteSnapshot) =>
        askAhead(`/api/join/${encodeURIComponent(String(route.paramMap.get('code')))}`),
    ],
    loadComponent: () => import('./join/join-page.js').then((page) => page.JoinPage),
  },
  {
    path: 'room',
    title: 'Turnstone',
    canActivate: [
      () => {
        const token = tokenOfPhone();
        return token === null || askAhead('/api/room', token);
      },
    ],
    loadComponent: () => import('./room-page.js').then((page) => page.RoomPage),
  },
];
