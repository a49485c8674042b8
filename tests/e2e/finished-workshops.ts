import type { Page } from '@playwright/test';
import { place } from './journey.js';

/** The demo's finished workshops, the latest first: the address of each, and its title. */
export async function finishedWorkshops(page: Page): Promise<{ title: string; id: string; address: string }[]> {
  const answer = await page.request.get(`/api${place}/assessments`);
  const { assessments } = (await answer.json()) as {
    assessments: { id: string; title: string; kind: string; state: string }[];
  };
  return assessments
    .filter(
      ({ kind, state, title }) => kind === 'workshop' && state === 'closed' && title.startsWith('Planning together'),
    )
    .map(({ id, title }) => ({ id, title, address: `${place}/assessments/${id}` }));
}

/** The demo's online self-assessment that people can still answer. */
export async function openOnline(page: Page): Promise<{ title: string; address: string }> {
  const answer = await page.request.get(`/api${place}/assessments`);
  const { assessments } = (await answer.json()) as { assessments: { id: string; title: string; kind: string }[] };
  const online = assessments.find(({ kind }) => kind === 'open online');
  return { title: online?.title ?? '', address: `${place}/assessments/${online?.id}` };
}
