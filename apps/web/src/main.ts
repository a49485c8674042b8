import { bootstrapApplication } from '@angular/platform-browser';
import { config } from './app.config.js';
import { Turnstone } from './turnstone.js';

bootstrapApplication(Turnstone, config).catch((thrown: unknown) => console.error(thrown));
