import { test as base, expect } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { OutcomesPage } from './pages/outcomes-page.js';
import { SignInPage } from './pages/sign-in-page.js';

export { expect };

/** The place of the demo. */
export const place = '/places/harrowmere';

export type Role = 'board member' | 'workstream lead' | 'programme manager' | 'analyst';

/** A browser in which nothing may go wrong unseen, and people who sign in through the front door. */
export const test = base.extend<{
  signIn: (role: Role) => Promise<OutcomesPage>;
  anotherPerson: (role: Role) => Promise<Page>;
  anotherDevice: () => Promise<Page>;
}>({
  context: async ({ context }, use) => {
    const faults = await watch(context);
    await use(context);
    expect(faults, 'nothing goes wrong in the browser').toEqual([]);
  },

  /** Signs in on the page of the journey. */
  signIn: async ({ page }, use) => {
    await use(async (role) => signInOn(page, role));
  },

  /** Somebody else, on a device of their own. */
  anotherPerson: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[][] = [];
    await use(async (role) => {
      const context = await browser.newContext();
      contexts.push(context);
      faults.push(await watch(context));
      const page = await context.newPage();
      await signInOn(page, role);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(faults.flat(), 'nothing goes wrong in the other browser').toEqual([]);
  },

  /** A device of its own, on which nobody is signed in yet. */
  anotherDevice: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[][] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      faults.push(await watch(context));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(faults.flat(), 'nothing goes wrong on the other device').toEqual([]);
  },
});

/** Signs in as one of the demo's people, of whichever place, through the front door. */
export async function enterAs(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await (await SignInPage.verifyOnPage(page)).signInAsNamed(name);
  await expect(page.getByRole('banner').getByText(name)).toBeVisible();
}

async function signInOn(page: Page, role: Role): Promise<OutcomesPage> {
  await page.goto('/');
  await (await SignInPage.verifyOnPage(page)).signInAs(role);
  return OutcomesPage.verifyOnPage(page);
}

/**
 * Collects what goes wrong in a browser: errors that nobody caught, violations of the content security policy, errors in the
 * console. Left out is the browser's own line about an answer that is a refusal: journeys provoke those, and check what
 * the page makes of them.
 */
async function watch(context: BrowserContext): Promise<string[]> {
  const faults: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) =>
      console.error(`Content security policy: ${violation.violatedDirective} ${violation.blockedURI}`),
    );
  });
  context.on('weberror', (error) => faults.push(`Not caught: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    faults.push(message.text());
  });
  return faults;
}
