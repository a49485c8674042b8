import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The mails that leave the machine nowhere. */
export class OutboxPage {
  static async verifyOnPage(page: Page): Promise<OutboxPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible();
    return new OutboxPage(page);
  }

  private constructor(private readonly page: Page) {}

  /** The latest mail to an address that holds such a link, once it has been written. */
  async latestTo(email: string, link: RegExp): Promise<Locator> {
    const mail = this.page
      .getByRole('article')
      .filter({ hasText: `To ${email}` })
      .filter({ has: this.page.getByRole('link', { name: link }) })
      .first();
    await expect(async () => {
      await this.page.getByRole('button', { name: 'Look for new mails' }).click();
      await expect(mail).toBeVisible({ timeout: 500 });
    }).toPass();
    return mail;
  }
}
