import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The assessments of a place: what is open, planned and closed. */
export class AssessmentsPage {
  static async verifyOnPage(page: Page, of = 'Harrowmere'): Promise<AssessmentsPage> {
    await expect(page).toHaveTitle(`Assessments: ${of}: Turnstone`);
    await expect(page.getByRole('navigation', { name: 'Assessments and tools' })).toBeVisible();
    return new AssessmentsPage(page);
  }

  private constructor(private readonly page: Page) {}

  open(title: string): Locator {
    return this.page.getByRole('article', { name: title });
  }

  get drafts(): Locator {
    return this.page.getByRole('region', { name: 'Drafts' }).getByRole('listitem');
  }

  closed(title: string): Locator {
    return this.page
      .getByRole('region', { name: 'Table of closed assessments' })
      .getByRole('row')
      .filter({ hasText: title });
  }

  get plan(): Locator {
    return this.page.getByRole('link', { name: 'Plan an assessment' });
  }
}

/** The form of a plan, new or changed. */
export class PlanPage {
  static async verifyOnPage(page: Page, heading: string | RegExp = 'Plan an assessment'): Promise<PlanPage> {
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    return new PlanPage(page);
  }

  private constructor(private readonly page: Page) {}

  way(group: string, name: string | RegExp): Locator {
    return this.page.getByRole('group', { name: group }).getByRole('radio', { name, exact: typeof name === 'string' });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async day(legend: string, iso: string): Promise<void> {
    const [year, month, day] = iso.split('-');
    const group = this.page.getByRole('group', { name: legend });
    await group.getByLabel('Day').fill(day ?? '');
    await group.getByLabel('Month').fill(month ?? '');
    await group.getByLabel('Year').fill(year ?? '');
  }

  get agenda(): Locator {
    return this.page.getByRole('group', { name: 'Minutes of each stage' });
  }

  get problem(): Locator {
    return this.page.getByRole('alert');
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Plan it|Save|Save what I chose)$/ }).click();
  }
}

/** One assessment: where it stands, and what to do next. */
export class AssessmentPage {
  static async verifyOnPage(page: Page, title: string): Promise<AssessmentPage> {
    await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
    return new AssessmentPage(page);
  }

  private constructor(private readonly page: Page) {}

  said(words: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: words });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** Presses a button that asks first, and reads what it asks. */
  async ask(deed: string): Promise<Locator> {
    await this.button(deed).click();
    const question = this.page.getByRole('group', { name: /“.*”/ });
    await expect(question).toBeFocused();
    return question;
  }
}
