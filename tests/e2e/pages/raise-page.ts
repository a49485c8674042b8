import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Where actions are written down as a room agrees them. */
export class RaisePage {
  static async verifyOnPage(page: Page): Promise<RaisePage> {
    await expect(page).toHaveTitle('Actions from an assessment: Harrowmere: Turnstone');
    return new RaisePage(page);
  }

  private constructor(private readonly page: Page) {}

  get form(): Locator {
    return this.page.getByRole('form', { name: 'Add an action' });
  }

  get what(): Locator {
    return this.form.getByLabel('What will be done');
  }

  get actions(): Locator {
    return this.page.getByRole('list', { name: 'Actions from it' }).getByRole('listitem');
  }

  /** What the next level asks for, beside the form. */
  get asks(): Locator {
    return this.page.getByRole('region', { name: /asks for|hold on to/ });
  }

  async takeUp(proposal: string): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Proposed as priorities' })
      .getByRole('listitem')
      .filter({ hasText: proposal })
      .getByRole('button')
      .click();
  }
}
