import { Controller, Inject } from '@nestjs/common';
import { chooseSharing, describePlace, readSharing, type Place, type Sharing } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { sharingAsAnswered } from './as-answered.js';
import { ChooseSharing } from './choose-sharing.js';
import { DescribePlace } from './describe-place.js';
import { SharingRepository } from './sharing.repository.js';

@Controller()
export class SharingController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(SharingRepository) private readonly sharing: SharingRepository,
    @Inject(ChooseSharing) private readonly choosing: ChooseSharing,
    @Inject(DescribePlace) private readonly describing: DescribePlace,
  ) {}

  /** Everybody who belongs may see to whom their place is open: what is chosen is visible. */
  @Converse(readSharing)
  async readSharing(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readSharing>): Promise<Sharing> {
    const place = await this.door.admit(actor, asked.params.place, 'see the people');
    return sharingAsAnswered(await this.sharing.related(place.id));
  }

  @Converse(chooseSharing)
  async chooseSharing(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof chooseSharing>): Promise<Sharing> {
    return this.choosing.choose(actor, { ...asked.params, open: asked.body.open });
  }

  @Converse(describePlace)
  async describePlace(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof describePlace>): Promise<Place> {
    return this.describing.describe(actor, { ...asked.body, place: asked.params.place, version: asked.ifMatch });
  }
}
