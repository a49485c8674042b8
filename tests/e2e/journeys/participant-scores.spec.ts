import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Facilitated } from '../facilitated.js';
import { expect, test } from '../journey.js';
import { JoinPage } from '../pages/join-page.js';
import { RoomPage } from '../pages/room-page.js';

test.use({ viewport: { width: 360, height: 740 } });

/** On a phone that has not joined yet, by the link of the QR code. */
async function joinByLink(page: Page, workshop: Facilitated, sector = 'Prefer not to say'): Promise<void> {
  await page.goto(workshop.link);
  await (await JoinPage.verifyOnDoor(page)).join({ sector });
}

test('a participant joins by typing the code, with its mistakes explained (E1), and is told who sees what first', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await page.goto('/join');
  const door = await JoinPage.verifyOnCode(page);
  await door.type('HK0 7TW');
  await expect(door.alert).toContainText('No code has the digit 0 or the letter O in it');
  await door.type('hk4 7t');
  await expect(door.alert).toContainText('A code has 6 letters and digits, and this has 5');

  await door.type(` ${workshop.code.toLowerCase()} `);
  await JoinPage.verifyOnDoor(page);
  await expect(door.whoSeesWhat).toContainText('No name is kept. Nobody sees a result until the facilitator shows it');
  await door.join();
  await expect(door.alert).toContainText('Choose your sector, or “Prefer not to say”');
  await door.join({ sector: 'Health and care' });
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(page.getByRole('contentinfo').or(page.locator('.ts-room-foot'))).toContainText('No name is kept');
  await workshop.expectPeople(1);
});

test('a code that leads nowhere says so, and can be typed again', async ({ page }) => {
  const workshop = await Facilitated.open();
  await page.goto('/join/2345AB');
  const door = await JoinPage.verifyOnCode(page, 'That code does not work');
  await door.type(workshop.code);
  await JoinPage.verifyOnDoor(page);
});

test('a participant scores ten domains: whole cards are touched, Back keeps answers, “I don’t know” is not a level (E3, E4)', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await joinByLink(page, workshop, 'Civic');
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(page).toHaveTitle('1 of 10, Leadership: How we plan together: Turnstone');
  for (const level of [1, 2, 3, 4]) {
    const card = await room.card(level).boundingBox();
    expect(card!.height, 'a target of 44 px').toBeGreaterThanOrEqual(44);
    expect(card!.x + card!.width, 'within the screen').toBeLessThanOrEqual(360);
  }
  // Not on the small circle: on the words.
  await room.card(2).click({ position: { x: 150, y: 60 } });
  await expect(room.choice(/^2, Developing/)).toBeChecked();
  await expect(room.card(2)).toContainText('Your choice');
  await expect(room.saved).toBeVisible();
  await room.next();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await RoomPage.verifyOnDomain(page, 'Needs assessment', '2 of 10');
  await room.choice('I don’t know').check();
  await room.next();
  await RoomPage.verifyOnDomain(page, 'Prioritisation', '3 of 10');
  await room.choice('Skip this one').check();
  // The browser's own way back leads back a domain, and the answer is there.
  await page.goBack();
  await RoomPage.verifyOnDomain(page, 'Needs assessment', '2 of 10');
  await expect(room.choice('I don’t know')).toBeChecked();
  await room.back();
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(room.choice(/^2, Developing/)).toBeChecked();
  await room.card(3).click();
  await page.goto('/room?page=all');
  await RoomPage.verifyOn(page, '10 domains');
  await expect(room.inList('Leadership')).toContainText('3 Maturing');
  await expect(room.inList('Needs assessment')).toContainText('I don’t know');
  await expect(room.inList('Prioritisation')).toContainText('Skipped');
  await expect(room.inList('Evaluation')).toContainText('Not answered');
  await expect
    .poll(() => room.sent())
    .toEqual({ leadership: 3, 'needs-assessment': 'unknown', prioritisation: 'skip' });
});

