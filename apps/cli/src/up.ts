import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  connect,
  readConfig,
  repositoryRoot,
  startEmbedded,
  type Config,
  type EmbeddedPostgres,
} from '@turnstone/platform';
import { Child } from './child.js';
import type { Command, Io } from './io.js';
import { StartProblem, takeLock } from './lock.js';
import { bringUpToDate } from './migrate.js';

const LOG_LIMIT_BYTES = 10_000_000;
/** A database that is lost more often than this within ten minutes has a fault that starting again does not mend. */
const MOST_LOSSES = 5;

/**
 * `turnstone up`: everything in one process tree. The order of starting is the reverse of the order of stopping: lock,
 * port, database, tables and content, then API and worker.
 */
export const up: Command = async (argv, io) => {
  // Everything here is on one machine, so also with a database of one's own the app answers this machine over plain HTTP,
  // unless told otherwise.
  const env = set(io.env);
  const config = readConfig({
    // Phones of a local network have to reach it.
    ...(env['LOCAL_NETWORK'] === 'true' ? {} : { HOST: '127.0.0.1' }),
    SECURE_COOKIES: 'false',
    ...env,
  });
  const app = new App(config, io);
  return app.run(argv.includes('--watch'));
};

class App {
  private readonly address: string;
  private readonly logFile: string;
  /** What has to stop before the database does. */
  private readonly parts: { stop(): Promise<void> | void }[] = [];
  private database: EmbeddedPostgres | undefined;
  private releaseLock: () => void = () => undefined;
  private starting: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;
  private finish: (code: number) => void = () => undefined;
  private losses: number[] = [];
  private secretFile: string | undefined;
  private secretIsNew = false;
  private readonly toSay: string[] = [];

  constructor(
    private readonly config: Config,
    private readonly io: Io,
  ) {
    const everyday = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(config.host);
    this.address = `http://${everyday ? 'localhost' : config.host}:${config.port}`;
    this.logFile = join(config.dataFolder, 'turnstone.log');
  }

  async run(watching: boolean): Promise<number> {
    const finished = new Promise<number>((resolve) => (this.finish = resolve));
    const end = (): void => void this.stop().then(() => this.finish(0), this.fail);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
    // The command that started us may be killed outright: then the channel to it closes.
    if (process.connected) process.on('disconnect', end);
    try {
      this.starting = this.start(watching);
      await this.starting;
    } catch (error) {
      // What fails because it was stopped halfway is no failure.
      if (!this.stopping) {
        await this.stop(true);
        throw error;
      }
    }
    return finished;
  }

  private async start(watching: boolean): Promise<void> {
    const { config } = this;
    this.releaseLock = takeLock(config.dataFolder, this.address);
    await this.checkPorts();
    this.turnLog();

    this.keepSecret();
    const databaseUrl = config.databaseUrl ?? (await this.startDatabase());
    if (this.stopping) return;
    await bringUpToDate(databaseUrl, config, () => undefined);
    if (this.secretIsNew) await this.sayWhatIsSealed(databaseUrl);
    if (this.stopping) return;

    const children = [
      this.child('the API', 'apps/api/dist/main.js', databaseUrl),
      this.child('the job worker', 'apps/worker/dist/main.js', databaseUrl),
    ];
    await Promise.all(children.map((child) => child.start()));
    if (this.stopping) return;
    if (watching) this.restartOnChange(children);
    this.io.out(
      config.demo ? `Open ${this.address} — choose one of the demo people to sign in.` : `Open ${this.address}`,
    );
    if (config.localNetwork) this.io.out(whereToJoin(config));
    for (const sentence of this.toSay) this.io.out(sentence);
  }

  private async startDatabase(): Promise<string> {
    const { dataFolder } = this.config;
    const restart = async (): Promise<void> => {
      if (this.stopping) return;
      this.losses = [...this.losses.filter((time) => Date.now() - time < 600_000), Date.now()];
      if (this.losses.length > MOST_LOSSES) {
        throw new StartProblem(`PostgreSQL ends again and again: look into ${this.database?.logFile}.`);
      }
      this.io.err('PostgreSQL ended unexpectedly; it is started again.');
      this.starting = start();
      await this.starting;
    };
    const start = async (): Promise<void> => {
      this.database = await startEmbedded({
        dataFolder,
        say: this.io.out,
        onLost: () => void restart().catch(this.fail),
      });
    };
    await start();
    if (this.database === undefined) throw new StartProblem('PostgreSQL did not start.');
    return this.database.url;
  }

