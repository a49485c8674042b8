import { Inject, Injectable } from '@nestjs/common';
import { drawTables, type Outside, type Step } from '@turnstone/assessments-rules';
import { Refused } from '@turnstone/platform';
import { ConsensusRepository } from './consensus.repository.js';
import { WorkshopRepository, type BeforeStep, type PersonRow, type WorkshopRow } from './workshop.repository.js';

/** What a step keeps of what it changed beside the room. */
type BeforeBeside = Omit<BeforeStep, 'room'>;

/** What a step changes in other tables than the workshop's own (rules: `stepRules[…].changes`), and how that is put back. */
@Injectable()
export class BesideRoom {
  constructor(
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(ConsensusRepository) private readonly results: ConsensusRepository,
  ) {}

  /** Answers how it was before. `people` are all of the workshop. */
  async change(workshop: WorkshopRow, step: Step, people: readonly PersonRow[], at: Date): Promise<BeforeBeside> {
    switch (step.kind) {
      case 'draw tables':
        return this.#draw(workshop, step, people);
      case 'move person':
        return this.#move(workshop, step, personOf(people, step.participant));
      case 'remove participant':
      case 'put back participant':
        return this.#remove(workshop, step, personOf(people, step.participant), at);
      case 'next stage':
        if (voteEnds(workshop)) await this.workshops.keepVotes(workshop);
        return { outside: null };
      case 'close workshop':
        await this.workshops.keepVotes(workshop);
        await this.workshops.closeAssessment(workshop, at);
        return { outside: null };
      default:
        return { outside: null };
    }
  }

  async restore(
    workshop: WorkshopRow,
    outside: Outside | null,
    before: BeforeStep,
    by: { readonly personId: string | null; readonly at: Date },
  ): Promise<void> {
    if (outside?.kind === 'seats') await this.#unseat(workshop, outside.seats, before.tables);
    if (outside?.kind === 'participant') {
      await this.workshops.remove(workshop, outside.participant, outside.removed ? by.at : null);
      await this.workshops.dropStrayDevices(workshop);
    }
    if (outside?.kind === 'consensus') {
      const result = before.result ?? { level: null, reached: null, reason: '', prompts: {} };
      await this.results.write(workshop, outside.domain, result, by);
    }
  }

  async #draw(
    workshop: WorkshopRow,
    { tables, seed }: Extract<Step, { kind: 'draw tables' }>,
    people: readonly PersonRow[],
  ): Promise<BeforeBeside> {
    const here = people.filter(({ removed }) => !removed);
    const drawn = drawTables(here, tables, seed);
    if (!drawn.ok) throw Refused.conflict(drawn.reason);
    const before = await this.#seatsOf(workshop, people);
    const seats = drawn.tables.flatMap((seated, index) => seated.map(({ id }): [string, number] => [id, index + 1]));
    await this.workshops.seat(workshop, new Map([...nowhere(people), ...seats]));
    await this.workshops.keepTables(workshop, tables, seed);
    await this.workshops.dropStrayDevices(workshop);
    return before;
  }

  async #move(
    workshop: WorkshopRow,
    { table }: Extract<Step, { kind: 'move person' }>,
    person: PersonRow,
  ): Promise<BeforeBeside> {
    if (workshop.tables === 0) throw Refused.conflict('Tables have not been drawn yet.');
    if (table !== null && table > workshop.tables)
      throw Refused.conflict(`There is no table ${table}: there are ${workshop.tables}.`);
    if (person.removed) throw Refused.conflict(`Participant ${person.number} was removed.`);
    if (person.table === table) throw Refused.conflict(`Participant ${person.number} sits there already.`);
    const before = await this.#seatsOf(workshop, [person]);
    await this.workshops.seat(workshop, new Map([[person.id, table]]));
    await this.workshops.dropStrayDevices(workshop);
    return before;
  }

  async #remove(
    workshop: WorkshopRow,
    { kind }: Extract<Step, { kind: 'remove participant' | 'put back participant' }>,
    person: PersonRow,
    at: Date,
  ): Promise<BeforeBeside> {
    const removing = kind === 'remove participant';
    if (person.removed === removing) {
      const stands = removing ? 'was removed already' : 'was not removed';
      throw Refused.conflict(`Participant ${person.number} ${stands}.`);
    }
    await this.workshops.remove(workshop, person.id, removing ? at : null);
    await this.workshops.dropStrayDevices(workshop);
    return { outside: { kind: 'participant', participant: person.id, removed: person.removed } };
  }

  async #seatsOf(workshop: WorkshopRow, people: readonly PersonRow[]): Promise<BeforeBeside> {
    const seats = Object.fromEntries(people.map(({ id, table }) => [id, table]));
    const devices = await this.workshops.devices(workshop);
    return {
      outside: { kind: 'seats', seats },
      tables: { count: workshop.tables, seed: workshop.seed, devices },
    };
  }

  /** Who came after the draw has no seat to go back to: they keep theirs where such a table is left. */
  async #unseat(
    workshop: WorkshopRow,
    seats: Readonly<Record<string, number | null>>,
    tables: BeforeStep['tables'],
  ): Promise<void> {
    const { count = workshop.tables, seed = workshop.seed, devices = [] } = tables ?? {};
    const people = await this.workshops.people(workshop.placeId, workshop.assessmentId);
    const late = people.filter(({ id, table }) => !Object.hasOwn(seats, id) && table !== null && table > count);
    await this.workshops.seat(workshop, new Map([...nowhere(late), ...Object.entries(seats)]));
    await this.workshops.keepTables(workshop, count, seed);
    await this.workshops.dropStrayDevices(workshop);
    await this.workshops.putBackDevices(workshop, devices);
    // A device that was removed meanwhile stays away.
    await this.workshops.dropStrayDevices(workshop);
  }
}

/** The room leaves the last stage in which it votes. */
const voteEnds = ({ agenda, room }: WorkshopRow): boolean =>
  room.stage === agenda.findLastIndex(({ kind }) => kind === 'priorities');

const nowhere = (people: readonly PersonRow[]): [string, null][] => people.map(({ id }) => [id, null]);

function personOf(people: readonly PersonRow[], id: string): PersonRow {
  const person = people.find((one) => one.id === id);
  if (!person) throw Refused.conflict('There is no such participant.');
  return person;
}
