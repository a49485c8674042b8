import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { drawTables, suggestTables } from '@turnstone/assessments-rules';
import type { Console } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { ReadConsole } from './read-console.js';
import { SheetRepository } from './sheet.repository.js';
import { simulatePeople } from './simulate.js';
import { SimulateTables } from './simulate-tables.js';
import { whyNotRehearse } from './why-not.js';
import { WorkshopRepository } from './workshop.repository.js';

const MOST_SEED = 0x7fff_ffff;

/**
 * Fills a workshop in which nobody is with simulated people who have answered and sit at tables. It is a rehearsal for ever:
 * nothing takes that mark away, so that its figures are never taken for a room's.
 */
@Injectable()
export class Rehearse {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(SheetRepository) private readonly sheets: SheetRepository,
    @Inject(SimulateTables) private readonly tables: SimulateTables,
    @Inject(ReadConsole) private readonly console: ReadConsole,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async rehearse(actor: Actor, asked: { place: string; assessment: string; people: number }): Promise<Console> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    const { assessmentId } = workshop;
    const reason = whyNotRehearse(workshop, await this.workshops.people(place.id, assessmentId));
    if (reason !== null) throw Refused.conflict(reason);
    const at = this.clock();
    const seed = randomInt(MOST_SEED);
    const domains = workshop.tool.domains.map(({ id }) => id);
    const people = simulatePeople(asked.people, domains, await this.sheets.organisations(place.id), seed);
    const tables = suggestTables(people.length);
    const drawn = drawTables(
      people.map((person, index) => ({ ...person, id: String(index).padStart(4, '0') })),
      tables,
      seed,
    );
    if (!drawn.ok) throw Refused.conflict(drawn.reason);
    const seats = new Map(drawn.tables.flatMap((seated, index) => seated.map(({ id }) => [Number(id), index + 1])));
    await this.sheets.addPeople(
      workshop,
      people.map((person, index) => ({
        ...person,
        kind: 'phone',
        name: workshop.identities === 'named' ? `Simulated person ${index + 1}` : null,
        table: seats.get(index) ?? null,
        simulated: true,
      })),
      at,
    );
    await this.workshops.keepTables(workshop, tables, seed);
    await this.workshops.beRehearsal(workshop);
    await this.tables.simulate(workshop, at);
    await announceLive(this.database, workshop.assessmentId);
    const answer = await this.console.read(place.id, assessmentId);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'rehearse a workshop',
      subject: `workshop ${assessmentId}`,
      before: { rehearsal: workshop.rehearsal },
      after: { rehearsal: true, people: people.length, tables },
      at,
    });
    return answer;
  }
}
