import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { startOidc } from '../../support/oidc.mjs';
import { expect, place, test } from '../journey.js';
import { AccountPage } from '../pages/account-page.js';
import { LinkPage } from '../pages/link-page.js';
import { OutcomesPage } from '../pages/outcomes-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { Behind } from '../people.js';

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('sees two browsers among the sessions and ends the other, which is signed out at its next step (R9)', async ({
  page,
  browser,
}) => {
  const manager = await Behind.as('programme manager');
  const { email } = await manager.newcomer(page.request, 'Tamsin Grey');
  const other = await browser.newContext();
  const there = await signInByLink(other, manager, email);

  await page.goto('/account');
  const account = await AccountPage.verifyOnPage(page);
  await expect(account.sessions).toHaveCount(2);
  await expect(account.sessions.filter({ hasText: '(this one)' })).toContainText('by invitation');
  const theirs = account.sessions.filter({ hasText: 'by e-mail' });
  await theirs.getByRole('button', { name: /^End/ }).click();
  await expect(account.part('Where you are signed in').getByRole('status')).toContainText('That browser is signed out');
  await expect(account.sessions).toHaveCount(1);

  await there.goto(`${place}/outcomes`);
  await SignInPage.verifyOnPage(there);
  await other.close();
  await page.reload();
  await AccountPage.verifyOnPage(page);
});

test('ends all sessions, this one too', async ({ page, browser }) => {
  const manager = await Behind.as('programme manager');
  const { email } = await manager.newcomer(page.request, 'Perrin Wold');
  const other = await browser.newContext();
  const there = await signInByLink(other, manager, email);
  await page.goto('/account');
  await (await AccountPage.verifyOnPage(page)).button('End all, this one too').click();
  await SignInPage.verifyOnPage(page);
  await page.goto('/account');
  await SignInPage.verifyOnPage(page);
  await there.goto(`${place}/outcomes`);
  await SignInPage.verifyOnPage(there);
  await other.close();
});

test('changes name and e-mail address; the new one counts from the click in its mail', async ({ page, browser }) => {
  const manager = await Behind.as('programme manager');
  const { email } = await manager.newcomer(page.request, 'Wilfred Ashby');
  const next = email.replace('@', '.new@');
  await page.goto('/account');
  const account = await AccountPage.verifyOnPage(page);
  const who = account.part('Who you are');
  await account.button('Change name').click();
  await account.field('Your name').fill('Wilfred Ashby-Cole');
  await account.button('Save').first().click();
  await expect(who.getByRole('status')).toHaveText('Your name is changed.');
  await expect(page.getByRole('banner')).toContainText('Wilfred Ashby-Cole');

  await account.button('Change e-mail').click();
  await account.field('New e-mail address').fill('not an address');
  await account.button('Send the link').click();
  await expect(account.field('New e-mail address')).toHaveAccessibleDescription(/Error:\s+Write an e-mail address/);
  await account.field('New e-mail address').fill(next);
  await account.button('Send the link').click();
  await expect(who).toContainText(`We sent a link to ${next}`);
  await expect(who).toContainText(email);

  const link = await manager.linkTo(next, 'e-mail change');
  // In a browser that is signed out it asks to sign in first, and keeps the token out of every address.
  const other = await browser.newContext();
  const stranger = await other.newPage();
  await stranger.goto(link);
  await expect(heading(stranger, 'Sign in first')).toBeVisible();
  await expect(stranger).toHaveURL(/\/account\/email$/);
  await other.close();

  await page.goto(link);
  await expect(heading(page, 'Is this your new address?')).toBeVisible();
  await expect(page).toHaveURL(/\/account\/email$/);
  await page.getByRole('button', { name: 'Yes, take it' }).click();
  await expect(heading(page, 'Your e-mail address is changed')).toBeFocused();
  await expect(page.getByRole('main')).toContainText(next);

  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('button', { name: 'Yes, take it' }).click();
  await expect(heading(page, 'This link no longer works')).toBeVisible();
});

