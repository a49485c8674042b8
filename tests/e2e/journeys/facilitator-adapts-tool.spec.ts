import { randomBytes } from 'node:crypto';
import { enterAs, expect, place, test } from '../journey.js';
import { ProblemPage } from '../pages/problem-page.js';
import { AdaptPage, LoadPage, ToolPage, ToolsPage } from '../pages/tools-page.js';
import { print } from '../paper.js';

/** Other journeys keep tools here too: each knows its own by the title. */
const titled = (words: string): string => `${words} ${randomBytes(3).toString('hex')}`;

/** A pack in the fewest words that can be kept, with so many domains. */
function packOf(title: string, domains: number): string {
  const id = title.toLowerCase().replaceAll(' ', '-');
  const levels = [
    'Emerging, fill: white',
    'Developing, fill: bronze',
    'Maturing, fill: silver',
    'Thriving, fill: gold',
  ];
  const one = (number: number): string[] => [
    `  - id: domain-${number}`,
    `    name: Domain ${number}`,
    '    group: null',
    `    question: How are we at ${number}?`,
    '    note: What this is about.',
    `    source: Ours, ${number}`,
    '    cells:',
    ...[1, 2, 3, 4].map((level) => `      ${level}: What ${number} is like at ${level}.`),
  ];
  return [
    `id: ${id}`,
    'version: 1',
    'letter: null',
    `title: ${title}`,
    'about: Warm and safe homes.',
    'recommended_first: null',
    'source: { title: Ours, publisher: Ours, licence: Ours, url: "https://example.org/" }',
    'levels:',
    ...levels.map((level, index) => `  - { level: ${index + 1}, name: ${level} }`),
    'domains:',
    ...Array.from({ length: domains }, (_, index) => one(index + 1)).flat(),
    '',
  ].join('\n');
}

test('the library shows the four tools by their letters, each as the matrix it is, on two landscape sheets of paper', async ({
  page,
}) => {
  await enterAs(page, 'Maud Fenwick');
  await page.goto(`${place}/tools`);
  const tools = await ToolsPage.verifyOnPage(page);
  await expect(tools.ofToolkit).toHaveCount(4);
  await expect(tools.ofToolkit.first()).toContainText('Recommended first.');
  const tool = await tools.open('Place-based planning');
  await expect(tool.heads).toHaveText(['Domain', '1 Emerging', '2 Developing', '3 Maturing', '4 Thriving']);
  await expect(tool.domains).toHaveCount(10);
  await expect(tool.domains.first()).toContainText('Tool A, Leadership');
  await expect(tool.cell('Leadership', 2)).not.toContainText('Tool A, Leadership, level 2');
  await page.getByLabel('Name the source of each description').check();
  await expect(tool.cell('Leadership', 2)).toContainText('Tool A, Leadership, level 2');
  await page.getByLabel('Name the source of each description').uncheck();
  const paper = await print(page);
  expect(paper.sizes).toEqual([
    { width: 297, height: 210 },
    { width: 297, height: 210 },
  ]);
});

