import { Inject, Injectable } from '@nestjs/common';
import type { RoomDoor } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';
import { FindRoom, noSuchCode } from './find-room.js';
import { RoomRepository } from './room.repository.js';

/** What somebody sees before they join. */
@Injectable()
export class LookAtRoom {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(FindRoom) private readonly rooms: FindRoom,
    @Inject(RoomRepository) private readonly repository: RoomRepository,
  ) {}

  async look(typed: string, ip: string): Promise<RoomDoor> {
    const { placeId, assessmentId } = await this.rooms.find(typed, ip);
    this.database.enter({ place: placeId });
    const door = await this.repository.door(placeId, assessmentId);
    if (!door) throw noSuchCode();
    return door;
  }
}
