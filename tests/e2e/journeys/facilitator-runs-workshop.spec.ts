import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { Facilitated } from '../facilitated.js';
import { enterAs, expect, place, test } from '../journey.js';
import { ConsolePage } from '../pages/console-page.js';
import { JoinPage } from '../pages/join-page.js';
import { ProjectorPage } from '../pages/projector-page.js';
import { RoomPage } from '../pages/room-page.js';

const facilitator = 'Maud Fenwick';
const wide = { width: 1920, height: 1080 };
const sectors = ['Civic', 'Health and care', 'Voluntary and community'];

test.describe.configure({ timeout: 180_000 });
test.use({ actionTimeout: 10_000 });

async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function openConsole(page: Page, workshop: Facilitated, title = 'How we plan together'): Promise<ConsolePage> {
  await page.goto(`${place}/assessments/${workshop.id}/console`);
  return ConsolePage.verifyOnPage(page, title);
}

async function phone(context: BrowserContext, workshop: Facilitated, sector: string): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(workshop.link);
  await (await JoinPage.verifyOnDoor(page)).join({ sector });
  return page;
}

test('a facilitator rehearses a whole workshop with simulated people, and the wall stays in step (E9, E10, E13, E14)', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await enterAs(page, facilitator);
  const console = await openConsole(page, workshop);
  await expect(console.stage).toHaveText('Ready to start');
  await expect(page.getByText('Anonymous.', { exact: true })).toBeVisible();

  const screen = await console.openProjector();
  await screen.setViewportSize(wide);
  const wall = await ProjectorPage.verifyOnPage(screen, 'How we plan together');
  await expect(wall.all).toContainText('Nobody has joined yet');
  await expect(wall.all).toContainText(workshop.code);
  await expect(wall.qr).toBeVisible();

  await page.getByLabel('Rehearse with simulated people').fill('5');
  await console.button(/^Fill with 5 /).click();
  await expect(console.why('Write a number from 6 to 150.')).toBeVisible();
  await page.getByLabel('Rehearse with simulated people').fill('42');
  await console.button('Fill with 42 simulated people').click();
  await expect(wall.all).toContainText('42 people are here');
  await expect(wall.all).toContainText('A rehearsal: these people are simulated');

  // A step that cannot be taken yet says why, where it was pressed.
  await console.tryAnyway(console.button('Reveal all'), 'The workshop has not started.');

  await console.take('Start: Introduction', 'Undo: Started the workshop');
  await expect(wall.heading).toHaveText('Introduction');
  await console.goOnTo('Scoring alone');
  await expect(wall.heading).toHaveText(/^\d+ of 42 have answered everything$/);
  // One clock for all screens, a second apart at most.
  const seconds = async (of: ConsolePage | ProjectorPage) => {
    const [minutes, left] = /(\d+):(\d\d)/
      .exec((await of.clock.innerText()).trim())!
      .slice(1)
      .map(Number);
    return minutes! * 60 + left!;
  };
  expect(Math.abs((await seconds(console)) - (await seconds(wall)))).toBeLessThanOrEqual(2);
  await console.take('Pause the clock', 'Undo: Paused the clock');
  await expect(wall.clock).toContainText('Paused with');
  await console.take('Go on', 'Undo: Let the clock run again');
  const before = await seconds(wall);
  await console.take('Add 5 minutes', 'Undo: Added 5 minutes');
  await expect.poll(async () => (await seconds(wall)) - before).toBeGreaterThan(290);
  expect(await wall.all.innerText(), 'nothing before it is revealed').not.toMatch(/middle answer|agree/i);

  await console.button('Draw again').click();
  await expect(console.undo).toHaveText(/Undo: Drew 7 tables from the number \d+/);
  await expect(page.getByText('42 people at 7 tables, 6 at each.')).toBeVisible();
  await console.goOnTo('At the tables');
  await expect(wall.all).toContainText('How should we measure our progress?');
  await console.tryAnyway(console.of('Leadership', 'Reveal'), 'Answers are shown from the break on');
  await console.goOnTo('Break');
  await expect(wall.all).toContainText('We go on at');

  await console.take(console.of('Leadership', 'Reveal'), 'Undo: Revealed Leadership');
  await expect(console.domain('Leadership')).toContainText('Shown');
  await expect(wall.heading).toHaveText('Break');
  await console.goOnTo('All together');
  await console.take(console.of('Leadership', 'Talk about'), 'Undo: Showed Leadership');
  await expect(wall.answers.getByRole('columnheader', { name: '1 Emerging' })).toBeVisible();
  await expect(wall.answers).toContainText('middle answer');
  await expect(wall.all).toContainText('Leadership, 1 of 10. What we said before talking');
  await expect(wall.side).toContainText(/Middle of all answers: /);
  const finding = await wall.heading.innerText();
  await expect(console.part('What we talk about')).toContainText(finding);
  await expect(wall.answers).toContainText('shown together');
  expect(await wall.smallestText(), 'readable from the back').toBeGreaterThanOrEqual(24);
  expect(await wall.beyondScreen()).toEqual({ right: 0, down: 0 });

  // What people agree is typed beside the middle, and stands on the wall at once.
  await console.level('Developing').check();
  await console.reason.fill('Each organisation has a champion; they do not yet act as one.');
  await expect(page.getByText('Level 3 asks for:')).toBeVisible();
  await console.button('Record level 2').click();
  await expect(console.why(/^Recorded \d\d:\d\d$/)).toBeVisible();
  await expect(wall.side.getByRole('heading', { name: 'We agree: 2, Developing' })).toBeVisible();
  await expect(wall.side).toContainText('Each organisation has a champion');
  await expect(wall.side).toContainText('The next level asks for');
  await expect(console.domain('Leadership')).toContainText('Agreed: 2, Developing');
  expect(await wall.beyondScreen()).toEqual({ right: 0, down: 0 });

  await console.take('Go on to Needs assessment', 'Undo: Showed Needs assessment');
  await expect(wall.heading).toHaveText('Needs assessment');
  await expect(wall.answers).toBeHidden();

  await console.goOnTo('What comes first');
  await page.getByLabel('Propose a priority').fill('A leadership group that meets every month');
  await console.button('Propose').click();
  await expect(wall.all).toContainText('A leadership group that meets every month');
  await console.goOnTo('Who does what');
  await expect(wall.all).toContainText('We agreed on 1 of 10');

  await console.button('Close the workshop…').click();
  await expect(page.getByText('Closing freezes the scores for good.')).toBeVisible();
  await console.button('Yes, close the workshop').click();
  await expect(console.stage).toHaveText('The workshop is closed');
  await expect(wall.heading).toHaveText('Thank you');
  await expect(wall.all).toContainText('Nobody can join any more');
  await console.undo.click();
  await expect(console.stage).toHaveText('Who does what');
  await expect(wall.heading).toHaveText('Who does what');
});

