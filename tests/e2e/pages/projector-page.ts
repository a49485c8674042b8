import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** What hangs on the wall: nothing but the room. */
export class ProjectorPage {
  static async verifyOnPage(page: Page, heading: string | RegExp): Promise<ProjectorPage> {
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page).toHaveTitle('Projector: Harrowmere: Turnstone');
    await expect(page.getByRole('banner')).toBeHidden();
    return new ProjectorPage(page);
  }

  private constructor(readonly page: Page) {}

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get clock(): Locator {
    return this.page.getByRole('timer');
  }

  get qr(): Locator {
    return this.page.getByRole('img', { name: 'Code to scan to join' });
  }

  get answers(): Locator {
    return this.page.getByRole('region', { name: 'Answers', exact: true });
  }

  get side(): Locator {
    return this.page.getByRole('region', { name: 'Talk and agree' });
  }

  get all(): Locator {
    return this.page.getByRole('main');
  }

  /** The smallest text on the wall, in pixels of this screen. */
  async smallestText(): Promise<number> {
    return this.page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
      const sizes: number[] = [];
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement!;
        const hidden = element.closest('.govuk-visually-hidden') !== null || !element.checkVisibility();
        if (walker.currentNode.textContent!.trim() !== '' && !hidden)
          sizes.push(parseFloat(getComputedStyle(element).fontSize));
      }
      return Math.min(...sizes);
    });
  }

  /** How much wider and higher the page is than the screen. */
  async beyondScreen(): Promise<{ right: number; down: number }> {
    return this.page.evaluate(() => ({
      right: Math.max(0, document.documentElement.scrollWidth - innerWidth),
      down: Math.max(0, document.documentElement.scrollHeight - innerHeight),
    }));
  }
}
