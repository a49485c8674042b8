import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, makeFolder, type Clock, type Config } from '@turnstone/platform';
import { AuditRepository } from './audit.repository.js';

const FIRST_MS = 10_000;
const AGAIN_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A timer is not exact to the second. */
const SLACK_MS = 60 * 1_000;

/**
 * Writes the head of every chain to a file once a day. The owner of the database can write the whole trail anew; a copy of
 * this file that is kept on another machine shows it (`turnstone audit verify --heads FILE`).
 */
@Injectable()
export class KeepHeads {
  readonly #file: string;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    @Inject(AuditRepository) private readonly audit: AuditRepository,
    @Inject(CONFIG) private readonly config: Pick<Config, 'dataFolder'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#file = join(config.dataFolder, 'audit-heads.jsonl');
  }

  start(): void {
    const again = (pause: number): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => {
        this.#running = this.keepIfDue()
          .catch((error: unknown) =>
            console.error(
              `The heads of the audit trail could not be kept: ${error instanceof Error ? error.message : String(error)}`,
            ),
          )
          .then(() => again(AGAIN_MS));
      }, pause);
    };
    again(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Whether it was time. */
  async keepIfDue(): Promise<boolean> {
    const written = await stat(this.#file).catch(() => undefined);
    if (written && Date.now() - written.mtimeMs < DAY_MS - SLACK_MS) return false;
    makeFolder(this.config.dataFolder);
    await appendFile(this.#file, headLines(await this.audit.heads(), this.clock()), { mode: 0o600 });
    return true;
  }
}

/** One line of JSON a chain: which place, how many entries, the hash of the last, and when that was so. */
export function headLines(heads: readonly { place: string; seq: number; hash: string }[], at: Date): string {
  return heads
    .map(({ place, seq, hash }) => `${JSON.stringify({ place, seq, hash, at: at.toISOString() })}\n`)
    .join('');
}
