import { inject } from '@angular/core';
import { Router } from '@angular/router';
import type { CanActivateFn, Routes } from '@angular/router';

/**
 * These pages are a bundle of their own (apps/web, phone.ts), so whoever is led there from inside the app leaves it. Where the
 * server has only the app itself, as in development, the address opens in it.
 */
const leave: CanActivateFn = (_route, state) => {
  if (!inject(Router).navigated) return true;
  location.assign(state.url);
  return false;
};

export const roomRoutes: Routes = ['join', 'join/:code', 'room'].map((path) => ({
  path,
  canActivate: [leave],
  loadComponent: () => import('./room-in-app.js').then((app) => app.RoomInApp),
}));
