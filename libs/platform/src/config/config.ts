import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
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
  /** Where people find the pages: links in mails and the way back from a sign-in provider begin with it. No slash at the end. */
  readonly publicUrl: string;
  /** Seals what has to be read again: secrets of providers, of codes, mails that wait. At least 32 characters. */
  readonly secret: string | undefined;
  readonly mail: MailConfig;
  readonly sessions: {
    /** Minutes without a request after which a session is over, and hours after which it is over in any case. */
    readonly idleMinutes: number;
    readonly hours: number;
    /** The same for people who are board members or viewers and nothing else. */
    readonly boardIdleMinutes: number;
    readonly boardHours: number;
  };
  /** Whose X-Forwarded-For is believed: addresses or ranges. */
  readonly trustedProxies: readonly string[];
  /** One laptop without internet: phones on its own network reach the pages for joining and nothing else, over plain http. */
  readonly localNetwork: boolean;
  /** Where phones find the page for joining: what QR codes and invitations begin with. No slash at the end. */
  readonly joinUrl: string;
}

export type MailConfig =
  | { readonly kind: 'smtp'; readonly url: string; readonly from: string }
  | { readonly kind: 'notify'; readonly key: string; readonly templateId: string; readonly url: string }
  /** Mails are kept to be read in the pages; nothing leaves the machine. */
  | { readonly kind: 'outbox' };

/** Root of the repository: the source and the compiled file are equally deep below it. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[\\/]$/, '');

/**
 * Reads the environment once; the rest of the program sees only the answer. `networks`: the addresses of this machine, asked for
 * only when phones have to find it.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  networks: typeof networkInterfaces = networkInterfaces,
): Config {
  const databaseUrl = address(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const embedded = databaseUrl === undefined;
  const localNetwork = yesOrNo(env, 'LOCAL_NETWORK', false);
  const secureCookies = yesOrNo(env, 'SECURE_COOKIES', !embedded && !localNetwork);
  const host = text(env, 'HOST') ?? (embedded && !localNetwork ? '127.0.0.1' : '0.0.0.0');
  if (localNetwork) refuseUnsafeNetwork(env, secureCookies, host);
  const itself = webAddress(env, 'PUBLIC_URL') ?? `http://localhost:${port(env)}`;
  return {
    databaseUrl,
    embedded,
    redisUrl: address(env, 'REDIS_URL', ['redis:', 'rediss:']),
    port: port(env),
    host,
    dataFolder: resolve(repositoryRoot, text(env, 'TURNSTONE_DATA') ?? '.turnstone'),
    demo: yesOrNo(env, 'TURNSTONE_DEMO', embedded),
    webFolder: resolve(repositoryRoot, text(env, 'TURNSTONE_WEB') ?? 'apps/web/dist/browser'),
    secureCookies,
    logLevel: logLevel(env),
    publicUrl: itself,
    secret: secret(env),
    mail: mail(env),
    sessions: {
      idleMinutes: wholeNumber(env, 'SESSION_IDLE_MINUTES', 30, 5, 7 * 24 * 60),
      hours: wholeNumber(env, 'SESSION_HOURS', 12, 1, 7 * 24),
      boardIdleMinutes: wholeNumber(env, 'BOARD_SESSION_IDLE_MINUTES', 30, 5, 7 * 24 * 60),
      boardHours: wholeNumber(env, 'BOARD_SESSION_HOURS', 12, 1, 7 * 24),
    },
    trustedProxies: trustedProxies(env),
    localNetwork,
    joinUrl: localNetwork
      ? (webAddress(env, 'LOCAL_NETWORK_URL') ?? addressHere(networks(), port(env)) ?? itself)
      : itself,
  };
}

/** What would let phones in further than to the pages for joining, or keep them out altogether. */
function refuseUnsafeNetwork(env: Env, secureCookies: boolean, host: string): void {
  if (secureCookies) {
    throw new ConfigProblem(
      'LOCAL_NETWORK and SECURE_COOKIES are both true: a local network without internet has no HTTPS. Take one of them away.',
    );
  }
  if (trustedProxies(env).length > 0) {
    throw new ConfigProblem(
      'LOCAL_NETWORK does not go with TRUSTED_PROXIES: behind a proxy every phone would look like this machine.',
    );
  }
  if (/^(localhost|127\..*|::1)$/.test(host)) {
    throw new ConfigProblem(
      `LOCAL_NETWORK does not go with HOST “${host}”, which phones cannot reach: leave HOST out, or name an address of the network.`,
    );
  }
}

/** Bridges of containers and virtual machines: no phone is on them. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|zt|tailscale)/;
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** The first private address of this machine (RFC 1918), where phones on its hotspot find it. */
function addressHere(networks: ReturnType<typeof networkInterfaces>, port: number): string | undefined {
  const found = Object.entries(networks)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .find(({ family, internal, address }) => family === 'IPv4' && !internal && PRIVATE.test(address));
  return found && `http://${found.address}:${port}`;
}

