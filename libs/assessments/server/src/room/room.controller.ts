import { Controller, Inject } from '@nestjs/common';
import {
  becomeTableDevice,
  castVotes,
  changeMe,
  followRoom,
  PARTICIPANT_HEADER,
  proposePriority,
  readMe,
  readRoom,
  readRoomViews,
  sendAnswers,
  sendTableScores,
  type Conversation,
  type Me,
  type PriorityView,
} from '@turnstone/contract';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { BecomeTableDevice } from './become-table-device.js';
import { CastVotes } from './cast-votes.js';
import { ChangeMe } from './change-me.js';
import { FollowRoom } from './follow-room.js';
import { ProposePriority } from './propose-priority.js';
import { ReadRoom } from './read-room.js';
import { headersOfFeed } from './room-feed.js';
import { SendAnswers } from './send-answers.js';
import { SendTableScores } from './send-table-scores.js';

type Answer<C extends Conversation> = Promise<z.infer<C['answer']>>;

/** Two of them are nobody's: whoever sends two tokens is not known. */
function tokenOf({ request }: AskedOf<Conversation>): string | undefined {
  const header = request.headers[PARTICIPANT_HEADER];
  return typeof header === 'string' ? header : undefined;
}

@Controller()
export class RoomController {
  constructor(
    @Inject(ReadRoom) private readonly room: ReadRoom,
    @Inject(FollowRoom) private readonly following: FollowRoom,
    @Inject(SendAnswers) private readonly answers: SendAnswers,
    @Inject(ChangeMe) private readonly changing: ChangeMe,
    @Inject(BecomeTableDevice) private readonly device: BecomeTableDevice,
    @Inject(SendTableScores) private readonly scores: SendTableScores,
    @Inject(ProposePriority) private readonly proposing: ProposePriority,
    @Inject(CastVotes) private readonly voting: CastVotes,
  ) {}

  @Converse(readRoom)
  async read(@Asked() asked: AskedOf<typeof readRoom>): Answer<typeof readRoom> {
    return this.room.read(tokenOf(asked));
  }

  @Converse(readMe)
  async me(@Asked() asked: AskedOf<typeof readMe>): Promise<Me> {
    return this.room.me(tokenOf(asked));
  }

  @Converse(followRoom)
  async follow(@Asked() asked: AskedOf<typeof followRoom>): Promise<unknown> {
    const stream = await this.following.follow(tokenOf(asked), asked.request.method === 'HEAD');
    void asked.reply.headers(headersOfFeed);
    return stream ?? '';
  }

  @Converse(readRoomViews)
  async revealed(@Asked() asked: AskedOf<typeof readRoomViews>): Answer<typeof readRoomViews> {
    return this.room.revealed(tokenOf(asked));
  }

  @Converse(sendAnswers)
  async send(@Asked() asked: AskedOf<typeof sendAnswers>): Answer<typeof sendAnswers> {
    return this.answers.send(tokenOf(asked), asked.body.answers);
  }

  @Converse(changeMe)
  async change(@Asked() asked: AskedOf<typeof changeMe>): Promise<Me> {
    return this.changing.change(tokenOf(asked), asked.body);
  }

  @Converse(becomeTableDevice)
  async become(@Asked() asked: AskedOf<typeof becomeTableDevice>): Promise<Me> {
    return this.device.become(tokenOf(asked), asked.body.takeOver);
  }

  @Converse(sendTableScores)
  async score(@Asked() asked: AskedOf<typeof sendTableScores>): Answer<typeof sendTableScores> {
    return this.scores.send(tokenOf(asked), asked.body.scores);
  }

  @Converse(proposePriority)
  async propose(@Asked() asked: AskedOf<typeof proposePriority>): Promise<PriorityView> {
    return this.proposing.propose(tokenOf(asked), { id: asked.params.priority, ...asked.body });
  }

  @Converse(castVotes)
  async vote(@Asked() asked: AskedOf<typeof castVotes>): Answer<typeof castVotes> {
    return this.voting.cast(tokenOf(asked), asked.body);
  }
}
