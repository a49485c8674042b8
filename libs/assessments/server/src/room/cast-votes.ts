import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@turnstone/platform';
import { AdmitToRoom } from './admit-to-room.js';
import { ProposalRepository } from './proposal.repository.js';
import { whyNotInRoom } from './room-view.js';

/** Keeps whom a participant gives their votes. Nobody is told: votes that are seen change votes. */
@Injectable()
export class CastVotes {
  constructor(
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(ProposalRepository) private readonly proposals: ProposalRepository,
  ) {}

  /** Answers the votes that stand: those before where these are older. Refuses 'conflict' outside the vote. */
  async cast(
    token: string | undefined,
    { priorities, seq }: { readonly priorities: readonly string[]; readonly seq?: number | undefined },
  ): Promise<{ votes: string[] }> {
    const { placeId, assessmentId, participantId, facts } = await this.room.admit(token, 'write');
    const why = whyNotInRoom(facts, 'vote');
    if (why !== null) throw Refused.conflict(why);
    const votes = [...new Set(priorities)];
    if (seq !== undefined && !(await this.proposals.isNewest(placeId, assessmentId, participantId, seq)))
      return { votes: await this.proposals.votesOf(placeId, assessmentId, participantId) };
    if (!(await this.proposals.vote(placeId, assessmentId, participantId, votes)))
      throw Refused.conflict('One of these is on the list no longer. Look at the list again.');
    return { votes };
  }
}
