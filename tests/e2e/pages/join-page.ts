import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The door of a room: the code, or who one is. */
export class JoinPage {
  /** Where a code is typed. */
  static async verifyOnCode(page: Page, heading: string | RegExp = 'Join with a code'): Promise<JoinPage> {
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.getByLabel('The six characters on the screen in the room')).toBeVisible();
    return new JoinPage(page);
  }

  /** Where sector and organisation are chosen. */
  static async verifyOnDoor(page: Page, title = 'How we plan together'): Promise<JoinPage> {
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByRole('group', { name: 'Your sector' })).toBeVisible();
    return new JoinPage(page);
  }

  private constructor(private readonly page: Page) {}

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  get whoSeesWhat(): Locator {
    return this.page.locator('.ts-room-sees');
  }

  async type(code: string): Promise<void> {
    await this.page.getByLabel('The six characters on the screen in the room').fill(code);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }

  async join(as: { sector?: string; name?: string } = {}): Promise<void> {
    if (as.name) await this.page.getByLabel('Your name').fill(as.name);
    if (as.sector) await this.page.getByRole('radio', { name: as.sector }).check();
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
  }
}
