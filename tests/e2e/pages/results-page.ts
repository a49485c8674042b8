import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** What an assessment found. */
export class ResultsPage {
  static async verifyOnPage(page: Page, title: string): Promise<ResultsPage> {
    await expect(page.getByText(`Results of ${title}`, { exact: true })).toBeVisible();
    await expect(page).toHaveTitle(`Results of ${title}: Harrowmere: Turnstone`);
    return new ResultsPage(page);
  }

  private constructor(private readonly page: Page) {}

  get finding(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** All domains in a line each. */
  get glance(): Locator {
    return this.page.getByRole('region', { name: /^At a glance/ }).getByRole('table');
  }

  get sheet(): Locator {
    return this.page.getByRole('region', { name: 'Collation sheet', exact: true }).last();
  }

  domain(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Who said what of a domain: everyone first, then the sectors. */
  answers(name: string): Locator {
    return this.domain(name).getByRole('table', {
      name: `How many people said which level of ${name}, everyone and by sector`,
    });
  }

  async unfold(domain: string, what: RegExp): Promise<void> {
    await this.domain(domain).locator('summary').filter({ hasText: what }).click();
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name });
  }
}
