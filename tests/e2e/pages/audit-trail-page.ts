import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The audit trail of a place or of the platform. */
export class AuditTrailPage {
  static async verifyOnPage(page: Page): Promise<AuditTrailPage> {
    await expect(page.getByRole('heading', { level: 1, name: /^Every change / })).toBeVisible();
    return new AuditTrailPage(page);
  }

  private constructor(private readonly page: Page) {}

  get entries(): Locator {
    return this.page.getByRole('region', { name: 'Table of changes' }).getByRole('row');
  }

  entry(action: string): Locator {
    return this.entries.filter({ hasText: action });
  }

  /** Shows only one kind of change. */
  async only(action: string): Promise<void> {
    await this.page.getByLabel('What', { exact: true }).selectOption({ label: action });
    await this.page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(this.page).toHaveURL(new RegExp(`action=${encodeURIComponent(action.toLowerCase())}`, 'i'));
    // What was opened before the answer is here would close with it.
    const changes = this.entries.filter({ has: this.page.getByRole('button', { name: /^(Show|Hide) the change/ }) });
    await expect(changes.filter({ hasNotText: action })).toHaveCount(0);
    await expect(changes.first()).toBeVisible();
  }

  /** What stood before and what stands after, of the latest entry that fits. */
  async open(action: string): Promise<Locator> {
    await this.entry(action)
      .first()
      .getByRole('button', { name: /^Show the change/ })
      .click();
    return this.page.getByRole('table', { name: 'What was changed' });
  }

  async download(): Promise<string> {
    const [file] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
}
