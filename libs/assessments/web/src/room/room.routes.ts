import type { CanActivateFn, Routes } from '@angular/router';

/** Whoever is led there from inside the app leaves it: these pages are one of their own (start-room.ts). */
const leave: CanActivateFn = (_route, state) => {
  location.assign(state.url);
  return false;
};

export const roomRoutes: Routes = ['join', 'join/:code', 'room'].map((path) => ({
  path,
  canActivate: [leave],
  children: [],
}));
