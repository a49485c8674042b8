import { expect, place, test } from '../journey.js';
import { IndicatorPage } from '../pages/indicator-page.js';
import { IndicatorsPage } from '../pages/indicators-page.js';

test.describe.configure({ mode: 'serial' });

test.beforeEach(async ({ page, signIn }) => {
  await signIn('programme manager');
  await page.goto(`${place}/indicators`);
  await (await IndicatorsPage.verifyOnPage(page)).open(/^Life expectancy$/);
});

test('is told which field is missing or impossible, and nothing is frozen', async ({ page }) => {
  const indicator = await IndicatorPage.verifyOnPage(page, /^Life expectancy/);
  await expect(indicator.baseline).toContainText('No baseline is frozen');
  await indicator.openFreezeForm();

  await indicator.freeze();
  const problems = indicator.baseline.getByRole('alert').getByRole('link');
  await expect(problems).toHaveCount(2);
  await problems.nth(1).click();
  await expect(indicator.agreedBy).toBeFocused();
  await problems.nth(0).click();
  await expect(indicator.lastPeriod).toBeFocused();

  // Nobody can forecast from the first figure alone.
  const periods = await indicator.lastPeriod.getByRole('option').allTextContents();
  await indicator.lastPeriod.selectOption(periods.at(-1) ?? '');
  await indicator.agreedBy.fill('Harrowmere board, 21 November 2026');
  await indicator.freeze();
  await expect(problems).toHaveCount(1);
  await expect(indicator.lastPeriod).toHaveAccessibleDescription(/history|figures|points|earlier/i);
  await expect(indicator.agreedBy).toHaveValue('Harrowmere board, 21 November 2026');

  await page.reload();
  await expect((await IndicatorPage.verifyOnPage(page, /^Life expectancy/)).baseline).toContainText(
    'No baseline is frozen',
  );
});

test('freezes a baseline, sees it in force and reads the verdict', async ({ page }) => {
  const indicator = await IndicatorPage.verifyOnPage(page, /^Life expectancy/);
  await expect(indicator.answer('Has the curve turned?')).toContainText('No baseline yet');

  await indicator.openFreezeForm();
  await indicator.lastPeriod.selectOption('2019 - 21');
  await indicator.agreedBy.fill('Harrowmere board, 21 November 2026');
  await indicator.freeze();
  await expect(indicator.baseline.getByRole('status')).toContainText('The baseline is frozen at 2019 - 21');
  await expect(indicator.baseline).toContainText(
    /Frozen at 2019 - 21 on \d+ \w+ \d{4}, agreed by Harrowmere board, 21 November 2026/,
  );

  await indicator.verifyJudged();
  const verdict = indicator.answer('Has the curve turned?');
  await expect(verdict).toContainText(/Worse than the baseline|On the baseline|Too early to say|Turning|Turned/);
  await expect(verdict).not.toContainText('No baseline yet');
  await expect(indicator.region('Figures').getByRole('row', { name: /^2022 - 24/ })).toContainText(
    'Since the baseline',
  );
});
