// The database server of a test run: thrown away afterwards, or one that TEST_DATABASE_URL names.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive, root } from '../../apps/cli/bin/prepare.mjs';

const PREFIX = 'turnstone-test-';

/** A folder for this run, which a database server under another user can enter too. */
export function makeTestFolder() {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Answers the address of the server, the name of the template with all tables, and how to stop. */
export async function startCluster(folder) {
  const { startEmbedded } = await import(join(root, 'libs/platform/dist/database/embedded.js'));
  const { migrate } = await import(join(root, 'libs/platform/dist/database/migrations.js'));
  const { withDatabase } = await import(join(root, 'libs/platform/dist/database/testing.js'));
  const given = process.env.TEST_DATABASE_URL;
  const template = `turnstone_template_${process.pid}_${randomBytes(3).toString('hex')}`;
  await removeLeftovers(startEmbedded);

  let url = given;
  let stopServer = async () => undefined;
  if (!given) {
    const server = await startEmbedded({ dataFolder: folder, throwaway: true });
    url = server.url;
    stopServer = async () => {
      await server.stop();
      rmSync(dirname(server.folder), { recursive: true, force: true });
    };
  }
  try {
    await admin(url, `create database "${template}" encoding 'UTF8' template template0`);
    await migrate(withDatabase(url, template), join(root, 'apps/cli/migrations'), { jobs: true });
  } catch (error) {
    await stopServer();
    throw error;
  }
  return {
    url,
    template,
    async createDatabase(name) {
      await admin(url, `create database "${name}" template "${template}" strategy file_copy`);
      return withDatabase(url, name);
    },
    dropDatabase: (name) => admin(url, `drop database if exists "${name}" with (force)`),
    async stop() {
      if (given) await admin(url, `drop database if exists "${template}" with (force)`);
      await stopServer();
    },
  };
}

async function admin(url, statement) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A run that was killed outright left its server running: the number of its process is in the name of its folder. */
async function removeLeftovers(startEmbedded) {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!(pid > 0) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (existsSync(join(folder, 'postgres', 'data', 'postmaster.pid'))) {
        const left = await startEmbedded({ dataFolder: folder, throwaway: true });
        await left.stop();
      }
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's folder: it does this run no harm.
    }
  }
}
