import { Inject, Injectable } from '@nestjs/common';
import type { DomainView, Me, NamedAnswer, RoomView, TableView, Tool } from '@turnstone/contract';
import { WorkshopPacks } from '../planning/workshop-packs.js';
import { ShownViewRepository } from '../views/shown-view.repository.js';
import { AdmitToRoom } from './admit-to-room.js';
import { ParticipantRepository } from './participant.repository.js';
import { ReadRoomView } from './read-room-view.js';
import { shownDomains } from './room-view.js';
import { RoomRepository } from './room.repository.js';

/** What somebody who joined may read: the room, what is their own, and what was revealed. */
@Injectable()
export class ReadRoom {
  constructor(
    @Inject(AdmitToRoom) private readonly room: AdmitToRoom,
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(ReadRoomView) private readonly view: ReadRoomView,
    @Inject(ShownViewRepository) private readonly views: ShownViewRepository,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
  ) {}

  /** All that the page begins with. */
  async read(token: string | undefined): Promise<{
    tool: Tool;
    room: RoomView;
    me: Me;
    prompts: { id: string; text: string }[];
  }> {
    const { placeId, assessmentId, participantId } = await this.room.admit(token, 'read');
    return {
      tool: (await this.rooms.tool(placeId, assessmentId)) as Tool,
      room: await this.view.read(placeId, assessmentId),
      me: await this.participants.me(placeId, assessmentId, participantId),
      prompts: this.packs.prompts.map(({ id, text }) => ({ id, text })),
    };
  }

  async me(token: string | undefined): Promise<Me> {
    const { placeId, assessmentId, participantId } = await this.room.admit(token, 'read');
    return this.participants.me(placeId, assessmentId, participantId);
  }

  /** Every domain that is shown, with what the tables said, and with names where names were agreed on. */
  async revealed(token: string | undefined): Promise<{
    views: DomainView[];
    tables: Record<string, TableView[]>;
    named: Record<string, NamedAnswer[]> | null;
  }> {
    const { placeId, assessmentId, facts } = await this.room.admit(token, 'read');
    const kept = await this.views.views(placeId, assessmentId);
    const shown = shownDomains(
      facts,
      facts.domains.filter((domain) => kept.has(domain)),
    );
    const named = facts.identities === 'named' ? await this.views.named(placeId, assessmentId, shown) : null;
    return {
      views: shown.map((domain) => kept.get(domain)!),
      tables: await this.rooms.tableViews(placeId, assessmentId, shown),
      named: named && Object.fromEntries(named),
    };
  }
}
