import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The people of a place, and the pages on which one of them is invited, changed and removed. */
export class PeoplePage {
  static async verifyOnPage(page: Page, place: string): Promise<PeoplePage> {
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(`belongs? to ${place}$`) })).toBeVisible();
    await expect(page).toHaveTitle(`People: ${place}: Turnstone`);
    return new PeoplePage(page);
  }

  private constructor(private readonly page: Page) {}

  get people(): Locator {
    return this.page.getByRole('region', { name: 'Table of people' }).getByRole('row');
  }

  person(name: string): Locator {
    return this.people.filter({ hasText: name });
  }

  invitation(name: string): Locator {
    return this.page.getByRole('region', { name: 'Table of invitations' }).getByRole('row').filter({ hasText: name });
  }

  async open(name: string): Promise<PersonPage> {
    await this.person(name).getByRole('link').first().click();
    return PersonPage.verifyOnPage(this.page, name);
  }
}

/** One person of a place. */
export class PersonPage {
  static async verifyOnPage(page: Page, name: string): Promise<PersonPage> {
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    return new PersonPage(page);
  }

  private constructor(private readonly page: Page) {}

  role(name: string): Locator {
    return this.page.getByRole('group', { name: 'Roles' }).getByLabel(name, { exact: true });
  }

  workstream(name: string): Locator {
    return this.page.getByRole('group', { name: 'Workstreams that they lead' }).getByLabel(name, { exact: true });
  }

  get organisation(): Locator {
    return this.page.getByLabel('Organisation', { exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: /^Save/ }).click();
  }

  /** Saved: back at the people, which say so. */
  async verifySaved(name: string, roles: string): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: `Saved: ${name} is ${roles}.` })).toBeVisible();
  }

  async become(name: string, roles: string[]): Promise<void> {
    const boxes = this.page.getByRole('group', { name: 'Roles' }).getByRole('checkbox');
    for (const box of await boxes.all()) await box.uncheck();
    for (const role of roles) await this.role(role.charAt(0).toUpperCase() + role.slice(1)).check();
    await this.save();
    await this.verifySaved(name, roles.join(', '));
  }
}
