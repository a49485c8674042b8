import { APP_ROLE, createPool, Database, onShutdown, readConfig, sayReady } from '@turnstone/platform';
import { createApi } from './api.js';

const config = readConfig(process.env);
if (!config.databaseUrl) {
  console.error('DATABASE_URL is not set: the API needs a database. `npm start` brings its own.');
  process.exit(1);
}
const pool = createPool(config.databaseUrl, { max: 10, applicationName: 'turnstone api', role: APP_ROLE });
const api = await createApi({ config, database: new Database(pool, { through: 'page' }), clock: () => new Date() });
onShutdown(async () => {
  await api.close();
  await pool.end();
});
await api.listen({ port: config.port, host: config.host });
sayReady();
