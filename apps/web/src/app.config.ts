import type { ApplicationConfig } from '@angular/core';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import { provideRouter, withComponentInputBinding, withInMemoryScrolling, withRouterConfig } from '@angular/router';
import { PageArrival } from '@turnstone/places-web';
import { routes } from './app.routes.js';

export const config: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withRouterConfig({ paramsInheritanceStrategy: 'always', onSameUrlNavigation: 'reload' }),
      // PageArrival moves the page itself, once the heading is there; the router only remembers where it stood.
      withInMemoryScrolling({ scrollPositionRestoration: 'disabled' }),
    ),
    provideAppInitializer(() => void inject(PageArrival)),
  ],
};