test('the network goes while scoring: answers stay, go by themselves within ten seconds, in order and once (E5)', async ({
  page,
  context,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  const sent: { answers: { domain: string; seq: number }[] }[] = [];
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('/api/room/answers')) sent.push(request.postDataJSON() as (typeof sent)[number]);
  });
  await context.setOffline(true);
  await room.card(1).click();
  await room.card(4).click();
  await room.next();
  await room.card(2).click();
  await expect(room.offline).toContainText('2 answers are kept on this phone and go by themselves when you are back.');
  expect(await room.keeps()).toContain(`turnstone:room:${workshop.id}:answer:leadership`);

  await context.setOffline(false);
  await expect.poll(() => room.sent(), { timeout: 10_000 }).toEqual({ leadership: 4, 'needs-assessment': 2 });
  await expect(room.offline).toBeHidden();
  const answers = sent.flatMap((body) => body.answers);
  expect(
    answers.map(({ domain }) => domain),
    'in order, and once',
  ).toEqual(['leadership', 'needs-assessment']);
  expect(answers[1]!.seq).toBeGreaterThan(answers[0]!.seq);
});

test('the tab is closed while the network is gone: whoever opens it again finds the answers, and they are sent (E5)', async ({
  page,
  context,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await context.setOffline(true);
  await room.card(3).click();
  await expect(room.offline).toContainText('1 answer is kept on this phone');
  await page.close();
  await context.setOffline(false);

  const again = await context.newPage();
  await again.setViewportSize({ width: 360, height: 740 });
  // A re-scan: the same participant at once, and no second vote (E6).
  await again.goto(workshop.link);
  const back = await RoomPage.verifyOnDomain(again, 'Needs assessment', '2 of 10');
  await expect.poll(() => back.sent(), { timeout: 10_000 }).toEqual({ leadership: 3 });
  await workshop.expectPeople(1);
});

test('a second tab is the same participant and shows the same answers; somebody else starts anew on purpose (E6)', async ({
  page,
  context,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  const other = await context.newPage();
  await other.goto(workshop.link);
  const there = await RoomPage.verifyOnDomain(other, 'Leadership', '1 of 10');
  await room.card(2).click();
  await expect(there.choice(/^2, Developing/)).toBeChecked();
  await there.card(4).click();
  await expect(room.choice(/^4, Thriving/)).toBeChecked();
  await expect.poll(() => room.sent()).toEqual({ leadership: 4 });
  await workshop.expectPeople(1);

  await room.openHelp();
  // What was said at the door can be corrected until something is shown (E8).
  await expect(page.getByText('Your sector: not said')).toBeVisible();
  await page.getByText('Change it').click();
  await page.getByRole('radio', { name: 'Civic' }).check();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByText('Your sector: Civic')).toBeVisible();
  await page.getByRole('button', { name: 'Somebody else uses this phone' }).click();
  await RoomPage.verifyOn(page, 'Somebody else uses this phone');
  await page.getByRole('button', { name: 'Forget me here' }).click();
  await (await JoinPage.verifyOnDoor(page)).join({ sector: 'Private' });
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(room.choices.and(page.locator(':checked'))).toHaveCount(0);
  await workshop.expectPeople(2);
});

test('who comes late begins where the room is, with earlier domains open (E7)', async ({ page }) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await workshop.step({ kind: 'show domain', domain: 'prioritisation' });
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Prioritisation', '3 of 10');
  await room.back();
  await RoomPage.verifyOnDomain(page, 'Needs assessment', '2 of 10');
  await expect(room.choice(/^1, Emerging/)).toBeEnabled();
});

