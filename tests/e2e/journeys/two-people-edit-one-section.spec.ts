import { expect, place, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';
import type { SectionOfCard } from '../pages/card-page.js';
import type { Page } from '@playwright/test';

const statement = 'People in Harrowmere have work that they can live on';
const address = `${place}/outcomes/good-work`;
const partners = 'Partners and their part';

test.describe.configure({ mode: 'serial' });

/** Both open the form on the same version; Dilwen, the programme manager, saves first, then Ruth, the workstream lead, does. */
async function bothWrite(ruth: Page, dilwen: Page, words: { ruth: string; dilwen: string }): Promise<SectionOfCard> {
  await ruth.goto(address);
  await dilwen.goto(address);
  const hers = (await CardPage.verifyOnPage(ruth, statement)).section(partners);
  const his = (await CardPage.verifyOnPage(dilwen, statement)).section(partners);
  await hers.edit();
  await his.edit();
  await part(hers).fill(words.ruth);
  await part(his).fill(words.dilwen);
  await his.save();
  await his.verifySaved();
  await hers.save();

  await expect(hers.itself.getByRole('alert')).toContainText('Dilwen Pask saved this section at');
  await expect(hers.mine).toBeVisible();
  await expect(hers.theirs).toHaveText(/^Theirs, saved by Dilwen Pask at \d\d:\d\d$/);
  // Seen before anything is pressed, however long the form is.
  await expect(hers.itself.getByRole('alert').first()).toBeInViewport();
  await expect(part(hers)).toHaveValue(words.ruth);
  await expect(hers.theirRecords.filter({ hasText: words.dilwen })).toBeVisible();
  return hers;
}

function part(section: SectionOfCard) {
  return section.record('Partner 1').getByLabel('What they do or could do');
}

async function read(page: Page): Promise<SectionOfCard> {
  await page.goto(address);
  return (await CardPage.verifyOnPage(page, statement)).section(partners);
}

test('the second to save sees both texts and keeps their own', async ({ page, signIn, anotherPerson }) => {
  await signIn('workstream lead');
  const dilwen = await anotherPerson('programme manager');
  const section = await bothWrite(page, dilwen, {
    ruth: 'Sixty firms pay for a trial shift',
    dilwen: 'Forty-five firms',
  });

  await section.keepMine();
  await section.verifySaved();
  await expect((await read(dilwen)).itself).toContainText('Sixty firms pay for a trial shift');
});

test('the second to save takes what the other wrote', async ({ page, signIn, anotherPerson }) => {
  await signIn('workstream lead');
  const dilwen = await anotherPerson('programme manager');
  const section = await bothWrite(page, dilwen, { ruth: 'Fifty firms', dilwen: 'Seventy firms offer a trial shift' });

  await section.takeTheirs();
  await expect(section.saveButton).toBeHidden();
  await expect(section.itself).toContainText('Seventy firms offer a trial shift');
  await page.reload();
  await expect((await read(page)).itself).toContainText('Seventy firms offer a trial shift');
});

test('the second to save writes both texts into one, and nobody’s words are lost', async ({
  page,
  signIn,
  anotherPerson,
}) => {
  await signIn('workstream lead');
  const dilwen = await anotherPerson('programme manager');
  const section = await bothWrite(page, dilwen, { ruth: 'Pay is named in adverts', dilwen: 'Trial shifts are paid' });

  await part(section).fill('Pay is named in adverts. Trial shifts are paid');
  await section.keepMine();
  await section.verifySaved();
  await expect((await read(dilwen)).itself).toContainText('Pay is named in adverts. Trial shifts are paid');
});

test('a third save while the second is choosing is shown as well', async ({ page, signIn, anotherPerson }) => {
  await signIn('workstream lead');
  const dilwen = await anotherPerson('programme manager');
  const section = await bothWrite(page, dilwen, { ruth: 'Eighty firms', dilwen: 'Ninety firms' });

  const his = await read(dilwen);
  await his.edit();
  await part(his).fill('A hundred firms');
  await his.save();
  await his.verifySaved();

  await section.keepMine();
  await expect(section.theirRecords.filter({ hasText: 'A hundred firms' })).toBeVisible();
  await expect(part(section)).toHaveValue('Eighty firms');
  await section.takeTheirs();
  await expect(section.itself).toContainText('A hundred firms');
});

test('two people who write in different sections do not meet', async ({ page, signIn, anotherPerson }) => {
  await signIn('workstream lead');
  const dilwen = await anotherPerson('programme manager');
  await page.goto(address);
  await dilwen.goto(address);
  const hers = (await CardPage.verifyOnPage(page, statement)).section(partners);
  const his = (await CardPage.verifyOnPage(dilwen, statement)).section('Target population');
  await hers.edit();
  await his.edit();
  await part(hers).fill('Every firm names its pay');
  await his.itself.getByLabel('Who the outcome is for').fill('Everyone from 16 to 64 who wants work or has it.');
  await his.save();
  await his.verifySaved();
  await hers.save();
  await hers.verifySaved();
});
