import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { everyPage } from '../every-page.js';
import { expect, place, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';
import { OutcomesPage } from '../pages/outcomes-page.js';
import { Shell } from '../pages/shell.js';

const fullest = 'People in Harrowmere live long lives in good health';

// They only look: any number of them may look at once.
test.describe.configure({ mode: 'parallel' });

for (const { name, as, open } of everyPage) {
  test(`${name}: no violation of WCAG 2.2 AA at 1280 and 360 px, no sideways scroll at 320 px`, async ({
    page,
    signIn,
  }) => {
    if (as) await signIn(as);
    await open(page);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await violationsOn(page), `at ${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(320);
  });
}

test('in forced colours the outcomes and a card have no violation, and the states keep their words', async ({
  page,
  signIn,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const outcomes = await signIn('board member');
  expect(await violationsOn(page)).toEqual([]);
  await expect(outcomes.outcomes.last()).toContainText('Turned');
  await outcomes.open(fullest);
  await CardPage.verifyOnPage(page, fullest);
  expect(await violationsOn(page)).toEqual([]);
});

test('the first stop of the keyboard skips to the content', async ({ page, signIn }) => {
  await signIn('board member');
  await page.goto(`${place}/outcomes`);
  await OutcomesPage.verifyOnPage(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('on every change of page the heading takes the focus and the title changes; going back keeps the scroll (E52)', async ({
  page,
  signIn,
}) => {
  const outcomes = await signIn('board member');
  const h1 = page.getByRole('heading', { level: 1 });
  await expect(h1).toBeFocused();
  await expect(page).toHaveTitle('Outcomes: Harrowmere: Turnstone');

  await outcomes.outcome(fullest).getByRole('heading').getByRole('link').scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(100);
  await outcomes.open(fullest);
  await CardPage.verifyOnPage(page, fullest);
  await expect(h1).toBeFocused();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);

  await (await Shell.verifyOnPage(page)).goTo('Indicators');
  await expect(page).toHaveTitle('Indicators: Harrowmere: Turnstone');
  await expect(h1).toBeFocused();

  await page.goBack();
  await CardPage.verifyOnPage(page, fullest);
  await page.goBack();
  await OutcomesPage.verifyOnPage(page);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(scrolled - 50);
});

/** One line for each violation: the rule, and where. */
async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}
