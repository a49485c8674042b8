import { readdir } from 'node:fs/promises';
import { runner, type RunnerOption } from 'node-pg-migrate';
import pg from 'pg';
import { APP_ROLE, DatabaseProblem } from './pool.js';

/** PostgreSQL 15 is the oldest that is tested: `create database … strategy` and `unique nulls not distinct` need it. */
const OLDEST_POSTGRES = 15;
const TABLE = 'schema_migration';

export interface MigrateOptions {
  readonly direction?: 'up' | 'down';
  /** How many steps: all of them upwards, one downwards, unless said otherwise. */
  readonly count?: number;
  /** Also prepare the tables in which BullMQ keeps its jobs (schema `bullmq`). */
  readonly jobs?: boolean;
}

/**
 * Brings the tables to the version that the SQL files of `folder` describe and answers the names of the steps taken.
 * Two processes that start at once take turns behind an advisory lock. All steps are one transaction.
 */
export async function migrate(url: string, folder: string, options: MigrateOptions = {}): Promise<string[]> {
  const direction = options.direction ?? 'up';
  const client = await connect(url);
  const said: string[] = [];
  const hear = (line: string): void => void said.push(line);
  try {
    await refuseOld(client);
    if (direction === 'up') await refuseNewer(client, folder);
    const steps: RunnerOption = {
      dbClient: client,
      dir: folder,
      ignorePattern: '(?!.*\\.sql$).*',
      migrationsTable: TABLE,
      direction,
      singleTransaction: true,
      checkOrder: true,
      advisoryLockMode: 'wait',
      logger: { debug: () => undefined, info: hear, warn: hear, error: hear },
      ...(options.count === undefined ? {} : { count: options.count }),
    };
    const taken = await runner(steps);
    if (options.jobs === true && direction === 'up') {
      // Loaded only here: it is large, and most callers have no jobs.
      const { runMigrations } = await import('bullmq');
      await runMigrations(client);
      await client.query(`grant usage on schema bullmq to ${APP_ROLE}`);
      for (const what of ['tables', 'sequences', 'functions']) {
        await client.query(`grant all on all ${what} in schema bullmq to ${APP_ROLE}`);
      }
    }
    return taken.map((step) => step.name);
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    const step = said.findLast((line) => line.startsWith('### MIGRATION'))?.split(' ')[2];
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseProblem(
      step === undefined
        ? `The tables could not be brought up to date: ${reason}`
        : `The tables could not be brought up to date, nothing was changed: step ${step} failed with “${reason}”.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A single connection, or a plain sentence why there is none. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'turnstone migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new DatabaseProblem(whyUnreachable(client, error), { cause: error });
  }
  return client;
}

function whyUnreachable(client: pg.Client, error: unknown): string {
  const where = client.host.startsWith('/') ? client.host : `${client.host}:${client.port}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case '3D000':
      return `PostgreSQL at ${where} has no database “${client.database}”: create it, or correct DATABASE_URL.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} does not let “${client.user}” in: correct the name or the password in DATABASE_URL.`;
    default: {
      // A host with several addresses fails with an AggregateError that has no message of its own.
      const reason = error instanceof Error && error.message !== '' ? error.message : code;
      return `PostgreSQL at ${where} cannot be reached (${reason}): start it, or correct DATABASE_URL.`;
    }
  }
}

async function refuseOld(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string }>(`select current_setting('server_version_num') as number`);
  const major = Math.floor(Number(rows[0]?.number) / 10_000);
  if (major < OLDEST_POSTGRES) {
    throw new DatabaseProblem(
      `This is PostgreSQL ${major}, and Turnstone needs ${OLDEST_POSTGRES} or later: upgrade it, or use another in DATABASE_URL.`,
    );
  }
}

/** A step that is in the database but not in the folder comes from a later Turnstone: going on could damage its data. */
async function refuseNewer(client: pg.Client, folder: string): Promise<void> {
  const known = new Set((await readdir(folder)).filter((n) => n.endsWith('.sql')).map((n) => n.slice(0, -4)));
  const { rows: tables } = await client.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
    TABLE,
  ]);
  if (tables[0]?.there !== true) return;
  const { rows } = await client.query<{ name: string }>(`select name from ${TABLE} order by id`);
  const unknown = rows.find((row) => !known.has(row.name));
  if (unknown) {
    throw new DatabaseProblem(
      `The database was written by another version of Turnstone (it has the step ${unknown.name}): use that version or a later one, or another database.`,
    );
  }
}
