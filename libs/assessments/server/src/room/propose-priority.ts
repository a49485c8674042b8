import { Inject, Injectable } from '@nestjs/common';
import type { PriorityView } from '@turnstone/contract';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { ParticipantRepository } from './participant.repository.js';
import { ProposalRepository } from './proposal.repository.js';
import { whyNotInRoom } from './room-view.js';
import { insistOnDomains } from './send-answers.js';

/** More than this nobody reads from a wall. */
const MOST_PROPOSALS = 100;
/** One phone must not fill the list for everybody. */
const MOST_OF_ONE = 5;

/** Puts a priority on the list of the room, for the table of whoever proposes it. */
@Injectable()
export class ProposePriority {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(ProposalRepository) private readonly proposals: ProposalRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The same id with the same words is the same proposal, however often it is sent. Nobody changes what was proposed under an id, for
   * everybody in the room knows the ids.
   */
  async propose(
    token: string | undefined,
    of: { id: string; domain: string | null; text: string },
  ): Promise<PriorityView> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    if (of.domain !== null) insistOnDomains(facts, [{ domain: of.domain }]);
    const why = whyNotInRoom(facts, 'propose');
    if (why !== null) throw Refused.conflict(why);
    const { table } = await this.participants.seatAlone(placeId, assessmentId, participantId);
    const proposal = { id: of.id, domain: of.domain, text: of.text, table };
    let before = await this.proposals.one(placeId, assessmentId, of.id);
    if (!before) {
      const { all, mine } = await this.proposals.count(placeId, assessmentId, participantId);
      if (mine >= MOST_OF_ONE)
        throw Refused.conflict(`You have ${MOST_OF_ONE} proposals on the list already. Leave room for the others.`);
      if (all >= MOST_PROPOSALS)
        throw Refused.conflict(`There are ${MOST_PROPOSALS} proposals already. Choose among them.`);
      if (await this.proposals.add(placeId, assessmentId, proposal, { participantId, at: this.clock() })) {
        await announceLive(this.database, assessmentId);
        return { ...proposal, votes: null };
      }
      before = await this.proposals.one(placeId, assessmentId, of.id);
    }
    if (!before) throw Refused.notFound();
    const { withdrawn, ...standing } = before;
    if (withdrawn) throw Refused.conflict('The facilitator has taken this proposal off the list.');
    if (standing.text !== of.text || standing.domain !== of.domain)
      throw Refused.conflict('This was proposed already, in other words.');
    return { ...standing, votes: null };
  }
}
