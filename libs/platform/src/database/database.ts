import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** What the rows of a transaction may be about: the second lock in PostgreSQL reads it. */
export interface Context {
  /** The place that the work is about. */
  readonly place?: string;
  /** The person who asks: opens their own rows. */
  readonly person?: string;
  /** 'platform': work that is about every place on purpose. */
  readonly reach?: 'platform';
}

/** For the audit trail: through which door a change came, and in which request. */
export interface Origin {
  readonly through: 'page' | 'job' | 'command line' | 'content';
  readonly request?: string;
}

/** What a repository needs of a connection: a client has it, and so has the database in a unit of work. */
export interface Queryable {
  query<Row extends QueryResultRow>(text: string | QueryConfig, values?: readonly unknown[]): Promise<QueryResult<Row>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where the code that runs stands: in which unit, and in which context of it. Branches that run side by side have their own. */
interface Standing {
  readonly unit: Unit;
  context: Context;
}
const current = new AsyncLocalStorage<Standing>();

/**
 * The database as everything above sees it. Work is done in a unit: one transaction on one connection, begun by its first
 * statement. The context is set inside the transaction and ends with it, so a connection that goes back to the pool
 * carries nothing of whom it served. A statement outside of a unit is refused: it would see no row anyway.
 */
export class Database {
  constructor(
    private readonly pool: Pool,
    private readonly origin: Origin,
  ) {}

  /**
   * Runs `work` as one unit: all of it is kept, or none. Inside of another unit it joins that one, in its own context
   * until it ends; otherwise it begins one, read-only if so asked.
   */
  async within<T>(context: Context, work: () => Promise<T>, options: UnitOptions = {}): Promise<T> {
    const outer = current.getStore();
    if (outer?.unit.of === this) return current.run({ unit: outer.unit, context: checked(context) }, work);
    return this.apart(context, work, options);
  }

  /** A unit of its own even inside of another: what it writes stays although the other is rolled back. */
  async apart<T>(context: Context, work: () => Promise<T>, options: UnitOptions = {}): Promise<T> {
    const origin = options.request === undefined ? this.origin : { ...this.origin, request: options.request };
    const unit = new Unit(this, this.pool, origin, options.readOnly ?? false);
    try {
      const answer = await current.run({ unit, context: checked(context) }, work);
      await unit.end(true);
      return answer;
    } catch (error) {
      await unit.end(false);
      throw error;
    }
  }

  /** The context for the rest of this branch of the unit. */
  enter(context: Context): void {
    this.#standing().context = checked(context);
  }

  /**
   * Runs `work` so that it can fail by itself: what it wrote is taken back and the unit may go on. Everything is kept
   * only when the unit ends well. Outside of a unit there is nothing to go on with, and it is refused.
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const standing = this.#standing();
    return standing.unit.savepoint(standing, work);
  }

  /** Commits what was done so far and gives the connection back: for the time in which a request reads a large file. */
  async pause(): Promise<void> {
    await this.#standing().unit.end(true);
  }

  /** One statement by itself and without context: for the functions in the database that set their own. One round trip. */
  alone<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>> {
    return this.pool.query<Row>(statement);
  }

  // The signature is that of a client, so that a repository can be given either.
  query<Row extends QueryResultRow>(
    text: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    const { unit, context } = this.#standing();
    return unit.query<Row>(context, text, values);
  }

  #standing(): Standing {
    const standing = current.getStore();
    if (standing?.unit.of !== this) {
      throw new Error('There is no unit of work here: a statement outside of one sees no row.');
    }
    return standing;
  }
}

export interface UnitOptions {
  readonly readOnly?: boolean;
  /** The number of the request, for the audit trail. A UUID. */
  readonly request?: string;
}

class Unit {
  #client: PoolClient | undefined;
  #applied: Context | undefined;
  /** Statements of one connection run one after the other; those that are asked for together wait here. */
  #last: Promise<unknown> = Promise.resolve();
  #savepoints = 0;

