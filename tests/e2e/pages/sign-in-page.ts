import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Role } from '../journey.js';

/** The front door of the demo: choose who you are. */
export class SignInPage {
  static async verifyOnPage(page: Page): Promise<SignInPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Choose who you are' })).toBeVisible();
    return new SignInPage(page);
  }

  private constructor(private readonly page: Page) {}

  async signInAsNamed(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Sign in as ${name}`, exact: true }).click();
  }

  async signInAs(role: Role): Promise<void> {
    const person = this.page.getByRole('listitem').filter({ hasText: new RegExp(`${role}, Harrowmere`, 'i') });
    await person.getByRole('button', { name: /^Sign in as / }).click();
  }
}