test('the room moves phones along: waiting, scoring, tables, break, plenary, priorities, close', async ({
  page,
  anotherDevice,
}) => {
  test.setTimeout(120_000);
  const workshop = await Facilitated.open();
  await joinByLink(page, workshop, 'Civic');
  const room = await RoomPage.verifyOn(page, 'You are in');
  const second = await anotherDevice();
  await joinByLink(second, workshop, 'Private');
  await RoomPage.verifyOn(second, 'You are in');

  await workshop.step({ kind: 'start' }, { kind: 'next stage' });
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(page.getByRole('timer')).toHaveText(/^\d+:\d\d left$/);
  for (let number = 1; number <= 10; number += 1) {
    await room.card(number % 2 === 0 ? 3 : 2).click();
    await room.next();
  }
  await RoomPage.verifyOn(page, 'All 10 answered');
  // One of two has finished, and the facilitator is not told who: the count moves by three, and to the end.
  expect((await workshop.console()).room.finished).toBe(0);

  // One table for both; one phone of it writes.
  await workshop.step({ kind: 'draw tables', tables: 1, seed: 7 }, { kind: 'next stage' });
  await RoomPage.verifyOn(page, 'Table 1');
  await page.getByRole('button', { name: 'Use this phone for table 1' }).click();
  await expect(page.getByText('This phone writes for table 1')).toBeVisible();
  await page.getByRole('group').filter({ hasText: 'Leadership' }).first().locator('summary').click();
  await page.getByRole('group', { name: 'What table 1 agrees on Leadership' }).getByText('Maturing').click();
  await page.getByLabel('Reasons, in the words of the table').first().fill('We share figures, not money.');
  await expect(page.getByText('Saved.')).toBeVisible();

  // The other had not finished: it is told, and goes along on purpose.
  await expect(second.getByText('The room has moved on', { exact: false }).last()).toBeVisible();
  await second.getByRole('button', { name: 'Go along' }).click();
  await RoomPage.verifyOn(second, 'Table 1');
  await second.getByRole('button', { name: 'Use this phone for table 1' }).click();
  await expect(second.getByRole('alert')).toContainText('Another phone is used for table 1');
  await second.getByRole('button', { name: 'Use this phone', exact: true }).click();
  await expect(second.getByText('This phone writes for table 1')).toBeVisible();
  await expect(second.getByText('3 Maturing')).toBeVisible();
  // The first one hears of it when it writes.
  await page.getByLabel('Reasons, in the words of the table').first().fill('Never mind.');
  await expect(page.getByText('This phone writes for table 1')).toBeHidden();

  await workshop.step({ kind: 'next stage' });
  await RoomPage.verifyOn(page, 'Break');
  await workshop.step({ kind: 'next stage' }, { kind: 'show domain', domain: 'leadership' });
  await RoomPage.verifyOn(page, 'Leadership');
  await expect(page.getByText('Nothing is shown yet. Your answer: 2 Developing.')).toBeVisible();
  await workshop.step({ kind: 'reveal', domain: 'leadership' });
  await expect(page.getByText('Nothing is shown yet')).toBeHidden();
  await expect(page.locator('.ts-room-finding')).toBeVisible();
  await room.goTo(/^All 10 domains/);
  await page.getByRole('link', { name: 'Leadership' }).click();
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(page.getByText('it takes no more changes')).toBeVisible();
  await expect(room.choice(/^1, Emerging/)).toBeDisabled();

  await workshop.step({ kind: 'next stage' });
  await RoomPage.verifyOn(page, 'Priorities for action');
  for (const text of [
    'Pool the winter budgets',
    'One list for the place',
    'Ask residents first',
    'Share the figures',
  ]) {
    await page.getByLabel('What should be done, in one line?').fill(text);
    await page.getByRole('button', { name: 'Propose it' }).click();
    await expect(page.getByRole('checkbox', { name: text })).toBeEnabled();
  }
  for (const text of ['Pool the winter', 'One list', 'Ask residents']) {
    await page.getByRole('checkbox', { name: text }).check();
  }
  await expect(page.getByText('You have used all your votes.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Share the figures' }).click();
  await expect(page.getByText('You have no votes left. Take one back first.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Share the figures' })).not.toBeChecked();
  await expect(page.getByText('Saved. You can change your votes')).toBeVisible();

  await workshop.step({ kind: 'next stage' }, { kind: 'close workshop' });
  await RoomPage.verifyOn(page, 'Thank you');
  await expect(page.getByText('Everything that this phone had kept is deleted.')).toBeVisible();
  expect((await room.keeps()).filter((name) => !name.endsWith(':over') && !name.endsWith(':now'))).toEqual([]);
  await page.reload();
  await RoomPage.verifyOn(page, 'Thank you');
});

test('somebody whom the facilitator takes out is told, and goes on when put back', async ({ page }) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await room.card(1).click();
  await expect(room.saved).toBeVisible();
  await workshop.step({ kind: 'remove participant', participant: 1 });
  await room.card(2).click();
  await RoomPage.verifyOn(page, 'You were taken out');
  await workshop.step({ kind: 'put back participant', participant: 1 });
  await page.getByRole('link', { name: 'Try again' }).click();
  await RoomPage.verifyOnDomain(page, 'Needs assessment', '2 of 10');
});

test('an open online assessment has no stages, says until when one can come back, and asks for names where that was agreed', async ({
  page,
}) => {
  const online = await Facilitated.open({ kind: 'open online', identities: 'named' });
  await page.goto(online.link);
  const door = await JoinPage.verifyOnDoor(page);
  await expect(page.getByText('You can come back and change your answers until')).toBeVisible();
  await expect(door.whoSeesWhat).toContainText('Your name is kept with your answers.');
  await door.join({ sector: 'Civic' });
  await expect(door.alert).toContainText('Write your name');
  await door.join({ sector: 'Civic', name: 'Wenna Pascoe' });
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await room.card(2).click();
  await expect(room.saved).toBeVisible();
  await page.reload();
  await expect(room.choice(/^2, Developing/)).toBeChecked();
  await page.goto('/room?page=all');
  await expect(page.getByText(/come back on this phone until \d+ \w+ 20\d\d/)).toBeVisible();
});

