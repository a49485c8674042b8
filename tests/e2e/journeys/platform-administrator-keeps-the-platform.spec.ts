import { startOidc } from '../../support/oidc.mjs';
import { enterAs, expect, test } from '../journey.js';
import { accept, linkMailedTo, newAddress } from '../joining.js';
import { AuditTrailPage } from '../pages/audit-trail-page.js';
import { PeoplePage } from '../pages/people-page.js';
import { ProblemPage } from '../pages/problem-page.js';
import { Shell } from '../pages/shell.js';

const administrator = 'Orla Wendham';

test.describe.configure({ mode: 'serial' });

test('adds a place, is told that nobody manages it, and invites its programme manager, who comes in', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, administrator);
  await page.goto('/platform/places');
  await page.getByRole('link', { name: 'Add a place' }).click();
  await page.getByRole('button', { name: 'Add the place' }).click();
  await expect(page.getByRole('alert')).toContainText('Write the name of the place');
  await page.getByLabel('Name', { exact: true }).fill('Oxley Moor');
  await expect(page.getByLabel('Its part of the address')).toHaveValue('oxley-moor');
  await page.getByLabel('Neighbourhood', { exact: true }).check();
  await page.getByLabel('Nests in').selectOption({ label: 'Valeborough (place)' });
  await page.getByRole('button', { name: 'Add the place' }).click();

  const row = page.getByRole('row').filter({ hasText: 'Oxley Moor' });
  await expect(row).toContainText('Nobody can manage this place.');
  await row.getByRole('link', { name: 'Invite a programme manager' }).click();
  await expect(page.getByLabel('Programme manager', { exact: true })).toBeChecked();
  const email = newAddress('Perrin Holt');
  await page.getByLabel('Name', { exact: true }).fill('Perrin Holt');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Perrin Holt is invited' })).toBeVisible();

  const device = await anotherDevice();
  await accept(device, await linkMailedTo(page, email));
  const shell = await Shell.verifyOnPage(device, 'Oxley Moor');
  await shell.goTo('People');
  await PeoplePage.verifyOnPage(device, 'Oxley Moor');
  await expect(shell.administration).toHaveCount(6);

  await page.goto('/platform/places');
  await expect(row).not.toContainText('Nobody can manage');
});

test('sees to the people of a place, but reads none of its cards', async ({ page }) => {
  await enterAs(page, administrator);
  await page.goto('/places/harrowmere/people');
  const shell = await Shell.verifyOnPage(page);
  await expect(shell.standing).toContainText('as a platform administrator');
  await expect(shell.ways).toHaveText(['People']);
  await page.goto('/places/harrowmere/outcomes');
  await ProblemPage.verifyOnPage(page, 'not permitted');
});

test('adds a sign-in provider, checks it in words, and is told when it does not fit', async ({ page }) => {
  const oidc = await startOidc();
  try {
    await enterAs(page, administrator);
    await page.goto('/platform/providers/add');
    await page.getByLabel('Name', { exact: true }).fill('Oxley Council');
    await page.getByLabel('Its part of the redirect address').fill('oxley-council');
    await page.getByLabel('Issuer').fill(oidc.issuer);
    await page.getByLabel('Client ID').fill(oidc.clientId);
    await page.getByLabel('Client secret', { exact: true }).fill(oidc.clientSecret!);
    // Not offered: it must not stand on the sign-in page of the other journeys.
    await page.getByLabel('Offer it on the sign-in page').uncheck();
    await page.getByRole('button', { name: 'Add the provider' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Oxley Council' })).toBeVisible();
    await expect(page.getByText(/\/api\/sign-in\/with\/oxley-council\/back$/)).toBeVisible();
    await expect(page.getByLabel('Client secret', { exact: true }), 'the secret is never shown again').toHaveValue('');

    await page.getByRole('button', { name: 'Check this provider' }).click();
    await expect(page.getByText('Everything fits.')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Fits:' }).first()).toBeVisible();
  } finally {
    await oidc.stop();
  }
  // The provider is away now.
  await page.getByRole('button', { name: 'Check this provider' }).click();
  await expect(page.getByText('Something does not fit yet.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Does not fit:' }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Remove Oxley Council' }).click();
  await page.getByRole('button', { name: 'Yes, remove Oxley Council' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Removed: Oxley Council.' })).toBeVisible();
});

test('disables an account: its other browser is out with the next page; enables it again (R7)', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, administrator);
  const email = newAddress('Tamsin Oake');
  const invited = await page.request.post('/api/places/valeborough/invitations', {
    data: { name: 'Tamsin Oake', email, roles: ['viewer'], organisationId: null, workstreamIds: [] },
  });
  expect(invited.status()).toBe(201);
  const device = await anotherDevice();
  await accept(device, await linkMailedTo(page, email));
  const shell = await Shell.verifyOnPage(device, 'Valeborough');

  await page.goto('/platform/accounts');
  await page.getByLabel('Part of a name or e-mail address').fill(email);
  await page.getByRole('button', { name: 'Find' }).click();
  const row = page.getByRole('row').filter({ hasText: email });
  await row.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('button', { name: 'Yes, disable Tamsin Oake' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'is disabled, and every session of it has ended' }),
  ).toBeVisible();

  await shell.goTo('Indicators');
  await expect(device.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await expect(device.getByRole('button', { name: 'Sign out' })).toHaveCount(0);

  await row.getByRole('button', { name: 'Enable' }).click();
  await expect(row).toContainText('Active');
});

test('invites an administrator and withdraws it; the last administrator stays', async ({ page }) => {
  await enterAs(page, administrator);
  await page.goto('/platform/administrators');
  const email = newAddress('Jory Penn');
  await page.getByLabel('Name', { exact: true }).fill('Jory Penn');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('status').filter({ hasText: `Sent to ${email}` })).toBeVisible();
  await page.getByRole('button', { name: 'Withdraw the invitation of Jory Penn' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is withdrawn' })).toBeVisible();

  await page.getByRole('button', { name: `Remove ${administrator} from the administrators` }).click();
  await page.getByRole('button', { name: `Yes, take it from ${administrator}` }).click();
  await expect(page.getByRole('alert')).toContainText('Nobody else administers this Turnstone');
  await expect(page.getByRole('heading', { level: 1, name: 'One person keeps the platform' })).toBeVisible();
});

test('reads what was mailed, and every change of the platform', async ({ page }) => {
  await enterAs(page, administrator);
  await page.goto('/platform/mail');
  const mail = page.getByRole('row').filter({ hasText: 'tamsin.oake' }).first();
  await mail.getByText('What it says').click();
  await expect(mail.getByText(/https?:\/\//)).toBeVisible();

  await (await Shell.verifyOnPage(page, 'Platform')).goTo('Audit trail');
  const trail = await AuditTrailPage.verifyOnPage(page);
  await trail.only('Add a place');
  await expect(await trail.open('Add a place')).toContainText('Oxley Moor');
});

test('to everybody else there is no platform: neither a link nor a page', async ({ page, signIn }) => {
  await signIn('programme manager');
  await expect(page.getByRole('link', { name: 'Platform' })).toHaveCount(0);
  for (const kind of ['places', 'administrators', 'accounts', 'providers', 'mail', 'audit']) {
    await page.goto(`/platform/${kind}`);
    await ProblemPage.verifyOnPage(page, 'not permitted');
  }
});
