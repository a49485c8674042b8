import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** What stands around every page of a place or of the platform: the ways to the others, and who is signed in. */
export class Shell {
  static async verifyOnPage(page: Page, of = 'Harrowmere'): Promise<Shell> {
    await expect(page.getByRole('navigation', { name: of, exact: true })).toBeVisible();
    return new Shell(page, of);
  }

  private constructor(
    private readonly page: Page,
    private readonly of: string,
  ) {}

  get ways(): Locator {
    return this.page.getByRole('navigation', { name: this.of, exact: true }).getByRole('link');
  }

  /** The pages of a place's administration. */
  get administration(): Locator {
    return this.page.getByRole('navigation', { name: 'Administration' }).getByRole('link');
  }

  async goTo(way: string): Promise<void> {
    await this.ways.filter({ hasText: way }).click();
  }

  async administer(way: string): Promise<void> {
    await this.administration.filter({ hasText: way }).click();
  }

  get opener(): Locator {
    return this.page.getByRole('button', { name: /: choose another place$/ });
  }

  /** The places of the switcher, once it is open. */
  get places(): Locator {
    return this.page.getByRole('list', { name: 'Your places' }).getByRole('link');
  }

  /** How a place that is shared, or looked after, says that it is. */
  get standing(): Locator {
    return this.page.getByRole('complementary', { name: /^How you (read|see) this place$/ });
  }

  async switchTo(place: string): Promise<Shell> {
    await this.opener.click();
    await this.places.filter({ hasText: place }).click();
    return Shell.verifyOnPage(this.page, place);
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  }
}
