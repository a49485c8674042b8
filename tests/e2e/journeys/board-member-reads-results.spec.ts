import { finishedWorkshops, openOnline } from '../finished-workshops.js';
import { expect, test } from '../journey.js';
import { print } from '../paper.js';
import { ResultsPage } from '../pages/results-page.js';

// The demo's second workshop: 34 people, ten domains; counted by hand from content/demo/workshops.
const title = 'Planning together, May 2026';

test('reads first what was found, then where people differ most, then why', async ({ page, signIn }) => {
  await signIn('board member');
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/results`);
  const results = await ResultsPage.verifyOnPage(page, title);

  await expect(results.finding).toHaveText(
    'People agree strongly on 6 of 10 domains, and differ most on Business planning, Evaluation and Information governance.',
  );
  const rows = results.glance.getByRole('row');
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(1)).toContainText('Business planning');
  await expect(rows.nth(1)).toContainText('9, 7, 7, 9');
  await expect(rows.nth(1)).toContainText('Not agreed');
  await expect(rows.last()).toContainText('Strong agreement');

  // One click to the domain: who said what, in numbers that a screen reader reads, and whether sectors differ.
  await rows.nth(3).getByRole('link', { name: 'Information governance' }).click();
  await expect(page.getByRole('heading', { name: 'Information governance', exact: true })).toBeFocused();
  const governance = results.domain('Information governance');
  await expect(governance).toContainText(
    'The civic sector put Information governance two levels below health and care.',
  );
  await expect(governance).toContainText('The difference lies between sectors.');
  const answers = results.answers('Information governance').getByRole('row');
  await expect(answers.nth(1).getByRole('cell')).toHaveText([/^\s*9/, /^\s*11\s*middle/, /^\s*9/, /^\s*2/, /^\s*3/]);
  await expect(answers.filter({ hasText: 'Civic' }).getByRole('cell').first()).toHaveText(/6\s*middle/);

  // What the room agreed stands beside what the middle answer was, and what the next level asks for.
  await expect(governance).toContainText('The middle answer is 2. The room decides, not the middle.');
  await expect(governance.getByRole('heading', { name: 'What 3, Maturing, asks for' })).toBeVisible();
  await results.unfold('Information governance', /What the tables said/);
  await expect(governance.getByText('Table 1:')).toBeVisible();
  await results.unfold('Information governance', /Answers by table/);
  await expect(governance.getByRole('table', { name: /, by table$/ }).getByRole('row')).toHaveCount(6);
  await results.unfold('Information governance', /prompts/);
  await expect(governance.locator('dt').first()).toBeVisible();
});

test('sees what is not shown and why, and no name', async ({ page, signIn }) => {
  await signIn('board member');
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/results`);
  await ResultsPage.verifyOnPage(page, title);
  const withheld = page.getByRole('region', { name: 'What is not shown, and why' });
  await expect(withheld).toContainText('a group with fewer than 5 answers is never shown apart');
  await expect(page.getByRole('region', { name: 'Who was represented' }).getByRole('listitem')).toHaveCount(4);
  await page.locator('summary').filter({ hasText: 'Methods' }).click();
  await expect(page.getByText(/Van der Eijk/)).toBeVisible();
});

test('has the collation sheet on screen, as a PDF, as a spreadsheet, and on paper across', async ({ page, signIn }) => {
  await signIn('board member');
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/results`);
  const results = await ResultsPage.verifyOnPage(page, title);
  const columns = results.sheet.getByRole('columnheader');
  await expect(columns).toHaveCount(11);
  const thriving = results.sheet.getByRole('row', { name: /^4 Thriving/ }).getByRole('cell');
  // Leadership first, as the toolkit prints them.
  await expect(thriving).toHaveText(['2', '2', '0', '0', '0', '0', '9', '2', '0', '8']);

  for (const [name, type] of [
    ['Collation sheet (PDF, A4 landscape)', 'application/pdf'],
    ['Record (PDF)', 'application/pdf'],
    ['Collation sheet (XLSX)', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ] as const) {
    const href = await results.link(name).getAttribute('href');
    const answer = await page.request.get(href!);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toBe(type);
  }
  const { sizes } = await print(page);
  expect(sizes.at(0)).toEqual({ width: 210, height: 297 });
  expect(sizes.at(-1)).toEqual({ width: 297, height: 210 });
});

test('sees nothing of an assessment that people still answer', async ({ page, signIn }) => {
  await signIn('board member');
  const online = await openOnline(page);
  await page.goto(`${online.address}/results`);
  const results = await ResultsPage.verifyOnPage(page, online.title);
  await expect(results.finding).toHaveText('What people answered is shown once it has closed.');
  await expect(page.getByRole('table')).toHaveCount(0);
});
