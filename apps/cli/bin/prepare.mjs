// Gets a fresh clone ready to run: installs what is missing, builds what is stale. It runs before anything is
// installed, on the Node of the machine, so it uses nothing but Node's own modules and syntax of Node 20.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');
const stateFolder = join(root, '.turnstone');
const modules = join(root, 'node_modules');

/** Something that stops the preparation, told in one plain sentence. */
export class Obstacle extends Error {}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Obstacle(
      `Turnstone needs Node 20.19 or later, and this is Node ${process.versions.node}: install a later one from nodejs.org.`,
    );
  }
}

/** The Node that the tools need comes with the packages; where there is none for this machine, the one we run on has to do. */
export function toolNode() {
  const bundled = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(bundled) ? bundled : process.execPath;
}

/** The environment with the tools and their Node first on PATH. */
export function toolEnv(env = process.env) {
  return { ...env, PATH: [join(modules, '.bin'), env.PATH ?? ''].join(delimiter), NX_DAEMON: 'false' };
}

/** Finds a program on PATH. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
    }
  }
  return undefined;
}

/** Runs a program with its output passed on, and answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** Runs a tool that talks much; what it said is shown only when it fails. */
function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

// -------------------------------------------------------------------------------------------------------- installing

/** Compares npm's own record of what it installed with the lock; an install that was cut short leaves no record. */
export function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const there = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !path.includes('node_modules/')) return true;
    // A room of this house is linked, not installed: the link itself is the proof.
    if (entry.link) return existsSync(join(root, path));
    const installed = there[path];
    if (installed === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return installed.version === entry.version;
  });
}

export async function install(say) {
  if (isInstalled()) return;
  const locked = existsSync(join(root, 'package-lock.json'));
  say('Installing the packages that Turnstone is made of. The first time takes a minute or two.');
  const args = [
    locked ? 'ci' : 'install',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // Under `npm start` the npm that started us is the one to use; it may not be on PATH.
  const npm = process.env.npm_execpath;
  // A production setting of the machine would leave out the tools that build.
  const env = { ...process.env, NODE_ENV: 'development' };
  const code =
    npm && /\.c?js$/.test(npm)
      ? await run(process.execPath, [npm, ...args], { env })
      : await run('npm', args, { env, shell: process.platform === 'win32' }).catch(() => 1);
  if (code !== 0) {
    throw new Obstacle(
      'The packages could not be installed (the reason is above): check the network connection and the space on the disk, then run the same command again.',
    );
  }
}

// ---------------------------------------------------------------------------------------------------------- building

/** Builds the server side when a source has changed since the last build. */
export async function buildServer(say) {
  const projects = readJson(join(root, 'tsconfig.json')).references.map(({ path }) => path);
  const sources = ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'];
  for (const project of projects)
    sources.push(join(project, 'src'), join(project, 'tsconfig.json'), join(project, 'package.json'));
  const built = projects.every((project) => existsSync(join(root, project, 'dist', '.tsbuildinfo')));
  await buildWhenStale({
    name: 'server',
    sources,
    built,
    say: () => say('Building the server.'),
    build: () => runQuietly(toolNode(), [join(modules, 'typescript', 'bin', 'tsc'), '-b'], { env: toolEnv() }),
  });
}

/** Builds the web app when a source has changed since the last build. Libs of the server are no part of it. */
export async function buildWeb(say) {
  if (!existsSync(join(root, 'apps/web/project.json'))) return;
  const libs = ['libs', ...readdirSync(join(root, 'libs')).map((area) => join('libs', area))]
    .flatMap((folder) =>
      isFolder(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(folder, name)) : [],
    )
    .filter(
      (lib) =>
        existsSync(join(root, lib, 'package.json')) &&
        !lib.endsWith(`${sep}server`) &&
        lib !== join('libs', 'platform'),
    );
  await buildWhenStale({
    name: 'web',
    sources: ['apps/web', 'tsconfig.base.json', 'package-lock.json', 'nx.json', ...libs],
    built: existsSync(join(root, 'apps/web/dist')),
    say: () => say('Building the web app.'),
    build: () =>
      runQuietly(toolNode(), [join(modules, 'nx', 'dist', 'bin', 'nx.js'), 'build', 'web'], { env: toolEnv() }),
  });
}

async function buildWhenStale({ name, sources, built, say, build }) {
  const stampFile = join(stateFolder, `built-${name}`);
  const stamp = fingerprint(sources);
  if (built && readText(stampFile) === stamp) return;
  say();
  rmSync(stampFile, { force: true });
  if ((await build()) !== 0)
    throw new Obstacle(`The ${name === 'web' ? 'web app' : name} could not be built: the errors are listed above.`);
  // The stamp is of the sources as they were before the build: a change during it makes the next start build again.
  writeState(stampFile, stamp);
}

/** Names, sizes and times of change of all files below the given paths. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) {
      hash.update(`${relative(root, path)} ${stat.size} ${stat.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(path).sort()) {
      if (name !== 'dist' && name !== 'node_modules' && !name.startsWith('.')) visit(join(path, name));
    }
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

// ------------------------------------------------------------------------------------------------------- one at a time

/** Two commands that install or build at the same time would spoil each other's work. Answers how to let go. */
export async function takeTurn(say) {
  const file = join(stateFolder, 'preparing');
  const limit = Date.now() + 15 * 60_000;
  let told = false;
  for (;;) {
    try {
      writeState(file, String(process.pid), 'wx');
      return () => {
        if (readText(file) === String(process.pid)) rmSync(file, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readText(file));
    if (!(holder > 0) || !isAlive(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > limit) {
      throw new Obstacle(
        `Another command (process ${holder}) has been installing or building here for a long time: stop it, then run this one again.`,
      );
    }
    if (!told) say(`Waiting for another command (process ${holder}) that is installing or building here.`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function writeState(file, text, flag = 'w') {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag });
  } catch (error) {
    if (error.code === 'EEXIST' && flag === 'wx') throw error;
    if (error.code === 'ENOSPC')
      throw new Obstacle(`The disk of ${root} is full: make room and run the same command again.`);
    throw new Obstacle(
      `The folder ${dirname(file)} cannot be written by this user: change its owner, or remove it if it was left by another user.`,
    );
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(path) {
  const text = readText(path);
  return text === undefined ? undefined : JSON.parse(text);
}
