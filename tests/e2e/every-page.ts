import type { Page } from '@playwright/test';
import { everyAssessmentPage } from './every-assessment-page.js';
import { everyDoor } from './every-door.js';
import { finishedWorkshops, openOnline } from './finished-workshops.js';
import { enterAs, expect, place } from './journey.js';
import type { Role } from './journey.js';
import { threeBadRows } from './figures.js';
import { ActionsPage } from './pages/actions-page.js';
import { AuditTrailPage } from './pages/audit-trail-page.js';
import { BatchPage } from './pages/batch-page.js';
import { CardPage } from './pages/card-page.js';
import { ImportPage } from './pages/import-page.js';
import { IndicatorPage } from './pages/indicator-page.js';
import { IndicatorsPage } from './pages/indicators-page.js';
import { OutcomesPage } from './pages/outcomes-page.js';
import { PeoplePage } from './pages/people-page.js';
import { ProblemPage } from './pages/problem-page.js';
import { Shell } from './pages/shell.js';
import { SignInPage } from './pages/sign-in-page.js';

export interface AnyPage {
  name: string;
  /** Who opens it; nobody: signed out. */
  as: Role | null;
  open: (page: Page) => Promise<void>;
}

const children = 'Children in Harrowmere grow up active, well fed and free of pain';

