import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { Queryable } from '../database/database.js';
import { APP_ROLE, createPool, type Pool, type PoolClient } from '../database/pool.js';
import { CONFIG } from '../tokens.js';

const CHANNEL = 'turnstone_live';
/** A connection whose other end is gone without a word is noticed within this and `ANSWER_MS`. */
const ASK_EVERY_MS = 15_000;
const ANSWER_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

type Listener = () => void;

/**
 * Says, in the caller's unit of work, that something changed: every process hears of it when the unit is committed, and nobody
 * when it is not. Only the id travels; who hears it reads what is true by then.
 */
export async function announceLive(database: Queryable, id: string): Promise<void> {
  await database.query('select pg_notify($1, $2)', [CHANNEL, id]);
}

/**
 * What changes while somebody is looking: one connection per process on which PostgreSQL says the ids of what changed. It is
 * made when the first one subscribes. While it is lost nothing is heard, so that after it was made anew every subscriber is
 * told: what it follows may have changed.
 */
@Injectable()
export class LiveChannel {
  readonly #listeners = new Map<string, Set<Listener>>();
  #pool: Pool | undefined;
  #client: PoolClient | undefined;
  #connecting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #ended = false;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'databaseUrl'>) {}

  /**
   * Calls `changed` whenever that id was announced, and whenever it may have been. What was announced before the connection stood
   * is told by one call when it stands. Answers how to stop.
   */
  subscribe(id: string, changed: Listener): () => void {
    const of = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, of.add(changed));
    this.#connect();
    return () => {
      of.delete(changed);
      if (of.size === 0 && this.#listeners.get(id) === of) this.#listeners.delete(id);
    };
  }

  /** Whether announcements are heard just now. */
  get hears(): boolean {
    return this.#client !== undefined;
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#connecting;
    this.#drop();
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.end();
  }

  #connect(): void {
    if (this.#ended || this.#client || this.#connecting) return;
    clearTimeout(this.#timer);
    this.#connecting = this.#listen().then(
      () => (this.#connecting = undefined),
      () => {
        this.#connecting = undefined;
        this.#later(this.#pauseMs, () => this.#connect());
        this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
      },
    );
  }

  async #listen(): Promise<void> {
    const { databaseUrl } = this.config;
    if (databaseUrl === undefined) throw new Error('Nobody can listen without a database.');
    this.#pool ??= createPool(databaseUrl, { max: 1, applicationName: 'turnstone live', role: APP_ROLE });
    const client = await this.#pool.connect();
    const lost = (): void => {
      if (this.#client !== client) return;
      this.#drop();
      this.#connect();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => {
      if (channel === CHANNEL && payload !== undefined) this.#tell(this.#listeners.get(payload));
    });
    try {
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    // A process that has nothing else to do may end.
    (client as PoolClient & { unref(): void }).unref();
    this.#client = client;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#later(ASK_EVERY_MS, () => void this.#ask(client));
    for (const listeners of [...this.#listeners.values()]) this.#tell(listeners);
  }

  /** Whether the other end is still there: a cable that was pulled says nothing. */
  async #ask(client: PoolClient): Promise<void> {
    const silent = setTimeout(() => this.#client === client && (this.#drop(), this.#connect()), ANSWER_MS).unref();
    try {
      await client.query('select 1');
      if (this.#client === client) this.#later(ASK_EVERY_MS, () => void this.#ask(client));
    } catch {
      // The connection says itself that it is lost.
    } finally {
      clearTimeout(silent);
    }
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client?.release(true);
  }

  #later(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#timer = setTimeout(work, ms).unref();
  }

  /** Each by itself: one that fails is not in the way of the others. */
  #tell(listeners: ReadonlySet<Listener> | undefined): void {
    for (const changed of [...(listeners ?? [])]) {
      try {
        changed();
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
