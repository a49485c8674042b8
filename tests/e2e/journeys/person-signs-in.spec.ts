import { Secret, TOTP } from 'otpauth';
import type { Page } from '@playwright/test';
import { startOidc } from '../../support/oidc.mjs';
import { expect, place, test } from '../journey.js';
import { AccountPage } from '../pages/account-page.js';
import { CardPage } from '../pages/card-page.js';
import { InvitationPage } from '../pages/invitation-page.js';
import { LinkPage } from '../pages/link-page.js';
import { OutboxPage } from '../pages/outbox-page.js';
import { OutcomesPage } from '../pages/outcomes-page.js';
import { PasswordSignInPage } from '../pages/password-sign-in-page.js';
import { SetPasswordPage } from '../pages/set-password-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { WaysPage } from '../pages/ways-page.js';
import { Behind } from '../people.js';

const STEP = 30_000;
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('signs in by a link read from the outbox with two clicks; opening it before uses nothing up (R11)', async ({
  page,
  browser,
  playwright,
}) => {
  const manager = await Behind.as('programme manager');
  const elsewhere = await playwright.request.newContext({ baseURL: process.env['BASE_URL'] });
  const { email } = await manager.newcomer(elsewhere, 'Linden Shaw');
  await page.goto('/sign-in');
  await (await WaysPage.verifyOnPage(page)).sendLink(email);
  await expect(heading(page, 'Look at your e-mail')).toBeFocused();
  await expect(page.getByText(email)).toBeVisible();
  await expect(page, 'no address of a person stands in an address of a page').toHaveURL(/\/sign-in\/sent$/);
  await page.getByRole('link', { name: 'Read them in the outbox' }).click();
  const mail = await (await OutboxPage.verifyOnPage(page)).latestTo(email, /\/sign-in\/link#/);
  const link = mail.getByRole('link', { name: /\/sign-in\/link#/ });
  const address = await link.getAttribute('href');

  // What a mail scanner does: it opens the link, even in a browser that runs scripts, and clicks nothing.
  for (let time = 0; time < 5; time++) expect((await elsewhere.get(address!)).status()).toBe(200);
  const scanner = await browser.newContext();
  const scanned = await scanner.newPage();
  await scanned.goto(address!);
  await LinkPage.verifyOnPage(scanned);
  await scanner.close();

  await link.click();
  const arrived = await LinkPage.verifyOnPage(page);
  await expect(page, 'the token is out of the address bar').toHaveURL(/\/sign-in\/link$/);
  await arrived.signIn.click();
  await OutcomesPage.verifyOnPage(page);
  await expect(page.getByText('Linden Shaw')).toBeVisible();

  // Once is once.
  const other = await browser.newContext();
  const again = await other.newPage();
  await again.goto(address!);
  await (await LinkPage.verifyOnPage(again)).signIn.click();
  await expect(heading(again, 'This link no longer works')).toBeFocused();
  await again.getByRole('link', { name: 'Get another link' }).click();
  await WaysPage.verifyOnPage(again);
  await other.close();
});

test('comes by e-mail to the very card whose link was opened while signed out (E60)', async ({ page, playwright }) => {
  const manager = await Behind.as('programme manager');
  const elsewhere = await playwright.request.newContext({ baseURL: process.env['BASE_URL'] });
  const { email } = await manager.newcomer(elsewhere, 'Hazel Prior', ['board member']);
  await page.goto(`${place}/outcomes/company`);
  await SignInPage.verifyOnPage(page);
  await page.getByRole('link', { name: 'Other ways to sign in' }).click();
  await (await WaysPage.verifyOnPage(page)).sendLink(email);
  await expect(heading(page, 'Look at your e-mail')).toBeVisible();
  await page.goto(await manager.linkTo(email, 'sign-in link'));
  await (await LinkPage.verifyOnPage(page)).signIn.click();
  await CardPage.verifyOnPage(page, 'People who draw on care in Harrowmere have the company they want');
});

test('asking for a link says the same for an address that nobody has, and what is wrong with half an address', async ({
  page,
}) => {
  await page.goto('/sign-in');
  const ways = await WaysPage.verifyOnPage(page);
  await ways.sendLink('nobody-at');
  await expect(ways.alert).toContainText('Write an e-mail address, such as name@example.org');
  await ways.alert.getByRole('link').click();
  await expect(ways.email).toBeFocused();
  await expect(ways.email).toHaveAccessibleDescription(/Error:\s+Write an e-mail address/);
  await ways.sendLink('nobody.here@example.org');
  await expect(heading(page, 'Look at your e-mail')).toBeVisible();
});

test('sets a password with a code, signs in with both, not with a wrong one, and with a recovery code', async ({
  page,
}) => {
  test.slow();
  const manager = await Behind.as('programme manager');
  const { email } = await manager.newcomer(page.request, 'Aldous Finch');
  const password = 'four quiet herons wading';
  await page.goto('/account');
  await (await AccountPage.verifyOnPage(page)).link('Set a password').click();
  await (await SetPasswordPage.verifyOnPage(page, 'password')).choose(password);
  let steps = await SetPasswordPage.verifyOnPage(page, 'app');
  await expect(heading(page, 'Add Turnstone to your app')).toBeFocused();
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
  const app = new TOTP({ secret: Secret.fromBase32(await steps.secret()) });
  await steps.confirm(app.generate() === '000000' ? '000001' : '000000');
  await expect(steps.alert).toBeVisible();
  await expect(steps.code).toHaveAccessibleDescription(/Error:/);
  const first = Date.now();
  await steps.confirm(app.generate({ timestamp: first }));
  steps = await SetPasswordPage.verifyOnPage(page, 'codes');
  const codes = await steps.recoveryCodes();
  expect(codes.length).toBeGreaterThanOrEqual(8);
  expect(new Set(codes).size).toBe(codes.length);
  await steps.finish();
  await expect(steps.alert).toContainText('Keep the codes first');
  await steps.keep();
  await steps.finish();
  await expect((await AccountPage.verifyOnPage(page)).part('How you sign in')).toContainText(
    `${codes.length} recovery codes left`,
  );

  await page.getByRole('button', { name: 'Sign out' }).click();
  await SignInPage.verifyOnPage(page);
  await page.goto('/sign-in');
  await (await WaysPage.verifyOnPage(page)).usePassword();
  let door = await PasswordSignInPage.verifyOnPage(page);
  // The code of the next half minute: the one that was used to set it counts no more (R16).
  const next = app.generate({ timestamp: first + STEP });
  await door.signIn({ email, password: `${password}s`, code: next });
  const wrongPassword = await door.alert.innerText();
  await door.signIn({ email, password, code: app.generate({ timestamp: first - 40 * STEP }) });
  await expect(door.alert).toBeVisible();
  expect(await door.alert.innerText(), 'one answer for all that is wrong').toBe(wrongPassword);
  await door.signIn({ email, password, code: next });
  await OutcomesPage.verifyOnPage(page);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await SignInPage.verifyOnPage(page);
  await page.goto('/sign-in/password');
  door = await PasswordSignInPage.verifyOnPage(page);
  await door.useRecoveryCode();
  await door.signIn({ email, password, code: codes[0]! });
  await OutcomesPage.verifyOnPage(page);
  await page.goto('/account');
  await expect((await AccountPage.verifyOnPage(page)).part('How you sign in')).toContainText(
    `${codes.length - 1} recovery codes left`,
  );
});

test('may paste a password, see it, and let a password manager fill the form in (WCAG 2.2, 3.3.8)', async ({
  page,
}) => {
  await page.goto('/sign-in/password');
  const door = await PasswordSignInPage.verifyOnPage(page);
  for (const [name, autocomplete] of [
    ['E-mail address', 'username'],
    ['Password', 'current-password'],
    ['Code', 'one-time-code'],
  ] as const) {
    await expect(door.field(name)).toHaveAttribute('autocomplete', autocomplete);
    await door.field(name).focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'pasted');
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      if (!document.activeElement?.dispatchEvent(paste)) throw new Error('pasting is stopped');
    });
  }
  await door.field('Password').fill('seen at last');
  await expect(door.field('Password')).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(door.field('Password')).toHaveAttribute('type', 'text');
  await expect(door.field('Password')).toHaveValue('seen at last');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(door.field('Password')).toHaveAttribute('type', 'password');
});

