import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { WorkshopPacks } from '../planning/workshop-packs.js';
import { ViewsModule } from '../views/views.module.js';
import { AdmitToRoom } from './admit-to-room.js';
import { AnswerRepository } from './answer.repository.js';
import { BecomeTableDevice } from './become-table-device.js';
import { CastVotes } from './cast-votes.js';
import { ChangeMe } from './change-me.js';
import { FindRoom } from './find-room.js';
import { FollowRoom } from './follow-room.js';
import { JoinRoom } from './join-room.js';
import { JoinController } from './join.controller.js';
import { LookAtRoom } from './look-at-room.js';
import { ParticipantRepository } from './participant.repository.js';
import { ProposalRepository } from './proposal.repository.js';
import { ProposePriority } from './propose-priority.js';
import { ReadRoomView } from './read-room-view.js';
import { ReadRoom } from './read-room.js';
import { RoomFeed } from './room-feed.js';
import { RoomController } from './room.controller.js';
import { RoomRepository } from './room.repository.js';
import { SendAnswers } from './send-answers.js';
import { SendTableScores } from './send-table-scores.js';

@Module({
  imports: [PlacesModule, ViewsModule],
  controllers: [JoinController, RoomController],
  providers: [
    WorkshopPacks,
    RoomRepository,
    ParticipantRepository,
    AnswerRepository,
    ProposalRepository,
    ReadRoomView,
    RoomFeed,
    FindRoom,
    LookAtRoom,
    JoinRoom,
    AdmitToRoom,
    ReadRoom,
    FollowRoom,
    SendAnswers,
    ChangeMe,
    BecomeTableDevice,
    SendTableScores,
    ProposePriority,
    CastVotes,
  ],
  exports: [RoomRepository, ParticipantRepository, ReadRoomView, RoomFeed],
})
export class RoomModule {}
