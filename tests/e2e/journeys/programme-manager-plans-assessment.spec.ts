import { randomBytes } from 'node:crypto';
import { enterAs, expect, place, test } from '../journey.js';
import { AssessmentPage, AssessmentsPage, PlanPage } from '../pages/assessments-page.js';
import { ProblemPage } from '../pages/problem-page.js';
import { Shell } from '../pages/shell.js';
import { print } from '../paper.js';

/** Other journeys plan here too: each knows its own by the title. */
const titled = (words: string): string => `${words} ${randomBytes(3).toString('hex')}`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a place without any assessment is told to begin with Tool A, and why', async ({ page }) => {
  await enterAs(page, 'Quilla Renshaw');
  await page.goto('/places/northbeck/outcomes');
  await (await Shell.verifyOnPage(page, 'Northbeck')).goTo('Assessments');
  await AssessmentsPage.verifyOnPage(page, 'Northbeck');
  await expect(page.getByRole('heading', { level: 1, name: 'No assessment yet' })).toBeFocused();
  const begin = page.getByRole('region', { name: 'Begin with' });
  await expect(begin).toContainText('Tool A, Place-based planning');
  await expect(begin).toContainText('which of the other three tools is worth doing next');
  await begin.getByRole('link', { name: 'Plan the first assessment' }).click();
  const plan = await PlanPage.verifyOnPage(page);
  await expect(plan.way('Which tool?', 'Tool A, Place-based planning')).toBeChecked();
});

