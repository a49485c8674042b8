import { Inject, Injectable } from '@nestjs/common';
import type { Choice, SectorOfRoom } from '@turnstone/assessments-rules';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import {
  announceLive,
  CLOCK,
  DATABASE,
  Refused,
  type Clock,
  type Database,
  type FieldRefusal,
} from '@turnstone/platform';
import { RenewViews } from '../views/renew-views.js';
import { SheetRepository } from './sheet.repository.js';
import { insistOnDomains, insistOnTable, insistOnTyping } from './typing.js';
import { WorkshopRepository, type WorkshopRow } from './workshop.repository.js';

export interface PaperSheet {
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly name: string | null;
  readonly table: number | null;
  readonly answers: readonly { readonly domain: string; readonly choice: Choice }[];
  readonly another: boolean;
}

/**
 * Types in one person's paper sheet: a participant of kind 'paper', whose answers count as everybody's do. A sheet that comes after
 * its domain was revealed waits, and is counted with the next batch of late answers from phones. Removing the participant takes it back
 * from what was not shown yet.
 */
@Injectable()
export class AddPaperSheet {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(SheetRepository) private readonly sheets: SheetRepository,
    @Inject(RenewViews) private readonly views: RenewViews,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(actor: Actor, asked: PaperSheet & { place: string; assessment: string }): Promise<{ number: number }> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    insistOnTyping(workshop);
    insistOnTable(workshop, asked.table);
    insistOnDomains(workshop, asked.answers, 'answers');
    const nameless = whyNotNamed(workshop, asked.name);
    if (nameless) throw Refused.invalid(`${nameless.reason}.`, [nameless]);
    const { sector, organisation, name, table } = asked;
    const choices = Object.fromEntries(asked.answers.map(({ domain, choice }) => [domain, choice]));
    if (!asked.another) await this.#refuseTwice(workshop, { sector, table, name, choices });
    const at = this.clock();
    const person = { kind: 'paper', sector, organisation, name, table, simulated: false, choices } as const;
    const number = await this.sheets.addPeople(workshop, [person], at);
    const shown = Object.keys(workshop.room.revealed).filter((domain) => Object.hasOwn(choices, domain));
    await this.views.renew(place.id, workshop.assessmentId, shown, at);
    await announceLive(this.database, workshop.assessmentId);
    // What the sheet says is nobody's business but its writer's, so the trail has only that there is one.
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'type in a paper sheet',
      subject: `workshop ${workshop.assessmentId}`,
      before: null,
      after: { participant: number },
      at,
    });
    return { number };
  }

  async #refuseTwice(
    workshop: WorkshopRow,
    sheet: { sector: string | null; table: number | null; name: string | null; choices: Record<string, Choice> },
  ): Promise<void> {
    const same = await this.sheets.sameOnPaper(workshop, sheet);
    if (same !== undefined) {
      throw Refused.conflict(
        `Sheet ${same} has the same sector, table and answers. If this is another person’s, say so and add it.`,
      );
    }
    const namesake = sheet.name === null ? undefined : await this.sheets.sameName(workshop, sheet.name);
    if (namesake !== undefined) {
      throw Refused.conflict(
        `Participant ${namesake} has this name and has joined already. If this is another person’s, say so and add it.`,
      );
    }
  }
}

function whyNotNamed({ identities }: WorkshopRow, name: string | null): FieldRefusal | null {
  if (identities === 'named' && name === null)
    return { path: 'name', reason: 'This workshop goes by names: write whose sheet it is' };
  if (identities === 'anonymous' && name !== null)
    return { path: 'name', reason: 'This workshop is anonymous: leave the name out' };
  return null;
}
