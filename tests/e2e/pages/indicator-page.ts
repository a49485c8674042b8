import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export const fourQuestions = ['Compared with', 'Recent trend', 'Against our trajectory', 'Has the curve turned?'];

/** One indicator: definition, curve, figures, judgements, baseline. */
export class IndicatorPage {
  static async verifyOnPage(page: Page, name: string | RegExp): Promise<IndicatorPage> {
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: 'How this was worked out' })).toBeVisible();
    return new IndicatorPage(page);
  }

  private constructor(private readonly page: Page) {}

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Waits until the page says that every answer rests on the figures it shows. */
  async verifyJudged(withinMs = 30_000): Promise<void> {
    const doing = this.region('How are we doing?');
    await expect(doing.getByText(/^Judged \d+ \w+ \d{4}, \d\d:\d\d; figures to /)).toBeVisible({ timeout: withinMs });
    for (const question of fourQuestions) await expect(this.answer(question)).not.toContainText('Being worked out');
    await expect(this.region('How this was worked out')).not.toContainText('is being worked out again');
  }

  /** The answer to one of the four questions. */
  answer(question: string): Locator {
    return this.region('How are we doing?')
      .getByRole('term')
      .filter({ hasText: question })
      .locator('xpath=following-sibling::dd');
  }

  get baseline(): Locator {
    return this.region('Baseline');
  }

  async openFreezeForm(): Promise<void> {
    await this.baseline.getByText('Freeze a baseline', { exact: true }).click();
    await expect(this.lastPeriod).toBeVisible();
  }

  get lastPeriod(): Locator {
    return this.baseline.getByLabel('Last period of the baseline');
  }

  get agreedBy(): Locator {
    return this.baseline.getByLabel('Agreed by');
  }

  async freeze(): Promise<void> {
    await this.baseline.getByRole('button', { name: 'Freeze the baseline' }).click();
  }
}
