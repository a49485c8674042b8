import {
  APP_ROLE,
  ConfigProblem,
  createPool,
  Database,
  onShutdown,
  orExit,
  readServiceConfig,
  refuseStrongRole,
  sayReady,
} from '@turnstone/platform';
import { createApi } from './api.js';

const config = await orExit(() => readServiceConfig(process.env));
const pool = createPool(config.databaseUrl, { max: 10, applicationName: 'turnstone api', role: APP_ROLE });
await orExit(() => refuseStrongRole(pool, 20_000));
const api = await createApi({ config, database: new Database(pool, { through: 'page' }), clock: () => new Date() });
onShutdown(async () => {
  await api.close();
  await pool.end();
});
await orExit(() =>
  api.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigProblem(
      `The API cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}): correct HOST or PORT.`,
    );
  }),
);
const setUp = await api.offerSetUp();
sayReady(setUp && `Nobody administers this Turnstone yet. Set it up at ${setUp} (works once, for 24 hours).`);
