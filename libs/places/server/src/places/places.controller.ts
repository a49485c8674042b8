import { Controller, Inject } from '@nestjs/common';
import { readPlace, type Place } from '@turnstone/contract';
import { deedsOf, type Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';

@Controller()
export class PlacesController {
  constructor(@Inject(AdmitToPlace) private readonly door: AdmitToPlace) {}

  @Converse(readPlace)
  async readPlace(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readPlace>): Promise<Place> {
    const place = await this.door.admit(actor, asked.params.place, 'read the place');
    return { ...place, may: deedsOf(actor, place.id) };
  }
}
