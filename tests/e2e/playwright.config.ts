import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The browser of the machine: this repository never downloads one. CHROMIUM names another.
const chromium =
  process.env['CHROMIUM'] ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (!chromium) throw new Error('The journeys need Chromium: install the package chromium, or name one in CHROMIUM.');

export default defineConfig({
  testDir: 'journeys',
  // The pictures are taken on request only: SCREENSHOTS=folder.
  testIgnore: process.env['SCREENSHOTS'] ? [] : '**/pictures.spec.ts',
  outputDir: '../../test-results',
  // Starts the app on a port and a data folder of its own, unless BASE_URL names one that runs already.
  globalSetup: './start-app.ts',
  // Two people at once; the journeys of one file follow one another. Files that write do it on cards of their own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] === 'true',
  // A journey that passes only at the second try is broken.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: process.env['BASE_URL'],
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
});
