import { join } from 'node:path';
import { ConfigProblem, migrate as migrateTables, readConfig, repositoryRoot, type Config } from '@turnstone/platform';
import { loadContent } from './content.js';
import type { Command } from './io.js';

/** `turnstone migrate`: once at each upgrade, before the new API and worker start. */
export const migrate: Command = async (argv, io) => {
  if (argv.length > 0) {
    io.err('turnstone migrate takes no options: it reads DATABASE_URL, REDIS_URL and TURNSTONE_DEMO.');
    return 2;
  }
  const config = readConfig(io.env);
  if (config.databaseUrl === undefined) {
    throw new ConfigProblem(
      'DATABASE_URL is not set: turnstone migrate is for a PostgreSQL of your own, and npm start looks after the built-in one by itself.',
    );
  }
  await bringUpToDate(config.databaseUrl, config, io.out);
  return 0;
};

/** Tables first, then the content that goes into them. Running it again changes nothing. */
export async function bringUpToDate(
  databaseUrl: string,
  config: Pick<Config, 'demo' | 'redisUrl'>,
  log: (line: string) => void,
): Promise<void> {
  const folder = join(repositoryRoot, 'apps/cli/migrations');
  // With a Redis the jobs are kept there, and their tables would stay empty.
  const taken = await migrateTables(databaseUrl, folder, { jobs: config.redisUrl === undefined });
  for (const step of taken) log(`Tables: ${step}`);
  await loadContent(databaseUrl, { demo: config.demo, log });
}
