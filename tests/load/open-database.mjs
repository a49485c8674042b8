// The API without its locks, for comparison only: the same program over a database that is asked directly, as its owner,
// without units, contexts or row-level security. Nothing of it is part of the product.
import { createPool, readConfig, sayReady, onShutdown } from '@turnstone/platform';
import { createApi } from '../../apps/api/dist/api.js';

export class OpenDatabase {
  constructor(pool) {
    this.pool = pool;
  }
  query(text, values) {
    return this.pool.query(text, values);
  }
  alone(statement) {
    return this.pool.query(statement);
  }
  within(_context, work) {
    return work();
  }
  apart(_context, work) {
    return work();
  }
  enter() {}
  async pause() {}
}

// Forked by the benchmark, it is a whole API.
if (process.argv[2] === 'serve') {
  const config = readConfig(process.env);
  const pool = createPool(config.databaseUrl, { max: 10, applicationName: 'open api' });
  const api = await createApi({ config, database: new OpenDatabase(pool), clock: () => new Date() });
  onShutdown(async () => {
    await api.close();
    await pool.end();
  });
  await api.listen({ port: config.port, host: config.host });
  sayReady();
}
