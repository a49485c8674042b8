import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The ways to sign in. */
export class WaysPage {
  static async verifyOnPage(page: Page): Promise<WaysPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send me a link' })).toBeVisible();
    return new WaysPage(page);
  }

  private constructor(private readonly page: Page) {}

  get email(): Locator {
    return this.page.getByLabel('E-mail address');
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async sendLink(email: string): Promise<void> {
    await this.email.fill(email);
    await this.page.getByRole('button', { name: 'Send me a link' }).click();
  }

  async usePassword(): Promise<void> {
    await this.page.getByRole('link', { name: 'Use a password and a code' }).click();
  }

  async continueWith(provider: string): Promise<void> {
    await this.page.getByRole('link', { name: `Continue with ${provider}` }).click();
  }
}
