import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { ParticipantRepository } from './participant.repository.js';
import { ReadRoomView } from './read-room-view.js';
import { RoomRepository } from './room.repository.js';

@Module({
  imports: [PlacesModule],
  providers: [RoomRepository, ParticipantRepository, ReadRoomView],
  exports: [RoomRepository, ParticipantRepository, ReadRoomView],
})
export class RoomModule {}
