import { Controller, Inject } from '@nestjs/common';
import { addWorkstream, changeWorkstream, listWorkstreams, type Workstream } from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { AddWorkstream } from './add-workstream.js';
import { workstreamAsAnswered } from './as-answered.js';
import { ChangeWorkstream } from './change-workstream.js';
import { WorkstreamRepository } from './workstream.repository.js';

@Controller()
export class WorkstreamsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository,
    @Inject(AddWorkstream) private readonly adding: AddWorkstream,
    @Inject(ChangeWorkstream) private readonly changing: ChangeWorkstream,
  ) {}

  @Converse(listWorkstreams)
  async listWorkstreams(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listWorkstreams>,
  ): Promise<{ workstreams: Workstream[]; otherOutcomes: { slug: string; statement: string }[] }> {
    const place = await this.door.admit(actor, asked.params.place, 'see the people');
    const workstreams = (await this.workstreams.all(place.id)).map(workstreamAsAnswered);
    // Whoever manages the people of a place without belonging to it knows its workstreams, not what they work on.
    if (!can(actor, 'read the place', { kind: 'place', id: place.id })) {
      return { workstreams: workstreams.map((one) => ({ ...one, outcomes: [] })), otherOutcomes: [] };
    }
    const outcomes = await this.workstreams.outcomes(place.id);
    return { workstreams, otherOutcomes: outcomes.filter((one) => one.workstreamId === null) };
  }

  @Converse(addWorkstream)
  async addWorkstream(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof addWorkstream>): Promise<Workstream> {
    return this.adding.add(actor, { ...asked.body, place: asked.params.place });
  }

  @Converse(changeWorkstream)
  async changeWorkstream(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof changeWorkstream>,
  ): Promise<Workstream> {
    return this.changing.change(actor, { ...asked.body, ...asked.params, version: asked.ifMatch });
  }
}
