// Starts the programs that a test run needs beside the database, and waits until they can be used.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { root, toolEnv, toolNode } from '../../apps/cli/bin/prepare.mjs';

/**
 * A port that nobody listens on now. Not one that the system would choose: those it also gives to outgoing connections,
 * and one of them may take it before the program that it is meant for.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Stops a child and waits for its end: politely first. */
export async function stopChild(child, limitMs = 20_000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await ended;
  clearTimeout(timer);
}

export async function waitUntil(what, isTrue, limitMs = 60_000, pauseMs = 50) {
  const limit = Date.now() + limitMs;
  while (Date.now() < limit) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Waited ${limitMs / 1000} s in vain: ${what}.`);
}

/** A Redis of our own that keeps nothing. */
export async function startRedis(program, folder) {
  const port = await freePort();
  const log = openSync(join(folder, 'redis.log'), 'a');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  await waitUntil('Redis accepts connections', () => accepts(port), 20_000);
  return { url: `redis://127.0.0.1:${port}`, stop: () => stopChild(child) };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * The API alone, as a program of its own, on a port of its own; `log()` is what it wrote so far.
 * A port that somebody took in the meantime is left to them; any other end before it answers is told with its log.
 */
export async function startApi(env) {
  for (;;) {
    const port = await freePort();
    const child = spawn(toolNode(), [join(root, 'apps/api/dist/main.js')], {
      env: { ...process.env, HOST: '127.0.0.1', SECURE_COOKIES: 'false', ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (log += part));
    const url = `http://127.0.0.1:${port}`;
    let last = 'nothing';
    await waitUntil('the API answers', () => {
      if (child.exitCode !== null || child.signalCode !== null) return true;
      return fetch(`${url}/api/health`).then(
        async (answer) => answer.ok || ((last = `${answer.status} ${await answer.text()}`), false),
        (error) => ((last = String(error.cause ?? error)), false),
      );
    }).catch(async (error) => {
      await stopChild(child);
      throw new Error(`${error.message} It answered last: ${last}. It wrote:\n${log}`);
    });
    if (child.exitCode === null && child.signalCode === null)
      return { url, port, child, log: () => log, stop: () => stopChild(child) };
    if (!log.includes('EADDRINUSE')) throw new Error(`The API did not start (${child.exitCode}):\n${log}`);
  }
}

/** The whole app (`turnstone up`) on a database and a port of its own. */
export async function startApp({ env, folder }) {
  const port = await freePort();
  const logFile = join(folder, 'app.log');
  const log = openSync(logFile, 'a');
  // Plain http on one machine; links in mails lead to the very address that the journeys open.
  const here = { SECURE_COOKIES: 'false', PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: String(port) };
  const child = spawn(toolNode(), [join(root, 'apps/cli/bin/turnstone.mjs'), 'up'], {
    cwd: root,
    env: { ...toolEnv(env), ...here, TURNSTONE_DATA: join(folder, 'app') },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await waitUntil('the app is ready', () => {
    if (child.exitCode !== null) throw new Error(`The app did not start:\n${readFileSync(logFile, 'utf8')}`);
    return readFileSync(logFile, 'utf8').includes('Open http');
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => stopChild(child) };
}