  private child(name: string, file: string, databaseUrl: string): Child {
    const { config, io, logFile } = this;
    const child = new Child({
      name,
      file: join(repositoryRoot, file),
      logFile,
      say: io.err,
      onSaid: (sentence) => this.toSay.push(sentence),
      env: {
        ...io.env,
        DATABASE_URL: databaseUrl,
        HOST: config.host,
        PORT: String(config.port),
        SECURE_COOKIES: String(config.secureCookies),
        TURNSTONE_DATA: config.dataFolder,
        TURNSTONE_DEMO: String(config.demo),
        ...(this.secretFile === undefined ? {} : { TURNSTONE_SECRET_FILE: this.secretFile }),
        // It was read already; both together would be refused.
        DATABASE_URL_FILE: '',
      },
    });
    this.parts.push(child);
    return child;
  }

  /** The secret of this machine is made once and stays with its data: without it, what was sealed cannot be read again. */
  private keepSecret(): void {
    if (this.config.secret !== undefined) return;
    this.secretFile = join(this.config.dataFolder, 'secret');
    if (existsSync(this.secretFile)) return;
    this.secretIsNew = true;
    writeFileSync(this.secretFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }

  /** A new secret beside an old database: what was sealed with the one before stays shut. */
  private async sayWhatIsSealed(databaseUrl: string): Promise<void> {
    const client = await connect(databaseUrl);
    try {
      await client.query(`select set_config('turnstone.reach', 'platform', false)`);
      const { rows } = await client.query<{ sealed: boolean }>(
        `select exists (select from code_secret) or exists (select from sign_in_provider where client_secret is not null)
           or exists (select from mail where content is not null) as sealed`,
      );
      if (!rows[0]?.sealed) return;
      this.io.err(
        `The file ${this.secretFile} was missing, and a new one was made. Codes from apps, secrets of sign-in providers and mails that wait were sealed with the old one: put it back if you can, else set them anew.`,
      );
    } finally {
      await client.end();
    }
  }

  /** For development: the compiler writes, API and worker start again. */
  private restartOnChange(children: readonly Child[]): void {
    let timer: NodeJS.Timeout | undefined;
    for (const folder of ['apps', 'libs']) {
      const watcher = watch(join(repositoryRoot, folder), { recursive: true }, (_event, name) => {
        if (name === null || !/[\\/]dist[\\/].*(?<!\.spec)\.js$/.test(name) || name.startsWith('web')) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.io.out('The program changed: API and worker start again.');
          for (const child of children) child.restart();
        }, 300);
      });
      this.parts.push({ stop: () => watcher.close() });
    }
  }

  private readonly fail = (error: unknown): void => {
    this.io.err(error instanceof Error ? error.message : String(error));
    void this.stop(true).finally(() => this.finish(1));
  };

  private stop(quietly = false): Promise<void> {
    this.stopping ??= (async () => {
      if (!quietly) this.io.out('Stopping.');
      await this.undo();
      // What was just being started when the signal came is there only now.
      await this.starting.catch(() => undefined);
      await this.undo();
      this.releaseLock();
    })();
    return this.stopping;
  }

  private async undo(): Promise<void> {
    await Promise.all(this.parts.splice(0).map((part) => part.stop()));
    await this.database?.stop();
    this.database = undefined;
  }

  private async checkPorts(): Promise<void> {
    const { host } = this.config;
    await this.checkPort(host);
    // A browser may try localhost over IPv6 first, and would meet whoever listens there.
    if (host === '127.0.0.1') await this.checkPort('::1', new Set(['EADDRINUSE']));
  }

  private checkPort(host: string, telling?: ReadonlySet<string>): Promise<void> {
    const { port } = this.config;
    return new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (telling && !telling.has(error.code ?? '')) resolve();
        else reject(new StartProblem(whyNoPort(error.code ?? error.message, host, port), { cause: error }));
      });
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
    });
  }

  /** One file of earlier lines is kept. */
  private turnLog(): void {
    if ((statSync(this.logFile, { throwIfNoEntry: false })?.size ?? 0) < LOG_LIMIT_BYTES) return;
    rmSync(`${this.logFile}.old`, { force: true });
    renameSync(this.logFile, `${this.logFile}.old`);
  }
}

function whereToJoin({ joinUrl, publicUrl }: Config): string {
  return joinUrl === publicUrl
    ? 'No network was found for phones to join by: start the hotspot first, or name its address in LOCAL_NETWORK_URL.'
    : `Phones on the same network join at ${joinUrl}/join, and reach nothing else.`;
}

function whyNoPort(code: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program. Stop it, or choose another: PORT=${port < 65_535 ? port + 1 : 3000} npm start`;
    case 'EACCES':
      return `Port ${port} may not be used by this user. Choose one above 1023: PORT=3000 npm start`;
    default:
      return `This machine cannot listen on ${host} (${code}). Correct HOST, or leave it out.`;
  }
}

/** Only what is really set, so that a blank variable does not hide what is put before it. */
function set(env: Io['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}
