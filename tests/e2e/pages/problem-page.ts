import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const headings = {
  'not permitted': 'Your role here does not include this',
  'not found': 'We cannot find that page',
  unreachable: 'We cannot reach Turnstone',
} as const;

/** Stands where a page cannot. */
export class ProblemPage {
  static async verifyOnPage(page: Page, kind: keyof typeof headings): Promise<ProblemPage> {
    await expect(page.getByRole('heading', { level: 1, name: headings[kind] })).toBeVisible();
    return new ProblemPage(page);
  }

  private constructor(private readonly page: Page) {}

  get tryAgain(): Locator {
    return this.page.getByRole('button', { name: 'Try again' });
  }
}
