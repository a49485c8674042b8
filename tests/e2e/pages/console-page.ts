import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The facilitator's console: every part by the heading that it stands under. */
export class ConsolePage {
  static async verifyOnPage(page: Page, title: string): Promise<ConsolePage> {
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page).toHaveTitle('Console: Harrowmere: Turnstone');
    return new ConsolePage(page);
  }

  private constructor(readonly page: Page) {}

  part(
    name: 'Now' | 'What we talk about' | 'People and tables' | 'Domains' | 'What comes first' | 'Paper sheets',
  ): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  get stage(): Locator {
    return this.part('Now').getByRole('heading', { level: 2 });
  }

  get rail(): Locator {
    return this.page.getByRole('complementary', { name: 'Clock and steps' });
  }

  /** The clock that is in sight at this width. */
  get clock(): Locator {
    return this.page.getByRole('timer').filter({ visible: true });
  }

  get undo(): Locator {
    return this.rail.getByRole('button', { name: /^Undo: / });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A step of one domain, from the list: 'Reveal'. */
  of(domain: string, step: string): Locator {
    return this.domain(domain).getByRole('button', { name: `${step} ${domain}`, exact: true });
  }

  /** Presses what cannot be done now: it stays in reach, and says why. */
  async tryAnyway(button: Locator, why: string | RegExp): Promise<void> {
    await button.focus();
    await this.page.keyboard.press('Enter');
    await expect(this.why(why)).toBeVisible();
  }

  /** Presses a step and waits until the log has it. */
  async take(button: string | RegExp | Locator, logged: string | RegExp): Promise<void> {
    await (typeof button === 'string' || button instanceof RegExp ? this.button(button) : button).click();
    await expect(this.undo).toHaveText(logged);
  }

  /** On to the next stage, whose title the button says. */
  async goOnTo(title: string): Promise<void> {
    await this.button(`Next: ${title}`).click();
    await expect(this.stage).toHaveText(title);
  }

  domain(name: string): Locator {
    return this.part('Domains')
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name }) });
  }

  /** What a refused press says where it was pressed. */
  why(words: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: words });
  }

  level(name: string): Locator {
    return this.page.getByRole('group', { name: 'The level that the room agrees' }).getByRole('radio', { name });
  }

  get reason(): Locator {
    return this.page.getByLabel('Why, in a sentence');
  }

  get clash(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'Somebody recorded this while you were typing' });
  }

  async openProjector(): Promise<Page> {
    const [wall] = await Promise.all([
      this.page.context().waitForEvent('page'),
      this.page.getByRole('link', { name: 'Open the projector (new window)' }).click(),
    ]);
    return wall;
  }
}
