import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** What stands around every page of a place: the ways to the others, and who is signed in. */
export class Shell {
  static async verifyOnPage(page: Page): Promise<Shell> {
    await expect(page.getByRole('navigation', { name: 'Harrowmere' })).toBeVisible();
    return new Shell(page);
  }

  private constructor(private readonly page: Page) {}

  get ways(): Locator {
    return this.page.getByRole('navigation', { name: 'Harrowmere' }).getByRole('link');
  }

  async goTo(way: 'Outcomes' | 'Indicators' | 'Import'): Promise<void> {
    await this.ways.filter({ hasText: way }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
  }
}