test('with three phones in the room: people are counted, a reveal is taken back, and too few are never shown', async ({
  page,
  browser,
}) => {
  const workshop = await Facilitated.open();
  await enterAs(page, facilitator);
  const console = await openConsole(page, workshop);
  const contexts: BrowserContext[] = [];
  const phones: Page[] = [];
  for (const sector of sectors) {
    const context = await browser.newContext({ baseURL: process.env['BASE_URL']! });
    contexts.push(context);
    phones.push(await phone(context, workshop, sector));
  }
  await expect(console.part('People and tables')).toContainText('3 people are here: 1 civic, 1 health and care');
  await console.take('Start: Introduction', 'Undo: Started the workshop');
  await console.goOnTo('Scoring alone');
  for (const [index, one] of phones.entries()) {
    const room = await RoomPage.verifyOnDomain(one, 'Leadership', '1 of 10');
    await room.card(index + 1).click();
  }
  await expect(console.domain('Leadership')).toContainText('3 of 3');
  await expect(console.rail).toContainText('0 have answered everything');

  // A test response is taken out by its number, and the step says so in words; nothing says whose answer it was.
  await page.getByText('Move or remove one person').click();
  await page.getByLabel('Person', { exact: true }).selectOption({ index: 3 });
  await console.take(
    'Remove (a test, or joined twice) number 3',
    'Undo: Removed participant 3; what was shown before stays as it is',
  );
  await expect(console.domain('Leadership')).toContainText('2 of 2');
  await console.undo.click();
  await expect(console.domain('Leadership')).toContainText('3 of 3');

  await console.goOnTo('At the tables');
  await console.goOnTo('Break');
  await console.goOnTo('All together');
  await console.take(console.of('Leadership', 'Talk about'), 'Undo: Showed Leadership');
  const screen = await console.openProjector();
  const wall = await ProjectorPage.verifyOnPage(screen, 'Leadership');
  await console.of('Leadership', 'Reveal').click();
  await expect(wall.heading).toHaveText('Fewer than five people have answered Leadership, so nothing of it is shown.');
  await expect(wall.answers.getByRole('table')).toBeHidden();
  await console.undo.click();
  await expect(wall.heading).toHaveText('Leadership');
  await expect(console.domain('Leadership')).toContainText('Not shown');
  for (const context of contexts) await context.close();
});

