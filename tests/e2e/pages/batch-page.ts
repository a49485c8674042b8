import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const steps = {
  check: 'Import, step 2 of 3: check',
  done: 'Import, step 3 of 3: done',
  refused: 'Import: refused',
} as const;

/** Steps 2 and 3 of an import: what a file would change, and what it changed. */
export class BatchPage {
  static async verifyOnPage(page: Page, step: keyof typeof steps): Promise<BatchPage> {
    // A large file is read before its page opens.
    await expect(page.getByText(steps[step])).toBeVisible({ timeout: 30_000 });
    return new BatchPage(page);
  }

  private constructor(private readonly page: Page) {}

  get finding(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The number beside 'New', 'Changed', 'Unchanged' or 'Refused'. */
  count(name: string): Locator {
    return this.page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('xpath=following-sibling::dd[1]');
  }

  async verifyCounts(counts: Record<'New' | 'Changed' | 'Unchanged' | 'Refused', number>): Promise<void> {
    for (const [name, rows] of Object.entries(counts))
      await expect(this.count(name), name).toHaveText(rows.toLocaleString('en-GB'));
  }

  /** A line of how the file was read: 'Layout', 'Columns split by' … */
  reading(what: string): Locator {
    return this.page
      .getByRole('complementary', { name: 'How we read the file' })
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${what}$`) })
      .locator('xpath=following-sibling::dd[1]');
  }

  /** The row of the table of refused rows that is about this cell. */
  refusal(cell: string): Locator {
    return this.page
      .getByRole('region', { name: 'Table of refused rows' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell', { name: cell, exact: true }) });
  }

  async chooseToLeaveOut(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Leave them out and import the rest' }).check();
  }

  async chooseToWait(): Promise<void> {
    await this.page.getByRole('radio', { name: /^Wait\./ }).check();
  }

  async press(button: 'Import' | 'Continue' | 'Note it as imported'): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  async follow(link: string): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name: link, exact: true }).click();
  }
}
