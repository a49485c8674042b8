import { Controller, Inject } from '@nestjs/common';
import { addPlace, changePlace, listPlaces, type PlaceKept } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { AddPlace } from './add-place.js';
import { ChangePlace } from './change-place.js';
import { PlaceTreeRepository } from './place-tree.repository.js';

@Controller()
export class PlatformPlacesController {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(PlaceTreeRepository) private readonly tree: PlaceTreeRepository,
    @Inject(AddPlace) private readonly adding: AddPlace,
    @Inject(ChangePlace) private readonly changing: ChangePlace,
  ) {}

  @Converse(listPlaces)
  async listPlaces(@TheActor() actor: Actor): Promise<{ places: PlaceKept[] }> {
    this.door.admit(actor, 'manage places');
    return { places: await this.tree.all() };
  }

  @Converse(addPlace)
  async addPlace(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof addPlace>): Promise<PlaceKept> {
    return this.adding.add(actor, asked.body);
  }

  @Converse(changePlace)
  async changePlace(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof changePlace>): Promise<PlaceKept> {
    return this.changing.change(actor, { ...asked.body, id: asked.params.id }, asked.ifMatch);
  }
}
