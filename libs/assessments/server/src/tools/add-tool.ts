import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ToolMessage } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { CheckPack, type ToolGiven } from './check-pack.js';
import { ToolRepository } from './tool.repository.js';

/** Keeps a tool of the place, as the next version of its id. What is kept never changes. */
@Injectable()
export class AddTool {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ToolRepository) private readonly tools: ToolRepository,
    @Inject(CheckPack) private readonly packs: CheckPack,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(actor: Actor, asked: ToolGiven & { readonly place: string }): Promise<{ id: string; version: number }> {
    const place = await this.door.admit(actor, asked.place, 'adapt tools');
    await this.tools.lock(place.id);
    const checked = await this.packs.check(place, asked);
    if (!checked.ok) throw refusedFor(checked.messages);
    const { tool, adaptedFrom } = checked;
    const id = randomUUID();
    const personId = actor.kind === 'member' ? actor.personId : null;
    const at = this.clock();
    await this.tools.add(place.id, { id, tool, adaptedFrom, createdBy: personId, at });
    await recordAudit(this.database, {
      placeId: place.id,
      personId,
      action: 'add a tool',
      subject: `tool ${tool.id}, version ${tool.version}`,
      before: null,
      after: { id, title: tool.title, adaptedFrom, domains: tool.domains.map((domain) => domain.id) },
      at,
    });
    return { id, version: tool.version };
  }
}

/** The first message as the sentence; all of them with their places, by line where there is one. */
function refusedFor(messages: readonly ToolMessage[]): Refused {
  const fields = messages.map(({ line, path, reason }) => ({
    path: line === null ? path : `line ${line}${path === '' ? '' : `, ${path}`}`,
    reason,
  }));
  const [first] = fields;
  return Refused.invalid(
    `This tool cannot be kept: ${first === undefined || first.path === '' ? '' : `${first.path}: `}${first?.reason ?? ''}`,
    fields,
  );
}
