import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import {
  APP_ROLE,
  createPool,
  Database,
  onShutdown,
  OutboxRelay,
  Queues,
  orExit,
  readServiceConfig,
  refuseStrongRole,
  sayReady,
} from '@turnstone/platform';
import { WorkerModule, jobsOf } from './worker.module.js';

const config = await orExit(() => readServiceConfig(process.env));
const pool = createPool(config.databaseUrl, { max: 8, applicationName: 'turnstone worker', role: APP_ROLE });
await orExit(() => refuseStrongRole(pool, 20_000));
const app = await NestFactory.createApplicationContext(
  WorkerModule.of({ config, database: new Database(pool, { through: 'job' }), clock: () => new Date() }),
  {
    logger: ['error', 'warn'],
    abortOnError: false,
  },
);
const queues = new Queues({
  databaseUrl: config.databaseUrl,
  redisUrl: config.redisUrl,
  onAway: (reason) =>
    console.error(
      `Redis in REDIS_URL does not answer (${reason}): figures are judged and mails sent once it does. Nothing is lost meanwhile.`,
    ),
});
const { jobs, sweeps } = jobsOf(app);
for (const job of jobs) {
  queues.work(job, (error, id) => console.error(`Job ${id ?? '?'} of ${job.queue} failed: ${error.message}`));
}
const relay = new OutboxRelay(pool, queues, (error) =>
  console.error(`The outbox could not be carried: ${error instanceof Error ? error.message : String(error)}`),
);
relay.start();
for (const sweep of sweeps) sweep.start();
onShutdown(async () => {
  for (const sweep of sweeps) await sweep.stop();
  await relay.stop();
  await queues.close();
  await app.close();
  await pool.end();
});
sayReady();