  constructor(
    readonly of: Database,
    private readonly pool: Pool,
    private readonly origin: Origin,
    private readonly readOnly: boolean,
  ) {
    if (origin.request !== undefined && !UUID.test(origin.request))
      throw new Error('The number of a request is a UUID.');
  }

  query<Row extends QueryResultRow>(
    context: Context,
    text: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    return this.#inTurn(async () => {
      const client = await this.#ready(context);
      return typeof text === 'string' ? client.query<Row>(text, values as unknown[]) : client.query<Row>(text);
    });
  }

  async savepoint<T>(standing: Standing, work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#savepoints += 1;
    const name = `step_${this.#savepoints}`;
    const client = await this.#inTurn(async () => {
      const ready = await this.#ready(standing.context);
      await ready.query(`savepoint ${name}`);
      return ready;
    });
    try {
      const answer = await work(this.#asClient(client, standing));
      await this.#inTurn(() => client.query(`release savepoint ${name}`));
      return answer;
    } catch (error) {
      // A lost connection cannot go back to its savepoint; the unit then fails as a whole.
      await this.#inTurn(() => client.query(`rollback to savepoint ${name}`)).catch(() => undefined);
      this.#applied = undefined;
      throw error;
    }
  }

  async end(well: boolean): Promise<void> {
    await this.#last.catch(() => undefined);
    const client = this.#client;
    if (!client) return;
    this.#client = undefined;
    this.#applied = undefined;
    let broken: Error | undefined;
    try {
      if (well) {
        const { command } = await client.query('commit');
        // PostgreSQL answers ROLLBACK to a commit when a statement had failed and the work went on regardless.
        if (command !== 'COMMIT')
          throw new Error('The transaction was rolled back because a statement in it had failed.');
      } else {
        // A rollback that fails means a lost connection: the pool is told to throw it away.
        await client.query('rollback').catch((lost: Error) => (broken = lost));
      }
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** A client for `work`, whose statements take their turn with those of the unit. */
  #asClient(client: PoolClient, standing: Standing): PoolClient {
    return new Proxy(client, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        if (key !== 'query') return value.bind(target) as unknown;
        return (text: unknown, ...rest: unknown[]) => {
          // A COPY is a stream, and hands itself back.
          if (typeof text === 'object' && text !== null && 'submit' in text) return target.query(text as never);
          return this.#inTurn(async () => {
            await this.#ready(standing.context);
            return (target.query as (...all: unknown[]) => Promise<unknown>)(text, ...rest);
          });
        };
      },
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The connection, in its transaction, with this context: one round trip for both. */
  async #ready(context: Context): Promise<PoolClient> {
    if (!this.#client) {
      const client = await this.pool.connect();
      this.#client = client;
      await client.query(`begin${this.readOnly ? ' read only' : ''};${settings(context, this.origin)}`);
    } else if (this.#applied !== context) {
      await this.#client.query(settings(context, undefined));
    }
    this.#applied = context;
    return this.#client;
  }
}

/** Local to the transaction. Every value was checked to be a UUID or a word of ours, so none can end its quotes. */
function settings(context: Context, origin: Origin | undefined): string {
  const set = [
    ['place', context.place ?? ''],
    ['person', context.person ?? ''],
    ['reach', context.reach ?? ''],
    ...(origin ? [['through', origin.through], ...(origin.request ? [['request', origin.request]] : [])] : []),
  ];
  return `select ${set.map(([name, value]) => `set_config('turnstone.${name}', '${value}', true)`).join(', ')}`;
}

function checked(context: Context): Context {
  for (const value of [context.place, context.person]) {
    if (value !== undefined && !UUID.test(value)) throw new Error('A context holds something that is not an id.');
  }
  if (context.reach !== undefined && context.reach !== 'platform') throw new Error('There is no such reach.');
  return context;
}
