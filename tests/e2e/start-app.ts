import { rmSync } from 'node:fs';
import { makeTestFolder } from '../support/cluster.mjs';
import { startApp } from '../support/programs.mjs';

/** Starts the whole app, demo and embedded PostgreSQL included, in a folder of its own; answers how to stop it and leave no trace. */
export default async function startOwnApp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['BASE_URL']) return undefined;
  const folder = makeTestFolder();
  const clear = () => rmSync(folder, { recursive: true, force: true });
  try {
    const app = await startApp({ env: { ...withoutOurSettings(), TURNSTONE_DEMO: 'true' }, folder });
    // The workers, which are started after this, read it in the configuration.
    process.env['BASE_URL'] = app.url;
    return async () => {
      await app.stop();
      clear();
    };
  } catch (error) {
    clear();
    throw error;
  }
}

/** Settings of the machine must not decide whether a journey passes. */
export function withoutOurSettings(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'HOST', 'SECURE_COOKIES', 'LOG_LEVEL']) delete env[name];
  return env;
}
