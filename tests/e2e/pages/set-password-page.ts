import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const steps = {
  password: 'Choose a password',
  app: 'Add Turnstone to your app',
  codes: 'Keep these recovery codes',
} as const;

/** A password with a code, in three steps. */
export class SetPasswordPage {
  static async verifyOnPage(page: Page, step: keyof typeof steps): Promise<SetPasswordPage> {
    const heading = page.getByRole('heading', { level: 1, name: steps[step] });
    await expect(heading).toBeVisible();
    return new SetPasswordPage(page);
  }

  private constructor(private readonly page: Page) {}

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  get code(): Locator {
    return this.page.getByLabel('Code', { exact: true });
  }

  async choose(password: string): Promise<void> {
    await this.page.getByLabel('New password').fill(password);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }

  /** The secret as it stands there to be typed, without its spaces. */
  async secret(): Promise<string> {
    return (await this.page.locator('.ts-secret').innerText()).replace(/\s/g, '');
  }

  async confirm(code: string): Promise<void> {
    await this.code.fill(code);
    await this.page.getByRole('button', { name: 'Set password and code' }).click();
  }

  recoveryCodes(): Promise<string[]> {
    return this.page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  }

  async finish(): Promise<void> {
    await this.page.getByRole('button', { name: 'Finish' }).click();
  }

  async keep(): Promise<void> {
    await this.page.getByLabel('I have kept them').check();
  }
}
