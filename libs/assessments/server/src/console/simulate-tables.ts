import { Inject, Injectable } from '@nestjs/common';
import { ShownViewRepository } from '../views/shown-view.repository.js';
import { SheetRepository } from './sheet.repository.js';
import { simulateTable } from './simulate.js';
import type { WorkshopRow } from './workshop.repository.js';

/** In a rehearsal the tables of simulated people hand in as soon as the agenda comes to where tables hand in. */
@Injectable()
export class SimulateTables {
  constructor(
    @Inject(SheetRepository) private readonly sheets: SheetRepository,
    @Inject(ShownViewRepository) private readonly views: ShownViewRepository,
  ) {}

  async simulate(workshop: WorkshopRow, at: Date): Promise<void> {
    const { agenda, room, tool } = workshop;
    const tables = agenda.findIndex(({ kind }) => kind === 'tables');
    if (room.state !== 'running' || tables < 0 || room.stage < tables) return;
    const people = await this.views.respondents(workshop.placeId, workshop.assessmentId);
    const numbers = new Set(people.flatMap(({ table }) => table ?? []));
    const scores = [...numbers].flatMap((table) =>
      simulateTable(
        people.filter((one) => one.table === table),
        tool,
      ).map((score) => ({ ...score, table, kind: 'table' as const })),
    );
    await this.sheets.putScores(workshop, scores, at);
  }
}
