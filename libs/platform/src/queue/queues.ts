import {
  createPostgresBackend,
  Queue,
  Worker,
  withBackend,
  type Job,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { APP_ROLE, createPool } from '../database/pool.js';

/** A job that may run twice or late: it carries ids and reads what is true now. */
export interface JobDescription<Payload> {
  readonly queue: string;
  readonly concurrency: number;
  /** How often and after which pause, doubled each time; for work that others hold up. Otherwise six times within seconds. */
  readonly retry?: { readonly attempts: number; readonly firstPauseMs: number };
  parse(payload: unknown): Payload;
  run(payload: Payload): Promise<void>;
}

/** The same stalled check on every worker: on Redis a longer one elsewhere would hold recovery back. */
const recovery = { stalledInterval: 2_000, lockDuration: 10_000, maxStalledCount: 10 } as const;
const defaults = {
  attempts: 6,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: { age: 600, count: 1_000 },
  removeOnFail: { age: 14 * 24 * 3_600 },
} as const;

/** BullMQ on the Redis that is named or, without one, on PostgreSQL. Nothing else differs. */
export class Queues {
  readonly #open: { close(): Promise<unknown> }[] = [];
  readonly #queues = new Map<string, Queue>();
  readonly #retries = new Map<string, JobDescription<never>['retry']>();
  readonly #pool: Pool | undefined;
  readonly #redis: Redis | undefined;

  /** `onAway` is told once each time Redis stops answering. */
  constructor(settings: { databaseUrl: string; redisUrl: string | undefined; onAway?: (reason: string) => void }) {
    if (settings.redisUrl) {
      this.#redis = new Redis(settings.redisUrl, { maxRetriesPerRequest: null });
      // Redis away is a state to wait out, not a crash: due work is in the outbox and the sweep finds the rest.
      let away = false;
      this.#redis.on('error', (error: Error) => {
        if (!away) settings.onAway?.(error.message);
        away = true;
      });
      this.#redis.on('ready', () => (away = false));
    } else {
      this.#pool = createPool(settings.databaseUrl, {
        max: 12,
        applicationName: 'turnstone queue',
        statementTimeout: 0,
        role: APP_ROLE,
        searchPath: ['bullmq', 'public'],
      });
    }
  }

  get backend(): 'Redis' | 'PostgreSQL' {
    return this.#redis ? 'Redis' : 'PostgreSQL';
  }

  queue(name: string): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      const retry = this.#retries.get(name);
      const defaultJobOptions = retry
        ? { ...defaults, attempts: retry.attempts, backoff: { type: 'exponential', delay: retry.firstPauseMs } }
        : defaults;
      if (this.#redis) queue = new Queue(name, { connection: this.#redis, defaultJobOptions });
      else {
        const options: QueueOptions<Pool> = { connection: this.#pool!, defaultJobOptions };
        queue = new (withBackend(createPostgresBackend).Queue)(name, options as never) as unknown as Queue;
      }
      queue.on('error', () => undefined);
      this.#queues.set(name, queue);
      this.#open.push(queue);
    }
    return queue;
  }

  /** Before anything is added to the job's queue: how often it is tried is kept with what is added. */
  work<Payload>(job: JobDescription<Payload>, onFailed: (error: Error, jobId: string | undefined) => void): void {
    this.#retries.set(job.queue, job.retry);
    const run = async (given: Job): Promise<void> => job.run(job.parse(given.data));
    let worker: Worker;
    if (this.#redis) {
      worker = new Worker(job.queue, run, { connection: this.#redis, concurrency: job.concurrency, ...recovery });
    } else {
      const options: WorkerOptions<Pool> = { connection: this.#pool!, concurrency: job.concurrency, ...recovery };
      worker = new (withBackend(createPostgresBackend).Worker)(job.queue, run, options as never) as unknown as Worker;
    }
    worker.on('error', () => undefined);
    worker.on('failed', (failed, error) => onFailed(error, failed?.id));
    this.#open.push(worker);
  }

  async close(): Promise<void> {
    // Workers first: they finish what they hold.
    for (const opened of this.#open.toReversed()) await opened.close();
    this.#redis?.disconnect();
    await this.#pool?.end();
  }
}