/** Every page there is, in each of the shapes that differ. Opening one changes nothing that another journey rests on. */
export const everyPage: AnyPage[] = [
  {
    name: 'sign-in',
    as: null,
    open: async (page) => {
      await page.goto('/');
      await SignInPage.verifyOnPage(page);
    },
  },
  {
    name: 'outcomes',
    as: 'board member',
    open: async (page) => {
      await page.goto(`${place}/outcomes`);
      await OutcomesPage.verifyOnPage(page);
    },
  },
  {
    name: 'card',
    as: 'workstream lead',
    open: async (page) => {
      await page.goto(`${place}/outcomes/long-healthy-lives`);
      await CardPage.verifyOnPage(page, 'People in Harrowmere live long lives in good health');
    },
  },
  {
    name: 'card-empty',
    as: 'workstream lead',
    open: async (page) => {
      await page.goto(`${place}/outcomes/safe-after-dark`);
      await CardPage.verifyOnPage(page, 'People in Harrowmere feel safe to be out after dark');
    },
  },
  {
    name: 'card-edited-with-errors',
    as: 'workstream lead',
    open: async (page) => {
      await page.goto(`${place}/outcomes/children-well`);
      const card = await CardPage.verifyOnPage(page, children);
      const story = card.section('Story behind the baseline');
      await story.edit();
      await story.record('Force 1').getByLabel('What is happening').fill('');
      await story.save();
      await expect(story.itself.getByRole('alert')).toBeVisible();
      const actions = card.section('Summary of actions');
      await actions.edit();
      await actions.record('Action 1').getByLabel('Day').fill('45');
      await actions.save();
      await expect(actions.itself.getByRole('alert')).toBeVisible();
      await card.section('Indicators').edit();
    },
  },
  {
    name: 'indicators',
    as: 'board member',
    open: async (page) => {
      await page.goto(`${place}/indicators`);
      await IndicatorsPage.verifyOnPage(page);
    },
  },
  {
    name: 'indicator',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/indicators`);
      await (await IndicatorsPage.verifyOnPage(page)).open('Smoking among adults');
      const indicator = await IndicatorPage.verifyOnPage(page, /smok/i);
      await indicator.openFreezeForm();
      await indicator.freeze();
      await indicator
        .region('How this was worked out')
        .getByText(/^What it rests on/)
        .first()
        .click();
    },
  },
  {
    name: 'import',
    as: 'analyst',
    open: async (page) => {
      await page.goto(`${place}/import`);
      await ImportPage.verifyOnPage(page);
    },
  },
  {
    name: 'import-with-refusals',
    as: 'analyst',
    open: async (page) => {
      await page.goto(`${place}/import`);
      await (await ImportPage.verifyOnPage(page)).upload(threeBadRows('three-bad-rows.csv'));
      await BatchPage.verifyOnPage(page, 'check');
    },
  },
  {
    name: 'import-refused',
    as: 'analyst',
    open: async (page) => {
      await page.goto(`${place}/import`);
      await (
        await ImportPage.verifyOnPage(page)
      ).upload({ name: 'other-columns.csv', text: 'ward,visits\nNorthbeck,12\n' });
      await BatchPage.verifyOnPage(page, 'refused');
    },
  },
  {
    name: 'not-permitted',
    as: 'board member',
    open: async (page) => {
      await page.goto(`${place}/import`);
      await ProblemPage.verifyOnPage(page, 'not permitted');
    },
  },
  {
    name: 'not-found',
    as: 'board member',
    open: async (page) => {
      await page.goto(`${place}/outcomes/no-such-outcome`);
      await ProblemPage.verifyOnPage(page, 'not found');
    },
  },
  ...(['results', 'rounds', 'actions'] as const).map((kind): AnyPage => ({
    name: `assessment-${kind}`,
    as: 'programme manager',
    open: async (page) => {
      const [latest] = await finishedWorkshops(page);
      await page.goto(`${latest?.address}/${kind}`);
      await fetched(page);
    },
  })),
  {
    name: 'assessment-results-hidden',
    as: 'board member',
    open: async (page) => {
      await page.goto(`${(await openOnline(page)).address}/results`);
      await fetched(page);
    },
  },
  {
    name: 'assessment-two-rounds',
    as: 'board member',
    open: async (page) => {
      const [latest, before] = await finishedWorkshops(page);
      await page.goto(`${latest?.address}/rounds/${before?.id}`);
      await fetched(page);
    },
  },
  {
    name: 'actions-one-open',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/actions`);
      const actions = await ActionsPage.verifyOnPage(page);
      await actions.change('Lay the partners’ spending on prevention side by side');
    },
  },
  ...everyAssessmentPage,
  ...everyDoor,
  ...['people', 'people/invite', 'organisations', 'organisations/add', 'workstreams', 'workstreams/add', 'sharing'].map(
    administering,
  ),
  ...['audit', 'about'].map(administering),
  {
    name: 'people-person',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/people`);
      await (await PeoplePage.verifyOnPage(page, 'Harrowmere')).open('Ruth Okafor');
    },
  },
  {
    name: 'people-invite-with-errors',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/people/invite`);
      await page.getByRole('button', { name: 'Send the invitation' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'audit-entry-open',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/audit`);
      await (await AuditTrailPage.verifyOnPage(page)).open('Load the demo place');
    },
  },
  {
    name: 'place-shared',
    as: null,
    open: async (page) => {
      await enterAs(page, 'Hesper Lindow');
      await page.goto(`${place}/indicators`);
      await expect((await Shell.verifyOnPage(page)).standing).toBeVisible();
    },
  },
  {
    name: 'place-visited',
    as: null,
    open: async (page) => {
      await enterAs(page, 'Orla Wendham');
      await page.goto(`${place}/people`);
      await PeoplePage.verifyOnPage(page, 'Harrowmere');
    },
  },
  ...['places', 'places/add', 'administrators', 'accounts', 'providers', 'providers/add', 'mail', 'audit'].map(
    (kind): AnyPage => ({
      name: `platform-${kind.replace('/', '-')}`,
      as: null,
      open: async (page) => {
        await enterAs(page, 'Orla Wendham');
        await page.goto(`/platform/${kind}`);
        await fetched(page);
      },
    }),
  ),
];

function administering(kind: string): AnyPage {
  return {
    name: kind.replace('/', '-'),
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/${kind}`);
      await Shell.verifyOnPage(page);
      await fetched(page);
    },
  };
}

/** Its heading stands, and nothing is under way any more. */
async function fetched(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Fetching .*…$/)).toHaveCount(0);
}
