import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Every indicator of the place. */
export class IndicatorsPage {
  static async verifyOnPage(page: Page): Promise<IndicatorsPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Indicators' })).toBeVisible();
    return new IndicatorsPage(page);
  }

  private constructor(private readonly page: Page) {}

  async find(words: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Find an indicator or a source' }).fill(words);
  }

  async open(name: string | RegExp): Promise<void> {
    await this.page.getByRole('rowheader').getByRole('link', { name }).click();
  }
}
