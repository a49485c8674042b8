import { Inject, Injectable } from '@nestjs/common';
import type { ToolSummary } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { toolAsAnswered } from './tool-as-answered.js';
import { ToolRepository } from './tool.repository.js';

/** Offers a version of the place's own no longer, or again. Whoever keeps it goes on with it. */
@Injectable()
export class PutToolAway {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ToolRepository) private readonly tools: ToolRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async put(actor: Actor, asked: { place: string; tool: string; putAway: boolean }): Promise<ToolSummary> {
    const place = await this.door.admit(actor, asked.place, 'adapt tools');
    const before = await this.tools.one(place.id, asked.tool);
    if (!before) throw Refused.notFound('This place has no such tool.');
    if (before.placeId === null) {
      throw Refused.notPermitted('This tool is the toolkit’s, for every place: it cannot be put away here.');
    }
    const at = this.clock();
    await this.tools.putAway(place.id, before.id, asked.putAway ? (before.putAwayAt ?? at) : null);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: asked.putAway ? 'put a tool away' : 'offer a tool again',
      subject: `tool ${before.tool}, version ${before.version}`,
      before: { putAway: before.putAwayAt !== null },
      after: { putAway: asked.putAway },
      at,
    });
    return toolAsAnswered((await this.tools.one(place.id, before.id))!);
  }
}
