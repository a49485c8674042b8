import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { askAhead, tokenOfPhone } from './phone.js';
import { RoomApp } from './room-app.js';

/** Starts the pages of people without an account. They know no router, no session and no schema library: see the README. */
export async function startRoom(): Promise<void> {
  // What the first page will ask is on its way while the page is being made.
  const [, door, code] = location.pathname.split('/');
  const token = tokenOfPhone();
  if (door === 'join' && code) askAhead(`/api/join/${code}`);
  else if (door === 'room' && token !== null) askAhead('/api/room', token);
  await bootstrapApplication(RoomApp, {
    providers: [provideBrowserGlobalErrorListeners(), provideZonelessChangeDetection()],
  });
}