test('accepts the invitation of a programme manager, once', async ({ page }) => {
  const { link } = await (await Behind.as('programme manager')).invite('Bryony Vale', ['facilitator', 'viewer']);
  await page.goto(link);
  const invitation = await InvitationPage.verifyOnPage(page);
  await expect(heading(page, 'Dilwen Pask invites you to Harrowmere')).toBeVisible();
  await expect(page).toHaveURL(/\/invitation$/);
  await expect(invitation.part).toContainText('Facilitator, viewer');
  await expect(invitation.name).toHaveValue('Bryony Vale');
  await invitation.name.fill('');
  await invitation.accept.click();
  await expect(invitation.name).toHaveAccessibleDescription(/Error:\s+Write your name/);
  await invitation.name.fill('Bryony Vale-Moss');
  await invitation.accept.click();
  await OutcomesPage.verifyOnPage(page);
  await expect(page.getByText('Bryony Vale-Moss')).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await expect(heading(page, 'This invitation is over')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('joins with the account that is signed in, or signs out first', async ({ page, signIn }) => {
  const manager = await Behind.as('programme manager');
  const { link } = await manager.invite('Corin Hale', ['viewer']);
  await signIn('board member');
  await page.goto(link);
  const invitation = await InvitationPage.verifyOnPage(page);
  await expect(invitation.button('Join as Amara Bell')).toBeVisible();
  await invitation.button('I am somebody else: sign out').click();
  await expect(invitation.name).toHaveValue('Corin Hale');
  await invitation.accept.click();
  await OutcomesPage.verifyOnPage(page);
  await expect(page.getByText('Corin Hale')).toBeVisible();
});

test('signs in with a provider: accepts an invitation with it, comes back with it, and is not known without one', async ({
  page,
  browser,
}) => {
  const oidc = await startOidc();
  const { name, hide } = await (await Behind.as('platform administrator')).offer(oidc);
  try {
    oidc.signInAs('a-stranger');
    await page.goto('/sign-in');
    await (await WaysPage.verifyOnPage(page)).continueWith(name);
    await expect(heading(page, 'You are not known here yet')).toBeVisible();

    const { link } = await (await Behind.as('programme manager')).invite('Idris Penhallow');
    oidc.signInAs('idris');
    await page.goto(link);
    await InvitationPage.verifyOnPage(page);
    await page.getByRole('link', { name: `Accept with ${name}` }).click();
    await OutcomesPage.verifyOnPage(page);
    await expect(page.getByText('Idris Penhallow')).toBeVisible();

    const other = await browser.newContext();
    const again = await other.newPage();
    await again.goto(`${place}/outcomes/company`);
    await SignInPage.verifyOnPage(again);
    await again.getByRole('link', { name: 'Other ways to sign in' }).click();
    await (await WaysPage.verifyOnPage(again)).continueWith(name);
    await CardPage.verifyOnPage(again, 'People who draw on care in Harrowmere have the company they want');

    oidc.sayNo();
    await again.getByRole('button', { name: 'Sign out' }).click();
    await SignInPage.verifyOnPage(again);
    await again.goto('/sign-in');
    await (await WaysPage.verifyOnPage(again)).continueWith(name);
    await expect(heading(again, 'You stopped signing in')).toBeVisible();
    await again.getByRole('link', { name: 'Ways to sign in' }).click();
    await WaysPage.verifyOnPage(again);
    await other.close();
  } finally {
    await hide();
    await oidc.stop();
  }
});

test('is warned two minutes before the session ends for want of use, and stays with one press (E55)', async ({
  page,
}) => {
  await signInWithClock(page);
  await page.clock.fastForward('26:00');
  const warning = page.getByRole('dialog', { name: 'You will be signed out soon' });
  await expect(warning).toBeHidden();
  await page.clock.fastForward('01:30');
  await expect(warning).toBeVisible();
  const stay = warning.getByRole('button', { name: 'Stay signed in' });
  await expect(stay).toBeFocused();
  await stay.click();
  await expect(warning).toBeHidden();
  await page.clock.fastForward('26:00');
  await expect(warning).toBeHidden();
});

test('after the end the page stays with what was typed, and comes back to it by signing in (E55)', async ({ page }) => {
  await signInWithClock(page, 'workstream lead');
  await page.goto(`${place}/outcomes/long-healthy-lives`);
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  const story = (await CardPage.verifyOnPage(page, title)).section('Story behind the baseline');
  await story.edit();
  const typed = 'Typed before the session ended';
  await story.itself.getByLabel('What is happening').first().fill(typed);
  await page.clock.fastForward('27:30');
  await page.getByRole('dialog').waitFor();
  // What the server would do after half an hour of its own clock.
  await page.context().clearCookies();
  await page.clock.fastForward('02:30');
  const ended = page.getByText('You are signed out. What you have typed is still here.');
  await expect(ended).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(story.itself.getByLabel('What is happening').first()).toHaveValue(typed);
  page.once('dialog', (question) => void question.accept());
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await (await SignInPage.verifyOnPage(page)).signInAs('workstream lead');
  await CardPage.verifyOnPage(page, title);
  await expect(story.itself.getByLabel('What is happening').first()).toHaveValue(typed);
});

test('is told that a session at its longest cannot be extended (E55)', async ({ page }) => {
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    const session = (await response.json()) as { ends: { at: string } | null };
    if (session.ends) session.ends.at = new Date(Date.now() + 100_000).toISOString();
    await route.fulfill({ response, json: session });
  });
  await page.goto('/');
  await (await SignInPage.verifyOnPage(page)).signInAs('board member');
  await OutcomesPage.verifyOnPage(page);
  await page.reload();
  const warning = page.getByRole('dialog', { name: /^Your session ends at \d\d:\d\d$/ });
  await expect(warning).toBeVisible();
  await expect(warning).toContainText('it cannot be extended');
  await warning.getByRole('button', { name: 'Go on until then' }).click();
  await expect(warning).toBeHidden();
  await OutcomesPage.verifyOnPage(page);
});

test('goes on under a renewed token: what was asked under the old one is asked again, unseen', async ({
  page,
  signIn,
}) => {
  const outcomes = await signIn('board member');
  let refused = 0;
  await page.route('**/api/places/harrowmere/outcomes/company/card', async (route) => {
    if (refused++ > 0) return route.fallback();
    const problem = { type: 'about:blank', title: 'not signed in', status: 401, detail: 'Sign in first.' };
    await route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
  await outcomes.open('People who draw on care in Harrowmere have the company they want');
  await CardPage.verifyOnPage(page, 'People who draw on care in Harrowmere have the company they want');
  expect(refused).toBe(2);
});

test('a write that got no answer is sent again under the same key, by itself and by hand (R32)', async ({
  page,
  signIn,
}) => {
  await (await signIn('workstream lead')).open('People in Harrowmere live long lives in good health');
  const card = await CardPage.verifyOnPage(page, 'People in Harrowmere live long lives in good health');
  const story = card.section('Story behind the baseline');
  await story.edit();
  await story.itself.getByLabel('What is happening').first().fill('Said twice, done once');
  const keys: (string | undefined)[] = [];
  await page.route('**/api/places/**', async (route) => {
    if (route.request().method() === 'GET') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    await route.abort();
  });
  await story.save();
  await expect(story.itself.getByText('We cannot reach Turnstone.')).toBeVisible();
  expect(keys).toHaveLength(2);
  await story.save();
  await expect.poll(() => keys.length).toBe(4);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(keys).size, 'one action, one key').toBe(1);
});

/** The browser's clock can be put forward; the server keeps its own. */
async function signInWithClock(page: Page, role: 'board member' | 'workstream lead' = 'board member'): Promise<void> {
  await page.clock.install();
  await page.goto('/');
  await (await SignInPage.verifyOnPage(page)).signInAs(role);
  await OutcomesPage.verifyOnPage(page);
}
