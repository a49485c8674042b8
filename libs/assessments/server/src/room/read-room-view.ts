import { Inject, Injectable } from '@nestjs/common';
import type { RoomView } from '@turnstone/contract';
import { CLOCK, CONFIG, Refused, type Clock, type Config } from '@turnstone/platform';
import { joinAddressOf } from '../planning/join-address.js';
import { roomView } from './room-view.js';
import { RoomRepository } from './room.repository.js';

/** The room as everybody in it sees it, for whoever was admitted to it in this unit of work. */
@Injectable()
export class ReadRoomView {
  constructor(
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'not found' when this place has no such assessment. */
  async read(placeId: string, assessmentId: string): Promise<RoomView> {
    const row = await this.rooms.row(placeId, assessmentId);
    if (!row) throw Refused.notFound();
    const { joinCode } = row;
    return roomView(row, this.clock(), joinCode === null ? null : joinAddressOf(this.config, joinCode));
  }
}
