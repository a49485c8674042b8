import { Inject, Injectable } from '@nestjs/common';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { AnswerRepository, newestOf, type Kept, type TableScoreToKeep } from './answer.repository.js';
import { ParticipantRepository } from './participant.repository.js';
import { whyNotInRoom } from './room-view.js';
import { insistOnDomains } from './send-answers.js';

/** Keeps what a table agreed, from its device. */
@Injectable()
export class SendTableScores {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(AnswerRepository) private readonly answers: AnswerRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'not permitted' to a phone that is not the device of its table; otherwise as answers are refused. */
  async send(
    token: string | undefined,
    sent: readonly TableScoreToKeep[],
  ): Promise<{ kept: Kept[]; closed: string[] }> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    insistOnDomains(facts, sent);
    const why = whyNotInRoom(facts, 'score');
    if (why !== null) throw Refused.conflict(why);
    const { table, tableDevice } = await this.participants.seat(placeId, assessmentId, participantId);
    if (table === null || !tableDevice)
      throw Refused.notPermitted('Another phone writes for this table. Take over first, when your table wants that.');
    const newest = newestOf(sent);
    const open = newest.filter(({ domain }) => whyNotInRoom(facts, 'score', domain) === null);
    const closed = newest.filter((one) => !open.includes(one)).map(({ domain }) => domain);
    if (open.length === 0) return { kept: [], closed };
    const of = { table, participantId, at: this.clock() };
    const kept = await this.answers.keepScores(placeId, assessmentId, of, open);
    if (kept.length > 0) await announceLive(this.database, assessmentId);
    const domains = open.map(({ domain }) => domain).filter((domain) => !kept.some((one) => one.domain === domain));
    if (domains.length > 0) kept.push(...(await this.answers.standingScores(placeId, assessmentId, table, domains)));
    return { kept, closed };
  }
}
