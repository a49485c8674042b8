import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A file as it is handed over: its name and its bytes. */
export interface FileOfFigures {
  name: string;
  text: string;
}

/** Step 1 of an import: choose a file. */
export class ImportPage {
  static async verifyOnPage(page: Page): Promise<ImportPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Import figures' })).toBeVisible();
    await expect(page.getByText('Import, step 1 of 3')).toBeVisible();
    return new ImportPage(page);
  }

  private constructor(private readonly page: Page) {}

  async upload({ name, text }: FileOfFigures): Promise<void> {
    await this.page
      .getByLabel('File of figures (CSV)')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await this.page.getByRole('button', { name: 'See what it would change' }).click();
  }

  /** The latest of the earlier imports of a file of this name. */
  earlier(fileName: string): Locator {
    return this.page.getByRole('row').filter({ hasText: fileName }).first();
  }
}
