import { Inject, Injectable } from '@nestjs/common';
import { whyNotOtherSector, type SectorOfRoom } from '@turnstone/assessments-rules';
import type { Me } from '@turnstone/contract';
import { announceLive, DATABASE, Refused, type Database } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { organisationAsKept } from './join-room.js';
import { ParticipantRepository } from './participant.repository.js';
import { frozen } from './room-view.js';

/** Corrects the sector or the organisation of a participant, until anything was shown. */
@Injectable()
export class ChangeMe {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
  ) {}

  async change(
    token: string | undefined,
    to: { sector: SectorOfRoom | null; organisation: string | null },
  ): Promise<Me> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    if (facts.state !== 'open') throw Refused.conflict('This is not open, so nothing can be changed.');
    const why = facts.room === null ? null : whyNotOtherSector(facts.room);
    if (why !== null) throw Refused.conflict(why);
    if (facts.room !== null && facts.room.scoresFrozenAt !== null) throw Refused.conflict(frozen);
    const organisation = await organisationAsKept(this.participants, placeId, to.organisation);
    await this.participants.change(placeId, assessmentId, participantId, { ...to, organisation });
    await announceLive(this.database, assessmentId);
    return this.participants.me(placeId, assessmentId, participantId);
  }
}
