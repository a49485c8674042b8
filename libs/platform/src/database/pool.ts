import pg from 'pg';

export type { Pool, PoolClient } from 'pg';

/** The database cannot be used as it is. The message is one plain sentence for the person, with what to do. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}

export interface PoolOptions {
  /** Connections at most; the default of 10 suits one process. */
  readonly max?: number;
  /** Shown in pg_stat_activity, so that an operator sees which process holds a lock. */
  readonly applicationName?: string;
  /** Milliseconds; 0 means no limit. Work that is known to take longer sets its own with `set local`. */
  readonly statementTimeout?: number;
  /** The role that every connection works as, whoever it logs in as. */
  readonly role?: string;
  /** Schemas in which unqualified names are looked up, in order. */
  readonly searchPath?: readonly string[];
}

/** A pool whose connections may be lost (a restart of PostgreSQL) without ending the process. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'turnstone',
    types: { getTypeParser },
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: options.statementTimeout ?? 60_000,
    lock_timeout: 15_000,
    // A transaction that a crashed request left open holds its locks for no longer than this.
    idle_in_transaction_session_timeout: 60_000,
    ...startOptions(options),
  });
  // The pool listens to its idle connections only. A connection in use that breaks between two statements would
  // otherwise raise an unheard 'error' event, which ends the process; its next statement fails anyway.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The role of the programs: it owns nothing, and sees only what the context of its transaction opens. */
export const APP_ROLE = 'turnstone_app';

function startOptions({ role, searchPath }: PoolOptions): { options?: string } {
  const set = [
    ...(role === undefined ? [] : [`-c role=${role}`]),
    ...(searchPath === undefined ? [] : [`-c search_path=${searchPath.join(',')}`]),
  ];
  return set.length === 0 ? {} : { options: set.join(' ') };
}

/** Runs `work` in one transaction: all of it is kept, or none. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const answer = await work(client);
    const { command } = await client.query('commit');
    // PostgreSQL answers ROLLBACK to a commit when a statement had failed and `work` went on regardless.
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back because a statement in it had failed.');
    return answer;
  } catch (error) {
    // A rollback that fails means a lost connection: the pool is told to throw it away.
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
}

const { builtins } = pg.types;
const ARRAY_OF = { text: 1009, int8: 1016, numeric: 1231, date: 1182 };
const asIs = (value: string): string => value;

/**
 * int8 becomes a number as long as it is exact, else stays text. numeric becomes the nearest number: no figure here
 * needs more than the 15 digits which that keeps. A date stays 'YYYY-MM-DD', because a JavaScript Date would move it
 * by the time zone of the machine.
 */
const parsers = new Map<number, (value: string) => unknown>([
  [builtins.INT8, wholeNumber],
  [builtins.NUMERIC, Number],
  [builtins.DATE, asIs],
  [ARRAY_OF.int8, arrayOf(wholeNumber)],
  [ARRAY_OF.numeric, arrayOf(Number)],
  [ARRAY_OF.date, arrayOf(asIs)],
]);

function wholeNumber(value: string): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function arrayOf(parse: (value: string) => unknown): (value: string) => unknown {
  const parseTexts: (value: string) => unknown = pg.types.getTypeParser(ARRAY_OF.text);
  const each = (item: unknown): unknown =>
    Array.isArray(item) ? item.map(each) : item === null ? null : parse(String(item));
  return (value) => each(parseTexts(value));
}

// `any` is the type that pg itself declares for parsers: what a column holds is known only to the statement.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function getTypeParser(oid: number, format?: 'text' | 'binary'): any {
  if (format !== 'binary') {
    const parser = parsers.get(oid);
    if (parser) return parser;
  }
  return pg.types.getTypeParser(oid, format ?? 'text');
}
