import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestFolder } from '../../support/cluster.mjs';
import { startApp, waitUntil } from '../../support/programs.mjs';
import { expect, test } from '../journey.js';
import { linkMailedTo } from '../joining.js';
import { AccountPage } from '../pages/account-page.js';
import { LinkPage } from '../pages/link-page.js';
import { WaysPage } from '../pages/ways-page.js';
import { withoutOurSettings } from '../start-app.js';

test('whoever starts Turnstone without the demo becomes its administrator by the printed address, once', async ({
  page,
  anotherDevice,
}) => {
  test.slow();
  const folder = makeTestFolder();
  const app = await startApp({ env: { ...withoutOurSettings(), TURNSTONE_DEMO: 'false' }, folder });
  try {
    const printed = () => readFileSync(join(folder, 'app.log'), 'utf8').match(/http:\S+\/set-up#[\w-]{43}/)?.[0];
    await waitUntil('the address of the set-up is printed', () => printed() !== undefined, 20_000);
    const address = printed()!;

    // Nobody is offered a person of the demo; the first page says how to begin.
    expect((await page.request.get(`${app.url}/api/demo/people`)).status()).toBe(404);
    await page.goto(app.url);
    await expect(page.getByRole('heading', { level: 1, name: 'Set up Turnstone' })).toBeVisible();

    // A code that was made up opens nothing.
    await page.getByLabel('Code').fill('A'.repeat(43));
    await page.getByLabel('Your name').fill('Isolde Marrack');
    await page.getByLabel('E-mail address').fill('isolde.marrack@example.org');
    await page.getByRole('button', { name: 'Become the administrator' }).click();
    await expect(page.getByRole('alert')).toBeVisible();

    // The printed address leads to the same page: what was typed stays, and its token goes before.
    await page.goto(address);
    await expect(page, 'the token is out of the address bar').toHaveURL(`${app.url}/set-up`);
    await expect(page.getByLabel('Code')).toHaveCount(0);
    await expect(page.getByLabel('Your name')).toHaveValue('Isolde Marrack');
    await page.getByRole('button', { name: 'Become the administrator' }).click();
    const account = await AccountPage.verifyOnPage(page);
    await expect(page.getByRole('status').filter({ hasText: 'Step 2 of 2' })).toBeVisible();
    await expect(account.part('Places and roles')).toContainText('You are a platform administrator');
    await account.link('platform administrator').click();
    await expect(page.getByRole('navigation', { name: 'Platform' })).toBeVisible();

    // The address has done its work, for whoever finds it later.
    const other = await anotherDevice();
    await other.goto(address);
    await expect(other.getByRole('heading', { level: 1, name: 'This Turnstone is set up already' })).toBeVisible();

    // On another device the administrator comes in by e-mail; without the demo only they can read the outbox.
    await other.getByRole('link', { name: 'Sign in' }).click();
    await (await WaysPage.verifyOnPage(other)).sendLink('isolde.marrack@example.org');
    await expect(other.getByRole('heading', { level: 1, name: 'Look at your e-mail' })).toBeVisible();
    await other.goto(await linkMailedTo(page, 'isolde.marrack@example.org', app.url));
    await (await LinkPage.verifyOnPage(other)).signIn.click();
    await expect(other.getByRole('banner').getByText('Isolde Marrack')).toBeVisible();
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
