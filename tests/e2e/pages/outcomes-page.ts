import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The outcomes of the place, exceptions first. */
export class OutcomesPage {
  static async verifyOnPage(page: Page): Promise<OutcomesPage> {
    await expect(page.getByText('Outcomes of Harrowmere')).toBeVisible();
    await expect(page).toHaveTitle('Outcomes: Harrowmere: Turnstone');
    return new OutcomesPage(page);
  }

  private constructor(private readonly page: Page) {}

  get finding(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The counts of outcomes by state. */
  get tally(): Locator {
    return this.page.getByRole('list', { name: 'Outcomes by state' }).getByRole('listitem');
  }

  get outcomes(): Locator {
    return this.page.getByRole('article');
  }

  /** The outcome whose statement is given. */
  outcome(statement: string): Locator {
    return this.outcomes.filter({ hasText: statement });
  }

  async open(statement: string): Promise<void> {
    await this.outcome(statement).getByRole('heading').getByRole('link').click();
  }
}