test('two facilitators: the slower press is not done and hears who was quicker; typed words are never lost; another machine goes on', async ({
  page,
  anotherDevice,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(4);
  await enterAs(page, facilitator);
  const mine = await openConsole(page, workshop);
  const other = await anotherDevice();
  await enterAs(other, 'Dilwen Pask');
  const theirs = await openConsole(other, workshop);
  await expect(theirs.stage).toHaveText('All together');

  // Both read the same version: mine does not hear of theirs before it presses.
  await page.route('**/console', (route) => route.abort());
  await page.route('**/live', (route) => route.abort());
  await theirs.take(theirs.of('Leadership', 'Talk about'), 'Undo: Showed Leadership');
  await mine.button('Next: What comes first').click();
  await expect(
    mine.why(/Dilwen Pask was quicker \(\d\d:\d\d\): Showed Leadership\. Your press was not done\./),
  ).toBeVisible();
  await expect(mine.stage).toHaveText('All together');
  await page.unroute('**/console');
  await page.unroute('**/live');

  await mine.level('Maturing').check();
  await mine.reason.fill('We have a plan that is used.');
  await theirs.level('Developing').check();
  await theirs.reason.fill('The plan is on a shelf.');
  await theirs.button('Record level 2').click();
  await expect(mine.clash).toContainText('Level 2, Developing. The plan is on a shelf.');
  await expect(mine.reason).toHaveValue('We have a plan that is used.');
  // A reload in the middle keeps what was typed.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(mine.reason).toHaveValue('We have a plan that is used.');
  await mine.button('Record mine: level 3').click();
  await expect(theirs.reason).toHaveValue('We have a plan that is used.');
  await expect(theirs.domain('Leadership')).toContainText('Agreed: 3, Maturing');

  // The first machine dies; the other one takes the next step where the room stands.
  await page.close();
  await theirs.goOnTo('What comes first');
});

test('paper sheets are typed in by keyboard alone, and the same sheet twice is asked about (E12)', async ({ page }) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await enterAs(page, facilitator);
  const console = await openConsole(page, workshop);
  await page.locator('summary', { hasText: 'Type in one person’s sheet' }).focus();
  await page.keyboard.press('Enter');
  const type = async () => {
    await page.getByLabel('Sector', { exact: true }).selectOption('Civic');
    await page.getByRole('group', { name: 'Leadership' }).getByRole('radio').first().focus();
    for (const key of '3214ds2121') await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: 'Add this sheet' })).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await type();
  await expect(console.why('Added as number 1.')).toBeVisible();
  await expect(console.part('People and tables')).toContainText('1 person is here: 1 civic. 1 of them on paper.');
  await type();
  await expect(console.button('It is another person: add it')).toBeVisible();
  await console.button('It is another person: add it').click();
  await expect(console.why('Added as number 2.')).toBeVisible();
  await workshop.expectPeople(2);
});

test('the wall keeps what it showed when the connection is lost, says so, and comes back by itself', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(2);
  await enterAs(page, facilitator);
  await page.goto(`${place}/assessments/${workshop.id}/projector`);
  const wall = await ProjectorPage.verifyOnPage(page, 'At the tables');
  await page.context().setOffline(true);
  await expect(wall.all).toContainText('Connection lost. This is how it was; we keep trying.', { timeout: 45_000 });
  await expect(wall.heading).toHaveText('At the tables');
  await workshop.step({ kind: 'next stage' });
  await page.context().setOffline(false);
  await expect(wall.heading).toHaveText('Break', { timeout: 15_000 });
  await expect(wall.all).not.toContainText('Connection lost');
});