/** The settings of the API and the worker: unlike the command line they cannot do without a database and a secret. */
export function readServiceConfig(
  env: Readonly<Record<string, string | undefined>>,
): Config & { readonly databaseUrl: string; readonly secret: string } {
  const config = readConfig(env);
  const { databaseUrl, secret } = config;
  if (databaseUrl === undefined) {
    throw new ConfigProblem('DATABASE_URL is not set: this process needs a database. `npm start` brings its own.');
  }
  if (secret === undefined) throw new ConfigProblem(SECRET_MISSING);
  if (config.secureCookies && webAddress(env, 'PUBLIC_URL') === undefined) {
    throw new ConfigProblem(
      'PUBLIC_URL is not set: say where people find the pages, such as https://turnstone.example.org, so that links in mails lead there.',
    );
  }
  if (config.secureCookies && !config.publicUrl.startsWith('https:')) {
    throw new ConfigProblem(
      'PUBLIC_URL has to begin with https:// because cookies are sent over HTTPS only (SECURE_COOKIES).',
    );
  }
  return { ...config, databaseUrl, secret };
}

export const SECRET_MISSING =
  'TURNSTONE_SECRET is not set: give 32 or more characters made by chance, the same to every process, in TURNSTONE_SECRET or in a file that TURNSTONE_SECRET_FILE names.';

type Env = Readonly<Record<string, string | undefined>>;

/** A blank value counts as not set: `PORT= npm start` is how a shell unsets it for one command. */
function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** A secret may stand in a file that NAME_FILE names, so that it is in no list of processes and no compose file. */
function hidden(env: Env, name: string): string | undefined {
  const file = text(env, `${name}_FILE`);
  if (file === undefined) return text(env, name);
  if (text(env, name) !== undefined) {
    throw new ConfigProblem(`${name} and ${name}_FILE are both set: keep one of them.`);
  }
  let value: string;
  try {
    value = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'it cannot be read';
    throw new ConfigProblem(`${name}_FILE names “${file}”, which cannot be read (${code}).`);
  }
  if (value === '') throw new ConfigProblem(`${name}_FILE names “${file}”, which is empty.`);
  return value;
}

function address(env: Env, name: string, protocols: readonly string[]): string | undefined {
  const value = hidden(env, name);
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

function webAddress(env: Env, name: string): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  if (
    !URL.canParse(value) ||
    !/^https?:$/.test(new URL(value).protocol) ||
    new URL(value).href !== `${new URL(value).origin}/`
  ) {
    throw new ConfigProblem(
      `${name} is “${value}”, and has to be an address without a path, such as https://turnstone.example.org.`,
    );
  }
  return new URL(value).origin;
}

const SHORTEST_SECRET = 32;

function secret(env: Env): string | undefined {
  const value = hidden(env, 'TURNSTONE_SECRET');
  if (value !== undefined && value.length < SHORTEST_SECRET) {
    throw new ConfigProblem(
      `TURNSTONE_SECRET is too short: it needs at least ${SHORTEST_SECRET} characters, made by chance.`,
    );
  }
  return value;
}

function mail(env: Env): MailConfig {
  const smtp = address(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  const key = hidden(env, 'NOTIFY_API_KEY');
  if (smtp !== undefined && key !== undefined) {
    throw new ConfigProblem('SMTP_URL and NOTIFY_API_KEY are both set: mail can leave one way only.');
  }
  if (smtp !== undefined) {
    if (!URL.canParse(smtp) || new URL(smtp).hostname === '') {
      throw new ConfigProblem('SMTP_URL is not an address that can be used, such as smtp://user:word@host:587.');
    }
    const from = text(env, 'MAIL_FROM');
    if (from === undefined || !/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/.test(from)) {
      throw new ConfigProblem('MAIL_FROM has to say from whom mails come, such as Turnstone <turnstone@example.org>.');
    }
    return { kind: 'smtp', url: smtp, from };
  }
  if (key !== undefined) {
    // A key is a name, the id of the service and a secret, joined by hyphens; both are UUIDs.
    const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    if (!new RegExp(`^.+-${uuid}-${uuid}$`, 'i').test(key)) {
      throw new ConfigProblem('NOTIFY_API_KEY is not a key of GOV.UK Notify: it ends with two ids.');
    }
    const templateId = text(env, 'NOTIFY_TEMPLATE_ID');
    if (templateId === undefined) {
      throw new ConfigProblem('NOTIFY_TEMPLATE_ID has to name the template, which holds ((subject)) and ((body)).');
    }
    const url = text(env, 'NOTIFY_URL') ?? 'https://api.notifications.service.gov.uk';
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new ConfigProblem(`NOTIFY_URL is “${url}”, which is not a web address.`);
    }
    return { kind: 'notify', key, templateId, url: url.replace(/\/$/, '') };
  }
  return { kind: 'outbox' };
}

function wholeNumber(env: Env, name: string, otherwise: number, least: number, most: number): number {
  const value = text(env, name);
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new ConfigProblem(`${name} is “${value}”, and has to be a whole number from ${least} to ${most}.`);
  }
  return number;
}

/** Addresses, ranges (10.0.0.0/8), or loopback, linklocal, uniquelocal. */
function trustedProxies(env: Env): readonly string[] {
  const given = (text(env, 'TRUSTED_PROXIES') ?? '').split(/[\s,]+/).filter(Boolean);
  for (const one of given) {
    const [address = '', bits, ...more] = one.split('/');
    const version = isIP(address);
    const known = ['loopback', 'linklocal', 'uniquelocal'].includes(one);
    const range = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    if (!known && (version === 0 || !range || more.length > 0)) {
      throw new ConfigProblem(
        `TRUSTED_PROXIES names “${one}”, which is neither an address nor a range such as 10.0.0.0/8.`,
      );
    }
  }
  return given;
}
