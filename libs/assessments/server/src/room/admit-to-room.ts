import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { RoomRepository, type RoomFacts } from './room.repository.js';

/** How long after the end somebody still sees the results. Then what joins a phone to its answers is wiped. */
export const READABLE_MS = 24 * 3_600_000;

export interface InRoom {
  readonly placeId: string;
  readonly assessmentId: string;
  readonly participantId: string;
  readonly facts: RoomFacts;
}

/** What is kept of a token: whoever reads the database cannot be that participant with it. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export const takenOff = (): Refused =>
  Refused.conflict('You were taken off this workshop by the facilitator. Speak to them if that was a mistake.');
const unknown = (): Refused =>
  Refused.notSignedIn('This phone has not joined anything that is still open. Join with the code on the screen.');

/** The first step of every use case of somebody who joined: whose token it is, and whether they may take part. */
@Injectable()
export class AdmitToRoom {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refuses 'not signed in' for a token that nobody has, or a day after the end; 'conflict' to somebody who was removed. From here
   * on the unit of work sees this place's rows alone. To write, it also keeps the room as it is until the unit ends.
   */
  async admit(token: string | undefined, to: 'read' | 'write'): Promise<InRoom> {
    if (token === undefined || !/^[\w-]{43}$/.test(token)) throw unknown();
    const found = await this.rooms.ofToken(hashOfToken(token));
    if (!found) throw unknown();
    if (found.removed) throw takenOff();
    const { placeId, assessmentId, participantId } = found;
    const actor: Actor = { kind: 'participant', placeId, assessmentId, participantId };
    if (!can(actor, 'take part', { kind: 'assessment', placeId, id: assessmentId })) throw unknown();
    this.database.enter({ place: placeId });
    const facts =
      to === 'read' ? await this.rooms.facts(placeId, assessmentId) : await this.rooms.factsKept(placeId, assessmentId);
    if (!facts) throw unknown();
    if (facts.closedAt !== null && this.clock().getTime() - facts.closedAt.getTime() > READABLE_MS) throw unknown();
    return { placeId, assessmentId, participantId, facts };
  }
}
