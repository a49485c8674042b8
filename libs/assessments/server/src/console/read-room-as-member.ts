import { Inject, Injectable } from '@nestjs/common';
import type { readRoomAsMember } from '@turnstone/contract';
import type * as z from 'zod/mini';
import { WorkshopPacks } from '../planning/workshop-packs.js';
import { ReadRoomView } from '../room/read-room-view.js';
import { WorkshopRepository } from './workshop.repository.js';

/** The room of a workshop with its tool and its prompts: what a projector begins with. */
@Injectable()
export class ReadRoomAsMember {
  constructor(
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(ReadRoomView) private readonly room: ReadRoomView,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
  ) {}

  async read(placeId: string, assessmentId: string): Promise<z.infer<typeof readRoomAsMember.answer>> {
    const { tool } = await this.workshops.one(placeId, assessmentId);
    return {
      room: await this.room.read(placeId, assessmentId),
      tool: tool as z.infer<typeof readRoomAsMember.answer>['tool'],
      prompts: this.packs.prompts.map(({ id, text }) => ({ id, text })),
    };
  }
}
