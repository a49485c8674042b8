import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { readCode } from '@turnstone/assessments-rules';
import { networkOf } from '@turnstone/places-server';
import { CLOCK, RateLimit, Refused, type Clock } from '@turnstone/platform';
import { RoomRepository } from './room.repository.js';

const WRONG_FROM = 'wrong codes from a network';
/**
 * A whole workshop sits behind one address, so nobody is locked out of it for what one of them types. Only wrong codes count, and
 * past this many the door is slow for that network instead: at most four codes at once are looked up for it, each after two
 * seconds, by each process. Of 887,503,681 codes somebody who guesses without a pause then tries 172,800 a day: one open code is
 * found in seven years, as an even chance. Whoever is turned away is told nothing of their code, for what is told at once is a guess
 * for nothing. A code that this network came in by within the hour is not slow: the others in that room come in as ever, whatever
 * somebody among them does. A link cannot be guessed (2^128), and is neither counted nor slow.
 */
const WRONG_CODES = { most: 300, minutes: 15 };
export const SLOW_MS = 2_000;
const MOST_SLOW = 4;
const KNOWN_MS = 3_600_000;
/** Networks and codes that one process keeps in mind; the oldest go first. */
const MOST_KNOWN = 10_000;
const TOO_MANY = 'Too many codes that do not work were tried from here.';

/** The same for a code that never was and for one that is over. */
export const noSuchCode = (): Refused =>
  Refused.notFound(
    'Nothing that is open has this code. Compare it with the one on the screen, or ask the facilitator for a new one.',
  );

interface Found {
  readonly placeId: string;
  readonly assessmentId: string;
}

/** From what somebody typed or scanned to the assessment that they join by it. */
@Injectable()
export class FindRoom {
  /** By network and code: when somebody last came in by it from there. */
  readonly #known = new Map<string, number>();
  /** By network: the codes that wait to be looked up. Who asks the same code waits with the first. */
  readonly #slow = new Map<string, Map<string, Promise<Found | undefined>>>();

  constructor(
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refuses 'invalid' what can be no code, saying why; 'not found' a wrong one; 'too many', for seconds, when a network of many
   * wrong ones asks more codes at once than are looked up for it.
   */
  async find(typed: string, ip: string): Promise<Found> {
    const code = codeOf(typed);
    const link = code.length === LINK;
    const network = networkOf(ip);
    const found =
      link || this.#knows(network, code) || !(await this.#triedTooOften(network))
        ? await this.rooms.ofCode(code)
        : await this.#slowly(network, code);
    if (found) {
      if (!link) this.#know(network, code);
      return found;
    }
    if (!link) await this.#countWrong(network);
    throw noSuchCode();
  }

  async #triedTooOften(network: string): Promise<boolean> {
    try {
      await this.limit.refusePast(WRONG_FROM, network, WRONG_CODES);
      return false;
    } catch (error) {
      if (error instanceof Refused && error.kind === 'too many') return true;
      throw error;
    }
  }

  /** Past the limit this is known already, and answered as any wrong code is. */
  async #countWrong(network: string): Promise<void> {
    try {
      await this.limit.count(WRONG_FROM, network, WRONG_CODES);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  async #slowly(network: string, code: string): Promise<Found | undefined> {
    const waiting = this.#slow.get(network) ?? new Map<string, Promise<Found | undefined>>();
    const same = waiting.get(code);
    if (same) return same;
    if (waiting.size >= MOST_SLOW) throw Refused.tooMany(`${TOO_MANY} Try again in a few seconds.`, SLOW_MS / 1_000);
    const looked = pause(SLOW_MS)
      .then(() => this.rooms.ofCode(code))
      .finally(() => {
        waiting.delete(code);
        if (waiting.size === 0) this.#slow.delete(network);
      });
    waiting.set(code, looked);
    this.#slow.set(network, waiting);
    return looked;
  }

  #knows(network: string, code: string): boolean {
    const at = this.#known.get(`${network} ${code}`);
    return at !== undefined && this.clock().getTime() - at < KNOWN_MS;
  }

  #know(network: string, code: string): void {
    const key = `${network} ${code}`;
    this.#known.delete(key);
    this.#known.set(key, this.clock().getTime());
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
  }
}

const LINK = 22;

/** The end of a link as it is, or a code of six however it was typed. */
function codeOf(typed: string): string {
  if (/^[\w-]{22}$/.test(typed)) return typed;
  const read = readCode(typed);
  if (!read.ok) throw Refused.invalid(read.reason, [{ path: 'code', reason: read.reason }]);
  return read.code;
}