test('a facilitator adapts Tool A in the place’s own words; nothing typed is lost, and what is missing is said before it is kept', async ({
  page,
}) => {
  await enterAs(page, 'Maud Fenwick');
  await page.goto(`${place}/tools`);
  await (await (await ToolsPage.verifyOnPage(page)).open('Place-based planning')).adapt.click();
  let adapt = await AdaptPage.verifyOnPage(page);
  const title = titled('Warm homes');
  await adapt.field('Title').fill(title);
  await adapt.field('What it is about').fill('How far we keep homes warm together.');
  await adapt.field('Level 4').fill('Glowing');
  await expect(adapt.preview).toContainText('Glowing');

  // By buttons and keyboard alone: Evaluation out, Prioritisation up, one more at the end.
  await adapt.button(/^Take out.*Evaluation/).click();
  await expect(adapt.domains).toHaveCount(9);
  await adapt.button(/^Up.*Prioritisation/).focus();
  await page.keyboard.press('Enter');
  await expect(adapt.domains.nth(1)).toContainText('Prioritisation');
  await expect(adapt.button(/^Up.*Prioritisation/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(adapt.domains.first()).toContainText('Prioritisation');
  await expect(adapt.button(/^Down.*Prioritisation/), 'the top one goes no higher').toBeFocused();
  await adapt.button('Add a domain').click();
  await expect(adapt.field('Name')).toBeFocused();
  await adapt.field('Name').fill('Warm rooms');
  await adapt.field('The question').fill('Where can people go to be warm?');
  await expect(adapt.preview).toContainText('Warm rooms');
  await expect(adapt.preview).toContainText('Where can people go to be warm?');
  await expect(adapt.button('Add a domain'), 'ten is the most').toBeDisabled();

  await page.reload();
  adapt = await AdaptPage.verifyOnPage(page);
  await expect(page.getByText('You were writing this before')).toBeVisible();
  await expect(adapt.field('Title')).toHaveValue(title);
  await expect(adapt.domains.first()).toContainText('Prioritisation');

  await adapt.button('Keep it as a tool').click();
  await expect(adapt.problem).toContainText('5 things to put right before this can be kept');
  await expect(adapt.problem).toContainText('“Warm rooms” has no description for level 3 (Maturing).');
  await adapt.problem.getByRole('button', { name: /no description for level 3/ }).click();
  await expect(adapt.field('Level 3, Maturing')).toBeFocused();
  for (const [label, words] of [
    ['Level 1, Emerging', 'There is nowhere to go.'],
    ['Level 2, Developing', 'Some rooms are open on some days.'],
    ['Level 3, Maturing', 'Every neighbourhood has a room, and people know of it.'],
    ['Level 4, Glowing', 'Rooms are run with those who use them, all winter.'],
    ['What this means', 'A warm room is a public place that is heated and free.'],
  ] as const)
    await adapt.field(label).fill(words);
  await adapt.button('Keep it as a tool').click();
  const tool = await ToolPage.verifyOnPage(page, title);
  await expect(page.getByRole('status').filter({ hasText: 'Kept.' })).toBeVisible();
  await expect(tool.heads.last()).toHaveText('4 Glowing');
  await expect(tool.domains).toHaveCount(10);
  await expect(tool.cell('Warm rooms', 4)).toContainText('Rooms are run with those who use them');
  await expect(page.getByRole('region', { name: 'Versions' })).toContainText(
    'Adapted from Place-based planning, version 1',
  );

  // Downloaded, it reads back; put away, it is not offered and can be offered again.
  const pack = await tool.pack();
  expect(pack).toContain(`title: ${title}`);
  expect(pack).toContain('name: Glowing');
  await page.getByRole('button', { name: 'Put it away' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Put away: it is not offered any more.' })).toBeVisible();
  await page.goto(`${place}/tools`);
  await expect((await ToolsPage.verifyOnPage(page)).own(title)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Put away' })).toContainText(title);
});

test('a pack with eleven domains and one with a missing cell are refused by line; put right, it is previewed and kept', async ({
  page,
}) => {
  await enterAs(page, 'Maud Fenwick');
  await page.goto(`${place}/tools/load`);
  const load = await LoadPage.verifyOnPage(page);
  await load.check();
  await expect(page.getByRole('alert')).toContainText('Choose a file, or paste the text of a pack');

  const title = titled('safe homes');
  const eleven = packOf(title, 11);
  await load.choose(eleven);
  await expect(load.finding('1 thing to put right before this can be kept')).toBeFocused();
  await expect(load.faults).toContainText('This has 11 domains, and 10 is the most');
  const line = eleven.split('\n').findIndex((text) => text.includes('id: domain-11')) + 1;
  await load.faults.getByRole('button', { name: `Line ${line}`, exact: true }).click();
  await expect(load.text).toBeFocused();
  await expect(load.keep).toHaveCount(0);

  const missing = packOf(title, 3).replace('      3: What 2 is like at 3.\n', '');
  await load.text.fill(missing);
  await load.check();
  await expect(load.finding('1 thing to put right before this can be kept')).toBeVisible();
  await expect(load.faults).toContainText('domain 2, cells');
  const cells = missing
    .split('\n')
    .findIndex((text, at) => text === '    cells:' && at > missing.split('\n').indexOf('  - id: domain-2'));
  await expect(load.faults).toContainText(`Line ${cells + 1}`);

  await load.text.fill(packOf(title, 3));
  await load.check();
  await expect(load.finding(`${title} can be kept`)).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveCount(3);
  await load.keep.click();
  await ToolPage.verifyOnPage(page, title);
  await page.goto(`${place}/assessments/new`);
  await expect(page.getByRole('group', { name: 'Which tool?' })).toContainText(title);
});

test('a viewer reads the tools and may neither adapt nor load one', async ({ page }) => {
  await enterAs(page, 'Nessa Quill');
  await page.goto(`${place}/tools`);
  const tool = await (await ToolsPage.verifyOnPage(page)).open('Place-based planning');
  await expect(tool.adapt).toHaveCount(0);
  const address = new URL(page.url()).pathname;
  for (const path of [`${place}/tools/load`, `${address}/adapt`]) {
    await page.goto(path);
    await ProblemPage.verifyOnPage(page, 'not permitted');
  }
});
