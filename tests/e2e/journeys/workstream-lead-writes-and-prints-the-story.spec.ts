import { expect, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';
import { OutcomesPage } from '../pages/outcomes-page.js';
import { Shell } from '../pages/shell.js';
import { print } from '../paper.js';

const statement = 'Adults in Harrowmere live free of tobacco';
const fullest = 'People in Harrowmere live long lives in good health';
const story = 'Story behind the baseline';

test.describe.configure({ mode: 'serial' });

test('opens the card from the outcomes, adds to its story and finds it saved', async ({ page, signIn }) => {
  await (await signIn('workstream lead')).open(statement);
  const section = (await CardPage.verifyOnPage(page, statement)).section(story);
  const words = 'Ruth’s “quit bus” costs £4,200 – the café pays half';

  await section.edit();
  await section.add('a force');
  const added = section.record('Force 5');
  await expect(added.getByLabel('What is happening')).toBeFocused();
  await added.getByLabel('What is happening').fill(words);
  await added.getByLabel('It is').selectOption('Pushing the right way');
  await section.save();
  await section.verifySaved();

  await page.reload();
  const card = await CardPage.verifyOnPage(page, statement);
  const right = card.section(story).itself.getByRole('listitem').filter({ hasText: words });
  await expect(right).toHaveText(words);
  await expect(card.updated).toHaveText(/^Updated \d+ \w+ \d{4} by Ruth Okafor$/);
});

test('pastes bullets from a document: each line becomes a force of its own', async ({ page, signIn }) => {
  await (await signIn('workstream lead')).open(statement);
  const section = (await CardPage.verifyOnPage(page, statement)).section(story);

  await section.edit();
  await section.add('a force');
  // As a word processor puts it on the clipboard: a bullet, a tab, the words.
  await section
    .record('Force 6')
    .getByLabel('What is happening')
    .evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData(
        'text/plain',
        '•\tShops near the works sell single cigarettes\r\n•\tTwo pharmacies stay open until ten\r\n',
      );
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
  await expect(section.record('Force 6').getByLabel('What is happening')).toHaveValue(
    'Shops near the works sell single cigarettes',
  );
  await expect(section.record('Force 7').getByLabel('What is happening')).toHaveValue(
    'Two pharmacies stay open until ten',
  );
  await section.record('Force 7').getByLabel('It is').selectOption('Pushing the right way');
  await section.save();
  await section.verifySaved();

  await page.reload();
  const read = (await CardPage.verifyOnPage(page, statement)).section(story).itself;
  await expect(read.getByRole('listitem').filter({ hasText: /^Two pharmacies stay open until ten$/ })).toBeVisible();
});

test('is shown what is missing, goes to the field, and loses nothing', async ({ page, signIn }) => {
  await (await signIn('workstream lead')).open(statement);
  const section = (await CardPage.verifyOnPage(page, statement)).section(story);

  await section.edit();
  const first = section.record('Force 1').getByLabel('What is happening');
  const second = section.record('Force 2').getByLabel('What is happening');
  await first.fill('');
  await second.fill('Kept while the other is put right');
  await section.save();

  const summary = section.itself.getByRole('alert');
  await expect(summary.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await summary.getByRole('link', { name: /^Force 1: / }).click();
  await expect(first).toBeFocused();
  await expect(first).toHaveAccessibleDescription(/Error:\s+Write/);
  await expect(second).toHaveValue('Kept while the other is put right');

  await first.fill('Cheap tobacco is sold within a walk of most estates');
  await section.save();
  await section.verifySaved();
  await expect(section.itself.getByText('Kept while the other is put right')).toBeVisible();
});

test('is asked before leaving words unsaved; they wait for whoever comes back', async ({ page, signIn }) => {
  await (await signIn('workstream lead')).open(statement);
  const section = (await CardPage.verifyOnPage(page, statement)).section(story);
  await section.edit();
  await section.record('Force 1').getByLabel('What is happening').fill('Not saved yet');

  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    // First stays, then leaves.
    void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
  });
  const shell = await Shell.verifyOnPage(page);
  await shell.goTo('Outcomes');
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]).toContain('not saved');
  await expect(section.record('Force 1').getByLabel('What is happening')).toHaveValue('Not saved yet');

  await shell.goTo('Outcomes');
  await (await OutcomesPage.verifyOnPage(page)).open(statement);
  const back = (await CardPage.verifyOnPage(page, statement)).section(story);
  await expect(back.record('Force 1').getByLabel('What is happening')).toHaveValue('Not saved yet');
  await expect(back.itself.getByText(/^You typed this at \d\d:\d\d and have not saved it yet/)).toBeVisible();
});

for (const { name, opens } of [
  { name: 'the fullest card', opens: fullest },
  { name: 'the card just written', opens: statement },
]) {
  test(`prints ${name} on one or two sheets of A4, without buttons`, async ({ page, signIn }) => {
    await (await signIn('workstream lead')).open(opens);
    const card = await CardPage.verifyOnPage(page, opens);
    await expect(card.curve).toBeVisible();

    const paper = await print(page);
    expect(paper.sheets).toBeGreaterThanOrEqual(1);
    expect(paper.sheets).toBeLessThanOrEqual(2);
    expect(paper.sizes).toHaveLength(paper.sheets);
    for (const size of paper.sizes) expect(size).toEqual({ width: 210, height: 297 });

    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('heading', { level: 1, name: opens })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.getByText('See the figures as a table').filter({ visible: true })).toHaveCount(0);
  });
}

test('prints what is saved while a section is open for writing, never the form', async ({ page, signIn }) => {
  await (await signIn('workstream lead')).open(fullest);
  const section = (await CardPage.verifyOnPage(page, fullest)).section(story);
  const saved = (await section.itself.getByRole('listitem').first().innerText()).trim();
  await section.edit();
  await expect(section.itself.getByRole('textbox').first()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(section.itself.getByText(saved, { exact: true }).first()).toBeVisible();
  expect((await print(page)).sheets).toBeLessThanOrEqual(2);
});
