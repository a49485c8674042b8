import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Sign in with a password and a code. */
export class PasswordSignInPage {
  static async verifyOnPage(page: Page): Promise<PasswordSignInPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in with a password and a code' })).toBeVisible();
    return new PasswordSignInPage(page);
  }

  private constructor(private readonly page: Page) {}

  field(name: 'E-mail address' | 'Password' | 'Code' | 'Recovery code'): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async signIn(given: { email: string; password: string; code: string }): Promise<void> {
    await this.field('E-mail address').fill(given.email);
    await this.field('Password').fill(given.password);
    await this.page.locator('#code').fill(given.code);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async useRecoveryCode(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use a recovery code instead' }).click();
    await expect(this.field('Recovery code')).toBeVisible();
  }
}
