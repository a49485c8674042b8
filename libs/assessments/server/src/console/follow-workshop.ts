import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace } from '@turnstone/places-server';
import { Refused } from '@turnstone/platform';
import { RoomFeed } from '../room/room-feed.js';
import { WorkshopRepository } from './workshop.repository.js';

/** The room as it changes, for the projector and the console. The feed shows out whose session or role ends. */
@Injectable()
export class FollowWorkshop {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(RoomFeed) private readonly feed: RoomFeed,
  ) {}

  /** Undefined when only the headers are asked for: nobody would ever read the stream. */
  async follow(
    actor: Actor,
    asked: { place: string; assessment: string },
    headersAlone: boolean,
  ): Promise<Readable | undefined> {
    const place = await this.door.admit(actor, asked.place, 'read assessments');
    const { assessmentId } = await this.workshops.one(place.id, asked.assessment);
    if (headersAlone) return undefined;
    if (actor.kind !== 'member') throw Refused.notSignedIn();
    return this.feed.follow(place.id, assessmentId, { kind: 'member', actor });
  }
}
