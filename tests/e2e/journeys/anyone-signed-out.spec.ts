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
