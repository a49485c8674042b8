// A database of its own with the demo place in it, and the API asked through HTTP injection. Real PostgreSQL throughout.
import { loadContent } from '../../../apps/cli/dist/content.js';
import { createApi } from '../../../apps/api/dist/api.js';
import { JudgeSeries, JudgementRepository } from '@turnstone/indicators-server/judging';
import { SeriesRepository } from '@turnstone/indicators-server';
import { readConfig } from '@turnstone/platform';
import { createTestDatabase } from '@turnstone/platform/testing';

export const NOW = new Date('2026-11-21T14:03:00Z');

/** The API over a demo place of its own, and what a spec needs to ask it things. */
export async function openDemoPlace(settings = {}) {
  const database = await createTestDatabase();
  await loadContent(database.url, { demo: true, log: () => undefined, now: NOW });
  const config = {
    ...readConfig({
      DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
      SECURE_COOKIES: 'false',
      TURNSTONE_DEMO: 'true',
      TURNSTONE_SECRET: 'a secret of this test run, and of no other',
    }),
    ...settings,
  };
  const clock = { now: NOW };
  const api = await createApi({ config, database: database.database, clock: () => clock.now });
  return {
    api,
    clock,
    pool: database.pool,
    url: database.url,
    /** Another process of the API on the same database, with other settings. */
    another: (other) =>
      createApi({ config: { ...config, ...other }, database: database.database, clock: () => clock.now }),
    /** Judges every announced series here and now, as the worker would. */
    async judgeAll() {
      const useCase = new JudgeSeries(
        database.database,
        new SeriesRepository(database.database),
        new JudgementRepository(database.database),
        () => clock.now,
      );
      const { rows } = await database.pool.query('select payload from outbox order by id');
      for (const { payload } of rows) await useCase.judge(payload.placeId, payload.seriesIds);
      await database.pool.query('delete from outbox');
    },
    /** Signs in as the demo person of that role and answers a client of theirs. */
    async as(role) {
      if (role === 'public') return clientOf(api, undefined);
      const { people } = (await api.inject({ url: '/api/demo/people' })).json();
      const person = people.find((one) => one.role === role);
      if (!person) throw new Error(`The demo has no ${role}`);
      return this.asPerson(person.id);
    },
    async asPerson(personId) {
      const answer = await api.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { personId } });
      if (answer.statusCode !== 200) throw new Error(`Sign-in answered ${answer.statusCode}: ${answer.body}`);
      return clientOf(api, answer.cookies[0]);
    },
    async close() {
      await api.close();
      await database.drop();
    },
  };
}

function clientOf(api, cookie) {
  const cookies = cookie ? { [cookie.name]: cookie.value } : {};
  const ask = (method, url, payload, headers = {}) => api.inject({ method, url, payload, headers, cookies });
  return {
    cookie,
    get: (url) => ask('GET', url),
    post: (url, payload) => ask('POST', url, payload ?? {}),
    put: (url, payload, version) =>
      ask('PUT', url, payload, version === undefined ? {} : { 'if-match': `"${version}"` }),
    upload(url, name, bytes) {
      const boundary = 'x-turnstone-boundary';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`;
      const body = Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(`\r\n--${boundary}--\r\n`)]);
      return ask('POST', url, body, { 'content-type': `multipart/form-data; boundary=${boundary}` });
    },
  };
}
