import { Controller, Inject } from '@nestjs/common';
import { joinRoom, lookAtRoom, type RoomDoor } from '@turnstone/contract';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { JoinRoom } from './join-room.js';
import { LookAtRoom } from './look-at-room.js';

@Controller()
export class JoinController {
  constructor(
    @Inject(LookAtRoom) private readonly door: LookAtRoom,
    @Inject(JoinRoom) private readonly joining: JoinRoom,
  ) {}

  @Converse(lookAtRoom)
  async look(@Asked() { params, request }: AskedOf<typeof lookAtRoom>): Promise<RoomDoor> {
    return this.door.look(params.code, request.ip);
  }

  @Converse(joinRoom)
  async join(
    @Asked() { params, body, request }: AskedOf<typeof joinRoom>,
  ): Promise<{ assessment: string; number: number }> {
    return this.joining.join(params.code, request.ip, body);
  }
}
