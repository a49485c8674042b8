import { Inject, Injectable } from '@nestjs/common';
import type { Me } from '@turnstone/contract';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { ParticipantRepository } from './participant.repository.js';

/** Makes a phone the one that writes for its table. */
@Injectable()
export class BecomeTableDevice {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refuses 'conflict' without a table, once it is closed, when another phone is the device and is not to be taken over from, and to
   * whoever came after the draw at a table that has begun: with the code alone anybody could come to a table and write over it.
   */
  async become(token: string | undefined, takeOver: boolean): Promise<Me> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    if (facts.state !== 'open' || facts.room === null || facts.room.state === 'closed')
      throw Refused.conflict('No table writes anything here any more.');
    const { table, tableDevice, late } = await this.participants.seat(placeId, assessmentId, participantId);
    if (table === null) throw Refused.conflict('You have no table yet. Ask the facilitator for one.');
    if (late && !tableDevice && (await this.participants.tableHasBegun(placeId, assessmentId, table)))
      throw Refused.conflict(
        `Table ${table} has begun on another phone, and you came after the tables were drawn. Whoever holds that phone writes for the table; if it has to be yours, ask the facilitator to seat you there.`,
      );
    const of = { table, takeOver, at: this.clock() };
    if (!(await this.participants.becomeDevice(placeId, assessmentId, participantId, of)))
      throw Refused.conflict(
        `Another phone writes for table ${table} already. Take over only when your table wants that.`,
      );
    await announceLive(this.database, assessmentId);
    return this.participants.me(placeId, assessmentId, participantId);
  }
}
