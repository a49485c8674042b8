import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** One's own page. */
export class AccountPage {
  static async verifyOnPage(page: Page): Promise<AccountPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
    return new AccountPage(page);
  }

  private constructor(private readonly page: Page) {}

  part(
    name: 'Who you are' | 'Places and roles' | 'How you sign in' | 'Where you are signed in' | 'Notices by e-mail',
  ): Locator {
    return this.page.getByRole('region', { name });
  }

  get sessions(): Locator {
    return this.part('Where you are signed in').locator('tbody').getByRole('row');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label);
  }
}
