import type { AnyPage } from './every-page.js';
import { enterAs, expect, place } from './journey.js';
import { AssessmentPage, AssessmentsPage, PlanPage } from './pages/assessments-page.js';
import { AdaptPage, LoadPage, ToolPage, ToolsPage } from './pages/tools-page.js';
import type { Page } from '@playwright/test';

const online = 'How the council supports communities';

/** The pages on which assessments are listed, planned and looked after, and those of tools, in each of the shapes that differ. */
export const everyAssessmentPage: AnyPage[] = [
  {
    name: 'assessments',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/assessments`);
      await expect((await AssessmentsPage.verifyOnPage(page)).open(online)).toBeVisible();
    },
  },
  {
    name: 'assessments-none',
    as: null,
    open: async (page) => {
      await enterAs(page, 'Quilla Renshaw');
      await page.goto('/places/northbeck/assessments');
      await AssessmentsPage.verifyOnPage(page, 'Northbeck');
      await expect(page.getByRole('region', { name: 'Begin with' })).toBeVisible();
    },
  },
  {
    name: 'assessment-planned-with-errors',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/assessments/new`);
      const plan = await PlanPage.verifyOnPage(page);
      await plan.way('What is it about?', 'One organisation').check();
      await plan.field('Title').fill('');
      await plan.send();
      await expect(plan.problem).toBeVisible();
    },
  },
  {
    name: 'assessment-planned-online',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/assessments/new`);
      const plan = await PlanPage.verifyOnPage(page);
      await plan.way('What kind is it?', 'Open online').check();
      await plan.way('What is it about?', 'One topic').check();
      await plan.send();
      await expect(plan.problem).toBeVisible();
    },
  },
  {
    name: 'assessment-open-about-to-close',
    as: 'programme manager',
    open: async (page) => {
      const one = await opened(page, online);
      await one.ask('Close it');
      await expect(one.region('Invite by mail').getByRole('checkbox').first()).toBeVisible();
    },
  },
  {
    name: 'assessment-closed',
    as: 'board member',
    open: async (page) => {
      await opened(page, 'Planning together, May 2026');
    },
  },
  {
    name: 'assessment-changed',
    as: 'programme manager',
    open: async (page) => {
      const one = await opened(page, online);
      await one.link('Change the plan').click();
      await PlanPage.verifyOnPage(page, `Change ${online}`);
    },
  },
  {
    name: 'tools',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/tools`);
      await ToolsPage.verifyOnPage(page);
    },
  },
  {
    name: 'tool',
    as: 'board member',
    open: async (page) => {
      await toolOf(page, 'Place-based planning');
    },
  },
  {
    name: 'tool-in-groups-with-sources',
    as: 'programme manager',
    open: async (page) => {
      await toolOf(page, 'Civic support to communities');
      await page.getByLabel('Name the source of each description').check();
    },
  },
  {
    name: 'tool-adapted-with-errors',
    as: 'programme manager',
    open: async (page) => {
      await (await toolOf(page, 'Place-based planning')).adapt.click();
      const adapt = await AdaptPage.verifyOnPage(page);
      await adapt.field('Level 2, Developing').fill('');
      await adapt.button('Keep it as a tool').click();
      await expect(adapt.problem).toBeVisible();
    },
  },
  {
    name: 'tool-loaded-with-faults',
    as: 'programme manager',
    open: async (page) => {
      await page.goto(`${place}/tools/load`);
      const load = await LoadPage.verifyOnPage(page);
      await load.text.fill('id: ours\nversion: one\n');
      await load.check();
      await expect(load.faults.first()).toBeVisible();
    },
  },
];

async function opened(page: Page, title: string): Promise<AssessmentPage> {
  await page.goto(`${place}/assessments`);
  await AssessmentsPage.verifyOnPage(page);
  await page.getByRole('link', { name: title, exact: true }).click();
  return AssessmentPage.verifyOnPage(page, title);
}

async function toolOf(page: Page, title: string): Promise<ToolPage> {
  await page.goto(`${place}/tools`);
  return (await ToolsPage.verifyOnPage(page)).open(title);
}
