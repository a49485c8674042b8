import type { Page } from '@playwright/test';
import { enterAs, expect, test } from '../journey.js';
import { accept, linkMailedTo, newAddress } from '../joining.js';
import { AuditTrailPage } from '../pages/audit-trail-page.js';
import { PeoplePage } from '../pages/people-page.js';
import { ProblemPage } from '../pages/problem-page.js';
import { Shell } from '../pages/shell.js';

// Northbeck is small: Quilla is its only programme manager, and no other journey counts its people.
const manager = 'Quilla Renshaw';
const place = '/places/northbeck';

test.describe.configure({ mode: 'serial' });

async function peopleOf(page: Page): Promise<PeoplePage> {
  await page.goto(`${place}/people`);
  return PeoplePage.verifyOnPage(page, 'Northbeck');
}

/** Invites on the page, accepts on the device. */
async function join(page: Page, device: Page, name: string, roles: string[]): Promise<string> {
  const email = newAddress(name);
  await page.goto(`${place}/people/invite`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail address').fill(email);
  for (const role of roles) await page.getByRole('group', { name: 'Roles' }).getByLabel(role, { exact: true }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} is invited` })).toBeFocused();
  await accept(device, await linkMailedTo(page, email));
  return email;
}

test('the last programme manager can neither give the role away nor leave, and is told why', async ({ page }) => {
  await enterAs(page, manager);
  const person = await (await peopleOf(page)).open(manager);
  await person.role('Programme manager').uncheck();
  await person.role('Viewer').check();
  await person.save();
  await expect(person.alert).toContainText(/programme manager/i);
  await expect(page, 'the page stays, with what was chosen').toHaveURL(/\/people\/[0-9a-f-]+$/);
  await expect(person.role('Viewer')).toBeChecked();

  await page.getByRole('link', { name: `Remove ${manager} from Northbeck` }).click();
  await page.getByRole('button', { name: `Remove ${manager}` }).click();
  await expect(page.getByRole('alert')).toContainText('Nobody was removed');
  await expect((await peopleOf(page)).person(manager)).toContainText('Programme manager');
});

test('an invitation says what is missing, what was sent and until when; it can be sent again and withdrawn', async ({
  page,
}) => {
  await enterAs(page, manager);
  await peopleOf(page);
  await page.getByRole('link', { name: 'Invite somebody' }).click();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  const summary = page.getByRole('alert');
  await expect(summary.getByRole('link')).toHaveCount(3);
  for (const reason of ['Write their name', 'Write an e-mail address', 'Choose at least one role'])
    await expect(summary).toContainText(reason);
  await summary.getByRole('link', { name: 'Write their name' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();

  const email = newAddress('Wren Ashby');
  await page.getByLabel('Name', { exact: true }).fill('Wren Ashby');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('group', { name: 'Roles' }).getByLabel('Viewer', { exact: true }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Wren Ashby is invited' })).toBeFocused();
  await expect(page.getByText(/works once, until \d+ \w+ \d{4} at \d\d:\d\d/)).toContainText(email);
  const first = await linkMailedTo(page, email);

  await page.getByRole('link', { name: 'Back to the people' }).click();
  const people = await PeoplePage.verifyOnPage(page, 'Northbeck');
  await expect(people.invitation(email)).toContainText('7 days left');
  await people.invitation(email).getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('status').filter({ hasText: `Sent again to ${email}` })).toBeVisible();
  await expect.poll(() => linkMailedTo(page, email)).not.toBe(first);
  await people.invitation(email).getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is withdrawn' })).toBeVisible();
  await expect(people.invitation(email)).toHaveCount(0);
});

test('whoever joins as a viewer sees the people without addresses, and no way to change anything', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, manager);
  const device = await anotherDevice();
  await join(page, device, 'Corin Vale', ['Viewer']);
  const shell = await Shell.verifyOnPage(device, 'Northbeck');
  await expect(shell.ways).toHaveText(['Outcomes', 'Indicators', 'Assessments', 'Actions', 'People']);
  await shell.goTo('People');
  const people = await PeoplePage.verifyOnPage(device, 'Northbeck');
  await expect(people.person(manager)).toBeVisible();
  await expect(device.getByRole('main')).not.toContainText('@');
  await expect(device.getByRole('link', { name: 'Invite somebody' })).toHaveCount(0);
  await expect(shell.administration).toHaveText(['People', 'Sharing']);
  for (const kind of ['people/invite', 'organisations', 'workstreams', 'audit', 'about', 'import']) {
    await device.goto(`${place}/${kind}`);
    await ProblemPage.verifyOnPage(device, 'not permitted');
  }
});

test('a change of roles holds from the other person’s next page on, both ways (R7)', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, manager);
  const device = await anotherDevice();
  await join(page, device, 'Ismay Thorn', ['Viewer']);
  const shell = await Shell.verifyOnPage(device, 'Northbeck');
  await expect(shell.ways.filter({ hasText: 'Import' })).toHaveCount(0);

  await (await (await peopleOf(page)).open('Ismay Thorn')).become('Ismay Thorn', ['analyst']);
  await shell.goTo('Indicators');
  await expect(shell.ways.filter({ hasText: 'Import' })).toBeVisible();
  await shell.goTo('Import');
  await expect(device.getByRole('heading', { level: 1, name: 'Import figures' })).toBeVisible();

  await (await (await peopleOf(page)).open('Ismay Thorn')).become('Ismay Thorn', ['board member']);
  await shell.goTo('Outcomes');
  await expect(shell.ways.filter({ hasText: 'Import' })).toHaveCount(0);
  await device.goto(`${place}/import`);
  await ProblemPage.verifyOnPage(device, 'not permitted');

  // Removed while signed in: the next page is not theirs.
  await (await peopleOf(page)).open('Ismay Thorn');
  await page.getByRole('link', { name: 'Remove Ismay Thorn from Northbeck' }).click();
  await page.getByRole('button', { name: 'Remove Ismay Thorn' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Ismay Thorn no longer belongs to Northbeck.' }),
  ).toBeVisible();
  await device.goto(`${place}/outcomes`);
  await ProblemPage.verifyOnPage(device, 'not found');
});

test('adds an organisation and a workstream; its lead writes that card and no other', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, manager);
  const device = await anotherDevice();
  await join(page, device, 'Sorrel Hythe', ['Viewer']);

  await page.goto(`${place}/organisations`);
  await page.getByRole('link', { name: 'Add an organisation' }).click();
  await page.getByRole('button', { name: 'Add the organisation' }).click();
  await expect(page.getByRole('alert')).toContainText('Write the name of the organisation');
  await page.getByLabel('Name', { exact: true }).fill('Northbeck Lamplighters');
  await page.getByLabel('Voluntary and community').check();
  await page.getByRole('button', { name: 'Add the organisation' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Added: Northbeck Lamplighters.' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Northbeck Lamplighters' })).toContainText(
    'Voluntary and community',
  );

  await page.goto(`${place}/workstreams`);
  const free = page.getByRole('region', { name: 'In no workstream' }).getByRole('link');
  const statement = (await free.first().innerText()).trim();
  const address = await free.first().getAttribute('href');
  await page.getByRole('link', { name: 'Add a workstream' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Light and paths');
  await page.getByLabel(statement).check();
  await page.getByRole('button', { name: 'Add the workstream' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Light and paths.* no lead yet/ })).toBeVisible();

  const person = await (await peopleOf(page)).open('Sorrel Hythe');
  await person.organisation.selectOption({ label: 'Northbeck Lamplighters' });
  await person.role('Viewer').uncheck();
  await person.role('Workstream lead').check();
  await person.workstream('Light and paths').check();
  await person.save();
  await person.verifySaved('Sorrel Hythe', 'workstream lead');
  await expect((await peopleOf(page)).person('Sorrel Hythe')).toContainText('Leads Light and paths');

  const edit = device.getByRole('button', { name: /^Edit/ });
  await device.goto(address!);
  await expect(device.getByRole('heading', { level: 1, name: statement })).toBeVisible();
  await expect(edit.first()).toBeVisible();
  await device.goto(`${place}/outcomes/neighbours`);
  await expect(device.getByRole('region', { name: 'Desired outcome' })).toBeVisible();
  await expect(edit).toHaveCount(0);
});

test('two who change one person at once: the second sees what stands now beside theirs, and chooses', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, manager);
  const device = await anotherDevice();
  await join(page, device, 'Alder Finch', ['Programme manager']);
  const third = await anotherDevice();
  await join(page, third, 'Bryony Sedge', ['Viewer']);

  const mine = await (await peopleOf(page)).open('Bryony Sedge');
  const other = await (await peopleOf(device)).open('Bryony Sedge');
  await other.become('Bryony Sedge', ['facilitator']);
  await mine.role('Viewer').uncheck();
  await mine.role('Analyst').check();
  await mine.save();

  await expect(mine.alert).toContainText('Somebody changed Bryony Sedge while you had this page open');
  await expect(page.getByRole('heading', { name: 'What stands now' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Facilitator' })).toContainText('Not the same as yours');
  await expect(mine.role('Analyst'), 'what was chosen is still there').toBeChecked();
  await mine.save();
  await mine.verifySaved('Bryony Sedge', 'analyst');

  // And the other way to choose.
  const again = await (await peopleOf(page)).open('Bryony Sedge');
  const quicker = await (await peopleOf(device)).open('Bryony Sedge');
  await quicker.become('Bryony Sedge', ['contributor']);
  await again.role('Board member').check();
  await again.save();
  await page.getByRole('button', { name: 'Leave it as it stands' }).click();
  await expect(again.role('Contributor')).toBeChecked();
  await expect(again.role('Board member')).not.toBeChecked();

  // With a second programme manager the first is no longer bound to stay one; here she only takes the second's role back.
  await (await (await peopleOf(page)).open('Alder Finch')).become('Alder Finch', ['viewer']);
  await (await Shell.verifyOnPage(device, 'Northbeck')).goTo('Outcomes');
  // Her token is exchanged with the next answer: it has to arrive.
  await expect(device).toHaveTitle('Outcomes: Northbeck: Turnstone');
  await device.goto(`${place}/audit`);
  await ProblemPage.verifyOnPage(device, 'not permitted');
});

test('an organisation and the words of the place, changed in two tabs at once: nothing is lost, and they choose', async ({
  page,
}) => {
  await enterAs(page, manager);
  const quicker = await page.context().newPage();
  const standing = page.getByRole('alert').filter({ hasText: 'while you had this page open' });
  const save = (on: Page) => on.getByRole('button', { name: 'Save' }).click();

  await page.goto(`${place}/organisations`);
  await page.getByRole('link', { name: 'Northbeck Lamplighters' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toHaveValue('Northbeck Lamplighters');
  await quicker.goto(page.url());
  await quicker.getByLabel('Name', { exact: true }).fill('Northbeck Lanterns');
  await save(quicker);
  await expect(quicker.getByRole('status').filter({ hasText: 'Saved: Northbeck Lanterns.' })).toBeVisible();
  await name.fill('Lamplighters of Northbeck');
  await save(page);
  await expect(standing).toBeFocused();
  await expect(standing.getByRole('definition').filter({ hasText: 'Northbeck Lanterns' })).toContainText(
    'Not the same as yours',
  );
  await expect(name).toHaveValue('Lamplighters of Northbeck');
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Lamplighters of Northbeck' })).toBeVisible();

  await page.goto(`${place}/about`);
  const about = page.getByLabel('About the place');
  await about.fill('What I wrote.');
  await quicker.goto(`${place}/about`);
  await quicker.getByLabel('About the place').fill('What stands now.');
  await save(quicker);
  await expect(quicker.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await save(page);
  await expect(standing.getByRole('definition').filter({ hasText: 'What stands now.' })).toBeVisible();
  await expect(about).toHaveValue('What I wrote.');
  await page.getByRole('button', { name: 'Leave it as it stands' }).click();
  await expect(about).toHaveValue('What stands now.');
  await about.fill('Written after reading it.');
  await save(page);
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('opens the place to the system above: a person of the system reads, and is told how; then closes it', async ({
  page,
  anotherDevice,
}) => {
  await enterAs(page, manager);
  const system = await anotherDevice();
  await enterAs(system, 'Hesper Lindow');
  await system.goto(`${place}/outcomes`);
  await ProblemPage.verifyOnPage(system, 'not found');

  await page.goto(`${place}/sharing`);
  await page.getByRole('button', { name: 'Open to Mere and Vale' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'The people of Mere and Vale may now read Northbeck.' }),
  ).toBeVisible();
  await expect(page.getByText(`Chosen by ${manager} on`)).toBeVisible();

  await system.goto(`${place}/outcomes`);
  const shell = await Shell.verifyOnPage(system, 'Northbeck');
  await expect(shell.standing).toHaveText('Northbeck has opened itself to Mere and Vale: you read, you do not change.');
  await expect(shell.ways).toHaveText(['Outcomes', 'Indicators', 'Actions']);
  await system.goto(`${place}/people`);
  await ProblemPage.verifyOnPage(system, 'not permitted');

  await page.getByRole('button', { name: 'Close to Mere and Vale' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'may no longer read Northbeck' })).toBeVisible();
  await system.goto(`${place}/outcomes`);
  await ProblemPage.verifyOnPage(system, 'not found');
});

test('the audit trail holds each of these, with filters, what stood before and after, and as CSV', async ({ page }) => {
  await enterAs(page, manager);
  await page.goto(`${place}/audit`);
  const trail = await AuditTrailPage.verifyOnPage(page);
  for (const action of [
    'Invite a person',
    'Withdraw an invitation',
    'Accept an invitation',
    'Change a member',
    'Remove a member',
    'Add an organisation',
    'Add a workstream',
    'Choose sharing',
  ]) {
    await page.goto(`${place}/audit`);
    await trail.only(action);
    await expect(trail.entry(action).first()).toBeVisible();
    await expect(trail.entries.filter({ hasNotText: action }), 'only the head of the table is left').toHaveCount(1);
  }
  // Closing what was opened: the latest entry says both.
  const change = await trail.open('Choose sharing');
  await expect(change.getByRole('row')).not.toHaveCount(0);
  await expect(change).toContainText('Yes');
  await expect(change).toContainText('No');

  const csv = await trail.download();
  const lines = csv.trim().split(/\r?\n/);
  // Opened and closed: two entries under the line of heads.
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('choose sharing');
  expect(csv, 'the whole hash of each entry').toMatch(/[0-9a-f]{64}/);

  // The filters are in the address: another tab shows the same.
  await page.reload();
  await expect(trail.entry('Choose sharing')).toHaveCount(2);
});

test('a long trail comes in pages of fifty, to the oldest entry and back', async ({ page }) => {
  await enterAs(page, manager);
  const read = async () => {
    const { places } = (await (await page.request.get('/api/session')).json()) as {
      places: { slug: string; name: string; version: number }[];
    };
    return places.find(({ slug }) => slug === 'northbeck')!;
  };
  const { name, version } = await read();
  for (let time = 0; time < 55; time++) {
    const changed = await page.request.put(`/api${place}`, {
      headers: { 'if-match': `"${version + time}"` },
      data: { name, about: `Written for the ${time + 1}. time.` },
    });
    expect(changed.ok(), await changed.text()).toBe(true);
  }
  await page.goto(`${place}/audit`);
  const trail = await AuditTrailPage.verifyOnPage(page);
  await trail.only('Describe the place');
  await expect(trail.entry('Describe the place')).toHaveCount(50);
  const newest = await trail.entry('Describe the place').first().getByRole('button').getAttribute('aria-controls');
  await page.getByRole('link', { name: 'Older entries' }).click();
  await expect(page).toHaveURL(/before=\d+/);
  // Those of this journey, and the two of the journey before.
  await expect(trail.entry('Describe the place')).toHaveCount(55 + 2 - 50);
  await expect(page.getByRole('link', { name: 'Older entries' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Newest entries' }).click();
  await expect(trail.entry('Describe the place')).toHaveCount(50);
  await expect(trail.entry('Describe the place').first().getByRole('button')).toHaveAttribute('aria-controls', newest!);
});
