import { Inject, Injectable } from '@nestjs/common';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { AnswerRepository, newestOf, type AnswerToKeep, type Kept } from './answer.repository.js';
import { whyNotInRoom } from './room-view.js';
import type { RoomFacts } from './room.repository.js';

/** Refuses 'invalid' what is said of a domain that the tool does not have. */
export function insistOnDomains({ domains }: RoomFacts, sent: readonly { domain: string }[]): void {
  const index = sent.findIndex(({ domain }) => !domains.includes(domain));
  if (index < 0) return;
  throw Refused.invalid('This tool has no such domain.', [
    { path: String(index), reason: `There is no domain “${sent[index]!.domain}”` },
  ]);
}

/** Keeps what a participant answers. */
@Injectable()
export class SendAnswers {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(AnswerRepository) private readonly answers: AnswerRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refuses 'conflict' when no answers are taken at all just now. A domain that takes none does not fail the others. Answers what
   * stands now of each domain that does.
   */
  async send(token: string | undefined, sent: readonly AnswerToKeep[]): Promise<{ kept: Kept[]; closed: string[] }> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    insistOnDomains(facts, sent);
    const why = whyNotInRoom(facts, 'answer');
    if (why !== null) throw Refused.conflict(why);
    const newest = newestOf(sent);
    const open = newest.filter(({ domain }) => whyNotInRoom(facts, 'answer', domain) === null);
    const closed = newest.filter((one) => !open.includes(one)).map(({ domain }) => domain);
    if (open.length === 0) return { kept: [], closed };
    const kept = await this.answers.keep(placeId, assessmentId, participantId, open, this.clock());
    if (kept.length > 0) await announceLive(this.database, assessmentId);
    const domains = open.map(({ domain }) => domain).filter((domain) => !kept.some((one) => one.domain === domain));
    if (domains.length > 0) kept.push(...(await this.answers.standing(placeId, assessmentId, participantId, domains)));
    return { kept, closed };
  }
}
