import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The report card of one outcome. */
export class CardPage {
  static async verifyOnPage(page: Page, statement: string): Promise<CardPage> {
    await expect(page.getByRole('heading', { level: 1, name: statement })).toBeVisible();
    await expect(page).toHaveTitle(`Report card: ${statement}: Harrowmere: Turnstone`);
    return new CardPage(page);
  }

  private constructor(private readonly page: Page) {}

  section(heading: string): SectionOfCard {
    return new SectionOfCard(this.page.getByRole('region', { name: heading, exact: true }));
  }

  /** As at, data to, lead, next review, and who wrote last. */
  get updated(): Locator {
    return this.page.getByText(/^Updated /);
  }

  get editButtons(): Locator {
    return this.page.getByRole('button', { name: /^Edit/ });
  }

  get curve(): Locator {
    return this.section('How are we doing?').itself.getByRole('figure').first();
  }
}

/** One section of a card: read, or turned into a form. */
export class SectionOfCard {
  constructor(readonly itself: Locator) {}

  async edit(): Promise<void> {
    await this.itself.getByRole('button', { name: /^Edit/ }).click();
    await expect(this.saveButton).toBeVisible();
  }

  get saveButton(): Locator {
    return this.itself.getByRole('button', { name: /^Save/ });
  }

  /** The fields of one record, by the word of the section and its number: 'Force 2'. */
  record(name: string): Locator {
    return this.itself.getByRole('group', { name, exact: true });
  }

  async add(what: string): Promise<void> {
    await this.itself.getByRole('button', { name: `Add ${what}` }).click();
  }

  async save(): Promise<void> {
    await this.saveButton.click();
  }

  /** Saved and read again: the form is gone and the time of saving is said. */
  async verifySaved(): Promise<void> {
    await expect(this.itself.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
    await expect(this.saveButton).toBeHidden();
  }

  get mine(): Locator {
    return this.itself.getByRole('heading', { name: 'Yours', exact: true });
  }

  get theirs(): Locator {
    return this.itself.getByRole('heading', { name: /^Theirs, saved by / });
  }

  /** What somebody else saved, record by record. */
  get theirRecords(): Locator {
    return this.itself.getByRole('list').filter({ hasText: 'Not the same as yours' }).getByRole('listitem');
  }

  async keepMine(): Promise<void> {
    await this.itself.getByRole('button', { name: /^Keep mine/ }).click();
  }

  async takeTheirs(): Promise<void> {
    await this.itself.getByRole('button', { name: /^Take theirs/ }).click();
  }
}
