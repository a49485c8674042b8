import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A participant's page in a room: it shows one thing at a time, so each way in says which. */
export class RoomPage {
  static async verifyOn(page: Page, heading: string | RegExp): Promise<RoomPage> {
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    return new RoomPage(page);
  }

  /** Scoring one domain: 'Leadership' is '1 of 10'. */
  static async verifyOnDomain(page: Page, name: string, number: string): Promise<RoomPage> {
    const room = await RoomPage.verifyOn(page, name);
    await expect(page.getByText(number, { exact: true })).toBeVisible();
    return room;
  }

  private constructor(private readonly page: Page) {}

  /** The four levels, “I don’t know” and “Skip this one”. */
  get choices(): Locator {
    return this.page.getByRole('radio');
  }

  choice(name: string | RegExp): Locator {
    return this.page.getByRole('radio', { name });
  }

  /** The card of a level: the whole of it can be touched. */
  card(level: number): Locator {
    return this.page.locator('.ts-level').nth(level - 1);
  }

  get offline(): Locator {
    return this.page.getByRole('status').filter({ hasText: /You are offline|We cannot reach the room/ });
  }

  get saved(): Locator {
    return this.page.getByText('Saved.');
  }

  get nav(): Locator {
    return this.page.getByRole('navigation', { name: 'Other pages' });
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Next|Check answers)$/ }).click();
  }

  async back(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back', exact: true }).click();
  }

  async goTo(link: string | RegExp): Promise<void> {
    await this.nav.getByRole('link', { name: link }).click();
  }

  async openHelp(): Promise<void> {
    await this.page.getByRole('link', { name: 'Help' }).click();
    await RoomPage.verifyOn(this.page, 'Help');
  }

  /** What stands in the list of all domains beside one of them. */
  inList(domain: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: domain });
  }

  /** What the server has of this phone: asked with its own token. */
  async sent(): Promise<Record<string, unknown>> {
    return this.page.evaluate(async () => {
      const key = Object.keys(localStorage).find((name) => name.endsWith(':token'));
      const token = key === undefined ? '' : (JSON.parse(localStorage.getItem(key)!) as string);
      const answer = await fetch('/api/room/me', { headers: { 'x-turnstone-participant': token } });
      const { answers } = (await answer.json()) as { answers: { domain: string; choice: unknown }[] };
      return Object.fromEntries(answers.map(({ domain, choice }) => [domain, choice]));
    });
  }

  /** What this phone keeps, by name. */
  async keeps(): Promise<string[]> {
    return this.page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('turnstone:room:')));
  }
}
