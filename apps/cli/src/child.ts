import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { StartProblem } from './lock.js';

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 12_000;
const LONGEST_PAUSE_MS = 30_000;

export interface ChildOptions {
  /** How it is called in a sentence: “the API”. */
  readonly name: string;
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly say: (sentence: string) => void;
  /** Hears what the child has to tell the person once it can work. */
  readonly onSaid?: (sentence: string) => void;
}

/** A process of ours that is started again when it ends unasked, after pauses that grow from 1 to 30 seconds. */
export class Child {
  private process: ChildProcess | undefined;
  private wanted = true;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ChildOptions) {}

  /** Resolves when the child says that it can work. */
  async start(): Promise<void> {
    const { name, logFile } = this.options;
    const from = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    const child = this.fork();
    const limit = setTimeout(() => child.kill('SIGKILL'), READY_LIMIT_MS);
    const ready = await new Promise<boolean>((resolve) => {
      child.once('message', (message) => {
        if (typeof message === 'object' && 'say' in message) this.options.onSaid?.(String(message.say));
        resolve(true);
      });
      child.once('exit', () => resolve(false));
      child.once('error', () => resolve(false));
    });
    clearTimeout(limit);
    if (ready) {
      this.keepAlive(child);
      return;
    }
    if (!this.wanted) return;
    const said = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
    const reason = said.find((line) => /^\w*(Error|Problem)\b|EADDRINUSE|is not set/.test(line)) ?? said.at(-1) ?? '';
    throw new StartProblem(`${capital(name)} did not start (${reason.trim()}): the details are in ${logFile}.`);
  }

  /** Ends the child on purpose, and it is started again by itself: for a changed program. */
  restart(): void {
    this.failures = -1;
    this.process?.kill('SIGTERM');
  }

  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    const child = this.process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(limit);
  }

  private fork(): ChildProcess {
    const { file, env, logFile } = this.options;
    const log = openSync(logFile, 'a');
    // A channel to us (ipc) tells the child when we are gone, even when we were killed outright.
    this.process = fork(file, [], { env, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    return this.process;
  }

  private keepAlive(child: ChildProcess): void {
    const since = Date.now();
    child.once('exit', (code, signal) => {
      if (!this.wanted) return;
      // A minute of work without a fault makes the earlier ones forgotten.
      if (Date.now() - since > 60_000) this.failures = 0;
      const pause = this.failures < 0 ? 0 : Math.min(1_000 * 2 ** this.failures, LONGEST_PAUSE_MS);
      this.failures += 1;
      if (pause > 0) {
        this.options.say(
          `${capital(this.options.name)} ended unexpectedly (${signal ?? `code ${code}`}); it is started again in ${pause / 1_000} s. The details are in ${this.options.logFile}.`,
        );
      }
      this.timer = setTimeout(() => {
        if (this.wanted) this.keepAlive(this.fork());
      }, pause);
    });
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
