import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** argon2id with 19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet names (2024). */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashes run in the pool of four threads that files and compression use too: half of it stays theirs. */
const AT_ONCE = 2;

/** A hash that no password has: verifying it takes as long as any. */
export function nobodysHash(): string {
  const base64 = (bytes: number): string => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${base64(16)}$${base64(32)}`;
}

/** What is kept of a password. A hash takes tens of milliseconds of a processor, beside the thread that answers requests. */
@Injectable()
export class PasswordHash {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async of(password: string): Promise<string> {
    return this.#inTurn(() => hash(written(password), cost));
  }

  async matches(kept: string, password: string): Promise<boolean> {
    return this.#inTurn(() => verify(kept, written(password)));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < AT_ONCE) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waits longest takes the place over; otherwise it is free.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** One keyboard writes é as one character and another as two: the same password either way (NIST SP 800-63B). */
function written(password: string): string {
  return password.normalize('NFC');
}
