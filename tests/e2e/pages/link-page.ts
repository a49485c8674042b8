import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Where the link of a mail to sign in leads: one press, and nothing before it. */
export class LinkPage {
  static async verifyOnPage(page: Page): Promise<LinkPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Turnstone' })).toBeVisible();
    return new LinkPage(page);
  }

  private constructor(private readonly page: Page) {}

  get signIn(): Locator {
    return this.page.getByRole('button', { name: 'Sign in' });
  }
}
