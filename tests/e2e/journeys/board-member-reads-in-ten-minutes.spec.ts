import { expect, place, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';
import { ProblemPage } from '../pages/problem-page.js';
import { Shell } from '../pages/shell.js';

const states = ['Worse than the baseline', 'On the baseline', 'Too early to say', 'Turning', 'Turned'];
const fullest = 'People in Harrowmere live long lives in good health';

test('sees of every outcome what is found, in which state it is, and how sure that is', async ({ page, signIn }) => {
  const outcomes = await signIn('board member');

  // Five states, each with its count and its words; the counts are those of the outcomes below.
  await expect(outcomes.tally).toHaveCount(states.length);
  for (const [index, state] of states.entries()) {
    const line = outcomes.tally.nth(index);
    await expect(line).toContainText(state);
    const count = Number(/\d+/.exec(await line.innerText())?.[0]);
    await expect(outcomes.outcomes.filter({ has: page.getByText(state, { exact: true }) })).toHaveCount(count);
  }

  // Exceptions first: what is worse than the baseline stands at the top, what has turned at the end.
  await expect(outcomes.outcomes.first()).toContainText('Worse than the baseline');
  await expect(outcomes.outcomes.last()).toContainText('Turned');
  for (const outcome of await outcomes.outcomes.all()) {
    const finding = await outcome.getByRole('heading').innerText();
    expect(finding.length).toBeGreaterThan(20);
    // A finding that says better or worse comes with the chance behind it.
    if (/which is (better|worse)/.test(finding)) await expect(outcome).toContainText(/about 1 time in \d+/);
  }
});

test('may read all and change nothing', async ({ page, signIn }) => {
  const outcomes = await signIn('board member');
  await expect((await Shell.verifyOnPage(page)).ways).toHaveText([
    'Outcomes',
    'Indicators',
    'Assessments',
    'Actions',
    'People',
  ]);

  await outcomes.open(fullest);
  const card = await CardPage.verifyOnPage(page, fullest);
  await expect(card.section('Story behind the baseline').itself).toBeVisible();
  await expect(card.editButtons).toHaveCount(0);

  await card.curve.getByRole('link', { name: 'How this was worked out' }).click();
  await expect(page.getByRole('region', { name: 'Baseline', exact: true })).toContainText('Frozen at');
  await expect(page.getByText('Freeze a baseline')).toHaveCount(0);

  await page.goto(`${place}/import`);
  await ProblemPage.verifyOnPage(page, 'not permitted');
  await expect(page).toHaveURL(`${place}/import`);
});

test('opens the figures behind the curve and steps along it by keyboard alone', async ({ page, signIn }) => {
  await (await signIn('board member')).open(fullest);
  const { curve } = await CardPage.verifyOnPage(page, fullest);

  const steps = curve.getByRole('slider', { name: /^Step along the curve: / });
  await steps.focus();
  const latest = await steps.getAttribute('aria-valuetext');
  // Published: women of North Lincolnshire, 59.6 years in 2022 - 24; 58.6 in 2021 - 23.
  expect(latest).toMatch(/2022 (-|–|to) (20)?24/);
  expect(latest).toContain('59.6');
  await page.keyboard.press('ArrowLeft');
  await expect(steps).toHaveAttribute('aria-valuetext', /2021 (-|–|to) (20)?23.*\d\d\.\d/);
  await page.keyboard.press('ArrowRight');
  await expect(steps).toHaveAttribute('aria-valuetext', latest ?? '');
  await page.keyboard.press('Home');
  await expect(steps).toHaveAttribute('aria-valuenow', '1');
  // What is stepped to is said on the page too, for those who see it.
  await expect(curve).toContainText((await steps.getAttribute('aria-valuetext')) ?? 'no words');

  const asTable = curve.getByText('See the figures as a table');
  while (!(await asTable.evaluate((summary) => summary.closest('summary') === document.activeElement)))
    await page.keyboard.press('Tab');
  await expect(curve.getByRole('table')).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(curve.getByRole('table')).toBeVisible();
  await expect(curve.getByRole('rowheader', { name: /2022 (-|–|to) (20)?24/ })).toBeVisible();
});

test('finds a takeaway in words with every curve', async ({ page, signIn }) => {
  const outcomes = await signIn('board member');
  await everyCurveHasItsFinding();
  await outcomes.open(fullest);
  await CardPage.verifyOnPage(page, fullest);
  await everyCurveHasItsFinding();

  async function everyCurveHasItsFinding() {
    const figures = page.getByRole('figure');
    await expect(figures.first()).toBeVisible();
    for (const figure of await figures.all()) {
      const name = await figure.evaluate((element) => element.getAttribute('aria-label') ?? '');
      expect(name.length, 'a curve has a name').toBeGreaterThan(20);
      await expect(page.getByRole('heading', { name, exact: true })).not.toHaveCount(0);
    }
    for (const picture of await page.getByRole('img').all()) await expect(picture).toHaveAccessibleName(/.{10,}/);
  }
});
