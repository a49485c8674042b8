import type { Page } from '@playwright/test';
import type { AnyPage } from './every-page.js';
import { expect } from './journey.js';
import { AccountPage } from './pages/account-page.js';
import { InvitationPage } from './pages/invitation-page.js';
import { LinkPage } from './pages/link-page.js';
import { OutboxPage } from './pages/outbox-page.js';
import { PasswordSignInPage } from './pages/password-sign-in-page.js';
import { SetPasswordPage } from './pages/set-password-page.js';
import { WaysPage } from './pages/ways-page.js';
import { Behind } from './people.js';

const noToken = 'A'.repeat(43);
const shows = (page: Page, heading: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();

/** The pages of signing in, and one's own, each in the shapes that differ. */
export const everyDoor: AnyPage[] = [
  {
    name: 'ways-to-sign-in',
    as: null,
    open: async (page) => {
      // With providers, whatever other journeys have left.
      await page.route('**/api/session', async (route) => {
        const response = await route.fetch();
        const session = (await response.json()) as object;
        const providers = [
          { slug: 'council', name: 'Harrowmere Council' },
          { slug: 'trust', name: 'Mere Valley Health and Care Trust' },
        ];
        await route.fulfill({ response, json: { ...session, providers } });
      });
      await page.goto('/sign-in');
      await WaysPage.verifyOnPage(page);
    },
  },
  {
    name: 'ways-to-sign-in-with-an-error',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in');
      const ways = await WaysPage.verifyOnPage(page);
      await ways.sendLink('half an address');
      await expect(ways.alert).toBeVisible();
    },
  },
  {
    name: 'link-sent',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in/sent');
      await shows(page, 'Look at your e-mail');
    },
  },
  {
    name: 'link',
    as: null,
    open: async (page) => {
      await page.goto(`/sign-in/link#${noToken}`);
      await LinkPage.verifyOnPage(page);
    },
  },
  {
    name: 'link-cut',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in/link#cut');
      await shows(page, 'This link is not whole');
    },
  },
  {
    name: 'password-sign-in',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in/password');
      const door = await PasswordSignInPage.verifyOnPage(page);
      await door.signIn({ email: 'somebody@example.org', password: '', code: '' });
      await expect(door.alert).toBeVisible();
    },
  },
  {
    name: 'reset',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in/reset');
      await shows(page, 'I have forgotten my password');
    },
  },
  {
    name: 'reset-with-link',
    as: null,
    open: async (page) => {
      await page.goto(`/sign-in/reset#${noToken}`);
      await shows(page, 'Choose another password');
    },
  },
  {
    name: 'provider-problem',
    as: null,
    open: async (page) => {
      await page.goto('/sign-in/problem?why=unknown');
      await shows(page, 'You are not known here yet');
    },
  },
  {
    name: 'set-up',
    as: null,
    open: async (page) => {
      await page.route('**/api/session', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...((await response.json()) as object), setUpNeeded: true } });
      });
      await page.goto('/set-up');
      await shows(page, 'Set up Turnstone');
    },
  },
  {
    name: 'invitation',
    as: null,
    open: async (page) => {
      const { link } = await (await Behind.as('programme manager')).invite('Lowen Tarrant', ['analyst', 'viewer']);
      await page.goto(link);
      await InvitationPage.verifyOnPage(page);
    },
  },
  {
    name: 'outbox',
    as: null,
    open: async (page) => {
      await (await Behind.as('programme manager')).invite('Merryn Coombe');
      await page.goto('/outbox');
      await OutboxPage.verifyOnPage(page);
    },
  },
  {
    name: 'account',
    as: null,
    open: async (page) => {
      await (await Behind.as('programme manager')).newcomer(page.request, 'Jory Pendeen', ['analyst', 'contributor']);
      await page.goto('/account');
      await (await AccountPage.verifyOnPage(page)).button('Change e-mail').click();
    },
  },
  {
    name: 'account-of-the-demo',
    as: 'workstream lead',
    open: async (page) => {
      await page.goto('/account');
      await AccountPage.verifyOnPage(page);
    },
  },
  {
    name: 'set-password',
    as: null,
    open: async (page) => {
      await (await Behind.as('programme manager')).newcomer(page.request, 'Kerensa Tull');
      await page.goto('/account/password');
      await (await SetPasswordPage.verifyOnPage(page, 'password')).choose('four quiet herons wading');
      await SetPasswordPage.verifyOnPage(page, 'app');
    },
  },
  {
    name: 'erase',
    as: null,
    open: async (page) => {
      await (await Behind.as('programme manager')).newcomer(page.request, 'Demelza Rudd');
      await page.goto('/account/erase');
      await page.getByRole('button', { name: 'Erase my account' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
];
