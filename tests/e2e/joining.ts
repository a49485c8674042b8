import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { InvitationPage } from './pages/invitation-page.js';

/** An address that nobody has yet. */
export function newAddress(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}.${randomBytes(4).toString('hex')}@example.org`;
}

/** The link of the latest mail to an address, from the outbox of the demo or of another app, as soon as there is one. */
export async function linkMailedTo(page: Page, email: string, app = ''): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${app}/api/platform/mail`);
        const { mails } = (await answer.json()) as { mails: { to: string; text: string | null }[] };
        link = mails.find((mail) => mail.to === email)?.text?.match(/https?:\/\/\S+#\S+/)?.[0];
        return link;
      },
      { message: `a mail to ${email}`, timeout: 20_000 },
    )
    .toBeDefined();
  return link!;
}

/** Opens an invitation on a device on which nobody is signed in, and accepts it. */
export async function accept(device: Page, link: string): Promise<void> {
  await device.goto(new URL(link).pathname + new URL(link).hash);
  await (await InvitationPage.verifyOnPage(device)).accept.click();
  await expect(device.getByRole('heading', { level: 1, name: / invites you to / })).toBeHidden();
  await expect(device.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
}
