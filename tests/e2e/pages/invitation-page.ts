import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Where the link of an invitation leads. */
export class InvitationPage {
  static async verifyOnPage(page: Page): Promise<InvitationPage> {
    await expect(page.getByRole('heading', { level: 1, name: / invites you to / })).toBeVisible();
    return new InvitationPage(page);
  }

  private constructor(private readonly page: Page) {}

  get part(): Locator {
    return this.page.getByRole('region', { name: 'Your part' });
  }

  get name(): Locator {
    return this.page.getByLabel('Your name');
  }

  get accept(): Locator {
    return this.page.getByRole('button', { name: 'Accept' });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name });
  }
}
