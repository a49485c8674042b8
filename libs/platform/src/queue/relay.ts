import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database/pool.js';
import type { Queues } from './queues.js';

const BATCH = 200;
const PAUSE_MS = 2_000;

/**
 * Carries outbox rows to the queues: add, then delete, in one transaction that holds the rows. A crash between the two
 * adds the same job id again, which the queue knows. Several relays share the rows without waiting for each other.
 */
export class OutboxRelay {
  #stopped = false;
  #wake: (() => void) | undefined;
  #listener: PoolClient | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly queues: Queues,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
    this.#dropListener();
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#listen();
        while (!this.#stopped && (await this.carry()) === BATCH);
      } catch (error) {
        this.#dropListener();
        this.onError(error);
      }
      if (this.#stopped) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PAUSE_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** How many rows were carried. */
  async carry(): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ id: string; queue: string; payload: object }>(
        'select id::text, queue, payload from outbox order by id limit $1 for update skip locked',
        [BATCH],
      );
      for (const row of rows) {
        await this.queues.queue(row.queue).add(row.queue, row.payload, { jobId: `outbox-${row.id}` });
      }
      if (rows.length > 0) {
        await client.query('delete from outbox where id = any($1::bigint[])', [rows.map((row) => row.id)]);
      }
      return rows.length;
    });
  }

  async #listen(): Promise<void> {
    if (this.#listener) return;
    const client = await this.pool.connect();
    client.on('notification', () => this.#wake?.());
    client.on('error', () => this.#dropListener());
    this.#listener = client;
    await client.query('listen outbox');
  }

  #dropListener(): void {
    const client = this.#listener;
    this.#listener = undefined;
    client?.removeAllListeners('notification');
    client?.release(true);
  }
}
