import { bootstrapApplication } from '@angular/platform-browser';
import { config } from './app.config.js';
import { Turnstone } from './turnstone.js';

/** Starts the pages of those who belong to a place. */
export async function startTurnstone(): Promise<void> {
  await bootstrapApplication(Turnstone, config);
}
