import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { PlanningCoreModule } from '../planning/planning-core.module.js';
import { RoomModule } from '../room/room.module.js';
import { ViewsModule } from '../views/views.module.js';
import { AddPaperSheet } from './add-paper-sheet.js';
import { AddPriority } from './add-priority.js';
import { AddTableSheet } from './add-table-sheet.js';
import { BesideRoom } from './beside-room.js';
import { ConsensusRepository } from './consensus.repository.js';
import { ConsoleController } from './console.controller.js';
import { FollowWorkshop } from './follow-workshop.js';
import { PriorityRepository } from './priority.repository.js';
import { ReadConsole } from './read-console.js';
import { ReadRevealed } from './read-revealed.js';
import { ReadRoomAsMember } from './read-room-as-member.js';
import { Rehearse } from './rehearse.js';
import { SheetRepository } from './sheet.repository.js';
import { SimulateTables } from './simulate-tables.js';
import { TakeStep } from './take-step.js';
import { UndoStep } from './undo-step.js';
import { WithdrawPriority } from './withdraw-priority.js';
import { WorkshopRepository } from './workshop.repository.js';
import { WriteConsensus } from './write-consensus.js';

@Module({
  imports: [PlacesModule, PlanningCoreModule, RoomModule, ViewsModule],
  controllers: [ConsoleController],
  providers: [
    WorkshopRepository,
    ConsensusRepository,
    SheetRepository,
    PriorityRepository,
    BesideRoom,
    SimulateTables,
    ReadConsole,
    ReadRoomAsMember,
    ReadRevealed,
    FollowWorkshop,
    TakeStep,
    UndoStep,
    WriteConsensus,
    AddPaperSheet,
    AddTableSheet,
    AddPriority,
    WithdrawPriority,
    Rehearse,
  ],
})
export class ConsoleModule {}
