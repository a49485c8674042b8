import { Controller, Inject } from '@nestjs/common';
import { readPlace, type Place } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { placeAsAnswered } from './place-as-answered.js';

@Controller()
export class PlacesController {
  constructor(@Inject(AdmitToPlace) private readonly door: AdmitToPlace) {}

  @Converse(readPlace)
  async readPlace(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readPlace>): Promise<Place> {
    return placeAsAnswered(actor, await this.door.admit(actor, asked.params.place, 'read the place'));
  }
}
