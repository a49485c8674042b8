import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The actions of the place, overdue first. */
export class ActionsPage {
  static async verifyOnPage(page: Page): Promise<ActionsPage> {
    await expect(page.getByText('Actions of Harrowmere')).toBeVisible();
    await expect(page).toHaveTitle('Actions: Harrowmere: Turnstone');
    return new ActionsPage(page);
  }

  private constructor(private readonly page: Page) {}

  get finding(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get actions(): Locator {
    return this.page.getByRole('list', { name: 'Actions', exact: true }).getByRole('listitem');
  }

  get changeButtons(): Locator {
    return this.actions.getByRole('button', { name: /^Change/ });
  }

  action(title: string): Locator {
    return this.actions.filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  async show(which: 'Open' | 'Overdue' | 'Done' | 'All'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Which actions' }).getByRole('link', { name: which }).click();
  }

  /** Opens the form of one action where it stands. */
  async change(title: string): Promise<Locator> {
    await this.action(title)
      .getByRole('button', { name: /^Change/ })
      .click();
    const form = this.page.getByRole('form', { name: `Change: ${title}` });
    await expect(form.getByLabel('What will be done')).toBeFocused();
    return form;
  }
}
