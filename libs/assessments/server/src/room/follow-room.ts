import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AdmitToRoom } from './admit-to-room.js';
import { RoomFeed } from './room-feed.js';

/** The room as it changes, for a participant. */
@Injectable()
export class FollowRoom {
  constructor(
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(RoomFeed) private readonly feed: RoomFeed,
  ) {}

  /** Undefined when only the headers are asked for: nobody would ever read the stream. */
  async follow(token: string | undefined, headersAlone: boolean): Promise<Readable | undefined> {
    const { placeId, assessmentId, participantId } = await this.room.admit(token, 'read');
    if (headersAlone) return undefined;
    return this.feed.follow(placeId, assessmentId, { kind: 'participant', participantId });
  }
}
