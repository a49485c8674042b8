import { finishedWorkshops } from '../finished-workshops.js';
import { expect, place, test } from '../journey.js';
import { ActionsPage } from '../pages/actions-page.js';
import { RaisePage } from '../pages/raise-page.js';
import { ResultsPage } from '../pages/results-page.js';
import { Behind } from '../people.js';

const title = 'Planning together, May 2026';

test.describe.configure({ mode: 'serial' });

test('raises actions in the room with the keyboard alone, and finds them on the place’s list', async ({
  page,
  signIn,
}) => {
  await signIn('programme manager');
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/actions`);
  const raise = await RaisePage.verifyOnPage(page);

  await raise.form.getByLabel('Domain').selectOption('Leadership');
  await expect(raise.asks).toContainText('Leadership: what 3, Maturing, asks for');
  await raise.form.getByLabel('Table').fill('3');
  await raise.what.fill('Walk the wards with residents');
  await raise.form.getByLabel('Who: organisation').fill('Harrowmere Council');
  await raise.form.getByLabel('Day').fill('31');
  await raise.form.getByLabel('Month').fill('3');
  await raise.form.getByLabel('Year').fill('2027');
  await raise.form.getByLabel('How we will see progress').fill('Four walks a year');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Added: Walk the wards with residents.' })).toBeVisible();
  await expect(raise.what).toBeFocused();
  await expect(raise.what).toHaveValue('');
  await expect(raise.actions.first()).toContainText('Walk the wards with residents');

  // The next one of the same table needs its words alone; what it still wants is said, not demanded.
  await page.keyboard.type('Ask them where');
  await page.keyboard.press('Enter');
  await expect(raise.actions.first()).toContainText('Ask them where');
  await expect(raise.actions.first()).toContainText(
    /To be said by .*: who does it, by when and how progress is measured\./,
  );

  await page.goto(`${place}/actions`);
  const actions = await ActionsPage.verifyOnPage(page);
  await expect(actions.action('Walk the wards with residents')).toContainText(
    'From Leadership, table 3: Planning together, May 2026 (12 May 2026)',
  );
});

test('is told what is wrong at its field, and a proposal is taken up without retyping', async ({ page, signIn }) => {
  await signIn('programme manager');
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/actions`);
  const raise = await RaisePage.verifyOnPage(page);
  await raise.what.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Write what will be done');
  await raise.what.fill('Something');
  await raise.form.getByLabel('Day').fill('45');
  await raise.what.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Write the date as a day, month and year');

  await page.reload();
  await raise.takeUp('Seats at the board for charities and community groups');
  await expect(raise.what).toHaveValue('Seats at the board for charities and community groups');
  await expect(raise.form.getByLabel('Table')).toHaveValue('5');
  await expect(raise.form.getByLabel('Domain')).toHaveValue('leadership');
});

test('walks from an action to its workshop table and to the card that it serves, in one click each', async ({
  page,
  signIn,
}) => {
  await signIn('programme manager');
  await page.goto(`${place}/actions`);
  let actions = await ActionsPage.verifyOnPage(page);
  const action = 'Walk the wards with residents';
  const form = await actions.change(action);
  await form.getByLabel('Which outcome it serves').selectOption({ index: 1 });
  const outcome = await form.getByLabel('Which outcome it serves').locator('option:checked').innerText();
  await form.getByLabel('How it stands').selectOption('On track');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(actions.action(action)).toContainText(`Serves ${outcome.trim()}`);
  await expect(actions.action(action).getByRole('button', { name: /^Change/ })).toBeFocused();

  await actions.action(action).getByRole('link', { name: outcome.trim() }).click();
  await expect(page).toHaveURL(/\/outcomes\/[^/?#]+$/);
  await expect(page.getByRole('region', { name: 'Summary of actions' })).toContainText(action);

  await page.goto(`${place}/actions`);
  actions = await ActionsPage.verifyOnPage(page);
  await actions
    .action(action)
    .getByRole('link', { name: /^Leadership, table 3/ })
    .click();
  await ResultsPage.verifyOnPage(page, title);
  await expect(page.getByRole('heading', { name: 'Leadership', exact: true })).toBeFocused();
  await expect(page).toHaveURL(/#leadership$/);
});

test('sees both when somebody was quicker, and chooses', async ({ page, signIn }) => {
  await signIn('programme manager');
  await page.goto(`${place}/actions`);
  const actions = await ActionsPage.verifyOnPage(page);
  const title = 'Walk the wards with residents';
  const form = await actions.change(title);
  await form.getByLabel('In a sentence').fill('Mine');

  const behind = await Behind.as('programme manager');
  const { actions: all } = await behind.do<{ actions: Record<string, unknown>[] }>('GET', `/api${place}/actions`);
  const standing = all.find((one) => one['title'] === title)!;
  await behind.do(
    'PUT',
    `/api${place}/actions/${String(standing['id'])}`,
    { ...standing, note: 'Theirs', outcome: (standing['outcome'] as { slug: string }).slug },
    Number(standing['version']),
  );

  await form.getByRole('button', { name: 'Save' }).click();
  const both = page.getByRole('alert').filter({ hasText: 'Somebody changed this action' });
  await expect(both).toBeFocused();
  await expect(both).toContainText('Theirs');
  await expect(form.getByLabel('In a sentence')).toHaveValue('Mine');
  await form.getByRole('button', { name: 'Save what I chose' }).click();
  await expect(actions.action(title)).toContainText('Mine');
});

test('filters in the address, and compares with the round before: then, now, and what was done in between', async ({
  page,
  signIn,
}) => {
  await signIn('programme manager');
  await page.goto(`${place}/actions?status=overdue`);
  const actions = await ActionsPage.verifyOnPage(page);
  await expect(actions.finding).toHaveText(/^\d+ of \d+ open actions are overdue$/);
  await expect(actions.action('Lay the partners’ spending on prevention side by side')).toContainText('overdue by');
  await actions.show('Done');
  await expect(page).toHaveURL(/\?status=done$/);
  await expect(actions.action('Agree one protocol for sharing data')).toContainText('Done');

  const [latest, before] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/rounds`);
  await page.getByRole('link', { name: before!.title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Of 9 domains agreed both times, 4 are higher now, 0 are lower and 5 are the same.',
  );
  await expect(page.getByText('In between: 4 actions were promised. 3 are done and 1 is overdue.')).toBeVisible();
  const governance = page.getByRole('region', { name: 'Information governance', exact: true });
  await expect(governance).toContainText('Agreed 1 then, 2 now.');
  await expect(governance.getByRole('row').filter({ hasText: 'Then, 2025' })).toContainText('22 people');
  await expect(governance).toContainText('Done 19 Mar 2026: Agree one protocol for sharing data');
});

test('who may not raise actions reads them and changes nothing', async ({ page, signIn }) => {
  await signIn('board member');
  await page.goto(`${place}/actions`);
  const actions = await ActionsPage.verifyOnPage(page);
  await expect(actions.actions.first()).toBeVisible();
  await expect(actions.changeButtons).toHaveCount(0);
  const [latest] = await finishedWorkshops(page);
  await page.goto(`${latest!.address}/actions`);
  const raise = await RaisePage.verifyOnPage(page);
  await expect(raise.actions.first()).toBeVisible();
  await expect(raise.form).toHaveCount(0);
});