test('in named mode names stand on the console after a reveal, and never on the wall', async ({ page, browser }) => {
  const workshop = await Facilitated.open({ identities: 'named' });
  await workshop.startAt(1);
  const context = await browser.newContext({ baseURL: process.env['BASE_URL']! });
  for (const name of ['Ash Rowe', 'Bea Lund', 'Cal Finch', 'Dee Marsh', 'Eli Stone', 'Fay Wren']) {
    const joined = await context.request.post(`/api/join/${workshop.code}`, {
      data: { token: tokenOf(name), sector: 'civic', organisation: null, name },
    });
    expect(joined.ok(), await joined.text()).toBe(true);
    const sent = await context.request.put('/api/room/answers', {
      headers: { 'x-turnstone-participant': tokenOf(name) },
      data: { answers: [{ domain: 'leadership', choice: name < 'C' ? 1 : 2, comment: '', evidence: '', seq: 1 }] },
    });
    expect(sent.ok(), await sent.text()).toBe(true);
  }
  await context.close();
  await enterAs(page, facilitator);
  const console = await openConsole(page, workshop);
  await expect(page.getByText('Named.', { exact: true })).toBeVisible();
  for (const title of ['At the tables', 'Break', 'All together']) await console.goOnTo(title);
  await console.take(console.of('Leadership', 'Talk about'), 'Undo: Showed Leadership');
  await expect(console.part('What we talk about')).not.toContainText('Ash Rowe');
  await console.of('Leadership', 'Reveal').click();
  await expect(console.part('What we talk about')).toContainText('Ash Rowe (civic) and Bea Lund (civic)');
  const screen = await console.openProjector();
  const wall = await ProjectorPage.verifyOnPage(screen, /Leadership/);
  await expect(wall.answers).toContainText('middle answer');
  await expect(wall.all).not.toContainText('Ash Rowe');
});

test('nobody but who runs assessments has a console; anybody of the place may look at the wall', async ({ page }) => {
  const workshop = await Facilitated.open();
  await enterAs(page, 'Nessa Quill');
  await page.goto(`${place}/assessments/${workshop.id}/console`);
  await expect(page.getByRole('heading', { level: 1, name: 'Your role here does not include this' })).toBeVisible();
  await page.goto(`${place}/assessments/${workshop.id}/projector`);
  await ProjectorPage.verifyOnPage(page, 'How we plan together');
});

test('console and wall: no violation of WCAG 2.2 AA at 1280, 768 and 360 px and in forced colours, no sideways scroll at 320 px', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await enterAs(page, facilitator);
  const console = await openConsole(page, workshop);
  await page.getByLabel('Rehearse with simulated people').fill('30');
  await console.button('Fill with 30 simulated people').click();
  await expect(console.rail).toContainText('30 people are here');
  await workshop.startAt(4);
  await workshop.step({ kind: 'reveal all' }, { kind: 'show domain', domain: 'leadership' });
  await expect(console.part('What we talk about').getByRole('table')).toBeVisible();
  for (const details of await page.locator('main details > summary').all()) {
    if (!(await details.evaluate((one) => (one.parentElement as HTMLDetailsElement).open))) await details.click();
  }
  const screen = await console.openProjector();
  const wall = await ProjectorPage.verifyOnPage(screen, /Leadership/);
  for (const one of [page, wall.page]) {
    await one.bringToFront();
    for (const width of [1280, 768, 360]) {
      await one.setViewportSize({ width, height: 900 });
      expect(await violationsOn(one), `at ${width} px`).toEqual([]);
    }
    await one.emulateMedia({ forcedColors: 'active' });
    expect(await violationsOn(one), 'in forced colours').toEqual([]);
    await one.emulateMedia({ forcedColors: 'none' });
    await one.setViewportSize({ width: 320, height: 700 });
    expect(await one.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(320);
  }
});

/** 43 characters, one token a name, of this run alone. */
const run = `${Date.now()}`;
const tokenOf = (name: string): string => name.replace(/\W/g, '').padEnd(43, run);
