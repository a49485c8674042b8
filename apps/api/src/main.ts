import { createPool, onShutdown, readConfig, sayReady } from '@turnstone/platform';
import { createApi } from './api.js';

const config = readConfig(process.env);
if (!config.databaseUrl) {
  console.error('DATABASE_URL is not set: the API needs a database. `npm start` brings its own.');
  process.exit(1);
}
const pool = createPool(config.databaseUrl, { max: 10, applicationName: 'turnstone api' });
const api = await createApi({ config, pool, clock: () => new Date() });
onShutdown(async () => {
  await api.close();
  await pool.end();
});
await api.listen({ port: config.port, host: config.host });
sayReady();
