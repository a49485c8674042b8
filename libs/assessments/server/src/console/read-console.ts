import { Inject, Injectable } from '@nestjs/common';
import { sectorsOfRoom } from '@turnstone/assessments-rules';
import type { Console } from '@turnstone/contract';
import { CLOCK, type Clock } from '@turnstone/platform';
import { ReadRoomView } from '../room/read-room-view.js';
import { progressOf } from '../room/room-view.js';
import { stepInWords } from './step-words.js';
import { whyNotByKind, whyNotUndone } from './why-not.js';
import { WorkshopRepository, type PersonRow } from './workshop.repository.js';

/** The facilitator's view of a workshop: numbers, sectors and organisations, and how far people are; never what anybody answered. */
@Injectable()
export class ReadConsole {
  constructor(
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(ReadRoomView) private readonly room: ReadRoomView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(placeId: string, assessmentId: string): Promise<Console> {
    const now = this.clock().getTime();
    const workshop = await this.workshops.one(placeId, assessmentId);
    const everybody = await this.workshops.people(placeId, assessmentId);
    const scored = await this.workshops.scored(placeId, assessmentId);
    const numbers = new Map(everybody.map(({ id, number }) => [id, number]));
    const devices = new Map(
      (await this.workshops.devices(workshop)).map(({ table, participant }) => [
        table,
        numbers.get(participant) ?? null,
      ]),
    );
    const answered = await this.workshops.answered(placeId, assessmentId);
    const steps = await this.workshops.steps(placeId, assessmentId);
    const here = everybody.filter(({ removed }) => !removed);
    const progress = { ...workshop, kind: 'workshop' as const, people: here.length, joined: everybody.length };
    const tables = tablesOf(workshop.tables, [...here.flatMap(({ table }) => table ?? []), ...scored.keys()]);
    return {
      room: await this.room.read(placeId, assessmentId),
      tool: workshop.tool as Console['tool'],
      version: workshop.version,
      sectors: [...sectorsOfRoom, null].flatMap((sector) => {
        const people = here.filter((person) => person.sector === sector).length;
        return people === 0 ? [] : [{ sector, people }];
      }),
      tables: tables.map((table) => ({
        table,
        people: here.filter((person) => person.table === table).map(asAnswered),
        device: devices.has(table),
        deviceNumber: devices.get(table) ?? null,
        scored: scored.get(table) ?? 0,
      })),
      unseated: here.filter(({ table }) => table === null).map(asAnswered),
      removed: everybody.filter(({ removed }) => removed).map(({ number }) => number),
      paperSheets: here.filter(({ kind }) => kind === 'paper').length,
      answered: workshop.tool.domains.map(({ id }) => ({
        domain: id,
        people: progressOf(progress, answered.get(id)?.people ?? 0),
        tables: answered.get(id)?.tables ?? 0,
      })),
      closed: workshop.tool.domains
        .map(({ id }) => id)
        .filter((id) => Object.hasOwn(workshop.room.closedDomains, id) || Object.hasOwn(workshop.room.revealed, id)),
      steps: steps.map((step) => ({
        seq: step.seq,
        at: step.at.toISOString(),
        by: step.by ?? 'Somebody',
        words: stepInWords(step, workshop, everybody),
        undoes: step.undoes,
        undoneBy: step.undoneBy,
        whyNotUndone: whyNotUndone(workshop, steps, step.seq, scored.size > 0, now),
      })),
      whyNot: whyNotByKind(workshop, everybody, scored.size > 0, now),
    };
  }
}

const asAnswered = ({ number, sector, organisation }: PersonRow) => ({ number, sector, organisation });

/** Those that were drawn, and those that only paper knows. */
function tablesOf(drawn: number, named: readonly number[]): number[] {
  const numbers = new Set([...Array.from({ length: drawn }, (_, index) => index + 1), ...named]);
  return [...numbers].sort((a, b) => a - b);
}