test('a workshop is planned with a proposed title and an agenda whose end is worked out; its sheet is one A4 page', async ({
  page,
  signIn,
}) => {
  await signIn('programme manager');
  await page.goto(`${place}/assessments`);
  await (await AssessmentsPage.verifyOnPage(page)).plan.click();
  const plan = await PlanPage.verifyOnPage(page);
  await expect(plan.way('What kind is it?', 'Workshop')).toBeChecked();
  await expect(plan.field('Title')).toHaveValue(/^Place-based planning, \w+ \d{4}$/);
  await plan.way('What is it about?', 'One topic').check();
  await plan.field('Which topic?').fill('Early years');
  await expect(plan.field('Title')).toHaveValue(/^Early years: Place-based planning/);
  await expect(plan.way('Anonymous or named?', 'Anonymous')).toBeChecked();
  await expect(plan.field('The smallest group that is shown apart')).toHaveValue('5');

  // 10 + 10 + 30 + 15 + 30 + 15 + 10 minutes from 14:00.
  await expect(plan.agenda).toContainText('2 hours. It ends at 16:00.');
  const scoring = plan.agenda.getByLabel(/Scoring alone/);
  await scoring.fill('25');
  await plan.send();
  await expect(plan.problem).toContainText('“Scoring alone” takes from 5 to 10 minutes, not 25.');
  await scoring.fill('8');
  await plan.agenda.getByLabel(/Introduction/).fill('15');
  await expect(plan.agenda).toContainText('2 hours 3 minutes. It ends at 16:03.');
  const title = titled('Early years');
  await plan.field('Title').fill(title);
  await plan.send();

  const one = await AssessmentPage.verifyOnPage(page, title);
  await expect(one.said('It is a draft: nobody can join before it is opened.')).toBeVisible();
  await expect(one.region('How people join')).toHaveCount(0);
  await expect(one.region('Agenda, 2 hours 3 minutes')).toContainText('15 minutesIntroduction');
  const question = await one.ask('Open it');
  await expect(question).toContainText('Its kind cannot be changed any more');
  await question.getByRole('button', { name: 'No, leave it' }).click();
  await expect(one.button('Open it')).toBeFocused();
  await (await one.ask('Open it')).getByRole('button', { name: 'Yes, open it' }).click();

  await expect(one.said('Open: people can join from now on.')).toBeVisible();
  const join = one.region('How people join');
  const code = (await join.getByText(/^[A-HJ-KMNP-Z2-9]{3} [A-HJ-KMNP-Z2-9]{3}$/).textContent())?.trim() ?? '';
  await expect(join.getByRole('code')).toContainText(`/join/${code.replace(' ', '')}`);
  await expect(join.getByRole('img', { name: 'Code to scan to join' })).toBeVisible();
  const paper = await print(page);
  expect(paper.sizes).toEqual([{ width: 210, height: 297 }]);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Join with your phone')).toBeVisible();
  await expect(page.getByText('What was planned')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  await page.goto(`${place}/assessments`);
  const list = await AssessmentsPage.verifyOnPage(page);
  await expect(list.open(title).getByRole('link', { name: `Go to the console of ${title}` })).toBeVisible();
  await list.open(title).getByRole('link', { name: title, exact: true }).click();
  const closing = await (await AssessmentPage.verifyOnPage(page, title)).ask('Close it');
  await expect(closing).toContainText('Nobody can join or answer any more');
  await closing.getByRole('button', { name: 'Yes, close it for ever' }).click();
  await expect(one.said('Closed. What was found can be read now.')).toBeVisible();
  await expect(one.link('Read the results')).toBeVisible();
  await expect(one.region('Close it')).toHaveCount(0);
});

test('an online assessment says what is missing, invites people once, and keeps what somebody else changed meanwhile', async ({
  page,
  signIn,
  anotherPerson,
}) => {
  await signIn('programme manager');
  await page.goto(`${place}/assessments/new`);
  const plan = await PlanPage.verifyOnPage(page);
  await plan.way('What kind is it?', 'Open online').check();
  await expect(plan.agenda).toHaveCount(0);
  await plan.field('Title').fill('');
  await plan.field('The smallest group that is shown apart').fill('2');
  await plan.day('Closing day', '2027-02-31');
  await plan.send();
  for (const reason of ['Write a title', 'Never fewer than three', 'Write the date as a day, month and year'])
    await expect(plan.problem).toContainText(reason);
  await plan.problem.getByRole('link', { name: 'Write the date' }).click();
  await expect(page.getByRole('group', { name: 'Closing day' }).getByLabel('Day')).toBeFocused();

  const title = titled('All partners');
  await plan.field('Title').fill(title);
  await plan.field('The smallest group that is shown apart').fill('5');
  await plan.day('Closing day', '');
  await plan.send();
  await expect(plan.problem).toContainText('Say when this closes.');
  await plan.day('Closing day', inDays(20));
  await plan.send();
  const one = await AssessmentPage.verifyOnPage(page, title);

  // Two people change the plan at once: the second sees what stands, with their own words in the form.
  const other = await anotherPerson('programme manager');
  await one.link('Change the plan').click();
  const changing = await PlanPage.verifyOnPage(page, `Change ${title}`);
  await other.goto(new URL(page.url()).pathname);
  const theirs = await PlanPage.verifyOnPage(other, `Change ${title}`);
  await theirs.way('Anonymous or named?', 'Named').check();
  await theirs.send();
  await AssessmentPage.verifyOnPage(other, title);
  await changing.field('Title').fill(`${title} again`);
  await changing.send();
  await expect(changing.problem).toContainText('Somebody changed');
  await expect(changing.problem).toContainText('Named');
  await expect(changing.field('Title')).toHaveValue(`${title} again`);
  await changing.problem.getByRole('button', { name: 'Leave it as it stands' }).click();
  await expect(changing.field('Title')).toHaveValue(title);
  await expect(changing.way('Anonymous or named?', 'Named')).toBeChecked();
  await page.getByRole('link', { name: 'Cancel' }).click();

  await (await one.ask('Open it')).getByRole('button', { name: 'Yes, open it' }).click();
  await expect(page.getByText('Fewer than 5 people have answered so far, so we do not say how many.')).toBeVisible();
  const invite = one.region('Invite by mail');
  await invite.getByRole('button', { name: 'Invite them' }).click();
  await expect(invite.getByRole('alert')).toContainText('Choose at least one person');
  await invite.getByRole('button', { name: /^Choose all/ }).click();
  await expect(invite.getByRole('checkbox', { checked: true })).not.toHaveCount(0);
  await invite.getByRole('button', { name: 'Choose none' }).click();
  await expect(invite.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await invite.getByLabel(/Nessa Quill/).check();
  await invite.getByRole('button', { name: 'Invite them' }).click();
  await expect(one.said('1 person is invited by mail.')).toBeVisible();
  await expect(invite.getByLabel(/Nessa Quill/)).toBeDisabled();
  await expect(invite.getByLabel(/Nessa Quill/)).toHaveAccessibleName(/Invited before/);
  await expect(invite).toContainText('1 person has been invited by mail.');
});

test('a contributor keeps a record of their own: answers it, and nobody else finds it', async ({
  page,
  anotherPerson,
}) => {
  await enterAs(page, 'Sefton Amos');
  await page.goto(`${place}/assessments/new`);
  const plan = await PlanPage.verifyOnPage(page);
  await expect(plan.way('What kind is it?', 'Workshop'), 'only those who run assessments plan one').toHaveCount(0);
  await plan.way('What kind is it?', 'A record of your own').check();
  const title = titled('My own view');
  await plan.field('Title').fill(title);
  await plan.send();
  const one = await AssessmentPage.verifyOnPage(page, title);
  await (await one.ask('Open it')).getByRole('button', { name: 'Yes, open it' }).click();
  await expect(one.region('How people join'), 'nobody joins a record').toHaveCount(0);
  const address = new URL(page.url()).pathname;
  await one.button('Answer now').click();
  await expect(page).toHaveURL(/\/room/);

  const manager = await anotherPerson('programme manager');
  await manager.goto(address);
  await ProblemPage.verifyOnPage(manager, 'not found');
});

test('a viewer reads what is open and may plan, change and invite nothing', async ({ page }) => {
  await enterAs(page, 'Nessa Quill');
  await page.goto(`${place}/assessments`);
  const list = await AssessmentsPage.verifyOnPage(page);
  await expect(list.plan).toHaveCount(0);
  const open = page.getByRole('article').filter({ hasText: 'How the council supports communities' });
  await open.getByRole('link', { name: 'How the council supports communities', exact: true }).click();
  const one = await AssessmentPage.verifyOnPage(page, 'How the council supports communities');
  await expect(one.region('How people join')).toBeVisible();
  await expect(one.region('Invite by mail')).toHaveCount(0);
  await expect(one.button('Close it')).toHaveCount(0);
  const address = new URL(page.url()).pathname;
  for (const path of [`${place}/assessments/new`, `${address}/change`]) {
    await page.goto(path);
    await ProblemPage.verifyOnPage(page, 'not permitted');
  }
});
