import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Database } from './database.js';
import { APP_ROLE, createPool } from './pool.js';

export { inspectPdf, tagsOf, withoutPoppler, type InspectedPdf } from '../typeset/inspect-pdf.js';
export { readSpreadsheet, type ReadSheet } from '../spreadsheet/read-back.js';

export interface TestDatabase {
  readonly url: string;
  /** As the one who owns the tables: sees every row. For setting up and looking. */
  readonly pool: pg.Pool;
  /** As the programs see it. */
  readonly database: Database;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * A database of its own for one spec, with all tables and no rows: a copy of the template that the test run prepared.
 * `node tests/run.mjs` sets the two variables; it also runs single files: `node tests/run.mjs libs/…/x.db.spec.js`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = process.env['TURNSTONE_TEST_CLUSTER'];
  const template = process.env['TURNSTONE_TEST_TEMPLATE'];
  if (cluster === undefined || template === undefined) {
    throw new Error('This spec needs the test database: run it with “node tests/run.mjs PATH-OF-THE-SPEC”.');
  }
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await copyTemplate(cluster, template, name);
  const url = withDatabase(cluster, name);
  const pool = createPool(url, { max: 5, applicationName: 'test' });
  const appPool = createPool(url, { max: 10, applicationName: 'test app', role: APP_ROLE });
  return {
    url,
    pool,
    database: new Database(appPool, { through: 'page' }),
    async drop() {
      await Promise.all([pool, appPool].map((one) => one.end().catch(() => undefined)));
      await asAdmin(cluster, (client) => client.query(`drop database if exists "${name}" with (force)`));
    },
  };
}

/** The same address with another database in it. */
export function withDatabase(url: string, name: string): string {
  const [address = '', query] = url.split('?', 2);
  const protocolEnd = address.indexOf('//') + 2;
  const slash = address.indexOf('/', protocolEnd);
  const base = slash === -1 ? address : address.slice(0, slash);
  return `${base}/${name}${query === undefined ? '' : `?${query}`}`;
}

async function copyTemplate(cluster: string, template: string, name: string): Promise<void> {
  // Copying needs a moment in which nobody is connected to the template, a vacuum of PostgreSQL's own included.
  const IN_USE = '55006';
  for (let attempt = 1; ; attempt += 1) {
    try {
      // file_copy is several times faster than wal_log where nothing has to survive a crash.
      await asAdmin(cluster, (client) =>
        client.query(`create database "${name}" template "${template}" strategy file_copy`),
      );
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== IN_USE || attempt === 10) throw error;
      await pause(50 * attempt);
    }
  }
}

async function asAdmin<T>(cluster: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
