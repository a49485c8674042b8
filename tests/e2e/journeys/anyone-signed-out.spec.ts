import { expect, place, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';
import { OutcomesPage } from '../pages/outcomes-page.js';
import { ProblemPage } from '../pages/problem-page.js';
import { Shell } from '../pages/shell.js';
import { SignInPage } from '../pages/sign-in-page.js';

const statement = 'People who draw on care in Harrowmere have the company they want';
const address = `${place}/outcomes/company`;

test('follows yesterday’s link while signed out: signs in, and is on the card (E60)', async ({ page }) => {
  await page.goto(address);
  await (await SignInPage.verifyOnPage(page)).signInAs('board member');
  await CardPage.verifyOnPage(page, statement);
  await expect(page).toHaveURL(address);
});

test('is never led to another site after signing in', async ({ page }) => {
  await page.goto('/?to=//example.org/');
  await (await SignInPage.verifyOnPage(page)).signInAs('board member');
  await OutcomesPage.verifyOnPage(page);
});

test('is told that an unknown outcome, place or page cannot be found', async ({ page, signIn }) => {
  await signIn('board member');
  for (const unknown of [
    `${place}/outcomes/no-such-outcome`,
    '/places/nowhere/outcomes',
    `${place}/indicators/00000000-0000-4000-8000-000000000000`,
    '/no-such-page',
  ]) {
    await page.goto(unknown);
    await ProblemPage.verifyOnPage(page, 'not found');
    await expect(page, unknown).toHaveTitle(/^Page not found: /);
    await expect(page).toHaveURL(unknown);
  }
});

test('is offered another try while Turnstone cannot be reached, and goes on from there', async ({ page, signIn }) => {
  await signIn('board member');
  await page.route('**/api/**', (route) => route.abort());
  await page.goto(address);
  const problem = await ProblemPage.verifyOnPage(page, 'unreachable');
  await page.unroute('**/api/**');
  await problem.tryAgain.click();
  await CardPage.verifyOnPage(page, statement);
});

test('is offered another try where only the page’s own figures did not come', async ({ page, signIn }) => {
  const outcomes = await signIn('board member');
  await page.route('**/api/**', (route) => route.abort());
  await outcomes.open(statement);
  const problem = await ProblemPage.verifyOnPage(page, 'unreachable');
  await page.unroute('**/api/**');
  await problem.tryAgain.click();
  await CardPage.verifyOnPage(page, statement);
});

test('signs out, and the card asks to sign in again', async ({ page, signIn }) => {
  await (await signIn('board member')).open(statement);
  await CardPage.verifyOnPage(page, statement);
  await (await Shell.verifyOnPage(page)).signOut();
  await SignInPage.verifyOnPage(page);
  await page.goto(address);
  await SignInPage.verifyOnPage(page);
});

test('is told in a sentence what happened at a provider, and a way forward', async ({ page }) => {
  for (const [why, heading] of [
    ['unknown', 'You are not known here yet'],
    ['stale', 'That took too long, or was begun elsewhere'],
    ['refused', 'The answer of your organisation could not be trusted'],
    ['cancelled', 'You stopped signing in'],
    ['away', 'Your organisation’s sign-in service cannot be reached'],
    ['taken', 'That account belongs to somebody else here'],
    ['invitation', 'That invitation is over'],
    ['known', 'Join first, then add your organisation'],
    ['something-else', 'Signing in did not work'],
    ['constructor', 'Signing in did not work'],
  ] as const) {
    await page.goto(`/sign-in/problem?why=${why}`);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ways to sign in' })).toBeVisible();
  }
});

test('is told when a link from a mail was cut, and what to do', async ({ page }) => {
  for (const [address, heading] of [
    ['/sign-in/link', 'This link is not whole'],
    ['/sign-in/link#cut', 'This link is not whole'],
    ['/invitation#cut', 'This link is not whole'],
    ['/account/email#cut', 'This link is not whole'],
    ['/sign-in/reset#cut', 'I have forgotten my password'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page, 'what stood behind the # is gone').toHaveURL(/^[^#]*$/);
  }
});

test('chooses another password with the link of a mail that nobody got: it no longer works', async ({ page }) => {
  await page.goto(`/sign-in/reset#${'A'.repeat(43)}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Choose another password' })).toBeVisible();
  await page.getByLabel('New password').fill('four quiet herons wading');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'This link no longer works' })).toBeFocused();
  await page.getByRole('button', { name: 'Get another link' }).click();
  await page.getByLabel('E-mail address').fill('nobody.here@example.org');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Look at your e-mail' })).toBeFocused();
});

test('is not led to another site from the ways to sign in either', async ({ page }) => {
  await page.goto('/sign-in?to=//example.org/');
  await page.getByRole('link', { name: 'sign in as one of its invented people' }).click();
  await (await SignInPage.verifyOnPage(page)).signInAs('board member');
  await OutcomesPage.verifyOnPage(page);
});

test('finds nothing to set up where somebody is there already', async ({ page }) => {
  await page.goto('/set-up');
  await expect(page.getByRole('heading', { level: 1, name: 'This Turnstone is set up already' })).toBeVisible();
});
