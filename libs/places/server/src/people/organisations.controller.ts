import { Controller, Inject } from '@nestjs/common';
import { addOrganisation, changeOrganisation, listOrganisations, type Organisation } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { AddOrganisation } from './add-organisation.js';
import { organisationAsAnswered } from './as-answered.js';
import { ChangeOrganisation } from './change-organisation.js';
import { OrganisationRepository } from './organisation.repository.js';

@Controller()
export class OrganisationsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(OrganisationRepository) private readonly organisations: OrganisationRepository,
    @Inject(AddOrganisation) private readonly adding: AddOrganisation,
    @Inject(ChangeOrganisation) private readonly changing: ChangeOrganisation,
  ) {}

  @Converse(listOrganisations)
  async listOrganisations(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listOrganisations>,
  ): Promise<{ organisations: Organisation[] }> {
    const place = await this.door.admit(actor, asked.params.place, 'see the people');
    return { organisations: (await this.organisations.all(place.id)).map(organisationAsAnswered) };
  }

  @Converse(addOrganisation)
  async addOrganisation(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof addOrganisation>,
  ): Promise<Organisation> {
    return this.adding.add(actor, { ...asked.body, place: asked.params.place });
  }

  @Converse(changeOrganisation)
  async changeOrganisation(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof changeOrganisation>,
  ): Promise<Organisation> {
    return this.changing.change(actor, { ...asked.body, ...asked.params, version: asked.ifMatch });
  }
}
