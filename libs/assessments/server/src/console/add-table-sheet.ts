import { Inject, Injectable } from '@nestjs/common';
import type { Level } from '@turnstone/assessments-rules';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { SheetRepository } from './sheet.repository.js';
import { insistOnDomains, insistOnTable, insistOnTyping } from './typing.js';
import { WorkshopRepository } from './workshop.repository.js';

export interface TableSheet {
  readonly table: number;
  readonly scores: readonly { readonly domain: string; readonly level: Level | null; readonly reasons: string }[];
  readonly replace: boolean;
}

/** Types in what a table agreed, from its paper. What a table has handed in gives way only when that is said. */
@Injectable()
export class AddTableSheet {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(SheetRepository) private readonly sheets: SheetRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(actor: Actor, asked: TableSheet & { place: string; assessment: string }): Promise<{ scores: number }> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    insistOnTyping(workshop);
    insistOnTable(workshop, asked.table);
    insistOnDomains(workshop, asked.scores, 'scores');
    const domains = asked.scores.map(({ domain }) => domain);
    const before = await this.sheets.handedIn(workshop, asked.table, domains);
    if (before.length > 0 && !asked.replace) {
      const names = workshop.tool.domains.filter(({ id }) => before.some(({ domain }) => domain === id));
      throw Refused.conflict(
        `Table ${asked.table} has handed in ${names.map(({ name }) => name).join(', ')} already. If this takes its place, say so.`,
      );
    }
    const at = this.clock();
    const scores = asked.scores.map((score) => ({ ...score, table: asked.table, kind: 'paper' as const }));
    await this.sheets.putScores(workshop, scores, at);
    await announceLive(this.database, workshop.assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'type in the sheet of a table',
      subject: `workshop ${workshop.assessmentId}`,
      before: before.length > 0 ? { table: asked.table, domains: before.map(({ domain }) => domain) } : null,
      after: { table: asked.table, domains },
      at,
    });
    return { scores: scores.length };
  }
}
