import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A setting of the environment has a value that cannot be used. The message is one plain sentence for the person. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** Address of the PostgreSQL to use; undefined means that the embedded one is started. */
  readonly databaseUrl: string | undefined;
  /** True when this process starts its own PostgreSQL. */
  readonly embedded: boolean;
  /** Address of the Redis for jobs; undefined means that jobs are kept in PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly port: number;
  readonly host: string;
  /** Everything that this machine keeps: the embedded database, logs, the lock. */
  readonly dataFolder: string;
  /** Whether the demo place is loaded and its people may sign in without a password. */
  readonly demo: boolean;
  /** The built web app. */
  readonly webFolder: string;
  /** Whether cookies are sent over HTTPS only. */
  readonly secureCookies: boolean;
  readonly logLevel: LogLevel;
}

/** Root of the repository: the source and the compiled file are equally deep below it. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[\\/]$/, '');

/** Reads the environment once; the rest of the program sees only the answer. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const databaseUrl = address(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const embedded = databaseUrl === undefined;
  return {
    databaseUrl,
    embedded,
    redisUrl: address(env, 'REDIS_URL', ['redis:', 'rediss:']),
    port: port(env),
    host: text(env, 'HOST') ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
    dataFolder: resolve(repositoryRoot, text(env, 'TURNSTONE_DATA') ?? '.turnstone'),
    demo: yesOrNo(env, 'TURNSTONE_DEMO', embedded),
    webFolder: resolve(repositoryRoot, text(env, 'TURNSTONE_WEB') ?? 'apps/web/dist/browser'),
    secureCookies: yesOrNo(env, 'SECURE_COOKIES', !embedded),
    logLevel: logLevel(env),
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/** A blank value counts as not set: `PORT= npm start` is how a shell unsets it for one command. */
function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function address(env: Env, name: string, protocols: readonly string[]): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  // Only the beginning is checked: PostgreSQL addresses of sockets and of several hosts are no URLs to `new URL`.
  // The value is not repeated in the message because it may hold a password.
  if (!protocols.some((protocol) => value.startsWith(`${protocol}//`))) {
    throw new ConfigProblem(
      `${name} is not an address that can be used: it has to begin with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  }
  return value;
}

function port(env: Env): number {
  const value = text(env, 'PORT') ?? '3000';
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 65_535) {
    throw new ConfigProblem(`PORT is “${value}”, and has to be a whole number from 1 to 65535.`);
  }
  return number;
}

function yesOrNo(env: Env, name: string, otherwise: boolean): boolean {
  const value = text(env, name);
  if (value === undefined) return otherwise;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigProblem(`${name} is “${value}”, and has to be true or false.`);
}

function logLevel(env: Env): LogLevel {
  const value = text(env, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) {
    throw new ConfigProblem(`LOG_LEVEL is “${value}”, and has to be one of ${LOG_LEVELS.join(', ')}.`);
  }
  return level;
}