test('adds an organisation as a way to sign in, and removes it; somebody else’s is not taken over', async ({
  page,
  browser,
}) => {
  const oidc = await startOidc();
  const manager = await Behind.as('programme manager');
  const { name, hide } = await (await Behind.as('platform administrator')).offer(oidc);
  try {
    await manager.newcomer(page.request, 'Tegen Rosewarne');
    oidc.signInAs('tegen');
    await page.goto('/account');
    const account = await AccountPage.verifyOnPage(page);
    await account.link(`Add ${name}`).click();
    await AccountPage.verifyOnPage(page);
    await expect(page).toHaveURL(/\/account$/);
    const ways = account.part('How you sign in');
    await expect(ways.getByRole('term').filter({ hasText: name })).toBeVisible();
    await expect(account.link(`Add ${name}`)).toHaveCount(0);

    // Another person whom the provider says to be the same: refused, and nothing of the first is lost.
    const other = await browser.newContext();
    await manager.newcomer(other.request, 'Merryn Hosken');
    const there = await other.newPage();
    await there.goto('/account');
    await (await AccountPage.verifyOnPage(there)).link(`Add ${name}`).click();
    await expect(heading(there, 'That account belongs to somebody else here')).toBeVisible();
    await other.close();

    await page.reload();
    await ways.getByRole('button', { name: `Remove ${name}` }).click();
    await expect(ways.getByRole('status')).toContainText(`You no longer sign in with ${name}.`);
    await expect(ways.getByRole('term').filter({ hasText: name })).toHaveCount(0);
    await expect(account.link(`Add ${name}`)).toBeVisible();
  } finally {
    await hide();
    await oidc.stop();
  }
});

test('chooses notices, and downloads what is kept about them', async ({ page }) => {
  const { email, name } = await (await Behind.as('programme manager')).newcomer(page.request, 'Ottoline Marsh');
  await page.goto('/account');
  const account = await AccountPage.verifyOnPage(page);
  const roles = account.field('When my roles in a place change');
  await expect(roles).toBeChecked();
  await roles.uncheck();
  await account.button('Save notices').click();
  await expect(account.part('Notices by e-mail').getByRole('status')).toHaveText('Your choice is saved.');
  await page.reload();
  await expect(roles).not.toBeChecked();

  const coming = page.waitForEvent('download');
  await account.link('Download what Turnstone keeps about me (JSON)').click();
  const kept = readFileSync(await (await coming).path(), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ person: {} });
  expect(kept).toContain(email);
  expect(kept).toContain(name);
});

test('erases the account after typing the words; then nobody signs in with it', async ({ page }) => {
  const manager = await Behind.as('programme manager');
  const { email } = await manager.newcomer(page.request, 'Fenella Crook');
  await page.goto('/account');
  await (await AccountPage.verifyOnPage(page)).link('Erase my account').click();
  await expect(heading(page, 'Erase my account')).toBeFocused();
  const erase = page.getByRole('button', { name: 'Erase my account' });
  await erase.click();
  await expect(page.getByRole('alert')).toContainText('Type the words: erase my account');
  await page.getByLabel('To confirm, type: erase my account').fill('erase my account');
  await erase.click();
  await expect(heading(page, 'Your account is erased')).toBeFocused();
  await page.goto('/account');
  await SignInPage.verifyOnPage(page);
  const { people } = await manager.do<{ people: { name: string; email: string | null }[] }>(
    'GET',
    '/api/places/harrowmere/people',
  );
  expect(people.filter((one) => one.name === 'Fenella Crook' || one.email === email)).toEqual([]);
});

test('an invented person of the demo is not offered what would change them for everybody', async ({ page, signIn }) => {
  await signIn('board member');
  await page.goto('/account');
  const account = await AccountPage.verifyOnPage(page);
  await expect(account.button('Change name')).toHaveCount(0);
  await expect(account.link('Set a password')).toHaveCount(0);
  await account.link('Erase my account').click();
  await expect(page.getByText('Your account cannot be erased now:')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Erase my account' })).toHaveCount(0);
});

test('signed out, asks to sign in and comes back to the account', async ({ page }) => {
  await page.goto('/account');
  await (await SignInPage.verifyOnPage(page)).signInAs('analyst');
  await AccountPage.verifyOnPage(page);
});

/** The same person on another device, by a link from a mail. */
async function signInByLink(device: BrowserContext, manager: Behind, email: string): Promise<Page> {
  const page = await device.newPage();
  await device.request.post('/api/sign-in/link', { data: { email } });
  await page.goto(await manager.linkTo(email, 'sign-in link'));
  await (await LinkPage.verifyOnPage(page)).signIn.click();
  await OutcomesPage.verifyOnPage(page);
  return page;
}
