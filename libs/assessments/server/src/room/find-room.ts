import { Inject, Injectable } from '@nestjs/common';
import { readCode } from '@turnstone/assessments-rules';
import { networkOf } from '@turnstone/places-server';
import { RateLimit, Refused } from '@turnstone/platform';
import { RoomRepository } from './room.repository.js';

const WRONG_FROM = 'wrong codes from a network';
/**
 * A whole workshop sits behind one address, so only wrong codes count, and there is room for many slips. Whoever guesses from one
 * network has 28,800 tries a day among 887,503,681 codes.
 */
const WRONG_CODES = { most: 300, minutes: 15 };
const TOO_MANY = 'Too many codes that do not work were tried from here.';

/** The same for a code that never was and for one that is over. */
export const noSuchCode = (): Refused =>
  Refused.notFound(
    'Nothing that is open has this code. Compare it with the one on the screen, or ask the facilitator for a new one.',
  );

/** From what somebody typed or scanned to the assessment that they join by it. */
@Injectable()
export class FindRoom {
  constructor(
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
  ) {}

  /** Refuses 'invalid' what can be no code, saying why; 'not found' a wrong one; 'too many' to a network of many wrong ones. */
  async find(typed: string, ip: string): Promise<{ placeId: string; assessmentId: string }> {
    const code = codeOf(typed);
    const found = await this.rooms.ofCode(code);
    if (!found) {
      await this.limit.count(WRONG_FROM, networkOf(ip), WRONG_CODES, TOO_MANY);
      throw noSuchCode();
    }
    await this.limit.refusePast(WRONG_FROM, networkOf(ip), WRONG_CODES, TOO_MANY);
    return found;
  }
}

/** The end of a link as it is, or a code of six however it was typed. */
function codeOf(typed: string): string {
  if (/^[\w-]{22}$/.test(typed)) return typed;
  const read = readCode(typed);
  if (!read.ok) throw Refused.invalid(read.reason, [{ path: 'code', reason: read.reason }]);
  return read.code;
}
