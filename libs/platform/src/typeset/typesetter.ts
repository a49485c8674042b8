import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Refused } from '../refusal.js';

/** What a document is made from. */
export interface Typesetting {
  /**
   * Typst source, written by us. It finds `data` (the value below) already read, the title, language and typeface set, and
   * `boxes`, the number of characters that the typeface does not have. It must not be put together from what people wrote.
   */
  readonly template: string;
  /** Anything that JSON can hold. Its texts appear as they are: nothing in them is ever read as Typst. */
  readonly data: unknown;
  /** What a reader's window and screen reader call the document. */
  readonly title: string;
  readonly language: 'en-GB';
}

/** What goes to the program that sets type. */
export interface TypesetOrder {
  readonly template: string;
  readonly data: unknown;
  readonly title: string;
  readonly language: string;
}
export type TypesetAnswer = { readonly pdf: Uint8Array } | { readonly failed: string } | { readonly unable: string };

interface Job {
  readonly order: TypesetOrder;
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: Error) => void;
}

const LIMIT_MS = 20_000;
const MOST_WAITING = 50;

/**
 * Sets documents as PDF/UA-1: tagged, with a title and a language, in Arimo.
 *
 * The work is done in a program of its own, started at the first document and kept. A thread would not do: Typst works in one
 * native call, which ending a thread does not interrupt, and a process with such a thread cannot exit either. A program
 * can be killed, takes nothing down with it when it crashes, and never holds up the event loop of the API.
 * Documents are made one after the other; one that takes longer than the limit is given up.
 */
export class Typesetter implements OnApplicationShutdown {
  readonly #limitMs: number;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #program: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unable = false;
  #ended = false;

  constructor(limitMs = LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** The bytes of the PDF: the same for the same order. Throws `Refused` in plain words when this machine cannot make it. */
  pdf({ template, data, title, language }: Typesetting): Promise<Buffer> {
    // A template reads nothing but its data. A package would be fetched over the network, `eval` would run what people wrote.
    if (/"@|\b(?:eval|read|plugin)\s*\(/.test(template))
      throw new Error('A template may not take packages, read files or evaluate texts.');
    if (this.#unable) return Promise.reject(cannotHere());
    if (this.#ended) return Promise.reject(stopping());
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(Refused.tooMany('Many PDFs are being made just now. Try again in a moment.', 10));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order: { template, data, title, language }, resolve, reject });
      this.#next();
    });
  }

  onApplicationShutdown(): void {
    this.#ended = true;
    this.#dismiss();
    this.#settle((job) => job.reject(stopping()));
    for (const job of this.#waiting.splice(0)) job.reject(stopping());
  }

  #next(): void {
    if (this.#current !== undefined || this.#ended) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    this.#current = job;
    this.#program ??= this.#start();
    // While a document is being made the process stays; an idle program holds nobody back.
    this.#program.ref();
    this.#program.channel?.ref();
    this.#timer = setTimeout(() => {
      this.#dismiss();
      this.#settle(({ reject }) =>
        reject(Refused.tooLarge('This document took too long to make. Shorten its texts and try again.')),
      );
    }, this.#limitMs);
    this.#program.send(job.order, (error) => {
      if (error !== null && this.#current === job) this.#settle(({ reject }) => reject(error));
    });
  }

  #start(): ChildProcess {
    const program = fork(new URL('./typeset-program.js', import.meta.url), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
      // Nothing of our settings and secrets; and should a template ever name a package, the way to the network is shut.
      env: {
        NODE_OPTIONS: process.env['NODE_OPTIONS'],
        TMPDIR: tmpdir(),
        HTTP_PROXY: 'http://127.0.0.1:9',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        ALL_PROXY: 'http://127.0.0.1:9',
      },
    });
    program.on('message', (answer: TypesetAnswer) => {
      if (program !== this.#program) return;
      if ('unable' in answer) {
        this.#unable = true;
        this.#dismiss();
        console.error('PDFs cannot be made here:', answer.unable);
        for (const job of this.#waiting.splice(0)) job.reject(cannotHere());
        this.#settle((job) => job.reject(cannotHere()));
      } else if ('failed' in answer) {
        this.#settle((job) => job.reject(new Error(`The document was not set: ${answer.failed}`)));
      } else {
        const { buffer, byteOffset, byteLength } = answer.pdf;
        this.#settle((job) => job.resolve(Buffer.from(buffer, byteOffset, byteLength)));
      }
    });
    const gone = (why: string): void => {
      if (program !== this.#program) return;
      this.#program = undefined;
      this.#settle((job) => job.reject(new Error(`The program that sets type ended: ${why}`)));
    };
    program.on('error', (error) => gone(error.message));
    program.on('exit', (code, signal) => gone(signal ?? `code ${String(code)}`));
    return program;
  }

  #dismiss(): void {
    const program = this.#program;
    this.#program = undefined;
    program?.kill('SIGKILL');
  }

  #settle(answer: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#current;
    this.#current = undefined;
    this.#program?.unref();
    this.#program?.channel?.unref();
    if (job !== undefined) answer(job);
    this.#next();
  }
}

const cannotHere = (): Refused =>
  Refused.conflict(
    'PDFs cannot be made on the computer that Turnstone runs on. Everything else works; take the spreadsheet, or print the page.',
  );
const stopping = (): Refused => Refused.tooMany('Turnstone is being stopped. Try again in a moment.', 10);
