import { expect, place, test } from '../journey.js';
import { fixture, socialIsolation, threeBadRows } from '../figures.js';
import { BatchPage } from '../pages/batch-page.js';
import { ImportPage } from '../pages/import-page.js';
import type { FileOfFigures } from '../pages/import-page.js';
import { IndicatorPage } from '../pages/indicator-page.js';
import { IndicatorsPage } from '../pages/indicators-page.js';
import { Shell } from '../pages/shell.js';
import type { Page } from '@playwright/test';

const carers = /adult carers who have as much social contact/;
const campylobacter = /Campylobacter/;

test.describe.configure({ mode: 'serial' });

test.beforeEach(async ({ signIn }) => {
  await signIn('analyst');
});

test('loads a published file, and the place has judged it within 30 seconds', async ({ page }) => {
  test.setTimeout(120_000);
  const file = socialIsolation();

  await upload(page, file);
  const preview = await BatchPage.verifyOnPage(page, 'check');
  const fresh = file.rows - file.held;
  await expect(preview.finding).toHaveText(`${fresh.toLocaleString('en-GB')} new figures would go in`);
  await preview.verifyCounts({ New: fresh, Changed: 0, Unchanged: file.held, Refused: 0 });
  await expect(preview.reading('Layout')).toHaveText(file.layout);
  await expect(preview.reading('Columns split by')).toHaveText('Comma');
  await expect(preview.reading('Indicators')).toContainText(carers);

  await preview.press('Import');
  const result = await BatchPage.verifyOnPage(page, 'done');
  await expect(result.finding).toHaveText(`${fresh.toLocaleString('en-GB')} new figures went in`);
  await result.verifyCounts({ New: fresh, Changed: 0, Unchanged: file.held, Refused: 0 });

  await result.follow('See the indicators');
  await (await IndicatorsPage.verifyOnPage(page)).open(carers);
  const indicator = await IndicatorPage.verifyOnPage(page, carers);
  await indicator.verifyJudged();
  // Fingertips, 90638, North Lincolnshire, 2018/19: 39.4% here (34.5 to 44.3), published as better than England.
  await expect(
    indicator
      .region('Figures')
      .getByRole('row', { name: /^2018\/19/ })
      .first(),
  ).toContainText('39.4');
  await expect(indicator.answer('Compared with')).toContainText('Better');
});

test('loads the same file again: all of it is held, and the page says so', async ({ page }) => {
  const file = socialIsolation();

  await upload(page, { ...file, name: 'the-same-again.csv' });
  const preview = await BatchPage.verifyOnPage(page, 'check');
  await expect(preview.finding).toHaveText('We already hold every figure in this file');
  await preview.verifyCounts({ New: 0, Changed: 0, Unchanged: file.rows, Refused: 0 });

  await preview.press('Note it as imported');
  const result = await BatchPage.verifyOnPage(page, 'done');
  await expect(result.finding).toHaveText('Nothing changed');
});

test('sees each bad row with its cell, what was found and the reason; waits, and nothing goes in', async ({ page }) => {
  await upload(page, threeBadRows('waits.csv'));
  const preview = await BatchPage.verifyOnPage(page, 'check');
  await expect(preview.finding).toHaveText('3 of 10 rows cannot go in as they are');
  await preview.verifyCounts({ New: 7, Changed: 0, Unchanged: 0, Refused: 3 });
  await expect(preview.refusal('M7')).toContainText('88.41474125513O');
  await expect(preview.refusal('M7')).toContainText('letter O');
  await expect(preview.refusal('E3')).toContainText('E06999999');
  await expect(preview.refusal('E3')).toContainText('No area has this code');
  await expect(preview.refusal('R11')).toContainText('1205');
  await expect(preview.refusal('R11')).toContainText('305');

  await preview.chooseToWait();
  await preview.press('Continue');
  const choice = await ImportPage.verifyOnPage(page);
  await expect(choice.earlier('waits.csv')).toContainText('Waiting for a decision');
  await (await Shell.verifyOnPage(page)).goTo('Indicators');
  const indicators = await IndicatorsPage.verifyOnPage(page);
  await indicators.find('campylobacter');
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('leaves the bad rows out: the rest goes in, the places of the bad ones stay empty', async ({ page }) => {
  await upload(page, threeBadRows('leaves-out.csv'));
  const preview = await BatchPage.verifyOnPage(page, 'check');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download these 3 rows with the reasons/ }).click();
  const refused = await (await download).createReadStream();
  let rows = '';
  for await (const part of refused) rows += String(part);
  expect(rows).toContain('88.41474125513O');
  expect(rows).toContain('E06999999');
  expect(rows).not.toContain('Kingston upon Hull');

  await preview.chooseToLeaveOut();
  await preview.press('Continue');
  const result = await BatchPage.verifyOnPage(page, 'done');
  await expect(result.finding).toHaveText('7 new figures went in');

  await result.follow('See the indicators');
  await (await IndicatorsPage.verifyOnPage(page)).open(campylobacter);
  const indicator = await IndicatorPage.verifyOnPage(page, campylobacter);
  const figures = indicator.region('Figures');
  // Published: 106.583… in 2015, 106.566… in 2017; 2016 was left out and must not be shown as a figure, nor as naught.
  await expect(figures.getByRole('row', { name: /^2015/ })).toContainText('106.6');
  await expect(figures.getByRole('row', { name: /^2017/ })).toContainText('106.6');
  await expect(figures).not.toContainText('88.4');
});

test('is told why a whole file cannot be imported', async ({ page }) => {
  await upload(page, { name: 'other-columns.csv', text: 'ward,visits\nNorthbeck,12\n' });
  const refused = await BatchPage.verifyOnPage(page, 'refused');
  await expect(refused.finding).toHaveText('We cannot import this file');
  await expect(page.getByRole('alert')).toContainText('The first row does not name the columns of a layout we know');

  await refused.follow('Choose another file');
  const choice = await ImportPage.verifyOnPage(page);
  await choice.upload({ name: 'nothing.csv', text: '' });
  const problem = page.getByRole('alert').getByRole('link', { name: 'nothing.csv is empty: choose another file' });
  await problem.click();
  await expect(page.getByLabel('File of figures (CSV)')).toBeFocused();

  await choice.upload({
    name: 'only-a-header.csv',
    text: fixture('social-isolation-excerpt.csv').split('\n')[0] ?? '',
  });
  await BatchPage.verifyOnPage(page, 'refused');
});

async function upload(page: Page, file: FileOfFigures): Promise<void> {
  await page.goto(`${place}/import`);
  await (await ImportPage.verifyOnPage(page)).upload(file);
}