test('a browser that keeps nothing still takes part, and says what that means', async ({ page }) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
  });
  await joinByLink(page, workshop);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await expect(page.getByText('This browser keeps nothing')).toBeVisible();
  await room.card(2).click();
  await expect(room.saved).toBeVisible();
});

test('what a phone shows has no violation of WCAG 2.2 AA, and nothing scrolls sideways at 320 px', async ({
  page,
  anotherDevice,
}) => {
  test.setTimeout(120_000);
  const workshop = await Facilitated.open();
  // A table needs two.
  await joinByLink(await anotherDevice(), workshop);
  await page.goto('/join');
  await JoinPage.verifyOnCode(page);
  await expectAccessible(page);
  await page.goto(workshop.link);
  await JoinPage.verifyOnDoor(page);
  await expectAccessible(page);
  await (await JoinPage.verifyOnDoor(page)).join({ sector: 'Civic' });
  await RoomPage.verifyOn(page, 'You are in');
  await workshop.startAt(1);
  const room = await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  await room.card(2).click();
  await expectAccessible(page);
  await page.goto('/room?page=all');
  await RoomPage.verifyOn(page, '10 domains');
  await expectAccessible(page);
  await room.openHelp();
  await expectAccessible(page);
  await page.goto('/room');
  await workshop.step({ kind: 'draw tables', tables: 1, seed: 1 }, { kind: 'next stage' });
  await page.goto('/room');
  await RoomPage.verifyOn(page, 'Table 1');
  await page.getByRole('button', { name: 'Use this phone for table 1' }).click();
  await page.locator('summary').first().click();
  await expectAccessible(page);
  await workshop.step({ kind: 'next stage' }, { kind: 'next stage' }, { kind: 'reveal all' });
  await page.goto('/room?page=shown');
  await RoomPage.verifyOn(page, 'Shown so far');
  await expectAccessible(page);
  await workshop.step({ kind: 'next stage' });
  await page.goto('/room');
  await RoomPage.verifyOn(page, 'Priorities for action');
  await expectAccessible(page);
});

async function expectAccessible(page: Page): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
    ).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 740 });
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 360, height: 740 });
}

// E2: at most 150 kB, and a question within 3 s of the scan on slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back (as
// Lighthouse throttles a phone).
test('join page and first question weigh less than 150 kB together, and each stands within 3 s on slow 4G (E2)', async ({
  page,
}) => {
  const workshop = await Facilitated.open();
  await workshop.startAt(1);
  await page.goto('about:blank');
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  await wire.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
  const parts = new Map<string, { what: string; bytes: number }>();
  wire.on('Network.responseReceived', ({ requestId, response }) =>
    parts.set(requestId, { what: new URL(response.url).pathname, bytes: 0 }),
  );
  wire.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const part = parts.get(requestId);
    if (part) part.bytes += encodedDataLength;
  });
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const part = parts.get(requestId);
    if (part) part.bytes = encodedDataLength;
  });

  const scanned = Date.now();
  await page.goto(workshop.link, { waitUntil: 'commit' });
  const door = await JoinPage.verifyOnDoor(page);
  const atDoor = Date.now() - scanned;
  await page.getByRole('radio', { name: 'Civic' }).check();
  const pressed = Date.now();
  await door.join();
  await RoomPage.verifyOnDomain(page, 'Leadership', '1 of 10');
  const atQuestion = Date.now() - pressed;

  const heaviest = [...parts.values()].sort((a, b) => b.bytes - a.bytes);
  const total = heaviest.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = heaviest.map(({ what, bytes }) => `  ${(bytes / 1000).toFixed(1).padStart(6)} kB ${what}`);
  console.log(
    `Join page and first question: ${(total / 1000).toFixed(1)} kB; the door after ${atDoor} ms, the question ${atQuestion} ms after Join\n${lines.join('\n')}`,
  );
  expect(heaviest.some(({ what }) => what === '/api/room')).toBe(true);
  expect(total).toBeLessThan(150_000);
  expect(atDoor).toBeLessThan(3_000);
  expect(atQuestion).toBeLessThan(3_000);
});
