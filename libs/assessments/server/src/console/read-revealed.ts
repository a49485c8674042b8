import { Inject, Injectable } from '@nestjs/common';
import type { readRevealed } from '@turnstone/contract';
import type * as z from 'zod/mini';
import { RoomRepository } from '../room/room.repository.js';
import { ShownViewRepository } from '../views/shown-view.repository.js';
import { WorkshopRepository } from './workshop.repository.js';

/** Every domain that is shown, for who runs the workshop; once it is closed every domain, for all of them are results then. */
@Injectable()
export class ReadRevealed {
  constructor(
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(ShownViewRepository) private readonly views: ShownViewRepository,
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
  ) {}

  async read(placeId: string, assessmentId: string): Promise<z.infer<typeof readRevealed.answer>> {
    const workshop = await this.workshops.one(placeId, assessmentId);
    const kept = await this.views.views(placeId, assessmentId);
    const { revealed, state } = workshop.room;
    const views = workshop.tool.domains.flatMap(({ id }) => {
      const view = kept.get(id);
      return view && (state === 'closed' || Object.hasOwn(revealed, id)) ? [view] : [];
    });
    const domains = views.map(({ domain }) => domain);
    return {
      views,
      tables: await this.rooms.tableViews(placeId, assessmentId, domains),
      named:
        workshop.identities === 'named'
          ? Object.fromEntries(await this.views.named(placeId, assessmentId, domains))
          : null,
    };
  }
}
