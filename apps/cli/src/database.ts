import {
  APP_ROLE,
  createPool,
  Database,
  DatabaseProblem,
  startEmbedded,
  whyNotAsked,
  type Config,
} from '@turnstone/platform';
import type { Io } from './io.js';
import { StartProblem, takeLock } from './lock.js';
import { bringUpToDate } from './migrate.js';

/**
 * The database of DATABASE_URL, or the built-in one: the one that `turnstone up` is running, or else started for this
 * and stopped after it. `doing` says to another command what holds the built-in one up.
 */
export async function withDatabase(
  config: Config,
  io: Io,
  doing: string,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  if (config.databaseUrl !== undefined) return withPool(config.databaseUrl, doing, work);
  const release = lockUnlessRunning(config, doing);
  try {
    const server = await startEmbedded({ dataFolder: config.dataFolder, say: io.err });
    try {
      if (release) await bringUpToDate(server.url, config, () => undefined);
      return await withPool(server.url, doing, work);
    } finally {
      // Whoever holds the lock looks after the server.
      if (release) await server.stop();
    }
  } finally {
    release?.();
  }
}

/** Undefined when `turnstone up` holds the folder: then its server is used and left running. */
function lockUnlessRunning(config: Config, doing: string): (() => void) | undefined {
  try {
    return takeLock(config.dataFolder, `the command line, ${doing}`);
  } catch (error) {
    if (error instanceof StartProblem && error.cause === undefined) return undefined;
    throw error;
  }
}

async function withPool(url: string, doing: string, work: (database: Database) => Promise<number>): Promise<number> {
  const pool = createPool(url, { max: 3, applicationName: `turnstone ${doing}`, role: APP_ROLE });
  try {
    const { rows } = await pool
      .query<{ there: boolean }>(`select to_regclass('sign_in_link') is not null as there`)
      .catch((error: unknown) => {
        throw new DatabaseProblem(whyNotAsked(error), { cause: error });
      });
    if (rows[0]?.there !== true) {
      throw new DatabaseProblem(
        'The tables of this version are not in the database yet: run “turnstone migrate” first.',
      );
    }
    return await work(new Database(pool, { through: 'command line' }));
  } finally {
    await pool.end();
  }
}
