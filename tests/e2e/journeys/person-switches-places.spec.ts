import { enterAs, expect, test } from '../journey.js';
import { PeoplePage } from '../pages/people-page.js';
import { Shell } from '../pages/shell.js';

test('goes to the same kind of page in another place; each says its level and their role', async ({ page }) => {
  await enterAs(page, 'Quilla Renshaw');
  await page.goto('/places/northbeck/people');
  await PeoplePage.verifyOnPage(page, 'Northbeck');
  const shell = await Shell.verifyOnPage(page, 'Northbeck');
  await shell.opener.click();
  await expect(shell.opener).toHaveAttribute('aria-expanded', 'true');
  await expect(shell.places.filter({ hasText: 'Mere and Vale' })).toContainText('System. Programme manager');
  await expect(shell.places.filter({ hasText: 'Northbeck' })).toContainText('Neighbourhood. Programme manager');
  await expect(shell.places.filter({ hasText: 'Harrowmere' })).toContainText('Place. Shared with ');

  await shell.places.filter({ hasText: 'Valeborough' }).click();
  await PeoplePage.verifyOnPage(page, 'Valeborough');
  await expect(page).toHaveURL('/places/valeborough/people');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  // What is shared has no people to see: its outcomes instead.
  await (await Shell.verifyOnPage(page, 'Valeborough')).switchTo('Harrowmere');
  await expect(page).toHaveURL('/places/harrowmere/outcomes');
  await expect((await Shell.verifyOnPage(page)).standing).toContainText('you read, you do not change');
});

test('switches by keyboard alone, at 360 px too; Escape closes and gives the focus back', async ({ page }) => {
  await enterAs(page, 'Quilla Renshaw');
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/places/northbeck/indicators');
    const shell = await Shell.verifyOnPage(page, 'Northbeck');
    await shell.opener.focus();
    await page.keyboard.press('Enter');
    await expect(shell.places.first()).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(shell.places.first()).toBeFocused();
    await expect(shell.places.first()).toBeInViewport();
    await page.keyboard.press('Escape');
    await expect(shell.places).toHaveCount(0);
    await expect(shell.opener).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(shell.places.first()).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/places/mere-and-vale/indicators');
  }
});

test('someone of one place is offered no other', async ({ page }) => {
  await enterAs(page, 'Orla Wendham');
  await page.goto('/places/northbeck/people');
  const shell = await Shell.verifyOnPage(page, 'Northbeck');
  await expect(shell.opener).toHaveCount(0);
});

test('the name leads to one’s own account', async ({ page, signIn }) => {
  await signIn('board member');
  await page.getByRole('link', { name: /^Amara Bell/ }).click();
  await expect(page).toHaveURL('/account');
});
